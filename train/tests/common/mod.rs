//! What several tests need.

use std::sync::Arc;

use quantscope_train::task::{Data, digits};

/// What a test returns.
pub type Outcome = Fallible<()>;

/// Anything that may fail.
pub type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The digits.
pub fn pictures() -> Fallible<Arc<Data>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../page/data/digits.bin");
    Ok(Arc::new(digits::parse(&std::fs::read(file)?)?))
}
