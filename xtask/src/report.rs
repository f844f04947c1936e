//! `cargo xtask report`: what quantization costs on the digits, measured and written into the docs.

use crate::{process, say};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

const FILE: &str = "docs/accuracy.md";

/// Runs the trainings and writes the table with today's date.
pub fn run(root: &Path) -> Result<()> {
    say::step("Training networks on the digits (half a minute)");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["run", "--quiet", "--profile", "native"])
        .args(["--package", "quantscope-train", "--example", "report"])
        .current_dir(root);
    let table = process::output(&mut command).context("The report failed; run it by hand to see why: cargo run --profile native --package quantscope-train --example report")?;
    println!("{table}");
    let date = time::OffsetDateTime::now_utc().date();
    let text = format!(
        "# What quantization costs on the handwritten digits\n\n\
         Made by `cargo xtask report` on {date}.\n\n{table}\n"
    );
    let file = root.join(FILE);
    std::fs::write(&file, text).with_context(|| format!("{FILE} could not be written"))?;
    say::step(&format!("{FILE} has it."));
    Ok(())
}
