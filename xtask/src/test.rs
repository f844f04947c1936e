//! `cargo xtask test`: every check, in order, ending at the first that fails.

use crate::facts::find_program;
use crate::plan::Compiler;
use crate::serve::Server;
use crate::wasm::{self, Optimizer};
use crate::{hosts, process, say, setup, size};
use anyhow::{Result, bail};
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The page is tested where it is not at the root of its host.
const PREFIX: &str = "/sub/path/";

/// How long rustup may take to fetch a component.
const COMPONENT_LIMIT: Duration = Duration::from_secs(60);

/// Checks that take long, or that need much more to be installed.
#[derive(Clone, Copy, Debug)]
pub struct Switches {
    /// All 2^32 floats through every small format.
    pub exhaustive: bool,
    /// The copied programs in PyTorch.
    pub torch: bool,
    /// The embed in pages of mdBook, Sphinx, JupyterLab and MyST.
    pub hosts: bool,
}

/// Runs the checks; the error names the step that failed, after its reason was printed.
pub fn run(root: &Path, compiler: Compiler, switches: Switches) -> Result<()> {
    let started = Instant::now();
    let mut steps = Steps::default();
    let python = steps.take("set-up", || {
        component("rustfmt", "fmt")?;
        component("clippy", "clippy")?;
        setup::node(root)?;
        setup::chromium()?;
        setup::wasm_rust(compiler)?;
        // For the programs that the page gives as code.
        if switches.torch {
            setup::python(root, "python-torch", "tests/code/requirements-torch.txt")
        } else {
            setup::python(root, "python", "tests/code/requirements.txt")
        }
    })?;
    steps.take("format", || {
        cargo(root, "The format check", &["fmt", "--all", "--check"])
    })?;
    steps.take("clippy", || {
        let arguments = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ];
        cargo(root, "clippy", &arguments)
    })?;
    // Without the feature `web`: the core has to compile without any browser crate.
    steps.take("native tests", || {
        let mut variables = vec![("QUANTSCOPE_PYTHON", python.as_os_str())];
        if switches.torch {
            variables.push(("QUANTSCOPE_TORCH", "1".as_ref()));
        }
        cargo_with(root, "A native test", &["test", "--workspace"], &variables)
    })?;
    if switches.exhaustive {
        steps.take("exhaustive tests", || {
            let arguments = [
                "run",
                "--profile",
                "native",
                "--package",
                "quantscope-quant",
                "--example",
                "exhaustive",
            ];
            cargo(root, "An exhaustive test", &arguments)
        })?;
    }
    let built = steps.take("wasm build", || {
        wasm::build(root, compiler, Optimizer::Required)
    })?;
    steps.take("size", || {
        let report = size::measure(root)?;
        report.print(&built.loads);
        println!("{}", report.one_file()?);
        size::check(root, built.compiler, report.first_visit())
    })?;
    steps.take("browser tests", || browser(root, &python))?;
    if switches.hosts {
        steps.take("pages of other tools", || {
            hosts::install(root)?;
            hosts::test(root)
        })?;
    }

    say::done(&format!(
        "Every check passed in {}.",
        say::time(started.elapsed())
    ));
    println!("steps: {} passed, 0 failed", steps.passed);
    Ok(())
}

#[derive(Default)]
struct Steps {
    passed: usize,
}

impl Steps {
    fn take<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let started = Instant::now();
        say::step(&format!("Step: {name}"));
        match work() {
            Ok(value) => {
                self.passed += 1;
                say::note(&format!(
                    "Step {name} passed in {}.",
                    say::time(started.elapsed())
                ));
                Ok(value)
            }
            Err(error) => {
                say::failure(&error);
                bail!("FAILED at step: {name}")
            }
        }
    }
}

/// Runs the cargo that runs us.
fn cargo(root: &Path, what: &str, arguments: &[&str]) -> Result<()> {
    cargo_with(root, what, arguments, &[])
}

/// [`cargo`] with environment variables.
fn cargo_with(
    root: &Path,
    what: &str,
    arguments: &[&str],
    variables: &[(&str, &OsStr)],
) -> Result<()> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(root)
        .envs(variables.iter().copied())
        .env("CI", "true")
        // A snapshot that differs is a failure, not a new file.
        .env("INSTA_UPDATE", "no");
    process::run(what, &mut command)
}

/// Makes sure that a tool of the Rust toolchain is there.
fn component(name: &str, subcommand: &str) -> Result<()> {
    let works = || process::output(Command::new("cargo").args([subcommand, "--version"])).is_some();
    if works() {
        return Ok(());
    }
    if find_program("rustup").is_some() {
        say::step(&format!("Asking rustup for {name}"));
        process::run_for(
            Command::new("rustup").args(["component", "add", name]),
            COMPONENT_LIMIT,
        );
        if works() {
            return Ok(());
        }
    }
    bail!(
        "{name} is missing and rustup cannot get it here; the Rust in use needs it: rustup component add {name}"
    )
}

/// The command-line program, which the native tests have built beside this one.
fn program() -> Result<PathBuf> {
    let name = format!("quantscope{EXE_SUFFIX}");
    let path = std::env::current_exe()?.with_file_name(name);
    if !path.exists() {
        bail!(
            "There is no {} to compare with the page; this builds it: cargo build --package quantscope-cli",
            path.display()
        );
    }
    Ok(path)
}

/// Playwright's tests against what is in dist/; the programs that it gives run in `python`.
fn browser(root: &Path, python: &Path) -> Result<()> {
    let chromium = setup::chromium()?;
    let url = Server::bind(0, PREFIX, &[("", root.join("dist"))])?.run_in_background();
    let mut command = Command::new("node");
    command
        .arg(root.join("node_modules/@playwright/test/cli.js"))
        .arg("test")
        .current_dir(root)
        .env("CHROMIUM", chromium)
        .env("QUANTSCOPE_URL", url)
        .env("QUANTSCOPE_PROGRAM", program()?)
        .env("QUANTSCOPE_PYTHON", python)
        .env("CI", "true");
    process::run("A browser test", &mut command)
}
