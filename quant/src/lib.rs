//! Quantization: numbers to codes to numbers, exactly and fast.
//!
//! - [`Format`]: a small floating-point format as data, under one exact codec.
//! - [`Affine`]: a range of numbers onto a row of integers.
//! - [`format_pass`], [`affine_pass`]: codes, values, error figures and the error's histogram of
//!   millions of numbers in one pass.
//! - [`binary`]: one bit a number, and matrix products by XNOR and popcount.
//! - [`calibrate`]: where to clip, and what it costs.
//! - [`method`]: quantizers that are trained, forward and backward.
//!
//! Pure: no input or output, no clock, no randomness from outside, no browser.

mod affine;
pub mod binary;
pub mod calibrate;
mod channels;
mod codec;
mod custom;
mod dispatch;
mod explain;
mod format;
mod histogram;
mod kernel;
pub mod method;
mod outputs;
mod pass;
mod random;
mod range;
mod rounding;
mod stats;
mod stream;
mod table;

pub use affine::{Affine, AffineOptions, ParameterPrecision, SymmetricDivisor, ZeroPoint};
pub use channels::{Channels, Granularity, ShapeError};
pub use custom::FormatError;
pub use explain::{Explanation, Interval, Reason};
pub use format::{Class, Fields, Format, NanEncoding, ZeroEncoding};
pub use histogram::{Histogram, MAX_BINS, histogram};
pub use outputs::{CodesMut, Outputs, PassError};
pub use pass::{Pass, PassSettings, affine_pass, format_pass};
pub use random::random_bits;
pub use range::{DataRange, Range, data_range};
pub use rounding::{Overflow, Rounding};
pub use stats::Stats;
pub use stream::PassStream;
pub use table::FORMATS;
