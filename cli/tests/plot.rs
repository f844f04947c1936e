//! `quantscope plot` as people and scripts call it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use quantscope::lesson::LESSONS;
use serde_json::Value;

/// Runs it in a folder with this standard input.
fn plot(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quantscope"))
        .arg("plot")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    let mut pipe = child.stdin.take().expect("a pipe");
    // It may end without having read this.
    let _ = pipe.write_all(input.as_bytes());
    drop(pipe);
    child.wait_with_output().expect("an end")
}

fn said(arguments: &[&str]) -> String {
    said_of(arguments, "")
}

fn said_of(arguments: &[&str], input: &str) -> String {
    let output = plot(Path::new("."), arguments, input);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    assert_eq!(error, "");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn what_is_wrong_is_said_with_the_right_exit_code() {
    let cases: &[(&[&str], &str, i32, &str)] = &[
        (&[], "", 2, "<ADDRESS>"),
        (
            &["#/nowhere"],
            "",
            2,
            "there is no lesson \"nowhere\"; write #/ and one of formats, affine",
        ),
        (&[""], "", 2, "there is no lesson \"\""),
        (&["#/start"], "", 2, "there is no lesson \"start\""),
        (
            &["#/lsq", "-o", "lsq.png"],
            "",
            2,
            "--output lsq.png: a chart is written as SVG; give the file a name that ends in .svg",
        ),
        (&["https://host/page/"], "", 2, "there is no lesson"),
        (
            &["#/affine?bit=3"],
            "",
            2,
            "the lesson affine has no key \"bit\"; its keys are bits",
        ),
        (
            &["#/affine?bits=3.5"],
            "",
            2,
            "bits=3.5: write a whole number from 1 to 8",
        ),
        (
            &["#/affine?bits=99"],
            "",
            2,
            "bits=99: write a whole number",
        ),
        (
            &["#/affine?min=nan"],
            "",
            2,
            "min=nan: write a number from -1000000000 to 1000000000",
        ),
        (&["#/affine?signed=yes"], "", 2, "signed=yes: write 0 or 1"),
        (
            &["#/affine?signal=nrmal"],
            "",
            2,
            "signal=nrmal: write one of normal",
        ),
        (&["#/affine?hide=TITLE"], "", 2, "hide=TITLE: write words"),
        (
            &["#/affine", "--chart", "loss"],
            "",
            2,
            "#/affine has no chart \"loss\"; it has signal, stairs, error",
        ),
        (&["#/affine", "--width", "10"], "", 2, "160..=8192"),
        (
            &["#/affine", "--csv", "--json"],
            "",
            2,
            "cannot be used with",
        ),
        (
            &["#/affine", "--csv", "--dark"],
            "",
            2,
            "cannot be used with",
        ),
        (
            &["#/affine", "--list", "-o", "x.svg"],
            "",
            2,
            "cannot be used with",
        ),
        (
            &["#/ste", "--file", "-"],
            "1",
            2,
            "the lesson ste looks at no signal",
        ),
        (
            &["#/affine", "--file", "nowhere.npy"],
            "",
            1,
            "nowhere.npy could not be read",
        ),
        (
            &["#/affine", "--file", "-"],
            "1\nx\n",
            1,
            "standard input: line 2",
        ),
        (
            &["#/affine", "-o", "no/such/folder.svg"],
            "",
            1,
            "no/such/folder.svg could not be written",
        ),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, input, code, sentence) in cases {
        let output = plot(folder.path(), arguments, input);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(sentence), "{arguments:?}: {error}");
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn every_lesson_has_a_first_chart() {
    for lesson in LESSONS.iter().filter(|lesson| lesson.in_course) {
        // No longer training than it takes.
        let query = if lesson.schema.id == "qat" {
            "?at=1"
        } else {
            ""
        };
        let address = format!("#/{}{query}", lesson.schema.id);
        let list: Value =
            serde_json::from_str(&said(&[&address, "--list", "--json"])).expect("JSON");
        assert_eq!(list["address"], *address);
        let first = list["charts"][0]["chart"].as_str().expect("an id");
        assert_eq!(said(&[&address]), said(&[&address, "--chart", first]));
        assert!(said(&[&address, "--list"]).lines().count() > 2);
    }
}

#[test]
fn an_address_may_be_a_link_and_brings_its_theme() {
    let light = said(&["#/pact?bits=3"]);
    assert!(light.contains("#fbfaf6"));
    for same in [
        "pact?bits=3",
        "/pact?bits=3",
        "https://host/a/?b#/pact?bits=3",
        "#/pact?bits=3&embed=1&hide=title,data",
    ] {
        assert_eq!(said(&[same]), light, "{same}");
    }
    let dark = said(&["#/pact?bits=3&theme=dark"]);
    assert!(dark.contains("#15171a"));
    assert_eq!(said(&["#/pact?bits=3", "--dark"]), dark);
}

#[test]
fn a_file_gets_what_standard_output_would() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = plot(folder.path(), &["#/affine", "-o", "affine.svg"], "");
    assert!(output.status.success() && output.stdout.is_empty());
    let written = std::fs::read_to_string(folder.path().join("affine.svg")).expect("a file");
    assert_eq!(written, said(&["#/affine"]));
    assert_eq!(written, said(&["#/affine", "--output", "-"]));
}

#[test]
fn own_numbers_are_looked_at() {
    let csv = said_of(
        &[
            "#/formats?format=float4_e2m1fn",
            "--chart",
            "signal",
            "--csv",
            "--file",
            "-",
        ],
        "1 1 2 -6 0.4\n",
    );
    assert_eq!(csv, "value,how many\n-6,1\n0.5,1\n1,2\n2,1\n");
    let json = said_of(
        &[
            "#/affine?bits=1",
            "--chart",
            "stairs",
            "--json",
            "--file",
            "-",
        ],
        "0 3\n",
    );
    let found: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(found["rows"], serde_json::json!([["0", "0"], ["1", "3"]]));
    assert_eq!(
        found["summary"],
        "A staircase of 2 steps, each 3 wide and high."
    );
}

#[test]
fn pictures_keep_their_shape() {
    let svg = said(&["#/xnor", "--chart", "input", "--width", "320"]);
    assert!(
        svg.contains("width=\"320\" height=\"320\""),
        "{}",
        &svg[..200]
    );
    let rows = said(&["#/xnor?radius=3", "--chart", "exact", "--csv"]);
    assert_eq!(rows.lines().count(), 160 - 6 + 1);
}
