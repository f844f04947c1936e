//! Quantize, dequantize, measure and count in one pass.

use core::fmt;

use crate::affine::Affine;
use crate::format::Format;
use crate::histogram::Histogram;
use crate::kernel::lanes::{B16, I4};
use crate::range::{DataRange, data_range};
use crate::rounding::{Overflow, Rounding};
use crate::stats::Stats;
use crate::stream::PassStream;

/// Where codes are written: as wide as they need.
#[derive(Debug)]
pub enum CodesMut<'a> {
    /// Codes of at most 8 bits, 0 and above.
    U8(&'a mut [u8]),
    /// Codes of at most 8 bits, two's complement.
    I8(&'a mut [i8]),
    /// Codes of at most 16 bits, 0 and above.
    U16(&'a mut [u16]),
    /// Codes of at most 16 bits, two's complement.
    I16(&'a mut [i16]),
}

/// What a pass writes besides its figures; nothing by default.
#[derive(Debug, Default)]
pub struct Outputs<'a> {
    /// The codes, as many as there are values.
    pub codes: Option<CodesMut<'a>>,
    /// The values that come back, as many as there are values.
    pub values: Option<&'a mut [f32]>,
}

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

/// An output that does not fit the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassError {
    /// The codes' length is not the number of values.
    CodesLength {
        /// Number of values.
        expected: usize,
        /// Length given.
        found: usize,
    },
    /// The values' length is not the number of values.
    ValuesLength {
        /// Number of values.
        expected: usize,
        /// Length given.
        found: usize,
    },
    /// The code type cannot hold the codes.
    CodeType,
}

impl fmt::Display for PassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PassError::CodesLength { expected, found } => {
                write!(f, "room for {found} codes, {expected} values")
            }
            PassError::ValuesLength { expected, found } => {
                write!(f, "room for {found} values, {expected} values")
            }
            PassError::CodeType => f.write_str("the code type cannot hold the codes"),
        }
    }
}

impl core::error::Error for PassError {}

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

impl CodesMut<'_> {
    pub(crate) fn check(&self, count: usize, (low, high): (i32, i32)) -> Result<(), PassError> {
        let (found, least, most) = match self {
            CodesMut::U8(codes) => (codes.len(), 0, 0xFF),
            CodesMut::I8(codes) => (codes.len(), -0x80, 0x7F),
            CodesMut::U16(codes) => (codes.len(), 0, 0xFFFF),
            CodesMut::I16(codes) => (codes.len(), -0x8000, 0x7FFF),
        };
        if found != count {
            return Err(PassError::CodesLength {
                expected: count,
                found,
            });
        }
        if low < least || high > most {
            Err(PassError::CodeType)
        } else {
            Ok(())
        }
    }

    /// Writes codes from `start` on. They fit: that was checked.
    pub(crate) fn write(&mut self, start: usize, codes: &[u32]) {
        let end = start + codes.len();
        match self {
            CodesMut::U8(out) => bytes(codes, &mut out[start..end], |b| b),
            CodesMut::I8(out) => bytes(codes, &mut out[start..end], |b| b as i8),
            CodesMut::U16(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c as u16),
            CodesMut::I16(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c as i16),
        }
    }
}

impl CodesMut<'_> {
    /// Writes codes of at most 8 bits; signed ones come as two's complement.
    pub(crate) fn write_narrow(&mut self, start: usize, codes: &[u8]) {
        let end = start + codes.len();
        match self {
            CodesMut::U8(out) => out[start..end].copy_from_slice(codes),
            CodesMut::I8(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c as i8),
            CodesMut::U16(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c.into()),
            CodesMut::I16(out) => {
                out[start..end]
                    .iter_mut()
                    .zip(codes)
                    .for_each(|(o, &c)| *o = (c as i8).into());
            }
        }
    }
}

/// Writes the low byte of each code.
#[inline(always)]
fn bytes<T: Copy>(codes: &[u32], out: &mut [T], from: impl Fn(u8) -> T) {
    let (groups, rest) = codes.as_chunks::<16>();
    let (wide, last) = out.as_chunks_mut::<16>();
    for (group, out) in groups.iter().zip(wide) {
        let (fours, _) = group.as_chunks::<4>();
        let mut packed = [0; 16];
        B16::pack(core::array::from_fn(|i| I4::load(&fours[i]))).store(&mut packed);
        *out = packed.map(&from);
    }
    for (&code, out) in rest.iter().zip(last) {
        *out = from(code as u8);
    }
}
