//! The binary as people and scripts call it.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs it with this standard input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quantscope"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    let mut pipe = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        // Beside reading what it answers. It may end without having read all of this.
        scope.spawn(move || {
            let _ = pipe.write_all(input);
        });
        child.wait_with_output().expect("an end")
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn json(arguments: &[&str], input: &[u8]) -> Value {
    let output = run(arguments, input);
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn what_is_wrong_is_said_with_the_right_exit_code() {
    let cases: &[(&[&str], &str, i32, &str)] = &[
        (&[], "", 2, "Usage: quantscope <COMMAND>"),
        (&["frobnicate"], "", 2, "unrecognized subcommand"),
        (&["stats"], "", 2, "--format <ID>"),
        (
            &["stats", "x.npy", "--format", "int9"],
            "",
            2,
            "invalid value 'int9'",
        ),
        (
            &["stats", "nowhere.npy", "--format", "int8"],
            "",
            1,
            "nowhere.npy: cannot be read",
        ),
        (
            &["stats", ".", "--format", "int8"],
            "",
            1,
            "this is a folder",
        ),
        (
            &["stats", "-", "--format", "int8"],
            "",
            1,
            "standard input: it is empty",
        ),
        (
            &["stats", "-", "--format", "int8"],
            "1\nx\n",
            1,
            "standard input: line 2, field 1: \"x\" is not",
        ),
        (&["stats", "-", "--format", "int8"], "{}", 1, "a JSON file"),
        (
            &["stats", "-", "--format", "int8", "--scale", "2"],
            "1",
            2,
            "--scale is for small floats",
        ),
        (
            &["stats", "-", "--format", "float16", "--min", "2"],
            "1",
            2,
            "--min is for integers",
        ),
        (
            &["stats", "-", "--format", "float16", "--scale", "0"],
            "1",
            2,
            "above zero",
        ),
        (
            &[
                "stats", "-", "--format", "int8", "--min", "2", "--max", "-1e3",
            ],
            "1",
            2,
            "--min 2 is above --max -1000",
        ),
        (
            &["stats", "-", "--format", "int8", "--min", "nan"],
            "1",
            2,
            "that float32 can hold",
        ),
        (
            &["stats", "-", "--format", "int8", "--rounding", "up_down"],
            "1",
            2,
            "nearest_even",
        ),
        (
            &["encode", "--format", "float7", "1"],
            "",
            2,
            "invalid value 'float7'",
        ),
        (
            &["encode", "--format", "float16", "one"],
            "",
            2,
            "write a number such as",
        ),
        (
            &["encode", "--format", "float16", "1", "-"],
            "",
            2,
            "no other numbers beside it",
        ),
        (&["encode", "--format", "float16"], "", 2, "<NUMBER>"),
        (
            &["encode", "--format", "float16", "-"],
            "1 2\n 3 x",
            1,
            "line 2, column 4: \"x\" is not",
        ),
        (
            &["encode", "--format", "float16", "-"],
            "1 \u{1}",
            1,
            "column 3",
        ),
        (
            &["decode", "--format", "float8_e4m3fn", "1", "256"],
            "",
            2,
            "\"256\" is beyond the last code of float8_e4m3fn, which is 0xff (255)",
        ),
        (
            &["decode", "--format", "float8_e4m3fn", "0xg"],
            "",
            2,
            "\"0xg\" is not a code",
        ),
        (
            &["decode", "--format", "float8_e4m3fn", "é"],
            "",
            2,
            "is not a code",
        ),
        (
            &["decode", "--format", "float8_e4m3fn", "-1"],
            "",
            2,
            "is not a code",
        ),
        (
            &["decode", "--format", "float8_e4m3fn", "0x"],
            "",
            2,
            "is not a code",
        ),
        (
            &["decode", "--format", "float8_e4m3fn", "-"],
            "1\n0x100000000000",
            1,
            "line 2, column 1",
        ),
    ];
    for (arguments, input, code, part) in cases {
        let output = run(arguments, input.as_bytes());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}: {said}");
        assert!(said.contains(part), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        let answered = *code == 1 && input.contains(['1']) && arguments[0] != "stats";
        assert_eq!(!output.stdout.is_empty(), answered, "{arguments:?}");
    }
}

#[test]
fn input_that_is_not_text_is_refused() {
    let output = run(&["encode", "--format", "float16", "-"], b"1 2 \xff\xff");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("byte 4: the file is not text in UTF-8"));
    let output = run(&["stats", "-", "--format", "int8"], b"1,2\n3,\xc3");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("byte 6: the file is not text"));
}

#[test]
fn help_has_examples_and_version_a_number() {
    for command in ["stats", "encode", "decode", "formats"] {
        let output = run(&[command, "--help"], b"");
        assert!(output.status.success());
        let help = text(&output.stdout);
        assert!(
            help.contains(&format!("Examples:\n  quantscope {command}")),
            "{help}"
        );
    }
    let output = run(&["--version"], b"");
    assert_eq!(text(&output.stdout), "quantscope 0.1.0\n");
}

