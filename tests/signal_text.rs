//! Pasted numbers, and tables as text files.

use quantscope::signal::{MAX_COUNT, ReadError, Tensor, read_file, read_pasted};

fn table(text: &str) -> Result<Tensor, ReadError> {
    read_file("table.csv", text.as_bytes())
}

/// Equal, with NaN equal to NaN.
fn assert_values(actual: &[f32], expected: &[f32], what: &str) {
    let same = actual.len() == expected.len()
        && actual
            .iter()
            .zip(expected)
            .all(|(a, e)| a == e || (a.is_nan() && e.is_nan()));
    assert!(same, "{what:?}: {actual:?} is not {expected:?}");
}

#[test]
fn pasted_lists_are_read() {
    const NAN: f32 = f32::NAN;
    const INF: f32 = f32::INFINITY;
    let cases: &[(&str, &[f32])] = &[
        ("1", &[1.0]),
        ("1 2\t3\n4\r\n5", &[1.0, 2.0, 3.0, 4.0, 5.0]),
        ("1,2;3, 4 ;5,\n", &[1.0, 2.0, 3.0, 4.0, 5.0]),
        ("+1 -2 .5 5. 1e-3 1E3", &[1.0, -2.0, 0.5, 5.0, 1e-3, 1e3]),
        ("nan NaN inf -inf Infinity", &[NAN, NAN, INF, -INF, INF]),
        ("1 # one, 2\n# all of it\n2#two", &[1.0, 2.0]),
        ("[[1, 2],\n [3, 4]]", &[1.0, 2.0, 3.0, 4.0]),
        ("\u{feff}1\u{a0}2\u{2003}3", &[1.0, 2.0, 3.0]),
        ("0.1 16777217 3.4028235e38", &[0.1, 16_777_216.0, f32::MAX]),
        // Halfway between two floats, and a little above it: rounded once, not twice.
        ("1.000000059604644775390625", &[1.0]),
        ("1.00000005960464477539062500000000001", &[1.000_000_1]),
    ];
    for (text, expected) in cases {
        let tensor = read_pasted(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_values(&tensor.values, expected, text);
        assert_eq!(tensor.info.shape, [expected.len() as u64]);
        assert_eq!(tensor.info.dtype, "text");
        assert_eq!(tensor.info.summary.count, expected.len() as u64);
        assert_eq!(tensor.info.narrowed, 0, "{text}");
    }
}

#[test]
fn pasted_nonsense_is_refused_with_its_place() {
    let cases = [
        (
            "1 2 x",
            "line 1, column 5: \"x\" is not a number; write numbers",
        ),
        ("1\n2, three", "line 2, column 4: \"three\""),
        ("\u{2003}é 1", "line 1, column 2: \"é\""),
        (
            "1\r\n\r\n0x10",
            "line 3, column 1: \"0x10\" is not a number; write it as a decimal",
        ),
        ("\u{2212}1", "write the minus sign as -"),
        ("1_000", "write the digits without separators"),
        ("1'000", "write the digits without separators"),
        ("", "there is no number in the text"),
        (" ,;\n# 1\n", "there is no number in the text"),
        ("1\0", "line 1, column 1: \"1\u{fffd}\""),
        (
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "\"abcdefghijklmnopqrstuvwx\u{2026}\" is not",
        ),
    ];
    for (text, part) in cases {
        let error = read_pasted(text).unwrap_err().to_string();
        assert!(error.contains(part), "{text:?}: {error}");
    }
}

#[test]
fn numbers_beyond_a_float_are_counted() {
    let text = "1e39 -1e39 1e-60 0e5 0.0 inf 1e-46 0.1 -0";
    assert_eq!(read_pasted(text).unwrap().info.narrowed, 4);
    assert_eq!(table(&text.replace(' ', ",")).unwrap().info.narrowed, 4);
}

#[test]
fn tables_are_read() {
    // The text, the shape, the values.
    let cases: &[(&str, &[u64], &[f32])] = &[
        ("1", &[1], &[1.0]),
        ("1\n2\n3\n", &[3], &[1.0, 2.0, 3.0]),
        ("1,2,3", &[1, 3], &[1.0, 2.0, 3.0]),
        ("1,2\n3,4\n", &[2, 2], &[1.0, 2.0, 3.0, 4.0]),
        ("1;2\r\n3;4\r\n", &[2, 2], &[1.0, 2.0, 3.0, 4.0]),
        ("1\t2\n3\t4", &[2, 2], &[1.0, 2.0, 3.0, 4.0]),
        ("  1   2\n\n 3 4  # end\n", &[2, 2], &[1.0, 2.0, 3.0, 4.0]),
        ("a,b\n1,2\n", &[1, 2], &[1.0, 2.0]),
        ("the weight\n1\n2\n", &[2], &[1.0, 2.0]),
        ("weight, in kg\n1\n2\n", &[2], &[1.0, 2.0]),
        ("\"a, b\",c\n1,2\n", &[1, 2], &[1.0, 2.0]),
        ("# made by hand\n\n\nx\n1\n", &[1], &[1.0]),
        ("\n\n1,2\n\n# so\n3,4\n\n", &[2, 2], &[1.0, 2.0, 3.0, 4.0]),
        ("\"1\",\" 2\"\n 3 , 4", &[2, 2], &[1.0, 2.0, 3.0, 4.0]),
        ("\u{feff}1,2", &[1, 2], &[1.0, 2.0]),
        ("layer 1,layer 2\n1,2", &[1, 2], &[1.0, 2.0]),
        (
            "nan,inf\n-inf,1e-3",
            &[2, 2],
            &[f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e-3],
        ),
    ];
    for (text, shape, expected) in cases {
        let tensor = table(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(tensor.info.shape, *shape, "{text:?}");
        assert_values(&tensor.values, expected, text);
    }
}

#[test]
fn broken_tables_are_refused_with_their_line() {
    let cases = [
        (
            "1,2\n3\n",
            "line 2: the line has 1 fields, but line 1 has 2; give",
        ),
        (
            "\n# c\n1,2\n\n\n3,4,5\n",
            "line 6: the line has 3 fields, but line 3 has 2",
        ),
        (
            "a,b,c\n1,2\n",
            "line 2: the line has 2 fields, but line 1 has 3",
        ),
        (
            "1 2\n3\n",
            "line 2: the line has 1 fields, but line 1 has 2",
        ),
        ("1,2\n\n3,x\n", "line 3, field 2: \"x\" is not a number"),
        ("1,x\n3,4\n", "line 1, field 2: \"x\" is not a number"),
        ("a\nb\n1\n", "line 2, field 1: \"b\" is not a number"),
        (
            "a\n\n# c\n\nb\n1\n",
            "line 5, field 1: \"b\" is not a number",
        ),
        ("1,,2\n", "line 1, field 2: the field is empty; write nan"),
        ("1,2,\n", "line 1, field 3: the field is empty"),
        (
            "a;b\n1,5;2,5\n",
            "line 2, field 1: \"1,5\" is not a number; write the decimal",
        ),
        ("\"1\n2\",3\nx,4\n", "line 1, field 1"),
        (
            "layer 1\n2\n",
            "line 1, field 1: \"layer\" is not a number; write numbers such as 0.5, -2, 1e-3, nan or inf, or take the line out if it is a heading",
        ),
        ("a,2020\n1\n2\n", "line 1, field 1: \"a\" is not a number"),
        ("hello\n", "line 1: there is no number in the file"),
        ("\n\n", "there is no number in the file"),
        ("# 1,2\n", "there is no number in the file"),
    ];
    for (text, part) in cases {
        let error = table(text).expect_err(text).to_string();
        assert!(error.contains(part), "{text:?}: {error}");
    }
}

#[test]
fn files_are_known_by_their_first_bytes_and_then_by_their_names() {
    for name in ["a.csv", "a.TXT", "a.tsv", "a.dat", "a", "a.b.csv"] {
        assert_eq!(
            read_file(name, b"1 2").unwrap().info.shape,
            [1, 2],
            "{name}"
        );
        assert_eq!(read_file(name, b"1 2").unwrap().info.name, name);
    }
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        ("a.npy", b"\xff\xd8\xff\xe0", "a JPEG picture"),
        ("a.npz", b"PK\x03\x04rest", "a ZIP archive, as .npz"),
        ("a.csv.gz", b"\x1f\x8b\x08", "unpack it first"),
        ("a.json", b"{\"a\": 1}", "a JSON file; paste"),
        ("a.txt", b" \n[1, 2]", "a JSON file; paste"),
        ("a.html", b"<!DOCTYPE html>", "a page or an XML file"),
        ("a.csv", b"\xef\xbb\xbf<html>", "a page or an XML file"),
        ("a.pkl", b"\x80\x04\x95", "a Python pickle"),
        ("a.txt", b"\xff\xfe1\0", "text in UTF-16; save it as UTF-8"),
        ("a.xyz", b"1 2", "files of this kind are not read; choose"),
        ("a.npy", b"1 2", "byte 0: this is not a .npy file"),
        ("a.npy", b"\x93NUM", "byte 4: the file ends within"),
        (
            "a.csv",
            b"1,2\n\xe9,3",
            "byte 4: the file is not text in UTF-8",
        ),
        (
            "a.csv",
            b"\xef\xbb\xbf1,\xff",
            "byte 5: the file is not text",
        ),
        ("a.txt", b"\0\0\0\0", "no number in the file"),
    ];
    for (name, bytes, part) in cases {
        let error = read_file(name, bytes).expect_err(name).to_string();
        assert!(error.contains(part), "{name} {bytes:?}: {error}");
    }
}

#[test]
fn what_numpy_writes_as_text_is_read() {
    let text = include_bytes!("files/savetxt.txt");
    let tensor = read_file("savetxt.txt", text).unwrap();
    assert_eq!(tensor.info.shape, [2, 2]);
    assert_values(&tensor.values, &[1.0, -2.5, 1e-3, f32::NAN], "savetxt.txt");
    let csv = include_bytes!("files/savetxt.csv");
    let tensor = read_file("savetxt.csv", csv).unwrap();
    assert_eq!(tensor.info.shape, [2, 3]);
    assert_values(
        &tensor.values,
        &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "savetxt.csv",
    );
}

#[test]
fn the_count_is_limited() {
    let mut text = "1\n".repeat(MAX_COUNT);
    assert_eq!(read_pasted(&text).unwrap().values.len(), MAX_COUNT);
    text.push('1');
    let error = read_pasted(&text).unwrap_err().to_string();
    assert!(
        error.starts_with("line 16777217, column 1: there are more than 16777216 numbers"),
        "{error}"
    );
    let error = read_file("a.txt", text.as_bytes()).unwrap_err().to_string();
    assert!(
        error.starts_with("line 16777217, field 1: there are more"),
        "{error}"
    );
}
