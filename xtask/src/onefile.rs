//! `dist/quantscope.html`: the whole page in one file that opens from disk.
//!
//! From `file://` a browser loads neither modules nor workers nor anything by `fetch`. So the parts of the
//! module are put together again, the bindings become a classic script, and both are packed with style and
//! data into one stream of LZMA, a fifth smaller than gzip; `onefile/loader.js` unpacks it.

mod letters;

use crate::split::Split;
use crate::wasm::{self, FEATURES};
use crate::{process, say};
use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use letters::Letters;
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Its name in `dist/`.
pub const FILE: &str = "quantscope.html";

/// The marks of what there is no room for: what only other pages' JavaScript calls, which cannot import this file, what
/// writes programs, and the proof with its numbers.
const LEFT_OUT: [&str; 3] = ["calls", "code", "proof"];

/// The folders of `dist/` that the page fetches data from, and what in them is no data.
const DATA: [&str; 2] = ["pictures", "data"];
const NO_DATA: [&str; 2] = ["md", "py"];

/// Nothing but the file itself is asked for, and the browser sees to it. Over HTTP the file may read itself again.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; \
    style-src 'unsafe-inline'; img-src data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// Writes the file beside the finished page in `page`, from the module's parts.
pub fn write(root: &Path, page: &Path, split: &Split) -> Result<()> {
    say::step("Putting everything into one file");
    let work = root.join("target/wasm/onefile");
    fs::create_dir_all(&work).with_context(|| format!("{} cannot be made", work.display()))?;
    let module = merge(root, page, split, &work)?;
    let library = library(root, page, split, &work)?;

    // What is alike stands together.
    let mut files = vec![
        ("quantscope.js".to_string(), library),
        ("page.css".to_string(), read(&page.join("page.css"))?),
        ("course.css".to_string(), read(&page.join("course.css"))?),
        ("quantscope.wasm".to_string(), module),
    ];
    for folder in DATA {
        files.extend(data(page, folder)?);
    }
    let packed = compress(&container(&files)?).context("The one file cannot be packed")?;

    let sources = root.join("xtask/src/onefile");
    let loader = work.join("loader.min.js");
    bundle(root, &sources.join("loader.js"), &loader, &[])?;
    let unpacker = work.join("unpacker.min.js");
    let name = ["--global-name=lzma"];
    bundle(root, &sources.join("unpacker.js"), &unpacker, &name)?;
    let index =
        fs::read_to_string(page.join("index.html")).context("dist/index.html cannot be read")?;
    let parts = Inlined {
        icon: text(&page.join("icon.svg"))?,
        style: text(&page.join("tokens.css"))? + include_str!("onefile/first.css"),
        rescue: text(&page.join("rescue.js"))?,
        loader: text(&loader)?,
        unpacker: &gzip(&read(&unpacker)?).context("The unpacker cannot be packed")?,
        packed: &packed,
    };
    let file = page.join(FILE);
    fs::write(&file, parts.into_page(&index)?)
        .with_context(|| format!("{} cannot be written", file.display()))
}

/// An address that a link can point to, out of the command line.
pub fn home(text: &str) -> Result<String, String> {
    let plain = !text.contains(|letter: char| letter.is_whitespace() || "#\"<>&".contains(letter));
    if plain && text.is_ascii() && (text.starts_with("https://") || text.starts_with("http://")) {
        Ok(text.to_string())
    } else {
        Err("an address begins with https:// or http:// and has no #, & or spaces".to_string())
    }
}

/// Says in the finished file where the page is on the web; `src/web/share.rs` reads it.
pub fn set_home(dist: &Path, home: &str) -> Result<()> {
    let file = dist.join(FILE);
    let page = read(&file)?;
    let link = format!("    <link rel=\"canonical\" href=\"{home}\">\n");
    let before = b"    <title>";
    let at = page
        .windows(before.len())
        .position(|found| found == before)
        .context("page/index.html has no line with its title")?;
    let page = [&page[..at], link.as_bytes(), &page[at..]].concat();
    fs::write(&file, page).with_context(|| format!("{} cannot be written", file.display()))
}

/// The main module and the parts as one module again. What each of them repeats is then there once.
fn merge(root: &Path, page: &Path, split: &Split, work: &Path) -> Result<Vec<u8>> {
    let merged = work.join("quantscope.wasm");
    let mut command = Command::new("node");
    command
        .arg(root.join("node_modules/binaryen/bin/wasm-merge"))
        .args(FEATURES)
        .arg(page.join("quantscope_bg.wasm"))
        // The name under which the parts import it.
        .arg("__wasm_split");
    let wanted = split
        .marks
        .iter()
        .filter(|mark| !LEFT_OUT.contains(&mark.name.as_str()));
    let mut parts: Vec<&PathBuf> = wanted.flat_map(|mark| &mark.parts).collect();
    parts.sort();
    parts.dedup();
    for (index, part) in parts.into_iter().enumerate() {
        command.arg(part).arg(format!("part_{index}"));
    }
    command.args(["--skip-export-conflicts", "-o"]).arg(&merged);
    process::run("wasm-merge", &mut command)?;
    wasm::optimize(root, &merged)?;
    read(&merged)
}

