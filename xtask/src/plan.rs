//! What to do about what is missing: pure decisions over [`Facts`].

use crate::facts::Facts;
use std::path::PathBuf;

/// Debian's compiler, its cargo, and the source of the standard library that it builds for wasm32.
pub const RUST_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// The compiler that a person asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Compiler {
    /// Whichever is there, else rustup's, else Debian's.
    #[default]
    Auto,
    /// The Rust in use with rustup's wasm32-unknown-unknown.
    Rustup,
    /// Debian's Rust, which builds the standard library from source.
    Debian,
}

/// A Rust that can compile the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WasmRust {
    /// The `cargo` in use, which has the wasm32 target.
    Installed,
    /// Debian's, linking with the `rust-lld` of the Rust in use.
    Debian { linker: PathBuf },
}

impl WasmRust {
    /// The name under which sizes are recorded: the two build their standard libraries differently.
    pub fn id(&self) -> &'static str {
        match self {
            WasmRust::Installed => "rustup",
            WasmRust::Debian { .. } => "debian",
        }
    }
}

/// What was tried already, so that nothing is tried twice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tried {
    pub rustup: bool,
    pub apt: bool,
}

/// The next thing to do on the way to a compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Use(WasmRust),
    AskRustup,
    Install(&'static [&'static str]),
    /// Nothing more can be done here; a person can do this.
    Tell(String),
}

/// Decides how the page gets compiled.
///
/// What is installed is used, rustup's first; then rustup is asked, then Debian. So a network that hangs costs its time
/// limit once, not at every command.
pub fn wasm_rust(wanted: Compiler, facts: &Facts, tried: Tried) -> Next {
    let rustup_will_do = wanted != Compiler::Debian;
    let debian_will_do = wanted != Compiler::Rustup;

    if rustup_will_do && facts.wasm_target {
        return Next::Use(WasmRust::Installed);
    }
    if debian_will_do && facts.debian_rust {
        return match &facts.linker {
            Some(linker) => Next::Use(WasmRust::Debian { linker: linker.clone() }),
            None => Next::Tell(
                "The page cannot be linked: the Rust in use has no rust-lld, which rustup's toolchains have.".into(),
            ),
        };
    }
    if rustup_will_do && facts.rustup && !tried.rustup {
        return Next::AskRustup;
    }
    if debian_will_do && facts.apt && facts.root && !tried.apt {
        return Next::Install(RUST_PACKAGES);
    }
    Next::Tell(if debian_will_do && facts.apt {
        format!(
            "There is no Rust here that compiles to WebAssembly; this installs one: {}",
            apt_command(RUST_PACKAGES, facts.root)
        )
    } else {
        "There is no Rust here that compiles to WebAssembly; this installs it: rustup target add wasm32-unknown-unknown"
            .into()
    })
}

/// What to do about a program that Debian packages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Package {
    Here,
    Install,
    Tell(String),
}

/// Decides how a program `name` that is or is not here is got from Debian's `packages`.
pub fn program(name: &str, here: bool, packages: &[&str], facts: &Facts) -> Package {
    match (here, facts.apt, facts.root) {
        (true, _, _) => Package::Here,
        (false, true, true) => Package::Install,
        (false, true, false) => Package::Tell(format!(
            "{name} is missing; this installs it: {}",
            apt_command(packages, false)
        )),
        (false, false, _) => {
            Package::Tell(format!("{name} is missing and has to be installed first."))
        }
    }
}

