//! Quantize, dequantize, measure and count in one pass.

use core::fmt;

use crate::affine::Affine;
use crate::format::Format;
use crate::histogram::Histogram;
use crate::kernel::BLOCK;
use crate::kernel::affine::{AffineInside, AffineKernel};
use crate::kernel::bits::BitsKernel;
use crate::kernel::edge::Edge;
use crate::kernel::lanes::{B16, I4};
use crate::kernel::measure::Measure;
use crate::kernel::small::{SmallInside, SmallKernel};
use crate::random::random_bits;
use crate::range::{DataRange, Range, data_range};
use crate::rounding::{Overflow, Rounding};
use crate::stats::Stats;

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
    let kernel = match AffineKernel::new(q) {
        Some(kernel) => Kernel::Affine(kernel),
        None => Kernel::AffineScalar(*q),
    };
    let ends = (
        f64::from(q.dequantize(q.quantized_min)),
        f64::from(q.dequantize(q.quantized_max)),
    );
    let step = f64::from(q.scale) * if to_nearest(q.rounding) { 0.5 } else { 1.0 };
    run(
        x,
        &kernel,
        (q.quantized_min, q.quantized_max),
        |range| widened(step, ends, range),
        settings,
        out,
    )
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
    let scale = if scale.is_finite() && scale > 0.0 {
        scale
    } else {
        1.0
    };
    let kernel = format_kernel(format, scale, rounding, overflow);
    let last = f64::from(format.max()) * f64::from(scale);
    let first = if format.signed {
        -last
    } else {
        f64::from(format.min_subnormal()) * f64::from(scale)
    };
    let part = if to_nearest(rounding) { 0.5 } else { 1.0 };
    let spans = |range: Range| {
        let largest = f64::from(range.min.abs().max(range.max.abs())) / f64::from(scale);
        let step = format.ulp(largest) * f64::from(scale) * part;
        widened(step, (first, last), range)
    };
    run(
        x,
        &kernel,
        (0, format.code_count() as i32 - 1),
        spans,
        settings,
        out,
    )
}

fn to_nearest(rounding: Rounding) -> bool {
    matches!(rounding, Rounding::NearestEven | Rounding::NearestAway)
}

/// The errors to expect: a step to each side, and what lies beyond the ends.
fn widened(step: f64, ends: (f64, f64), range: Range) -> (f64, f64) {
    let above = f64::from(range.max) - ends.1;
    let below = ends.0 - f64::from(range.min);
    (-step.max(above), step.max(below))
}

/// What turns a block of numbers into codes and values.
enum Kernel {
    Affine(AffineKernel),
    AffineScalar(Affine),
    Small(SmallKernel),
    Bits(BitsKernel),
    FormatScalar {
        format: Format,
        scale: f32,
        rounding: Rounding,
        overflow: Overflow,
    },
}

fn format_kernel(format: &Format, scale: f32, rounding: Rounding, overflow: Overflow) -> Kernel {
    let scalar = Kernel::FormatScalar {
        format: *format,
        scale,
        rounding,
        overflow,
    };
    if rounding != Rounding::NearestEven {
        return scalar;
    }
    let edge = Edge::new(format, scale, overflow);
    match (SmallKernel::new(edge), BitsKernel::new(edge)) {
        (Some(kernel), _) => Kernel::Small(kernel),
        (None, Some(kernel)) => Kernel::Bits(kernel),
        (None, None) => scalar,
    }
}

impl Kernel {
    /// Codes and values of a block that begins at an index of the data; returns how many finite
    /// numbers were clipped or overflowed.
    fn block(
        &self,
        x: &[f32],
        codes: &mut [u32],
        values: &mut [f32],
        seed: u64,
        index: u64,
    ) -> u32 {
        let numbers = x
            .iter()
            .zip(codes.iter_mut())
            .zip(values.iter_mut())
            .zip(index..);
        match self {
            Kernel::Affine(kernel) => kernel.block(x, codes, values),
            Kernel::Small(kernel) => kernel.block(x, codes, values),
            Kernel::Bits(kernel) => kernel.block(x, codes, values),
            Kernel::AffineScalar(q) => {
                let mut clipped = 0;
                for (((&x, code), value), index) in numbers {
                    let random = random_bits(seed, index);
                    let unclamped = q.unclamped_random(x, random);
                    let found = q.quantize_random(x, random);
                    *code = found as u32;
                    *value = q.dequantize(found);
                    let beyond = unclamped < f64::from(q.quantized_min)
                        || unclamped > f64::from(q.quantized_max);
                    clipped += u32::from(beyond && x.is_finite());
                }
                clipped
            }
            Kernel::FormatScalar {
                format,
                scale,
                rounding,
                overflow,
            } => {
                let mut clipped = 0;
                for (((&x, code), value), index) in numbers {
                    let random = random_bits(seed, index);
                    // The sign of a quotient of NaN is not defined.
                    let scaled = if x.is_nan() { x } else { x / scale };
                    let (found, over) =
                        format.encode_counted(f64::from(scaled), *rounding, *overflow, random);
                    *code = found;
                    *value = format.decode(found) * scale;
                    clipped += u32::from(over && x.is_finite());
                }
                clipped
            }
        }
    }
}