/// The bindings as a classic script, which names what it has `quantscope`.
fn library(root: &Path, page: &Path, split: &Split, work: &Path) -> Result<Vec<u8>> {
    let mut parts = include_str!("onefile/parts.js").to_string();
    for mark in &split.marks {
        let (name, there) = (&mark.name, !LEFT_OUT.contains(&mark.name.as_str()));
        writeln!(
            parts,
            "export const __wasm_split_load_{name} = answer({there});"
        )
        .context("The one file's parts cannot be listed")?;
    }
    let scripts = [
        ("quantscope_parts.js", parts),
        (
            "quantscope_core.js",
            text(&page.join("quantscope_core.js"))?,
        ),
        ("library.js", include_str!("onefile/library.js").to_string()),
    ];
    for (name, script) in scripts {
        fs::write(work.join(name), script).with_context(|| format!("{name} cannot be written"))?;
    }
    let out = work.join("library.min.js");
    bundle(
        root,
        &work.join("library.js"),
        &out,
        &[
            "--global-name=quantscope",
            // The module is given to it; it has no address to look beside.
            "--log-override:empty-import-meta=silent",
        ],
    )?;
    read(&out)
}

/// A module and what it imports as one classic script in ASCII.
fn bundle(root: &Path, from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let mut command = Command::new(root.join("node_modules/.bin/esbuild"));
    command
        .arg(from)
        .args(["--bundle", "--minify", "--format=iife"])
        .args(["--log-level=warning", "--legal-comments=inline"])
        // wasm-bindgen imports a module once for each function, under one key.
        .arg("--log-override:duplicate-object-key=silent")
        .args(more)
        .arg(format!("--outfile={}", to.display()));
    process::run("esbuild", &mut command)
}

/// The data in a folder of the page, by the names under which the page fetches them.
fn data(page: &Path, folder: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let path = page.join(folder);
    let mut files = Vec::new();
    for entry in
        fs::read_dir(&path).with_context(|| format!("{} cannot be read", path.display()))?
    {
        let path = entry
            .with_context(|| format!("{} cannot be read", path.display()))?
            .path();
        if NO_DATA
            .iter()
            .any(|kind| path.extension().is_some_and(|is| is == *kind))
        {
            continue;
        }
        if let Some(name) = path.file_name() {
            files.push((format!("{folder}/{}", name.to_string_lossy()), read(&path)?));
        }
    }
    // The same bytes on every machine.
    files.sort();
    Ok(files)
}

/// A line of JSON with names and lengths, then the files.
fn container(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let index: Vec<(&str, usize)> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.len()))
        .collect();
    let mut all = serde_json::to_vec(&index).context("The one file's index cannot be written")?;
    all.push(b'\n');
    for (_, bytes) in files {
        all.extend_from_slice(bytes);
    }
    Ok(all)
}

/// How little LZMA looks back at least, in bytes.
const SMALLEST_WINDOW: u32 = 4096;

/// LZMA with its 13 bytes of header. WebAssembly is not aligned to anything, and a letter says much about the next:
/// no bits of the position, four of the letter before, each measured.
fn compress(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(9);
    options.lc = 4;
    options.lp = 0;
    options.pb = 0;
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    options.depth_limit = 1000;
    // The whole file, and no more memory than that.
    let window = bytes.len().next_power_of_two();
    options.dict_size = u32::try_from(window)
        .unwrap_or(u32::MAX)
        .max(SMALLEST_WINDOW);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, Some(bytes.len() as u64))?;
    writer.write_all(bytes)?;
    writer.finish()
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

/// What stands in the file as it is.
struct Inlined<'a> {
    icon: String,
    style: String,
    rescue: String,
    loader: String,
    /// In gzip, a script that unpacks the rest.
    unpacker: &'a [u8],
    packed: &'a [u8],
}

