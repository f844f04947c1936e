//! From the Rust crate to `dist/`: compile, bind, optimize, put beside the page's files.

use crate::facts::{DEBIAN_CARGO, DEBIAN_RUSTC};
use crate::pack::{Loads, is_small, pack};
use crate::plan::{Compiler, WasmRust};
use crate::{imports, onefile, order, process, say, setup, split};
use anyhow::{Context, Result, bail};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use wasm_bindgen_cli_support::Bindgen;

/// The features that the module uses, one by one: `--all-features` would also switch on those under which wasm-opt
/// writes imports that browsers refuse to load.
pub const FEATURES: &[&str] = &[
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Whether wasm-opt runs where it can, or must be able to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimizer {
    Wanted,
    Required,
}

/// What came out.
#[derive(Debug)]
pub struct Built {
    /// [`WasmRust::id`] of the compiler.
    pub compiler: &'static str,
    /// wasm-opt has been over it.
    pub optimized: bool,
    /// What is loaded when it is first wanted.
    pub loads: Vec<Loads>,
}

/// Builds the page into `dist/`, which keeps its old content if anything fails.
pub fn build(root: &Path, wanted: Compiler, optimizer: Optimizer) -> Result<Built> {
    let started = Instant::now();
    let page = root.join("page");
    if !page.join("index.html").is_file() {
        bail!("page/index.html is missing: it is what a browser opens first.");
    }
    let rust = setup::wasm_rust(wanted)?;
    let optimized = match optimizer {
        Optimizer::Required => setup::node(root).map(|()| true)?,
        Optimizer::Wanted => setup::node_if_here(root)?,
    };

    let compiled = compile(root, &rust)?;
    let next = root.join("target/wasm/dist");
    if next.exists() {
        fs::remove_dir_all(&next)
            .with_context(|| format!("{} cannot be cleared", next.display()))?;
    }
    fs::create_dir_all(&next).with_context(|| format!("{} cannot be made", next.display()))?;

    let mut split = split::split(&compiled, &next, &root.join("target/wasm/split"))?;
    say::step("Writing the JavaScript bindings");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&split.main)
        .out_name("quantscope")
        .typescript(true)
        // So that `init()` finds the module beside the bindings, wherever they are served.
        .omit_default_module_path(false)
        // The parts call functions of the main part through its table.
        .keep_lld_exports(true)
        .web(true)?;
    bindgen
        .generate(&next)
        .context("The bindings cannot be written")?;
    imports::shorten(
        &next.join("quantscope_bg.wasm"),
        &next.join("quantscope.js"),
    )?;
    // `quantscope.js` itself is the page folder's, around these.
    for kind in ["js", "d.ts"] {
        let (from, to) = (
            format!("quantscope.{kind}"),
            format!("quantscope_core.{kind}"),
        );
        fs::rename(next.join(&from), next.join(to))
            .with_context(|| format!("{from} cannot be renamed"))?;
    }
    copy_folder(&page, &next)?;

    if optimized {
        say::step("Optimizing with wasm-opt");
        optimize(root, &next.join("quantscope_bg.wasm"))?;
        // What shares a file gains next to nothing by it, and starting wasm-opt takes a second.
        for part in split.parts.iter().filter(|part| !is_small(part)) {
            optimize(root, part)?;
        }
    }
    let loads = pack(&mut split, &next, &root.join("target/wasm/split"))?;
    if optimized {
        minify(root, &next)?;
        onefile::write(root, &next, &split)?;
    } else {
        say::note(
            "Node.js is missing, so wasm-opt and esbuild are left out: the page works, but is larger.",
        );
        say::note(&format!(
            "Without them there is no {} either, the page as one file.",
            onefile::FILE
        ));
    }
    replace_folder(&next, &root.join("dist"))?;
    say::note(&format!("Built in {}.", say::time(started.elapsed())));
    Ok(Built {
        compiler: rust.id(),
        optimized,
        loads,
    })
}

/// Compiles the library to `target/wasm`; returns the path of the module.
fn compile(root: &Path, rust: &WasmRust) -> Result<PathBuf> {
    // A folder of its own, so that the two compilers do not rebuild each other's work.
    let target = root.join("target/wasm");
    if target
        .join("wasm32-unknown-unknown/release/quantscope.wasm")
        .is_file()
    {
        say::step("Compiling the page to WebAssembly");
    } else {
        say::step("Compiling the page to WebAssembly (some three minutes the first time)");
    }
    let mut cargo = match rust {
        WasmRust::Installed => Command::new("cargo"),
        WasmRust::Debian { .. } => Command::new(DEBIAN_CARGO),
    };
    process::without_cargo_variables(&mut cargo)
        .current_dir(root)
        .args([
            "build",
            "--locked",
            "--release",
            "--lib",
            "--package",
            "quantscope",
            "--features",
            "web",
        ])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(root))
        // For the flags that begin with Z, and for Debian's build of the standard library.
        .env("RUSTC_BOOTSTRAP", "1");
    if let WasmRust::Debian { linker } = rust {
        say::note("With Debian's Rust, which builds the standard library too.");
        cargo
            .args([
                "-Z",
                "build-std=std,panic_abort",
                "-Z",
                "build-std-features=optimize_for_size",
            ])
            .env("RUSTC", DEBIAN_RUSTC)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
            .env_remove("RUSTUP_TOOLCHAIN")
            // Points at the libraries of the Rust that runs this program.
            .env_remove("LD_LIBRARY_PATH");
    }
    process::run("Compiling the page", &mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown/release/quantscope.wasm"))
}