#[test]
fn codes_go_there_and_back_in_every_format() {
    let formats = json(&["formats", "--json"], b"");
    let floats = formats["floats"].as_array().expect("a list");
    assert_eq!(floats.len(), quantscope_quant::FORMATS.len());
    assert_eq!(formats["integers"].as_array().map(Vec::len), Some(18));
    for format in floats {
        let id = format["id"].as_str().expect("a name");
        let last = (1u32 << format["bits"].as_u64().expect("bits")) - 1;
        let codes: Vec<String> = (0..=last).map(|code| format!("{code:#x}")).collect();
        let input = codes.join("\n");
        let decode = ["decode", "--format", id];
        let decoded = run(&[&decode[..], &["-"]].concat(), input.as_bytes());
        let decoded = text(&decoded.stdout);
        let values: Vec<&str> = decoded
            .lines()
            .filter_map(|line| line.split_whitespace().last())
            .collect();
        assert_eq!(values.len(), codes.len());
        let largest = json(
            &[&decode[..], &["--json", &format!("{last}")]].concat(),
            b"",
        );
        assert_eq!(largest[0]["code"], last);
        let encode = [
            "encode",
            "--format",
            id,
            "--overflow",
            "special",
            "--json",
            "-",
        ];
        let encoded = json(&encode, values.join(",").as_bytes());
        for ((code, value), entry) in (0..=last)
            .zip(&values)
            .zip(encoded.as_array().expect("a list"))
        {
            // NaN has many codes.
            if *value != "NaN" {
                assert_eq!(entry["code"], code, "{id} {value}");
                assert!(entry["error"] == 0.0 || value.contains("inf"), "{entry}");
            }
        }
    }
}

#[test]
fn numbers_are_not_rounded_twice() {
    // Just above the tie of 1 and 1.125: float32 would make it the tie.
    let found = json(
        &[
            "encode",
            "--format",
            "float8_e4m3fn",
            "--json",
            "1.0625000000001",
        ],
        b"",
    );
    assert_eq!(found[0]["value"], 1.125);
}

#[test]
fn standard_input_pipes_and_files_give_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("numbers.csv");
    std::fs::write(&path, "1,2\n-3.5,0.1\n").expect("room");
    let name = path.to_str().expect("UTF-8");
    let ask = |file| ["stats", file, "--format", "int8,float8_e4m3fn", "--json"];
    let mut from_file = json(&ask(name), b"");
    let mut from_input = json(&ask("-"), b"1,2\n-3.5,0.1\n");
    assert_eq!(from_file["file"].take(), name);
    assert_eq!(from_input["file"].take(), "standard input");
    assert_eq!(from_file, from_input);
    assert_eq!(from_file["formats"][0]["zeroPoint"], 34);
    assert_eq!(from_file["shape"], serde_json::json!([2, 2]));
}

/// What `head` does.
#[test]
fn a_closed_pipe_is_no_error() {
    let many = "0.5 ".repeat(200_000);
    for json in [&[][..], &["--json"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_quantscope"))
            .args(["encode", "--format", "float16", "-"])
            .args(json)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary");
        let mut output = child.stdout.take().expect("a pipe");
        let mut input = child.stdin.take().expect("a pipe");
        let many = many.clone();
        let writer = std::thread::spawn(move || {
            // Ends with an error when nobody reads any more.
            let _ = input.write_all(many.as_bytes());
        });
        output.read_exact(&mut [0; 10]).expect("a beginning");
        drop(output);
        let ended = child.wait_with_output().expect("an end");
        writer.join().expect("the writer");
        assert_eq!(ended.status.code(), Some(0));
        assert_eq!(text(&ended.stderr), "");
    }
}

/// 512 MiB of zeros, which take no room on the disk, with 128 MiB of memory.
#[cfg(target_os = "linux")]
#[test]
fn a_file_larger_than_memory_is_read() {
    const VALUES: u64 = 1 << 28;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("zeros.npy");
    let mut file = std::fs::File::create(&path).expect("a file");
    let header = format!(
        "{:<117}\n",
        format!("{{'descr': '<f2', 'fortran_order': False, 'shape': ({VALUES},), }}")
    );
    file.write_all(b"\x93NUMPY\x01\0\x76\0").expect("room");
    file.write_all(header.as_bytes()).expect("room");
    file.set_len(128 + 2 * VALUES).expect("a sparse file");
    // One value that is not zero, far behind.
    file.seek(SeekFrom::Start(128 + 2 * (VALUES - 5)))
        .expect("a place");
    file.write_all(&0x3e00u16.to_le_bytes()).expect("room");
    drop(file);
    let limited = |path: &Path| {
        Command::new("sh")
            .args(["-c", "ulimit -v 131072; exec \"$0\" \"$@\""])
            .arg(env!("CARGO_BIN_EXE_quantscope"))
            .arg("stats")
            .arg(path)
            .args(["--format", "int8,float4_e2m1fn", "--json"])
            .output()
            .expect("sh")
    };
    let output = limited(&path);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (&found["count"], &found["max"]),
        (&Value::from(VALUES), &Value::from(1.5))
    );
    assert_eq!(found["formats"][1]["sqnrDb"], "Infinity");
    assert_eq!(found["formats"][0]["count"], VALUES);
}