impl Inlined<'_> {
    /// The page's own HTML, with what it refers to put in the place of the reference.
    fn into_page(self, index: &str) -> Result<Vec<u8>> {
        let mut page = Vec::new();
        for line in index.lines() {
            let line = if line.contains("<meta charset=") {
                // First of all, since a browser looks for it at the beginning only.
                format!(
                    "    <meta charset=\"windows-1252\">\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"
                )
            } else if line.contains("rel=\"icon\"") {
                let icon = self.icon.trim().replace('#', "%23").replace('"', "'");
                format!("    <link rel=\"icon\" href=\"data:image/svg+xml,{icon}\">")
            } else if line.contains("href=\"tokens.css\"") {
                format!("    <style>{}</style>", self.style.trim())
            } else if line.contains("src=\"rescue.js\"") {
                format!("    <script>{}</script>", self.rescue.trim())
            } else if [
                "href=\"page.css\"",
                "href=\"course.css\"",
                "preload\"",
                "src=\"boot.js\"",
            ]
            .iter()
            .any(|packed| line.contains(packed))
            {
                continue;
            } else if line.contains("src=\"") || line.contains("href=\"") {
                bail!(
                    "page/index.html asks for a file that xtask/src/onefile.rs does not know: {}",
                    line.trim()
                );
            } else {
                line.to_string()
            };
            if line.trim() == "</body>" {
                self.write_packed(&mut page);
            }
            // The file is in windows-1252: what is not ASCII is written as HTML can.
            for letter in line.chars() {
                if letter.is_ascii() {
                    page.push(letter as u8);
                } else {
                    page.extend(format!("&#{};", letter as u32).bytes());
                }
            }
            page.push(b'\n');
        }
        if !page.windows(12).any(|found| found == b"id=\"packed\" ") {
            bail!(
                "page/index.html has no line </body>, before which the packed files would stand."
            );
        }
        Ok(page)
    }

    fn write_packed(&self, page: &mut Vec<u8>) {
        for (id, kind, bytes) in [
            ("unpacker", "gzip", self.unpacker),
            ("packed", "x-lzma", self.packed),
        ] {
            let length = bytes.len();
            let Letters { key, letters } = letters::write(bytes);
            let tag = format!(
                "    <script id=\"{id}\" type=\"application/{kind}\" data-length=\"{length}\" data-key=\"{key}\">"
            );
            page.extend(tag.bytes());
            page.extend(letters);
            page.extend(b"</script>\n");
        }
        page.extend(format!("    <script>{}</script>\n", self.loader.trim()).bytes());
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inlined(packed: &[u8]) -> Inlined<'_> {
        Inlined {
            icon: "<svg fill=\"#fff\"/>".to_string(),
            style: ":root{}".to_string(),
            rescue: "rescue()".to_string(),
            loader: "load()".to_string(),
            unpacker: b"zip",
            packed,
        }
    }

    #[test]
    fn the_page_that_is_served_becomes_one_that_asks_for_nothing() {
        let index = include_str!("../../page/index.html");
        let page = inlined(b"<\0packed").into_page(index).unwrap();
        assert!(page.is_ascii());
        let page = String::from_utf8(page).unwrap();
        // A browser looks for the character set in the first 1024 bytes.
        assert!(page.find("windows-1252").is_some_and(|at| at < 1024));
        assert!(!page.contains("utf-8") && !page.contains("src="));
        assert!(page.contains("href=\"data:image/svg+xml,<svg fill='%23fff'/>\""));
        assert!(page.contains("Loading Quantscope &#8230;"));
        let order = [
            "<style>:root{}",
            "rescue()",
            "id=\"loading\"",
            ">\tzip</script>",
            ">\u{4}<\0packed</script>",
            "load()",
            "</body>",
        ];
        let places: Vec<_> = order.iter().map(|part| page.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn what_it_does_not_know_stops_the_build() {
        let stranger = "<script src=\"new.js\"></script>\n</body>\n";
        let error = inlined(b"").into_page(stranger).unwrap_err().to_string();
        assert!(
            error.ends_with("<script src=\"new.js\"></script>"),
            "{error}"
        );
        let error = inlined(b"").into_page("<body></body>").unwrap_err();
        assert!(error.to_string().contains("no line </body>"));
    }

    #[test]
    fn the_container_says_what_is_in_it() {
        let files = [
            ("a".to_string(), b"12".to_vec()),
            ("b/c".to_string(), vec![0xff]),
        ];
        let all = container(&files).unwrap();
        assert_eq!(all, b"[[\"a\",2],[\"b/c\",1]]\n12\xff");
        // The properties are 4 + 9 * (0 + 5 * 0), and the size comes after the window's.
        let packed = compress(&all).unwrap();
        assert_eq!(packed[0], 4);
        assert_eq!(packed[5..13], (all.len() as u64).to_le_bytes());
    }

    #[test]
    fn a_home_is_written_into_the_finished_file() {
        let dist = std::env::temp_dir().join(format!("quantscope-home-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        let page = inlined(&[0xff, 0x80]).into_page(include_str!("../../page/index.html"));
        fs::write(dist.join(FILE), page.unwrap()).unwrap();
        set_home(&dist, "https://example.org/").unwrap();
        let page = fs::read(dist.join(FILE)).unwrap();
        fs::remove_dir_all(&dist).unwrap();
        let page = String::from_utf8_lossy(&page);
        assert!(
            page.contains("<link rel=\"canonical\" href=\"https://example.org/\">\n    <title>")
        );
    }

    #[test]
    fn a_home_is_an_address() {
        assert!(home("https://example.org/quantscope/").is_ok());
        for wrong in [
            "example.org",
            "file:///tmp/",
            "https://a b",
            "https://a/\"x",
            "https://a/#/pact",
        ] {
            assert!(home(wrong).is_err(), "{wrong}");
        }
    }
}
