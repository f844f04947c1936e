//! Cuts the compiled module: a main part for the first visit, and the parts that lessons need.
//!
//! The marks are those of `wasm_split_helpers` (see `src/lesson/part.rs`). The tool follows the
//! linker's relocations from each mark, and from the exports: what is reached from a mark alone
//! makes its part, what is reached from several marks makes a chunk that all of them load, and what
//! the exports reach stays.

use crate::say;
use anyhow::{Context, Result, anyhow};
use std::fmt::Write;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// The folder of the parts in `dist/`.
pub const FOLDER: &str = "parts";

/// The script that loads them; the main module imports it by this name.
const LOADER: &str = "quantscope_parts.js";

/// What came out.
pub struct Split {
    /// The main part, which has yet to be given its bindings.
    pub main: PathBuf,
    /// The others, ready but for wasm-opt.
    pub parts: Vec<PathBuf>,
}

/// Cuts a module: the parts and their loader go to `dist`, the main part to `work`.
pub fn split(module: &Path, dist: &Path, work: &Path) -> Result<Split> {
    say::step("Cutting the module into parts");
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let (main, loader) = (work.join("quantscope.wasm"), format!("./{LOADER}"));
    fs::create_dir_all(work).with_context(|| format!("{} cannot be made", work.display()))?;
    let mut options = Options::new(&bytes);
    options.output_dir = work;
    options.main_out_path = &main;
    options.link_name = &loader;
    let split =
        transform(options).map_err(|error| anyhow!("The module cannot be cut: {error:#}"))?;

    // A part fits the main part that it was cut from and no other: one of another build must not
    // be found by its name.
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let build = format!("{:08x}", hasher.finish() as u32);
    let folder = dist.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut parts = Vec::new();
    for from in split.split_modules {
        let Some(stem) = from.file_stem() else {
            continue;
        };
        let to = folder.join(file(&stem.to_string_lossy(), &build));
        fs::copy(&from, &to).with_context(|| format!("{} cannot be copied", from.display()))?;
        parts.push(to);
    }
    let mut script = include_str!("parts.js").to_string();
    let mut marks: Vec<_> = split.prefetch_map.iter().collect();
    marks.sort();
    for (mark, stems) in marks {
        let files: Vec<String> = stems
            .iter()
            .map(|stem| format!("'./{FOLDER}/{}'", file(stem, &build)))
            .collect();
        writeln!(
            script,
            "export const __wasm_split_load_{mark} = part({});",
            files.join(", ")
        )
        .context("The loader cannot be written")?;
    }
    let path = dist.join(LOADER);
    fs::write(&path, script).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Split { main, parts })
}

fn file(stem: &str, build: &str) -> String {
    let name = stem.strip_prefix("split_").unwrap_or(stem);
    format!("{name}.{build}.wasm")
}
