//! Cuts the compiled module: a main part for the first visit, and the parts that lessons need.
//!
//! The marks are those of `wasm_split_helpers` (see `src/lesson/part.rs`). The tool follows the
//! linker's relocations from each mark, and from the exports: what is reached from a mark alone
//! makes its part, what is reached from several marks makes a chunk that all of them load, and what
//! the exports reach stays.

use crate::say;
use anyhow::{Context, Result, anyhow};
use std::fmt::Write;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// The folder of the parts in `dist/`.
pub const FOLDER: &str = "parts";

/// The script that loads them; the main module imports it by this name.
const LOADER: &str = "quantscope_parts.js";

/// What came out.
pub struct Split {
    /// The main part, which has yet to be given its bindings.
    pub main: PathBuf,
    /// The others, ready but for wasm-opt.
    pub parts: Vec<PathBuf>,
    /// What is loaded together.
    pub marks: Vec<Mark>,
}

/// A mark in the source, and the parts that it needs.
pub struct Mark {
    pub name: String,
    pub parts: Vec<PathBuf>,
}

/// Cuts a module: the parts and their loader go to `dist`, the main part to `work`.
pub fn split(module: &Path, dist: &Path, work: &Path) -> Result<Split> {
    say::step("Cutting the module into parts");
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let (main, loader) = (work.join("quantscope.wasm"), format!("./{LOADER}"));
    fs::create_dir_all(work).with_context(|| format!("{} cannot be made", work.display()))?;
    let mut options = Options::new(&bytes);
    options.output_dir = work;
    options.main_out_path = &main;
    options.link_name = &loader;
    let split =
        transform(options).map_err(|error| anyhow!("The module cannot be cut: {error:#}"))?;

    // A part fits the main part that it was cut from and no other: one of another build must not
    // be found by its name.
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let build = format!("{:08x}", hasher.finish() as u32);
    let folder = dist.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut parts = Vec::new();
    for from in split.split_modules {
        let Some(stem) = from.file_stem() else {
            continue;
        };
        let to = folder.join(file(&stem.to_string_lossy(), &build));
        let part = fs::read(&from).with_context(|| format!("{} cannot be read", from.display()))?;
        let part = without_names(&part)
            .with_context(|| format!("{} is no WebAssembly module", from.display()))?;
        fs::write(&to, part).with_context(|| format!("{} cannot be written", to.display()))?;
        parts.push(to);
    }
    let mut script = include_str!("parts.js").to_string();
    let mut sorted: Vec<_> = split.prefetch_map.iter().collect();
    sorted.sort();
    let mut marks = Vec::new();
    for (mark, stems) in sorted {
        let names: Vec<String> = stems.iter().map(|stem| file(stem, &build)).collect();
        let files: Vec<String> = names
            .iter()
            .map(|name| format!("'./{FOLDER}/{name}'"))
            .collect();
        writeln!(
            script,
            "export const __wasm_split_load_{mark} = part({});",
            files.join(", ")
        )
        .context("The loader cannot be written")?;
        marks.push(Mark {
            name: mark.to_string(),
            parts: names.iter().map(|name| folder.join(name)).collect(),
        });
    }
    let path = dist.join(LOADER);
    fs::write(&path, script).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Split { main, parts, marks })
}

/// A module without the names of its functions, which nobody reads in the page.
fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    // The magic number and the version come before the sections.
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut kept = header.to_vec();
    while !rest.is_empty() {
        let (length, size) = leb128(rest.get(1..)?)?;
        let (section, after) = rest.split_at_checked(1 + size + length)?;
        let custom = section[0] == 0;
        if !(custom && section[1 + size..].starts_with(b"\x04name")) {
            kept.extend_from_slice(section);
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

fn file(stem: &str, build: &str) -> String {
    let name = stem.strip_prefix("split_").unwrap_or(stem);
    format!("{name}.{build}.wasm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_left_out_and_nothing_else() {
        let header = *b"\0asm\x01\0\0\0";
        let names = [&[0, 7][..], b"\x04name\x01\0"].concat();
        let other = [&[0, 6][..], b"\x04abcd\x01"].concat();
        let types = [1, 0x81, 0, 0];
        let module = [&header[..], &types, &names, &other].concat();
        let expected = [&header[..], &types, &other].concat();
        assert_eq!(without_names(&module), Some(expected));
        assert_eq!(without_names(&module[..module.len() - 1]), None);
        assert_eq!(without_names(b"\0as"), None);
    }

    #[test]
    fn a_part_is_named_after_its_mark_and_its_build() {
        assert_eq!(file("split_training", "0a1b2c3d"), "training.0a1b2c3d.wasm");
        assert_eq!(file("chunk_4", "0a1b2c3d"), "chunk_4.0a1b2c3d.wasm");
    }
}