/// The one command for a person to type.
pub fn apt_command(packages: &[&str], root: bool) -> String {
    let sudo = if root { "" } else { "sudo " };
    let packages = packages.join(" ");
    format!("{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {packages}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Tried = Tried {
        rustup: false,
        apt: false,
    };
    const RUSTUP: Tried = Tried {
        rustup: true,
        apt: false,
    };
    const ALL: Tried = Tried {
        rustup: true,
        apt: true,
    };

    /// A fresh Debian machine as root: rustup's toolchain without the target, nothing else.
    fn fresh() -> Facts {
        Facts {
            rustup: true,
            linker: Some("/rust/rust-lld".into()),
            apt: true,
            root: true,
            ..Facts::default()
        }
    }

    fn debian() -> Next {
        Next::Use(WasmRust::Debian {
            linker: "/rust/rust-lld".into(),
        })
    }

    #[test]
    fn every_machine_gets_its_next_step() {
        let with_target = Facts {
            wasm_target: true,
            ..fresh()
        };
        let with_debian = Facts {
            debian_rust: true,
            ..fresh()
        };
        let with_both = Facts {
            wasm_target: true,
            ..with_debian.clone()
        };
        let no_rustup = Facts {
            rustup: false,
            ..fresh()
        };
        let install = Next::Install(RUST_PACKAGES);
        let installed = Next::Use(WasmRust::Installed);
        let table = [
            (
                "target there",
                Compiler::Auto,
                &with_target,
                NOTHING,
                installed.clone(),
            ),
            ("both there", Compiler::Auto, &with_both, NOTHING, installed),
            (
                "both there, Debian wanted",
                Compiler::Debian,
                &with_both,
                NOTHING,
                debian(),
            ),
            (
                "Debian there",
                Compiler::Auto,
                &with_debian,
                NOTHING,
                debian(),
            ),
            (
                "Debian there, rustup wanted",
                Compiler::Rustup,
                &with_debian,
                NOTHING,
                Next::AskRustup,
            ),
            ("fresh", Compiler::Auto, &fresh(), NOTHING, Next::AskRustup),
            (
                "fresh, rustup refused",
                Compiler::Auto,
                &fresh(),
                RUSTUP,
                install.clone(),
            ),
            (
                "fresh, Debian wanted",
                Compiler::Debian,
                &fresh(),
                NOTHING,
                install.clone(),
            ),
            ("no rustup", Compiler::Auto, &no_rustup, NOTHING, install),
        ];
        for (name, wanted, facts, tried, expected) in table {
            assert_eq!(wasm_rust(wanted, facts, tried), expected, "{name}");
        }
    }

    #[test]
    fn where_nothing_can_be_done_one_command_is_told() {
        let no_rights = Facts {
            root: false,
            ..fresh()
        };
        let elsewhere = Facts {
            apt: false,
            ..fresh()
        };
        let no_linker = Facts {
            linker: None,
            debian_rust: true,
            ..fresh()
        };
        let table = [
            (
                &no_rights,
                RUSTUP,
                "sudo apt-get install -y --no-install-recommends rustc-web cargo-web rust-web-src",
            ),
            (
                &fresh(),
                ALL,
                "apt-get install -y --no-install-recommends rustc-web cargo-web rust-web-src",
            ),
            (
                &elsewhere,
                RUSTUP,
                "rustup target add wasm32-unknown-unknown",
            ),
            (&no_linker, NOTHING, "no rust-lld"),
        ];
        for (facts, tried, expected) in table {
            match wasm_rust(Compiler::Auto, facts, tried) {
                Next::Tell(told) => assert!(told.contains(expected), "{told}"),
                other => panic!("{other:?} where {expected:?} should be told"),
            }
        }
    }

    /// Whatever the machine, no step comes back once it was tried: the set-up ends.
    #[test]
    fn nothing_is_tried_twice() {
        for bits in 0..64u32 {
            let facts = Facts {
                wasm_target: bits & 1 != 0,
                rustup: bits & 2 != 0,
                debian_rust: bits & 4 != 0,
                linker: (bits & 8 != 0).then(|| "/lld".into()),
                apt: bits & 16 != 0,
                root: bits & 32 != 0,
            };
            for wanted in [Compiler::Auto, Compiler::Rustup, Compiler::Debian] {
                let next = wasm_rust(wanted, &facts, ALL);
                assert!(
                    matches!(next, Next::Use(_) | Next::Tell(_)),
                    "{facts:?} {wanted:?} {next:?}"
                );
            }
        }
    }

    #[test]
    fn programs_are_installed_or_told() {
        let packages = &["nodejs", "npm"];
        assert_eq!(
            program("Node.js", true, packages, &Facts::default()),
            Package::Here
        );
        assert_eq!(
            program("Node.js", false, packages, &fresh()),
            Package::Install
        );
        let no_rights = Facts {
            root: false,
            ..fresh()
        };
        assert_eq!(
            program("Node.js", false, packages, &no_rights),
            Package::Tell(
                "Node.js is missing; this installs it: sudo apt-get update && \
                 sudo apt-get install -y --no-install-recommends nodejs npm"
                    .into()
            )
        );
        assert!(matches!(
            program("Node.js", false, packages, &Facts::default()),
            Package::Tell(_)
        ));
    }
}
