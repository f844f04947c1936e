//! Small changes to a compiled WebAssembly module, without reading its code.

/// A module without the names of its functions, which nobody reads in the page.
pub fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    rewrite(module, |id, content| {
        let names = id == 0 && content.starts_with(b"\x04name");
        Some((!names).then(|| content.to_vec()))
    })
}

/// A module that does not export what is `unwanted` by its name.
pub fn without_exports(module: &[u8], unwanted: impl Fn(&str) -> bool) -> Option<Vec<u8>> {
    const EXPORTS: u8 = 7;
    rewrite(module, |id, content| {
        if id != EXPORTS {
            return Some(Some(content.to_vec()));
        }
        let (count, mut at) = leb128(content)?;
        let (mut left, mut entries) = (0, Vec::new());
        for _ in 0..count {
            // The name, a byte for the kind, the index.
            let start = at;
            let (name, kind_at) = text(content, at)?;
            at = kind_at + 1;
            at += leb128(content.get(at..)?)?.1;
            if !unwanted(name) {
                entries.extend_from_slice(&content[start..at]);
                left += 1;
            }
        }
        let mut changed = Vec::new();
        write_leb128(&mut changed, left);
        changed.extend(entries);
        Some(Some(changed))
    })
}

/// A module that imports from `source` under other names: those that `rename` gives.
pub fn with_imports_renamed(
    module: &[u8],
    source: &str,
    mut rename: impl FnMut(&str) -> String,
) -> Option<Vec<u8>> {
    const IMPORTS: u8 = 2;
    rewrite(module, |id, content| {
        if id != IMPORTS {
            return Some(Some(content.to_vec()));
        }
        let (count, mut at) = leb128(content)?;
        let mut changed = Vec::new();
        write_leb128(&mut changed, count);
        for _ in 0..count {
            let (from, name_at) = text(content, at)?;
            let (name, type_at) = text(content, name_at)?;
            let end = type_at + import_type(content.get(type_at..)?)?;
            changed.extend_from_slice(content.get(at..name_at)?);
            if from == source {
                let name = rename(name);
                write_leb128(&mut changed, name.len());
                changed.extend(name.bytes());
            } else {
                changed.extend_from_slice(content.get(name_at..type_at)?);
            }
            changed.extend_from_slice(content.get(type_at..end)?);
            at = end;
        }
        Some(Some(changed))
    })
}

/// How many bytes the type of an import takes.
fn import_type(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        // A function, by the index of its type.
        0 => Some(1 + leb128(bytes.get(1..)?)?.1),
        // A table: the type of what it holds, and limits.
        1 => Some(2 + limits(bytes.get(2..)?)?),
        // A memory: limits.
        2 => Some(1 + limits(bytes.get(1..)?)?),
        // A global: its type, and whether it changes.
        3 => Some(3),
        _ => None,
    }
}

/// How many bytes limits take: a bit that tells whether there is a largest size, and the sizes.
fn limits(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    for _ in 0..=(bytes.first()? & 1) {
        at += leb128(bytes.get(at..)?)?.1;
    }
    Some(at)
}

/// The text at a place, after its length, and the place after it.
fn text(bytes: &[u8], at: usize) -> Option<(&str, usize)> {
    let (length, size) = leb128(bytes.get(at..)?)?;
    let end = at + size + length;
    Some((str::from_utf8(bytes.get(at + size..end)?).ok()?, end))
}

/// Gives each section's number and content to `change`, and puts together what it gives back: the
/// content, or nothing to leave the section out. `None` where the bytes are no module.
fn rewrite(
    module: &[u8],
    mut change: impl FnMut(u8, &[u8]) -> Option<Option<Vec<u8>>>,
) -> Option<Vec<u8>> {
    // The magic number and the version come before the sections.
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut kept = header.to_vec();
    while !rest.is_empty() {
        let (length, size) = leb128(rest.get(1..)?)?;
        let (section, after) = rest.split_at_checked(1 + size + length)?;
        if let Some(content) = change(section[0], &section[1 + size..])? {
            kept.push(section[0]);
            write_leb128(&mut kept, content.len());
            kept.extend(content);
        }
        rest = after;
    }
    Some(kept)
}

/// An unsigned number of WebAssembly's binary format, and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

fn write_leb128(bytes: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

    #[test]
    fn names_are_left_out_and_nothing_else() {
        let names = [&[0, 7][..], b"\x04name\x01\0"].concat();
        let other = [&[0, 6][..], b"\x04abcd\x01"].concat();
        let types = [1, 1, 0];
        let module = [&HEADER[..], &types, &names, &other].concat();
        let expected = [&HEADER[..], &types, &other].concat();
        assert_eq!(without_names(&module), Some(expected));
        assert_eq!(without_names(&module[..module.len() - 1]), None);
        assert_eq!(without_names(b"\0as"), None);
    }

    #[test]
    fn exports_are_left_out_by_name() {
        let types = [1, 1, 0];
        let exports = [&[7, 12, 2][..], b"\x01a\0\x05", b"\x03abc\0\x85\x01"].concat();
        let module = [&HEADER[..], &types, &exports].concat();
        let left = [&HEADER[..], &types, &[7, 5, 1], b"\x01a\0\x05"].concat();
        assert_eq!(without_exports(&module, |name| name == "abc"), Some(left));
        assert_eq!(without_exports(&module, |_| false), Some(module.clone()));
        let lying = [&HEADER[..], &[7, 2, 1, 9]].concat();
        assert_eq!(without_exports(&lying, |_| false), None);
    }

    #[test]
    fn imports_are_renamed_by_where_they_are_from() {
        let types = [1, 1, 0];
        let table = b"\x01b\x01t\x01\x70\x01\x02\x80\x01";
        let rest = [
            &table[..],
            b"\x01b\x01m\x02\0\x05",
            b"\x01b\x01g\x03\x7f\x01",
        ]
        .concat();
        let before = [
            &[2, 41, 5][..],
            b"\x01a\x03old\0\x07",
            b"\x01b\x03old\0\x07",
        ]
        .concat();
        let after = [&[2, 39, 5][..], b"\x01a\x01x\0\x07", b"\x01b\x03old\0\x07"].concat();
        let module = |imports: &[u8]| [&HEADER[..], &types, imports, &rest].concat();
        let renamed = with_imports_renamed(&module(&before), "a", |name| {
            assert_eq!(name, "old");
            "x".to_owned()
        });
        assert_eq!(renamed, Some(module(&after)));
        let cut = &module(&before)[..40];
        assert_eq!(with_imports_renamed(cut, "a", str::to_owned), None);
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for value in [0, 1, 127, 128, 300, 16_384, 4_000_000] {
            let mut bytes = Vec::new();
            write_leb128(&mut bytes, value);
            assert_eq!(leb128(&bytes), Some((value, bytes.len())));
        }
    }
}
