//! Files that are cut off, lie, or were never meant to be read: refused with a
//! sentence, without a panic and without memory for what they only claim.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope::signal::{ReadError, Tensor, read_file, read_pasted};

/// The system's allocator, which remembers the largest request of each thread.
struct Watched;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

fn note(size: usize) {
    // A thread that is ending has no cell any more, and nothing to watch.
    let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(size)));
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Watched = Watched;

/// Reads a file and checks that no request for memory was much larger than it.
fn read(name: &str, bytes: &[u8]) -> Result<Tensor, ReadError> {
    LARGEST.set(0);
    let result = read_file(name, bytes);
    let largest = LARGEST.get();
    // Four bytes a value and a value a byte at the most, and small change: the
    // csv crate's buffer has 8 KiB.
    assert!(
        largest <= 4 * bytes.len() + 16_384,
        "{largest} bytes for {}",
        bytes.len()
    );
    result
}

fn npy(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend(u16::try_from(header.len()).unwrap().to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn refused(name: &str, bytes: &[u8]) -> String {
    match read(name, bytes) {
        Ok(tensor) => panic!("{bytes:?} was read as {tensor:?}"),
        Err(error) => {
            let error = error.to_string();
            // What is wrong and what to do.
            assert!(
                error.contains("; ") || error.contains(" are read"),
                "{error}"
            );
            error
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }          \n";
    let whole = npy(header, &[1; 48]);
    assert_eq!(read("a.npy", &whole).unwrap().values.len(), 6);
    for length in 0..whole.len() {
        let error = refused("a.npy", &whole[..length]);
        assert!(
            length == 0 || error.starts_with(&format!("byte {length}: the file ends")),
            "{length}: {error}"
        );
    }
    for extra in 1..20 {
        let mut longer = whole.clone();
        longer.extend(vec![0; extra]);
        let error = refused("a.npy", &longer);
        let part = format!("byte {}: {extra} bytes follow the 6 values", whole.len());
        assert!(error.starts_with(&part), "{error}");
    }
}

#[test]
fn lying_and_broken_headers_are_refused() {
    let dict = |descr: &str, order: &str, shape: &str| {
        format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}")
    };
    let f4 = |shape: &str| dict("'<f4'", "False", shape);
    let cases = [
        (f4("(3,)"), "the file ends after 2 of 3 values"),
        (f4("(1,)"), "4 bytes follow the 1 values"),
        (f4("()"), "4 bytes follow the 1 values"),
        (f4("(0, 5)"), "8 bytes follow the 0 values"),
        (f4("(1152921504606846976,)"), "more than 16777216 values"),
        (f4("(16777217,)"), "more than 16777216 values"),
        (f4("(4096, 4097)"), "more than 16777216 values"),
        (f4("(16777216,)"), "ends after 2 of 16777216 values"),
        (f4("(4294967296, 4294967296)"), "more than 16777216 values"),
        (
            f4("(4294967296, 4294967297, 0)"),
            "8 bytes follow the 0 values",
        ),
        (
            f4("(99999999999999999999999999,)"),
            "more than 16777216 values",
        ),
        (f4("(-1,)"), "an axis of the shape is negative"),
        (
            f4("(2, -9223372036854775808)"),
            "an axis of the shape is negative",
        ),
        (f4("(2)"), "\")\" where ',' should be"),
        (f4("[2]"), "\"[\" where '(' should be"),
        (f4("2"), "\"2\" where '(' should be"),
        (f4("(2.0,)"), "\".\" where ','"),
        (f4("(2,,)"), "\",\" where a whole number"),
        (f4("(,)"), "\",\" where a whole number"),
        (f4("('2',)"), "where a whole number"),
        (f4("(2 2)"), "\"2\" where ','"),
        (f4("(0x2,)"), "\"x\" where ','"),
        (f4("None"), "\"N\" where '('"),
        (f4(&format!("({})", "1, ".repeat(65))), "more than 64 axes"),
        (dict("'<f4'", "Maybe", "(2,)"), "\"M\" where True or False"),
        (dict("'<f4'", "0", "(2,)"), "\"0\" where True or False"),
        (dict("'f4'", "False", "(2,)"), "lacks the byte order"),
        (dict("''", "False", "(2,)"), "lacks the byte order"),
        (dict("'<'", "False", "(2,)"), "which is not known"),
        (
            dict("'|f4'", "False", "(2,)"),
            "in which order its bytes are",
        ),
        (
            dict("'=f4'", "False", "(2,)"),
            "in which order its bytes are",
        ),
        (dict("'<f3'", "False", "(2,)"), "of a size that is not read"),
        (dict("'<i16'", "False", "(2,)"), "which is not known"),
        (dict("'<c8'", "False", "(1,)"), "complex numbers"),
        (dict("'|O'", "False", "(1,)"), "Python objects"),
        (dict("'|S8'", "False", "(1,)"), "byte strings"),
        (dict("'<U2'", "False", "(1,)"), "strings"),
        (
            dict("'|V2'", "False", "(4,)"),
            "as numpy.save writes bfloat16",
        ),
        (dict("'<M8[ns]'", "False", "(1,)"), "dates"),
        (
            dict("'\u{e9}\u{2003}'", "False", "(1,)"),
            "lacks the byte order",
        ),
        (dict("'<\u{e9}'", "False", "(1,)"), "which is not known"),
        (
            dict("[('a', '<f4')]", "False", "(2,)"),
            "a structured array",
        ),
        (dict("('<f4', (2,))", "False", "(1,)"), "sub-arrays"),
        (dict("3", "False", "(2,)"), "\"3\" where a quoted string"),
        (String::new(), "its end where '{' should be"),
        ("{}".into(), "the header has no 'descr'"),
        (
            "{'descr': '<f4'}".into(),
            "the header has no 'fortran_order'",
        ),
        (
            "{'descr': '<f4', 'fortran_order': False}".into(),
            "has no 'shape'",
        ),
        ("{'descr': '<f4', 'descr': '<f8'}".into(), "\"descr\" twice"),
        ("{'colour': 3}".into(), "unknown key \"colour\""),
        ("{'descr".into(), "a string of the header has no end"),
        ("{'descr': '<f4'".into(), "its end where ',' or '}'"),
        ("{'descr' '<f4'}".into(), "where ':' should be"),
        ("{,}".into(), "where a quoted string"),
        (f4("(2,)") + "x", "where the end of the header"),
        (f4("(2,)") + "{}", "where the end of the header"),
        ("{".repeat(60_000), "where a quoted string"),
        (dict(&"(".repeat(60_000), "False", "(2,)"), "sub-arrays"),
        (f4(&"(".repeat(60_000)), "where a whole number"),
        (
            f4(&format!("({},)", "9".repeat(60_000))),
            "more than 16777216",
        ),
        ("\0".repeat(100), "where '{' should be"),
        ("__import__('os')".into(), "where '{' should be"),
    ];
    for (header, part) in cases {
        let error = refused("a.npy", &npy(&header, &[0; 8]));
        assert!(
            error.contains(part) && error.starts_with("byte "),
            "{header}: {error}"
        );
    }
}

#[test]
fn wrong_frames_are_refused() {
    let cases: &[(&[u8], &str)] = &[
        (
            b"\x93NUMPX\x01\x00\x00\x00",
            "byte 5: this is not a .npy file",
        ),
        (
            b"\x93numpy\x01\x00\x00\x00",
            "byte 1: this is not a .npy file",
        ),
        (b"\x93NUMPY\x00\x00\x00\x00", "byte 6: version 0.0"),
        (b"\x93NUMPY\x04\x00\x00\x00\x00\x00", "byte 6: version 4.0"),
        (b"\x93NUMPY\x01\x01\x00\x00", "byte 6: version 1.1"),
        (
            b"\x93NUMPY\x01\x00\xff\xff{",
            "byte 11: the file ends within its header",
        ),
        (
            b"\x93NUMPY\x02\x00\xff\xff\xff\xff{",
            "byte 8: a header of 4294967295 bytes",
        ),
        (
            b"\x93NUMPY\x03\x00\x00\x00\x00\x80{",
            "byte 8: a header of 2147483648 bytes",
        ),
    ];
    for (bytes, part) in cases {
        let error = refused("a.npy", bytes);
        assert!(error.starts_with(part), "{error}");
    }
}

#[test]
fn empty_arrays_of_any_claimed_size_are_empty() {
    for order in ["False", "True"] {
        for shape in ["(0,)", "(0, 18446744073709551615, 3)", "(5, 0)"] {
            let header = format!("{{'descr': '<f4', 'fortran_order': {order}, 'shape': {shape}}}");
            let tensor = read("a.npy", &npy(&header, &[])).unwrap();
            assert_eq!(tensor.info.summary.count, 0);
            assert_eq!(
                (tensor.info.summary.min, tensor.info.summary.max),
                (None, None)
            );
        }
    }
}

/// Texts that look enough like headers and tables to get past the first checks.
fn pieces() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "'descr'",
        "'fortran_order'",
        "'shape'",
        ":",
        ",",
        ";",
        "'<f4'",
        "'>i8'",
        "'|b1'",
        "'<c8'",
        "True",
        "False",
        "1",
        "3",
        "0",
        "-1",
        "1e9",
        "99999999999",
        "L",
        " ",
        "\n",
        "\r\n",
        "\t",
        "#",
        "\"",
        "nan",
        "inf",
        "x",
        "\u{e9}",
        "\0",
    ];
    prop::collection::vec(prop::sample::select(WORDS).prop_map(str::to_owned), 0..40)
        .prop_map(|words| words.concat())
}

