//! What the first visit costs: brotli sizes of `dist/`, and the size that was meant.

use crate::pack::Loads;
use crate::{onefile, say};
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

const BUDGET: &str = "xtask/size-budget.json";

/// What a first visit should weigh at most, in bytes with brotli.
const GOAL: u64 = 150_000;

/// What the page as one file may weigh at most, in bytes as they are on disk.
const ONE_FILE: u64 = 500_000;

/// How far a first visit may grow past its recorded size unnoticed, in percent.
const TOLERANCE: u64 = 2;

/// One file of `dist/`.
struct Entry {
    name: String,
    raw: u64,
    brotli: u64,
    first_visit: bool,
}

/// The sizes of all files.
pub struct Report {
    entries: Vec<Entry>,
}

impl Report {
    /// Bytes of the first visit with brotli.
    pub fn first_visit(&self) -> u64 {
        self.entries
            .iter()
            .filter(|entry| entry.first_visit)
            .map(|entry| entry.brotli)
            .sum()
    }

    /// Bytes with brotli of what each mark of the source loads (see `src/lesson/part.rs`), the largest first.
    fn loads(&self, marks: &[Loads]) -> Vec<(u64, String)> {
        let mut all: Vec<(u64, String)> = marks
            .iter()
            .map(|(mark, files)| {
                let loaded = self.entries.iter().filter(|e| files.contains(&e.name));
                let bytes = loaded.map(|entry| entry.brotli).sum();
                (bytes, format!("{mark}, {} files", files.len()))
            })
            .collect();
        all.sort_by(|a, b| b.cmp(a));
        all
    }

    /// Prints a line a file, the total of the first visit, and what is loaded later.
    pub fn print(&self, marks: &[Loads]) {
        let width = self
            .entries
            .iter()
            .map(|entry| entry.name.len())
            .max()
            .unwrap_or(0)
            .max(11);
        println!("{:width$}  {:>11}  {:>11}", "dist/", "raw", "brotli");
        for entry in &self.entries {
            let mark = if entry.first_visit {
                ""
            } else {
                "  (not loaded at first)"
            };
            println!(
                "{:width$}  {:>11}  {:>11}{mark}",
                entry.name,
                say::kilobytes(entry.raw),
                say::kilobytes(entry.brotli)
            );
        }
        println!(
            "{:width$}  {:>11}  {:>11}",
            "first visit",
            "",
            say::kilobytes(self.first_visit())
        );
        println!("Besides, when it is first wanted:");
        for (bytes, what) in self.loads(marks) {
            println!("{what:width$}  {:>11}  {:>11}", "", say::kilobytes(bytes));
        }
    }

    /// The size of the page as one file, or why there is none or it is too large.
    pub fn one_file(&self) -> Result<String> {
        let file = self
            .entries
            .iter()
            .find(|entry| entry.name == onefile::FILE)
            .with_context(|| format!("dist/{} is missing", onefile::FILE))?;
        one_file_verdict(file.raw)
    }
}

fn one_file_verdict(size: u64) -> Result<String> {
    let text = format!("The page as one file, {}, is {size} bytes", onefile::FILE);
    if size > ONE_FILE {
        bail!("{text}, more than the {ONE_FILE} that it may have.");
    }
    Ok(format!("{text} of at most {ONE_FILE}."))
}

/// Measures `dist/`.
pub fn measure(root: &Path) -> Result<Report> {
    let later = names(&budget(root)?, "not_loaded_at_first");
    let mut entries = Vec::new();
    walk(&root.join("dist"), "", &mut |name, bytes| {
        let first_visit = !later.iter().any(|pattern| matches(pattern, name));
        entries.push(Entry {
            name: name.to_string(),
            raw: bytes.len() as u64,
            brotli: brotli_size(bytes)?,
            first_visit,
        });
        Ok(())
    })?;
    entries.sort_by(|a, b| b.brotli.cmp(&a.brotli).then_with(|| a.name.cmp(&b.name)));
    Ok(Report { entries })
}

/// Checks a first visit against the goal and against what is recorded for its compiler.
pub fn check(root: &Path, compiler: &str, size: u64) -> Result<()> {
    let recorded = budget(root)?
        .get("recorded")
        .and_then(|sizes| sizes.get(compiler))
        .and_then(Value::as_u64);
    println!("{}", verdict(size, recorded)?);
    Ok(())
}

/// Records a first visit as what is meant.
pub fn record(root: &Path, compiler: &str, size: u64) -> Result<()> {
    let mut budget = budget(root)?;
    let recorded = budget
        .entry("recorded")
        .or_insert_with(|| Value::Object(Map::new()));
    match recorded {
        Value::Object(sizes) => sizes.insert(compiler.to_string(), Value::from(size)),
        _ => bail!("`recorded` in {BUDGET} is not an object."),
    };
    let text = serde_json::to_string_pretty(&budget).context("The size cannot be written")? + "\n";
    fs::write(root.join(BUDGET), text).with_context(|| format!("{BUDGET} cannot be written"))?;
    say::note(&format!("Recorded {size} bytes in {BUDGET}."));
    Ok(())
}

