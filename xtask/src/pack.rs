//! What loads the parts, and small parts together in one file.
//!
//! What several marks reach is cut into many parts of a few hundred bytes. As files of their own they
//! would be forty requests for a lesson, each compressed without what the others have said already. So
//! they stand one after the other in one file, and the loader takes from it what a mark needs.

use crate::split::{FOLDER, LOADER, Split};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Parts of fewer bytes share a file. With 1000, measured, no lesson loads more than before; with 2000
/// one more would be loaded than compression saves.
const SMALL: u64 = 1000;

/// The name of what they share, in the parts' folder.
const SHARED: &str = "small";

/// What a mark loads: its name, and the files in `dist/`.
pub type Loads = (String, BTreeSet<String>);

/// Puts small parts together, the parts themselves away to `work`, and writes the loader to `dist`.
pub fn pack(split: &mut Split, dist: &Path, work: &Path) -> Result<Vec<Loads>> {
    let mut files = Vec::new();
    let mut shared = Shared::default();
    for part in &split.parts {
        if is_small(part) {
            shared.take(part, work)?;
        } else {
            files.push(part.clone());
        }
    }
    let name = format!("{SHARED}.{}.bin", split.build);
    let path = dist.join(FOLDER).join(&name);
    fs::write(&path, &shared.bytes).with_context(|| unwritable(&path))?;

    let mut script = include_str!("parts.js").to_string();
    writeln!(script, "const shared = './{FOLDER}/{name}';")?;
    writeln!(script, "const ends = {:?};", shared.ends)?;
    writeln!(script, "const files = [")?;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        writeln!(script, "  './{FOLDER}/{name}',")?;
    }
    writeln!(script, "];")?;
    let mut all = Vec::new();
    for mark in &mut split.marks {
        let mut numbers = Vec::new();
        let mut loads = BTreeSet::new();
        for part in &mut mark.parts {
            // Those of the shared file come first.
            if let Some((number, now)) = shared.places.get(part) {
                numbers.push(*number);
                loads.insert(format!("{FOLDER}/{name}"));
                part.clone_from(now);
            } else {
                let among = files.iter().position(|file| file == part);
                let among = among.with_context(|| unreadable(part))?;
                numbers.push(shared.ends.len() + among);
                let file = part.file_name().unwrap_or_default().to_string_lossy();
                loads.insert(format!("{FOLDER}/{file}"));
            }
        }
        numbers.sort_unstable();
        all.push((mark.name.clone(), loads));
        let (name, numbers) = (&mark.name, format!("{numbers:?}"));
        writeln!(
            script,
            "export const __wasm_split_load_{name} = part({numbers});"
        )?;
    }
    let path = dist.join(LOADER);
    fs::write(&path, script).with_context(|| unwritable(&path))?;
    Ok(all)
}

/// Whether a part is one of those that share a file.
pub fn is_small(part: &Path) -> bool {
    fs::metadata(part).is_ok_and(|file| file.len() < SMALL)
}

/// The parts that share a file.
#[derive(Default)]
struct Shared {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// The number of each, and where it is kept, by where it was.
    places: BTreeMap<PathBuf, (usize, PathBuf)>,
}

impl Shared {
    fn take(&mut self, part: &Path, work: &Path) -> Result<()> {
        let bytes = fs::read(part).with_context(|| unreadable(part))?;
        let kept = work.join(part.file_name().unwrap_or_default());
        fs::rename(part, &kept).with_context(|| unwritable(&kept))?;
        self.bytes.extend(bytes);
        self.places
            .insert(part.to_path_buf(), (self.ends.len(), kept));
        self.ends.push(self.bytes.len());
        Ok(())
    }
}

fn unreadable(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}

fn unwritable(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::Mark;

    #[test]
    fn small_parts_share_a_file_and_every_mark_finds_its_own() {
        let root = tempfile::tempdir().unwrap();
        let (dist, work) = (root.path().join("dist"), root.path().join("work"));
        fs::create_dir_all(dist.join(FOLDER)).unwrap();
        fs::create_dir_all(&work).unwrap();
        let part = |name: &str, bytes: &[u8]| {
            let path = dist.join(FOLDER).join(name);
            fs::write(&path, bytes).unwrap();
            path
        };
        let parts = vec![
            part("a", b"one"),
            part("b", &[7; 1000]),
            part("c", b"three"),
        ];
        let mark = |name: &str, of: &[usize]| Mark {
            name: name.to_string(),
            parts: of.iter().map(|&index| parts[index].clone()).collect(),
        };
        let mut split = Split {
            main: work.join("main"),
            marks: vec![mark("first", &[1, 0]), mark("second", &[2])],
            parts: parts.clone(),
            build: "0a".to_string(),
        };
        let loads = pack(&mut split, &dist, &work).unwrap();
        let files = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect();
        assert_eq!(
            loads,
            [
                ("first".into(), files(&["parts/b", "parts/small.0a.bin"])),
                ("second".into(), files(&["parts/small.0a.bin"])),
            ]
        );

        assert_eq!(
            fs::read(dist.join("parts/small.0a.bin")).unwrap(),
            b"onethree"
        );
        let script = fs::read_to_string(dist.join(LOADER)).unwrap();
        for line in [
            "const shared = './parts/small.0a.bin';",
            "const ends = [3, 8];",
            "const files = [\n  './parts/b',\n];",
            "__wasm_split_load_first = part([0, 2]);",
            "__wasm_split_load_second = part([1]);",
        ] {
            assert!(script.contains(line), "{line}");
        }
        assert!(!parts[0].exists() && parts[1].exists());
        assert_eq!(fs::read(&split.marks[1].parts[0]).unwrap(), b"three");
    }
}