const NAMES: [&str; 4] = ["a.npy", "a.csv", "a.txt", "a.png"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for name in NAMES {
            let _ = read(name, &bytes);
        }
        let mut framed = b"\x93NUMPY\x01\x00".to_vec();
        framed.extend(&bytes);
        let _ = read("a.npy", &framed);
    }

    #[test]
    fn any_pieces_are_read_or_refused(text in pieces(), data in prop::collection::vec(any::<u8>(), 0..40)) {
        for name in NAMES {
            let _ = read(name, text.as_bytes());
        }
        let _ = read("a.npy", &npy(&text, &data));
        let _ = read_pasted(&text);
    }

    #[test]
    fn a_good_file_with_one_changed_byte_is_read_or_refused(at in 0_usize..76, byte: u8) {
        let mut bytes = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }", &[7; 8]);
        prop_assert_eq!(bytes.len(), 76);
        bytes[at] = byte;
        if let Ok(tensor) = read("a.npy", &bytes) {
            prop_assert_eq!(tensor.values.len() as u64, tensor.info.shape.iter().product::<u64>());
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        if let Ok(tensor) = read_pasted(&text) {
            prop_assert_eq!(tensor.info.summary.count, tensor.values.len() as u64);
        }
    }

    #[test]
    fn written_numbers_are_read(values in prop::collection::vec(any::<f32>(), 1..100)) {
        let text: Vec<String> = values.iter().map(f32::to_string).collect();
        let bits = |values: &[f32]| -> Vec<u32> { values.iter().map(|x| x.to_bits()).collect() };
        let list = read_pasted(&text.join(", ")).unwrap();
        prop_assert_eq!(bits(&list.values), bits(&values));
        let column = read("a.csv", text.join("\n").as_bytes()).unwrap();
        prop_assert_eq!(bits(&column.values), bits(&values));
    }
}
