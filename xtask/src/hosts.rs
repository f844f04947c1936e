//! The tools that make pages of others, for the tests of the embed in them: mdBook, Sphinx, JupyterLab, MyST.
//!
//! All of it goes under `target/hosts/`; what is there already and of the right version stays.

use crate::facts::find_program;
use crate::{process, say, setup};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The mdBook of the tests. It is a program of its own: nothing of ours is linked with it.
const MDBOOK: &str = "0.5.4";

/// Installs what is missing; an error says what a person can do.
pub fn install(root: &Path) -> Result<()> {
    let tools = root.join("target/hosts");
    fs::create_dir_all(&tools).with_context(|| format!("{} cannot be made", tools.display()))?;
    mdbook(&tools)?;
    python(root, &tools)?;
    packages(root, &tools)
}

/// Playwright's tests of those pages, against what is in dist/.
pub fn test(root: &Path) -> Result<()> {
    let mut command = Command::new("node");
    command
        .arg(root.join("node_modules/@playwright/test/cli.js"))
        .args(["test", "--config", "tests/hosts"])
        .current_dir(root)
        .env("CHROMIUM", setup::chromium()?)
        .env("CI", "true");
    process::run("A test of a page of another tool", &mut command)
}

fn mdbook(tools: &Path) -> Result<()> {
    let folder = tools.join("mdbook");
    let version = process::output(Command::new(folder.join("bin/mdbook")).arg("--version"));
    if version.is_some_and(|version| version == format!("mdbook v{MDBOOK}")) {
        return Ok(());
    }
    say::step(&format!(
        "Compiling mdBook {MDBOOK} into target/hosts/ (a minute or two)"
    ));
    let mut command = Command::new(find_program("cargo").context("cargo is missing")?);
    process::without_cargo_variables(&mut command)
        // Unoptimized: it makes one book of one chapter.
        .args([
            "install",
            "mdbook",
            "--version",
            MDBOOK,
            "--no-default-features",
        ])
        .args(["--locked", "--debug", "--force", "--quiet", "--root"])
        .arg(&folder);
    process::run("Compiling mdBook", &mut command)
}

/// A virtual environment with the packages of tests/hosts/requirements.txt.
fn python(root: &Path, tools: &Path) -> Result<()> {
    let wanted = Wanted::read(
        root.join("tests/hosts/requirements.txt"),
        tools.join("venv"),
    )?;
    if wanted.is_there() {
        return Ok(());
    }
    setup::venv()?;
    say::step("Installing the packages of tests/hosts/requirements.txt into target/hosts/venv/");
    let folder = wanted.fresh_folder()?;
    let python = find_program("python3").context("python3 is missing")?;
    process::run(
        "Making a virtual environment",
        Command::new(python).args(["-m", "venv"]).arg(folder),
    )?;
    let mut command = Command::new(folder.join("bin/pip"));
    command
        .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(&wanted.list);
    process::run("pip install", &mut command)?;
    wanted.done()
}

/// The packages of tests/hosts/node/: MyST's parser and renderer, and the scripts of notebook pages.
fn packages(root: &Path, tools: &Path) -> Result<()> {
    let source = root.join("tests/hosts/node");
    let wanted = Wanted::read(source.join("package-lock.json"), tools.join("node"))?;
    if wanted.is_there() {
        return Ok(());
    }
    say::step("Installing the packages of tests/hosts/node/ into target/hosts/node/");
    let folder = wanted.fresh_folder()?;
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), folder.join(name))
            .with_context(|| format!("{name} cannot be copied into {}", folder.display()))?;
    }
    let mut command = Command::new(find_program("npm").context("npm is missing")?);
    command
        .args(["ci", "--loglevel=error", "--ignore-scripts", "--omit=peer"])
        .args(["--no-audit", "--no-fund"])
        .current_dir(folder)
        .stdout(Stdio::null());
    process::run("npm ci", &mut command)?;
    wanted.done()
}

/// A folder that is made from a list, and a copy of the list in it once it is whole.
struct Wanted {
    list: PathBuf,
    text: String,
    folder: PathBuf,
}

impl Wanted {
    fn read(list: PathBuf, folder: PathBuf) -> Result<Wanted> {
        let text = fs::read_to_string(&list)
            .with_context(|| format!("{} cannot be read", list.display()))?;
        Ok(Wanted { list, text, folder })
    }

    fn mark(&self) -> PathBuf {
        self.folder.join("installed")
    }

    fn is_there(&self) -> bool {
        fs::read_to_string(self.mark()).is_ok_and(|text| text == self.text)
    }

    /// The folder, without what an older list or a broken run left there.
    fn fresh_folder(&self) -> Result<&Path> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)
                .with_context(|| format!("{} cannot be emptied", self.folder.display()))?;
        }
        Ok(&self.folder)
    }

    fn done(&self) -> Result<()> {
        fs::write(self.mark(), &self.text)
            .with_context(|| format!("{} cannot be written", self.mark().display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_there_when_it_was_finished_with_this_list() {
        let place = std::env::temp_dir().join(format!("quantscope-hosts-{}", std::process::id()));
        fs::create_dir_all(&place).unwrap();
        let list = place.join("list");
        fs::write(&list, "one==1\n").unwrap();
        let read = || Wanted::read(list.clone(), place.join("folder")).unwrap();
        assert!(!read().is_there());
        fs::create_dir_all(read().fresh_folder().unwrap()).unwrap();
        assert!(!read().is_there());
        read().done().unwrap();
        assert!(read().is_there());
        fs::write(&list, "one==2\n").unwrap();
        assert!(!read().is_there());
        assert!(!read().fresh_folder().unwrap().exists());
        fs::remove_dir_all(&place).unwrap();
    }
}