fn verdict(size: u64, recorded: Option<u64>) -> Result<String> {
    let goal = if size > GOAL {
        format!(
            " That is {} over the goal of {}.",
            say::kilobytes(size - GOAL),
            say::kilobytes(GOAL)
        )
    } else {
        String::new()
    };
    let Some(recorded) = recorded else {
        return Ok(format!(
            "The first visit is {size} bytes; none is recorded for this compiler.{goal}"
        ));
    };
    if size * 100 > recorded * (100 + TOLERANCE) {
        bail!(
            "The first visit grew from {recorded} to {size} bytes, more than {TOLERANCE} %; if this is meant, run: \
             cargo xtask build --record-size"
        );
    }
    Ok(format!(
        "The first visit is {size} bytes; {recorded} are recorded.{goal}"
    ))
}

/// Bytes with brotli at its best, as static hosts keep files.
fn brotli_size(bytes: &[u8]) -> Result<u64> {
    let mut counter = Counter(0);
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut counter, &parameters).context("brotli failed")?;
    Ok(counter.0)
}

struct Counter(u64);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn budget(root: &Path) -> Result<Map<String, Value>> {
    let text = fs::read_to_string(root.join(BUDGET))
        .with_context(|| format!("{BUDGET} cannot be read"))?;
    serde_json::from_str(&text).with_context(|| format!("{BUDGET} is no JSON object"))
}

fn names(budget: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = budget.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_string)
        .collect()
}

/// A pattern is a file's path; `*` at its end or start stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    if let Some(start) = pattern.strip_suffix('*') {
        name.starts_with(start)
    } else if let Some(end) = pattern.strip_prefix('*') {
        name.ends_with(end)
    } else {
        name == pattern
    }
}

/// Calls `visit` with the path (slashes) and the bytes of each file under a folder.
fn walk(
    folder: &Path,
    prefix: &str,
    visit: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("{} cannot be read", folder.display()))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            walk(&path, &format!("{name}/"), visit)?;
        } else {
            let bytes =
                fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            visit(&name, &bytes)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_noticed() {
        assert!(verdict(100_000, Some(100_000)).is_ok());
        assert!(verdict(102_000, Some(100_000)).is_ok());
        assert!(verdict(90_000, Some(100_000)).is_ok());
        assert!(verdict(90_000, None).is_ok());
        let grown = verdict(102_001, Some(100_000)).unwrap_err().to_string();
        assert!(
            grown.ends_with("cargo xtask build --record-size"),
            "{grown}"
        );
        let over = verdict(160_000, Some(160_000)).unwrap();
        assert!(over.contains("over the goal"), "{over}");
    }

    #[test]
    fn the_one_file_has_its_limit() {
        assert!(one_file_verdict(500_000).is_ok());
        let over = one_file_verdict(500_001).unwrap_err().to_string();
        assert!(over.contains("500001 bytes, more than"), "{over}");
        let missing = Report { entries: vec![] }.one_file().unwrap_err();
        assert_eq!(missing.to_string(), "dist/quantscope.html is missing");
    }

    #[test]
    fn what_a_mark_loads_is_the_sum_of_its_files() {
        let entry = |name: &str, brotli| Entry {
            name: name.to_string(),
            raw: 0,
            brotli,
            first_visit: false,
        };
        let report = Report {
            entries: vec![entry("parts/a", 5), entry("parts/b", 7), entry("c", 9)],
        };
        let mark = |name: &str, files: &[&str]| {
            let files = files.iter().map(|file| (*file).to_string());
            (name.to_string(), files.collect())
        };
        let marks = [
            mark("one", &["parts/a"]),
            mark("two", &["parts/a", "parts/b"]),
        ];
        let loads = report.loads(&marks);
        assert_eq!(
            loads,
            [(12, "two, 2 files".into()), (5, "one, 1 files".into())]
        );
    }

    #[test]
    fn patterns() {
        assert!(matches("*.d.ts", "quantscope.d.ts"));
        assert!(matches("assets/samples/*", "assets/samples/a.npy"));
        assert!(!matches("assets/samples/*", "assets/icon.svg"));
        assert!(matches("worker.js", "worker.js"));
        assert!(!matches("worker.js", "x/worker.js"));
    }

    #[test]
    fn brotli_squeezes() {
        let size = brotli_size(&[b'a'; 10_000]).unwrap();
        assert!((1..100).contains(&size), "{size}");
    }
}
