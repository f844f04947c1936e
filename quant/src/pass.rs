//! Quantize, dequantize, measure and count in one pass.

use crate::affine::Affine;
use crate::dispatch::{FastKernel, Kernel};
use crate::format::Format;
use crate::histogram::Histogram;
use crate::kernel::BLOCK;
use crate::kernel::measure::Measure;
use crate::outputs::{Outputs, PassError};
use crate::range::{DataRange, Range, data_range};
use crate::rounding::{Overflow, Rounding};
use crate::stats::Stats;

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
#[derive(Clone, Debug, PartialEq)]
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
    let kernel = Kernel::affine(q);
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
    let kernel = Kernel::format(format, scale, rounding, overflow);
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
