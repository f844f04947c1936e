//! The examples of `docs/command-line.md` and of every `--help`, as they stand there.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const GUIDE: &str = include_str!("../../docs/command-line.md");
const WEIGHTS: &str = "# two rows of weights\nfirst,second,third\n0.3,-1.7,0.05\n2.4,0.9,-0.6\n";

/// Runs a line of a shell in a folder, with the binary in the path.
fn shell(line: &str, folder: &Path) -> Output {
    let binary = Path::new(env!("CARGO_BIN_EXE_quantscope"));
    let mut places = vec![binary.parent().expect("a folder").to_owned()];
    places.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(places).expect("a path"))
        .output()
        .expect("sh")
}

fn said(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8(both).expect("UTF-8")
}

/// Lines after `$ `, each with what is shown below it.
fn examples() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for block in GUIDE.split("```console\n").skip(1) {
        let (block, _) = block.split_once("```").expect("an end");
        for line in block.lines() {
            match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push((command.to_owned(), String::new())),
                (None, Some((_, shown))) => {
                    shown.push_str(line);
                    shown.push('\n');
                }
                (None, None) => panic!("{line} has no command"),
            }
        }
    }
    found
}

#[cfg(unix)]
#[test]
fn the_guide_shows_what_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("weights.csv"), WEIGHTS).expect("room");
    let examples = examples();
    assert!(examples.len() > 8, "{}", examples.len());
    for (command, shown) in examples {
        let found = said(&shell(&command, folder.path()));
        if command.contains("--json") {
            let read = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
            assert_eq!(read(&found), read(&shown), "{command}");
        } else {
            assert_eq!(found, shown, "{command}\n{found}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_examples_of_every_help_work() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("weights.csv"), WEIGHTS).expect("room");
    let mut tried = 0;
    for command in ["", "stats", "encode", "decode", "formats", "plot", "code"] {
        let help = said(&shell(
            &format!("quantscope {command} --help"),
            folder.path(),
        ));
        let (_, examples) = help.split_once("Examples:\n").expect("examples");
        for line in examples.lines() {
            let line = line.trim().replace("weights.npy", "weights.csv");
            let output = shell(&line, folder.path());
            assert!(output.status.success(), "{line}: {}", said(&output));
            // What goes into a file is not said.
            let file = line.split_whitespace().find(|word| word.ends_with(".svg"));
            assert!(output.stderr.is_empty(), "{line}");
            assert_eq!(output.stdout.is_empty(), file.is_some(), "{line}");
            assert!(file.is_none_or(|file| folder.path().join(file).exists()));
            tried += 1;
        }
    }
    assert!(tried > 12, "{tried}");
}
