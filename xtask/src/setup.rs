//! Carrying out what [`crate::plan`] decides.

use crate::facts::{Facts, find_program};
use crate::plan::{self, Compiler, Next, Package, Tried, WasmRust};
use crate::{process, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// How long rustup may take to fetch the target: some 20 MB, or no answer at all.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);

/// A Rust that compiles to WebAssembly, installed if need be.
pub fn wasm_rust(wanted: Compiler) -> Result<WasmRust> {
    let mut tried = Tried::default();
    loop {
        match plan::wasm_rust(wanted, &Facts::look(), tried) {
            Next::Use(rust) => return Ok(rust),
            Next::AskRustup => {
                say::step("Asking rustup for the wasm32-unknown-unknown target");
                let mut command = Command::new("rustup");
                command
                    .args(["target", "add", "wasm32-unknown-unknown"])
                    .stderr(Stdio::null());
                tried.rustup = true;
                if !process::run_for(&mut command, RUSTUP_LIMIT)
                    .is_some_and(|status| status.success())
                {
                    say::note("rustup cannot get it here.");
                }
            }
            Next::Install(packages) => {
                tried.apt = true;
                apt_install(packages)?;
            }
            Next::Tell(what) => bail!(what),
        }
    }
}

/// Node.js with npm and the packages of package-lock.json; an error says what a person can do.
pub fn node(root: &Path) -> Result<()> {
    let here = || find_program("node").is_some() && find_program("npm").is_some();
    let packages = &["nodejs", "npm"];
    need("Node.js", here, packages)?;
    node_packages(root)
}

/// As [`node`], but Node.js itself is not installed: `false` where it is missing.
pub fn node_if_here(root: &Path) -> Result<bool> {
    if find_program("node").is_none() || find_program("npm").is_none() {
        return Ok(false);
    }
    node_packages(root)?;
    Ok(true)
}

/// A `python3` that can make virtual environments.
pub fn venv() -> Result<()> {
    // Debian keeps `ensurepip` in a package of its own; without it `venv` is there and fails.
    let here = || {
        process::output(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_some()
    };
    need("Python's venv", here, &["python3", "python3-venv"])
}

/// A Python with what a list of requirements names, in an environment of its own under target/.
pub fn python(root: &Path, name: &str, requirements: &str) -> Result<PathBuf> {
    venv()?;
    let environment = root.join("target").join(name);
    let program = environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let wanted = std::fs::read_to_string(root.join(requirements))
        .with_context(|| format!("{requirements} is missing"))?;
    let note = environment.join("requirements.txt");
    if program.is_file() && std::fs::read_to_string(&note).is_ok_and(|done| done == wanted) {
        return Ok(program);
    }
    say::step(&format!(
        "Installing the packages of {requirements} into target/{name}/"
    ));
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&environment);
    process::run("python3 -m venv", &mut make)?;
    let mut install = Command::new(&program);
    install
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--requirement", requirements])
        .current_dir(root);
    process::run("pip install", &mut install)?;
    // Written last: what was broken off is begun anew.
    std::fs::write(note, wanted)?;
    Ok(program)
}

/// The browser for tests and benchmarks: what `CHROMIUM` names, else the first that is found, else Debian's.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        let path = PathBuf::from(path);
        if !path.is_file() {
            bail!("CHROMIUM names {}, which is not a file.", path.display());
        }
        return Ok(path);
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    ];
    let find = || names.iter().find_map(|name| find_program(name));
    need("Chromium", || find().is_some(), &["chromium"])?;
    find().context("Chromium was installed but is not found; name it with CHROMIUM=/path/to/it")
}

/// Opens the page in the person's own browser; where that fails they have the address.
pub fn open_browser(url: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let opened = Command::new(program)
        .args(arguments)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if opened.is_err() {
        say::note(&format!(
            "No browser could be opened ({program} is missing); the address above is the page."
        ));
    }
}

fn need(name: &str, here: impl Fn() -> bool, packages: &[&str]) -> Result<()> {
    match plan::program(name, here(), packages, &Facts::look()) {
        Package::Here => Ok(()),
        Package::Tell(what) => bail!(what),
        Package::Install => {
            apt_install(packages)?;
            if !here() {
                bail!(
                    "{name} is still missing after installing {}.",
                    packages.join(" ")
                );
            }
            Ok(())
        }
    }
}

fn apt_install(packages: &[&str]) -> Result<()> {
    say::step(&format!(
        "Installing Debian's {} (asked of apt-get, as root)",
        packages.join(" ")
    ));
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .arg("-q")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null());
        command
    };
    let what = format!("Installing {}", packages.join(" "));
    process::run(&what, &mut apt(&["update"]))?;
    // Nothing that is installed is to make room for these.
    let mut install = apt(&["install", "-y", "--no-install-recommends", "--no-remove"]);
    process::run(&what, install.args(packages))
}

/// `npm ci`, when node_modules/ is missing or older than what is asked for.
fn node_packages(root: &Path) -> Result<()> {
    let changed = |path: &str| {
        root.join(path)
            .metadata()
            .and_then(|data| data.modified())
            .ok()
    };
    let wanted = changed("package-lock.json").context("package-lock.json is missing")?;
    // npm writes this file last.
    let installed = changed("node_modules/.package-lock.json").unwrap_or(SystemTime::UNIX_EPOCH);
    if installed >= wanted {
        return Ok(());
    }
    say::step("Installing the packages of package-lock.json into node_modules/");
    let npm = find_program("npm").context("npm is missing")?;
    // Playwright drives Debian's Chromium; its own download is not wanted.
    let mut command = Command::new(npm);
    command
        .args(["ci", "--loglevel=error"])
        .current_dir(root)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run("npm ci", &mut command)
}
