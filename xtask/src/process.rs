//! Running other programs.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Runs a program to its end, its output passed through; anything but success is an error that says `what` failed.
pub fn run(what: &str, command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("{what} failed: {name} could not be started"))?;
    if status.success() {
        return Ok(());
    }
    match status.code() {
        Some(code) => bail!("{what} failed: {name} ended with exit code {code}"),
        None => bail!("{what} failed: {name} was stopped by a signal"),
    }
}

/// What a program prints, without the line end; nothing if it fails or is not there.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim_end().to_string())
}

/// Runs a program, ending it when `limit` has passed; nothing if it had to be ended or could not start.
pub fn run_for(command: &mut Command, limit: Duration) -> Option<ExitStatus> {
    let mut child = command.stdin(Stdio::null()).spawn().ok()?;
    let started = Instant::now();
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if started.elapsed() >= limit {
            // It may have ended by itself just now: either way it is gone afterwards.
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Takes out of a child's environment what `cargo run` put into ours.
///
/// The wasm build uses another compiler, other flags and a target folder of its own; a `RUSTFLAGS` meant for native
/// code or the loader path of another toolchain would reach it otherwise. Where registries are (`CARGO_HOME`,
/// `CARGO_HTTP_*`, `CARGO_NET_*`, `CARGO_REGISTRIES_*`, `CARGO_REGISTRY_*`, `CARGO_SOURCE_*`) stays.
pub fn without_cargo_variables(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if is_from_cargo(&name) {
            command.env_remove(name);
        }
    }
    command
}

fn is_from_cargo(name: &OsStr) -> bool {
    const KEPT: &[&str] = &[
        "CARGO_HOME",
        "CARGO_HTTP_",
        "CARGO_NET_",
        "CARGO_REGISTRIES_",
        "CARGO_REGISTRY_",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
    ];
    // A name that is not Unicode is none of cargo's.
    let Some(name) = name.to_str() else {
        return false;
    };
    if KEPT.iter().any(|kept| name.starts_with(kept)) {
        return false;
    }
    name.starts_with("CARGO")
        || name.starts_with("RUSTC")
        || matches!(name, "RUSTFLAGS" | "RUSTDOCFLAGS" | "RUSTDOC")
}

fn name_of(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str());
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_variables_are_told_from_others() {
        for name in [
            "CARGO",
            "CARGO_TARGET_DIR",
            "CARGO_PKG_NAME",
            "RUSTC",
            "RUSTC_WRAPPER",
            "RUSTFLAGS",
        ] {
            assert!(is_from_cargo(OsStr::new(name)), "{name} leaks");
        }
        for name in [
            "CARGO_HOME",
            "CARGO_NET_OFFLINE",
            "RUSTUP_HOME",
            "PATH",
            "HOME",
        ] {
            assert!(!is_from_cargo(OsStr::new(name)), "{name} is lost");
        }
    }

    #[test]
    fn a_missing_program_is_a_sentence() {
        let error = run("The build", &mut Command::new("no-such-program-here")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "The build failed: no-such-program-here could not be started"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_ended() {
        let started = Instant::now();
        let status = run_for(Command::new("sleep").arg("30"), Duration::from_millis(100));
        assert!(status.is_none());
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
