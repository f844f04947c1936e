//! `cargo xtask bench`: how fast it is, against what, and whether that is enough.

use crate::plan::Compiler;
use crate::serve::Server;
use crate::wasm::{self, Optimizer};
use crate::{process, say, setup};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::path::Path;
use std::process::Command;

#[derive(Args)]
pub struct BenchArgs {
    /// Measure only this; may be given more than once.
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Measure dist/ as it is.
    #[arg(long)]
    no_build: bool,
    /// Rounds for each size of the tables.
    #[arg(long, default_value_t = 15)]
    rounds: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The JavaScript calls in Chromium, against their rivals.
    Kernels,
    /// The products of matrices in Chromium, in f32 and of signs.
    Products,
    /// A slider dragged with a million values.
    Drag,
    /// Steps of training in a second, against a network in JavaScript.
    Training,
    /// The same passes without a browser.
    Native,
}

/// Measures and prints; numbers short of a target are marked, not an error.
pub fn run(root: &Path, compiler: Compiler, args: &BenchArgs) -> Result<()> {
    let wanted = |part: Part| args.only.is_empty() || args.only.contains(&part);
    let in_browser = [Part::Kernels, Part::Products, Part::Drag, Part::Training];
    if in_browser.into_iter().any(wanted) {
        in_chromium(root, compiler, args, wanted)?;
    }
    if wanted(Part::Native) {
        say::step("Measuring natively");
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args([
                "run",
                "--quiet",
                "--profile",
                "native",
                "--package",
                "quantscope-quant",
            ])
            .args(["--example", "native_bench"])
            .current_dir(root);
        process::run("The native measurement", &mut command)?;
    }
    Ok(())
}

fn in_chromium(
    root: &Path,
    compiler: Compiler,
    args: &BenchArgs,
    wanted: impl Fn(Part) -> bool,
) -> Result<()> {
    let chromium = setup::chromium()?;
    setup::node(root)?;
    if !args.no_build {
        wasm::build(root, compiler, Optimizer::Required)?;
    }
    let mounts = [
        ("", root.join("dist")),
        ("bench", root.join("tests/bench")),
        (
            "onnxruntime-web",
            root.join("node_modules/onnxruntime-web/dist"),
        ),
    ];
    let url = Server::bind(0, "/", &mounts)?.run_in_background();
    let node = |script: &str, arguments: &[String]| {
        let mut command = Command::new("node");
        command
            .arg(root.join("tests/bench").join(script))
            .args(arguments)
            .current_dir(root)
            .env("CHROMIUM", &chromium)
            .env("QUANTSCOPE_URL", &url);
        process::run(&format!("tests/bench/{script}"), &mut command)
    };
    if wanted(Part::Kernels) {
        say::step("Measuring the JavaScript calls in Chromium");
        node("kernels.mjs", &[format!("--rounds={}", args.rounds)])?;
    }
    if wanted(Part::Products) {
        say::step("Measuring the products of matrices in Chromium");
        node("products.mjs", &[format!("--rounds={}", args.rounds)])?;
    }
    if wanted(Part::Drag) {
        say::step("Dragging a slider in Chromium");
        node("drag.mjs", &[])?;
    }
    if wanted(Part::Training) {
        say::step("Training in Chromium");
        node("training.mjs", &[])?;
    }
    Ok(())
}
