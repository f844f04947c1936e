//! What is installed on this machine, as far as it matters here.

use crate::process;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What [`crate::plan`] decides from: plain data, so that its tests can invent machines.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The Rust in use has the standard library for `wasm32-unknown-unknown`.
    pub wasm_target: bool,
    /// `rustup` is there to be asked for it.
    pub rustup: bool,
    /// Debian's compiler with the standard library's source, new enough.
    pub debian_rust: bool,
    /// The `rust-lld` of the Rust in use.
    pub linker: Option<PathBuf>,
    /// Packages can be installed with `apt-get`.
    pub apt: bool,
    /// We may install them.
    pub root: bool,
}

/// Where Debian's `rustc-web`, `cargo-web` and `rust-web-src` put things.
pub const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
pub const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// The oldest Debian compiler worth trying, (major, minor): edition 2024 with the dependencies of `Cargo.lock`.
const OLDEST: (u32, u32) = (1, 90);

impl Facts {
    /// Looks at this machine.
    pub fn look() -> Facts {
        let sysroot =
            process::output(Command::new("rustc").args(["--print", "sysroot"])).map(PathBuf::from);
        let host = process::output(Command::new("rustc").arg("-vV")).and_then(|text| host(&text));
        let linker = match (&sysroot, &host) {
            (Some(sysroot), Some(host)) => Some(
                sysroot
                    .join("lib/rustlib")
                    .join(host)
                    .join("bin")
                    .join(exe("rust-lld")),
            ),
            _ => None,
        };
        Facts {
            wasm_target: sysroot
                .is_some_and(|path| path.join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir()),
            rustup: find_program("rustup").is_some(),
            debian_rust: debian_rust(),
            linker: linker.filter(|path| path.is_file()),
            apt: Path::new("/usr/bin/apt-get").is_file(),
            root: process::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0"),
        }
    }
}

/// The file that typing `name` would run.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(exe(name)))
        .find(|file| file.is_file())
}

fn debian_rust() -> bool {
    Path::new(DEBIAN_CARGO).is_file()
        && Path::new(DEBIAN_SOURCE).is_file()
        && process::output(Command::new(DEBIAN_RUSTC).arg("--version"))
            .and_then(|text| version(&text))
            .is_some_and(|version| version >= OLDEST)
}

/// `x86_64-unknown-linux-gnu` out of what `rustc -vV` prints.
fn host(text: &str) -> Option<String> {
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_string)
}

/// `(1, 96)` out of `rustc 1.96.0 (...)`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split_whitespace().nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn exe(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustc_says_is_understood() {
        let text = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0";
        assert_eq!(version(text), Some((1, 96)));
        assert_eq!(host(text).as_deref(), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(version("garbage"), None);
        assert!(version("rustc 1.63.0 (Debian)").is_some_and(|old| old < OLDEST));
    }
}
