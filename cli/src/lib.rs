//! Quantscope on the command line: `quantscope stats`, `encode`, `decode`, `formats`, `plot` and `code`.
//!
//! - [`arguments`]: what may be written behind `quantscope`.
//! - [`command`]: one file for each command.
//! - [`source`]: files of any size as pieces of numbers.
//! - [`address`]: the state of a lesson.
//! - [`text`]: characters, tokens and fields of a text that is read as it comes.
//! - [`target`]: what numbers are quantized to, by name.

pub mod address;
pub mod arguments;
pub mod command;
pub mod failure;
pub mod shown;
pub mod source;
pub mod target;
pub mod text;