/// What takes in blocks by the fused loop.
enum FastKernel {
    Affine(AffineInside),
    Small(SmallInside),
    None,
}

impl FastKernel {
    /// Takes in a block; false, and nothing taken in, where that is not for the fused loop.
    fn block(
        &self,
        x: &[f32],
        codes: &mut [u8; BLOCK],
        values: &mut [f32],
        measure: &mut Measure,
    ) -> bool {
        let (x, []) = x.as_chunks() else { return false };
        let (values, _) = values.as_chunks_mut();
        match self {
            FastKernel::Affine(kernel) => measure.fused(kernel, x, codes, values),
            FastKernel::Small(kernel) => measure.fused(kernel, x, codes, values),
            FastKernel::None => false,
        }
    }
}

impl Kernel {
    /// The fast kernel for finite data in a range, if there is one.
    fn inside(&self, range: Range) -> FastKernel {
        match self {
            Kernel::Affine(kernel) => kernel
                .inside(range)
                .map_or(FastKernel::None, FastKernel::Affine),
            Kernel::Small(kernel) => kernel
                .inside(range)
                .map_or(FastKernel::None, FastKernel::Small),
            _ => FastKernel::None,
        }
    }
}

/// The pass itself.
fn run(
    x: &[f32],
    kernel: &Kernel,
    codes_between: (i32, i32),
    span: impl Fn(Range) -> (f64, f64),
    settings: &PassSettings,
    out: Outputs<'_>,
) -> Result<Pass, PassError> {
    let Outputs {
        codes: mut codes_out,
        values: mut values_out,
    } = out;
    if let Some(codes) = &codes_out {
        codes.check(x.len(), codes_between)?;
    }
    if let Some(values) = &values_out
        && values.len() != x.len()
    {
        return Err(PassError::ValuesLength {
            expected: x.len(),
            found: values.len(),
        });
    }
    let found = settings
        .range
        .filter(|r| r.count == x.len() as u64)
        .unwrap_or_else(|| data_range(x));
    let range = found.or_zero();
    let (min, max) = span(range);
    let mut measure = Measure::new(min, max, settings.bins);
    let inside = if found.all_finite() && measure.fits_fused() {
        kernel.inside(range)
    } else {
        FastKernel::None
    };
    let mut codes = [0u32; BLOCK];
    let mut narrow = [0u8; BLOCK];
    let mut scratch = [0f32; BLOCK];
    // Zeros of blocks that were taken in by the fused loop come back as zeros.
    let mut zeros = found.zeros;
    for (number, block) in x.chunks(BLOCK).enumerate() {
        let start = number * BLOCK;
        let end = start + block.len();
        let values = match &mut values_out {
            Some(values) => &mut values[start..end],
            None => &mut scratch[..block.len()],
        };
        if inside.block(block, &mut narrow, values, &mut measure) {
            if let Some(out) = &mut codes_out {
                out.write_narrow(start, &narrow[..block.len()]);
            }
            continue;
        }
        let zeros_here = block.iter().filter(|&&x| x == 0.0).count() as u64;
        zeros = zeros.saturating_sub(zeros_here);
        let clipped = kernel.block(block, &mut codes, values, settings.seed, start as u64);
        measure.block(block, values, clipped);
        if let Some(out) = &mut codes_out {
            out.write(start, &codes[..block.len()]);
        }
    }
    let mut sums = measure.sums;
    sums.underflow = sums.underflow.saturating_sub(zeros);
    Ok(Pass {
        stats: sums.stats(),
        error: measure.histogram(),
    })
}

impl CodesMut<'_> {
    fn check(&self, count: usize, (low, high): (i32, i32)) -> Result<(), PassError> {
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
    fn write(&mut self, start: usize, codes: &[u32]) {
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
    fn write_narrow(&mut self, start: usize, codes: &[u8]) {
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
