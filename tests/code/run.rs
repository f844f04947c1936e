//! Running programs, and reading what they print.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A figure as it is printed: one number, or a list of them.
pub type Figure = (String, Vec<f64>);

/// Where programs are written.
pub fn folder() -> PathBuf {
    let folder = target().join("programs");
    std::fs::create_dir_all(folder.join("rust")).expect("target/ can be written");
    // What programs read beside them.
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("page");
    for at in [folder.clone(), folder.join("rust")] {
        for file in ["pictures/camera.pgm", "data/digits.bin"] {
            let name = Path::new(file).file_name().expect("a name");
            std::fs::copy(page.join(file), at.join(name)).expect("it ships");
        }
    }
    folder
}

/// The target folder of this very test.
pub fn target() -> PathBuf {
    let own = std::env::current_exe().expect("this test is a file");
    // target/debug/deps/code-...
    own.ancestors().nth(3).expect("three folders up").to_owned()
}

/// The Python that has numpy and ml_dtypes.
pub fn python() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("QUANTSCOPE_PYTHON") {
        return Some(named.into());
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python/bin/python");
    own.is_file().then_some(own)
}

/// Runs a program in a folder and reads its figures, or gives what it said instead.
pub fn figures(program: &mut Command, at: &Path) -> Result<Vec<Figure>, String> {
    let output = program
        .current_dir(at)
        .output()
        .expect("the program can be started");
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    if !output.status.success() || !errors.is_empty() {
        return Err(said + &errors);
    }
    let figures: Option<Vec<Figure>> = said.lines().map(figure).collect();
    figures.ok_or(said)
}

fn figure(line: &str) -> Option<Figure> {
    let (name, value) = line.split_once(" = ")?;
    let numbers = value
        .trim_matches(['[', ']'])
        .split(',')
        .map(str::trim)
        .filter(|n| !n.is_empty());
    let numbers: Option<Vec<f64>> = numbers.map(|number| number.parse().ok()).collect();
    Some((name.to_owned(), numbers?))
}

/// A crate of programs in Rust, each a module.
pub struct RustPrograms {
    folder: PathBuf,
    names: Vec<String>,
}

impl RustPrograms {
    pub fn new(folder: &Path) -> Self {
        std::fs::create_dir_all(folder.join("src")).expect("room");
        Self {
            folder: folder.to_owned(),
            names: Vec::new(),
        }
    }

    /// Adds a program; only its `main` is made visible to the crate.
    pub fn add(&mut self, name: String, text: &str) {
        let module = text.replacen("\nfn main()", "\npub fn main()", 1);
        write_if_new(&self.folder.join(format!("src/{name}.rs")), &module);
        self.names.push(name);
    }

    /// Compiles all and gives the binary, which runs the program that its argument names.
    pub fn build(&self) -> PathBuf {
        let root = env!("CARGO_MANIFEST_DIR");
        let modules: String = self
            .names
            .iter()
            .map(|name| format!("mod {name};\n"))
            .collect();
        let arms: String = self
            .names
            .iter()
            .map(|name| format!("        \"{name}\" => {name}::main(),\n"))
            .collect();
        let main = format!(
            "#![deny(warnings)]\n{modules}\nfn main() -> Result<(), Box<dyn std::error::Error>> {{\n    match \
             std::env::args().nth(1).unwrap_or_default().as_str() {{\n{arms}        other => \
             Err(format!(\"no program {{other}}\").into()),\n    }}\n}}\n"
        );
        write_if_new(&self.folder.join("src/main.rs"), &main);
        // Optimized as these tests are.
        let manifest = format!(
            "[workspace]\n[package]\nname = \"programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             [dependencies]\nquantscope = {{ path = {root:?} }}\n\
             quantscope-train = {{ path = {:?} }}\n\
             [profile.test]\nopt-level = 2\n[profile.dev]\ndebug = \"line-tables-only\"\n",
            format!("{root}/train")
        );
        write_if_new(&self.folder.join("Cargo.toml"), &manifest);
        let lock =
            std::fs::read_to_string(Path::new(root).join("Cargo.lock")).expect("the lock file");
        let own = self.folder.join("Cargo.lock");
        if !own.exists() {
            std::fs::write(own, lock).expect("room");
        }
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "--profile", "test"])
            .current_dir(&self.folder)
            // Its own: among other packages the libraries are compiled otherwise, and in the folder of
            // these tests they would take the place of those that other tests are linked to.
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .output()
            .expect("cargo");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        self.folder.join("target/debug/programs")
    }
}

/// Leaves a file alone that is as it should be: cargo looks at its time.
fn write_if_new(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::write(path, text).expect("room");
}
