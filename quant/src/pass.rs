//! Quantize, dequantize, measure and count in one pass.

use crate::affine::Affine;
use crate::format::Format;
use crate::histogram::Histogram;
use crate::outputs::{Outputs, PassError};
use crate::range::{DataRange, data_range};
use crate::rounding::{Overflow, Rounding};
use crate::stats::Stats;
use crate::stream::PassStream;

/// How a pass measures.
#[derive(Clone, Copy, Debug)]
pub struct PassSettings {
    /// Bins of the error histogram, 1 to [`MAX_BINS`](crate::MAX_BINS).
    pub bins: usize,
    /// Seed of [`Rounding::Stochastic`]: value i gets `random_bits(seed, i)`.
    pub seed: u64,
    /// What [`data_range`] gave for the same data, to save finding it again.
    pub range: Option<DataRange>,
}

impl PassSettings {
    fn found(&self, x: &[f32]) -> DataRange {
        self.range
            .filter(|range| range.count == x.len() as u64)
            .unwrap_or_else(|| data_range(x))
    }
}

impl Default for PassSettings {
    fn default() -> Self {
        PassSettings {
            bins: 256,
            seed: 0,
            range: None,
        }
    }
}

/// What a pass found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pass {
    /// The figures.
    pub stats: Stats,
    /// Histogram of the error `x' - x` of the measured values.
    pub error: Histogram,
}

/// Quantizes data with an affine quantizer and measures the error.
///
/// The histogram spans half a step to each side (a whole step for roundings that are not to
/// nearest), widened by how far the data's ends lie beyond the first and the last code's value.
/// NaN gets the code of zero, infinity saturates; neither enters the figures.
///
/// # Errors
///
/// When an output does not fit.
///
/// ```
/// use quantscope_quant::{Affine, AffineOptions, CodesMut, Outputs, PassSettings, affine_pass, data_range};
/// let x = [-1.0, 0.1, 2.0];
/// let range = data_range(&x);
/// let q = Affine::from_range(range.or_zero(), &AffineOptions { bits: 2, ..Default::default() });
/// let mut codes = [0u8; 3];
/// let settings = PassSettings { bins: 4, range: Some(range), ..Default::default() };
/// let pass = affine_pass(&x, &q, &settings, Outputs { codes: Some(CodesMut::U8(&mut codes)), values: None })?;
/// assert_eq!(codes, [0, 1, 3]);
/// assert_eq!(pass.error.counts, [0, 1, 2, 0]);
/// # Ok::<(), quantscope_quant::PassError>(())
/// ```
pub fn affine_pass(
    x: &[f32],
    q: &Affine,
    settings: &PassSettings,
    out: Outputs<'_>,
) -> Result<Pass, PassError> {
    let found = settings.found(x);
    let mut stream = PassStream::affine(q, &found, settings);
    stream.feed(x, out)?;
    Ok(stream.finish())
}

/// Quantizes data to a format at a scale, `x' = decode(encode(x / scale)) * scale` in f32, and
/// measures the error.
///
/// The histogram spans half an ulp of the largest magnitude to each side (a whole one for roundings
/// that are not to nearest), widened by how far the data's ends lie beyond the largest value. A
/// scale that is not a finite number above zero counts as 1.
///
/// # Errors
///
/// When an output does not fit.
///
/// ```
/// use quantscope_quant::{Format, Outputs, Overflow, PassSettings, Rounding, format_pass};
/// let f = Format::by_id("float8_e4m3fn").ok_or("no such format")?;
/// let mut values = [0.0; 3];
/// let out = Outputs { codes: None, values: Some(&mut values) };
/// let settings = PassSettings::default();
/// let pass = format_pass(&[1.03, 500.0, 1e-9], f, 1.0, Rounding::NearestEven, Overflow::Saturate, &settings, out)?;
/// assert_eq!(values, [1.0, 448.0, 0.0]);
/// assert_eq!((pass.stats.clipped, pass.stats.underflow, pass.stats.max_abs_error), (1, 1, 52.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn format_pass(
    x: &[f32],
    format: &Format,
    scale: f32,
    rounding: Rounding,
    overflow: Overflow,
    settings: &PassSettings,
    out: Outputs<'_>,
) -> Result<Pass, PassError> {
    let found = settings.found(x);
    let mut stream = PassStream::format(format, scale, rounding, overflow, &found, settings);
    stream.feed(x, out)?;
    Ok(stream.finish())
}
