//! Writes `page/proof/expected.bin`, which the page compares itself with, from the golden files:
//!
//! ```text
//! cargo run --example expected
//! ```

#[path = "../tests/proof/golden.rs"]
mod golden;

fn main() -> golden::Fallible<()> {
    let (bytes, path) = (golden::bytes()?, golden::path("page/proof/expected.bin"));
    std::fs::write(&path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}