/// The flags for rustc, in cargo's encoding: separated by the byte 0x1f.
fn rust_flags(root: &Path) -> OsString {
    // The relocations tell which function needs which, which is what the module is cut by.
    let mut flags = OsString::from("-Ctarget-feature=+simd128\x1f-Clink-args=--emit-relocs");
    // Places of panics and derived debug texts are 4 % of the module, and no one reads them in an optimized page:
    // the message stays.
    flags.push("\x1f-Zlocation-detail=none\x1f-Zfmt-debug=none");
    // Panic messages name source files: the same names, and so the same bytes, on every machine.
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let renamed = [
        (home.map(|home| home.join("registry/src")), "/crates"),
        (Some(root.to_path_buf()), "/quantscope"),
    ];
    for (path, name) in renamed {
        if let Some(path) = path {
            flags.push("\x1f--remap-path-prefix=");
            flags.push(path);
            flags.push("=");
            flags.push(name);
        }
    }
    flags
}

/// wasm-opt over a module, in its place, and its functions in order.
pub fn optimize(root: &Path, module: &Path) -> Result<()> {
    let output = module.with_extension("optimized");
    let mut command = Command::new("node");
    command
        .arg(root.join("node_modules/binaryen/bin/wasm-opt"))
        // In this order. Measured on this page: nothing inlined is a twentieth smaller with brotli, which finds the calls alike, and
        // the kernels are as fast either way, also as with -O3: what they need inlined, LLVM has inlined.
        .args(["--no-inline=*", "-Oz"])
        .args(FEATURES)
        .arg("--strip-producers")
        .arg(module)
        .arg("-o")
        .arg(&output);
    process::run("wasm-opt", &mut command)?;
    order::sort_functions(&output)?;
    fs::rename(&output, module).with_context(|| format!("{} cannot be replaced", module.display()))
}

/// Takes the spaces and the long names out of scripts and style sheets.
fn minify(root: &Path, folder: &Path) -> Result<()> {
    say::step("Minifying with esbuild");
    // A script or a program, as npm was allowed to install it.
    let mut command = Command::new(root.join("node_modules/.bin/esbuild"));
    command
        .args(["--minify", "--allow-overwrite", "--log-level=warning"])
        // wasm-bindgen imports a module once for each function, under one key.
        .arg("--log-override:duplicate-object-key=silent")
        .arg(format!("--outdir={}", folder.display()));
    for entry in
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?
    {
        let path = entry
            .with_context(|| format!("{} cannot be read", folder.display()))?
            .path();
        if path
            .extension()
            .is_some_and(|kind| kind == "js" || kind == "css")
        {
            command.arg(path);
        }
    }
    process::run("esbuild", &mut command)
}

/// Puts `new` in the place of `old`; a page that is being served changes at once, not file by file.
fn replace_folder(new: &Path, old: &Path) -> Result<()> {
    if old.exists() {
        fs::remove_dir_all(old).with_context(|| format!("{} cannot be replaced", old.display()))?;
    }
    fs::rename(new, old).with_context(|| format!("{} cannot be put in place", old.display()))
}

/// Copies everything under `from`, but files whose name starts with a dot.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    let entries =
        fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("{} cannot be read", from.display()))?;
        let name = entry.file_name();
        if hidden(&name) {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))
                .with_context(|| format!("{} cannot be copied", path.display()))?;
        }
    }
    Ok(())
}

fn hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    /// The version that a package has in a file of `[[package]]` tables.
    fn locked_version(lock: &str, name: &str) -> Option<String> {
        let start = lock.find(&format!("name = \"{name}\"\n"))?;
        let line = lock[start..].lines().nth(1)?;
        Some(
            line.strip_prefix("version = \"")?
                .trim_end_matches('"')
                .to_string(),
        )
    }

    /// The bindings are written by the library that fits the `wasm-bindgen` compiled into the page, or do not load.
    #[test]
    fn wasm_bindgen_and_its_bindings_have_one_version() {
        let lock = include_str!("../../Cargo.lock");
        let page = locked_version(lock, "wasm-bindgen");
        assert!(page.is_some());
        assert_eq!(page, locked_version(lock, "wasm-bindgen-cli-support"));
        let pinned = format!(
            "wasm-bindgen-cli-support = \"={}\"",
            page.unwrap_or_default()
        );
        assert!(
            include_str!("../Cargo.toml").contains(&pinned),
            "xtask/Cargo.toml does not say {pinned}"
        );
    }
}
