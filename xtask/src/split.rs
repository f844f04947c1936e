//! Cuts the compiled module: a main part for the first visit, and the parts that lessons need.
//!
//! The marks are those of `wasm_split_helpers` (see `src/lesson/part.rs`). The tool follows the
//! linker's relocations from each mark, and from the exports: what is reached from a mark alone
//! makes its part, what is reached from several marks makes a chunk that all of them load, and what
//! the exports reach stays.

use crate::module::{without_exports, without_names};
use crate::say;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// The folder of the parts in `dist/`.
pub const FOLDER: &str = "parts";

/// The script that loads them; the main module imports it by this name.
pub const LOADER: &str = "quantscope_parts.js";

/// The beginnings of names, in small letters, of what libraries export to JavaScript and nobody calls:
/// an export keeps all that it reaches in the main part. These make Rust's streams into JavaScript's
/// (`wasm_streams`), for the server functions that `leptos` always brings and this page does not have.
const NOT_CALLED: &[&str] = &["intounderlying"];

/// What came out.
pub struct Split {
    /// The main part, which has yet to be given its bindings.
    pub main: PathBuf,
    /// The others, ready but for wasm-opt.
    pub parts: Vec<PathBuf>,
    /// What is loaded together.
    pub marks: Vec<Mark>,
    /// Stands in the names of files that fit this main part and no other.
    pub build: String,
}

/// A mark in the source, and the parts that it needs.
pub struct Mark {
    pub name: String,
    pub parts: Vec<PathBuf>,
}

/// Cuts a module: the parts go to `dist`, the main part to `work`. [`pack`](crate::pack) writes what
/// loads them.
pub fn split(module: &Path, dist: &Path, work: &Path) -> Result<Split> {
    say::step("Cutting the module into parts");
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let bytes = without_exports(&bytes, not_called)
        .with_context(|| format!("{} is no WebAssembly module", module.display()))?;
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
        let part = fs::read(&from).with_context(|| format!("{} cannot be read", from.display()))?;
        let part = without_names(&part)
            .with_context(|| format!("{} is no WebAssembly module", from.display()))?;
        fs::write(&to, part).with_context(|| format!("{} cannot be written", to.display()))?;
        parts.push(to);
    }
    let mut sorted: Vec<_> = split.prefetch_map.iter().collect();
    sorted.sort();
    let marks = sorted.into_iter().map(|(mark, stems)| Mark {
        name: mark.to_string(),
        parts: stems
            .iter()
            .map(|stem| folder.join(file(stem, &build)))
            .collect(),
    });
    Ok(Split {
        main,
        marks: marks.collect(),
        parts,
        build,
    })
}

/// Whether an export is one that nobody calls, or what wasm-bindgen has beside it.
fn not_called(export: &str) -> bool {
    let name = ["__wbindgen_describe_", "__wbg_"]
        .iter()
        .find_map(|beside| export.strip_prefix(beside))
        .unwrap_or(export);
    NOT_CALLED.iter().any(|start| name.starts_with(start))
}

fn file(stem: &str, build: &str) -> String {
    let name = stem.strip_prefix("split_").unwrap_or(stem);
    format!("{name}.{build}.wasm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_calls_is_known_by_name() {
        for name in [
            "intounderlyingsink_write_58a9338f50bce61c",
            "__wbg_intounderlyingsink_free_58a9338f50bce61c",
            "__wbindgen_describe_intounderlyingsink_write_58a9338f50bce61c",
        ] {
            assert!(not_called(name), "{name}");
        }
        for name in ["affine_0e114db98cdcc2f7", "__wbindgen_malloc", "memory"] {
            assert!(!not_called(name), "{name}");
        }
    }

    #[test]
    fn a_part_is_named_after_its_mark_and_its_build() {
        assert_eq!(file("split_training", "0a1b2c3d"), "training.0a1b2c3d.wasm");
        assert_eq!(file("chunk_4", "0a1b2c3d"), "chunk_4.0a1b2c3d.wasm");
    }
}
