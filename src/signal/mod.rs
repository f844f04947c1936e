//! Where numbers come from: seeded distributions, pasted text, and files.
//!
//! Everything here ends in 32-bit floats, because that is what the rest of the
//! program quantizes. Nothing here knows a browser, a clock or a file system: a
//! file is a name and its bytes.
//!
//! - [`DISTRIBUTIONS`] is the table of synthetic signals, [`generate`] makes one
//!   whole, and [`Generator`] makes one piece by piece.
//! - [`read_pasted`] reads a list of numbers that somebody typed or pasted.
//! - [`read_file`] reads `.npy`, `.csv` and `.txt`, and refuses everything else
//!   with a [`ReadError`] that says where, what is wrong, and what to do.
//! - [`NpyLayout`], [`file_kind`], [`separator`] and [`read_number`] are the pieces of that for
//!   programs that read a file larger than memory.
//! - [`Picture`] is shades of grey, for what looks at pictures.
//!
//! Every input is bounded: at most [`MAX_COUNT`] values and [`MAX_BYTES`] bytes.
//! No size that a file claims is believed before the bytes have been counted.

mod distribution;
mod drawn;
mod error;
mod file;
mod npy;
mod npy_header;
mod number;
mod pasted;
mod picture;
mod table;
mod tensor;

pub use distribution::{DISTRIBUTIONS, Distribution, Generator, generate};
pub use drawn::Drawn;
pub use error::{Place, ReadError};
pub use file::{FileKind, file_kind, not_utf8, read_file};
pub use npy::NpyLayout;
pub use number::{not_a_number, read_number};
pub use pasted::read_pasted;
pub use picture::{MAX_SIDE, Picture, PictureInfo};
pub use table::{holds_number, separator};
pub use tensor::{Order, Summary, Tensor, TensorInfo};

/// The most values that a signal may hold: 16,777,216, which is 64 MiB of floats.
pub const MAX_COUNT: usize = 1 << 24;

/// The most bytes that a file or a pasted text may hold: 512 MiB.
///
/// It leaves room for [`MAX_COUNT`] numbers written out in full as text, and for
/// the values themselves within the memory of a browser's page. A page can
/// compare a file's size with it before it reads a single byte.
pub const MAX_BYTES: usize = 512 << 20;
