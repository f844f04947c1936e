//! A pass over data that comes in pieces.

use crate::affine::Affine;
use crate::dispatch::{FastKernel, Kernel};
use crate::format::Format;
use crate::kernel::BLOCK;
use crate::kernel::measure::Measure;
use crate::outputs::{Outputs, PassError};
use crate::pass::{Pass, PassSettings};
use crate::range::{DataRange, Range};
use crate::rounding::{Overflow, Rounding};

/// A pass over data that comes in pieces, so that data larger than memory can be measured, or
/// data that lies elsewhere without a copy of all of it: first [`data_range`](crate::data_range)
/// over the pieces, joined by [`DataRange::join`], then the pieces again.
///
/// ```
/// use quantscope_quant::{
///     Affine, AffineOptions, DataRange, Outputs, PassSettings, PassStream, affine_pass, data_range,
/// };
/// let x: Vec<f32> = (0..5000).map(|i| (i as f32 * 0.37).sin()).collect();
/// let found = x.chunks(300).map(data_range).fold(DataRange::default(), |a, b| a.join(&b));
/// let q = Affine::from_range(found.or_zero(), &AffineOptions::default());
/// let settings = PassSettings::default();
/// let mut stream = PassStream::affine(&q, &found, &settings);
/// for piece in x.chunks(2048) {
///     stream.feed(piece, Outputs::default())?;
/// }
/// assert_eq!(stream.finish(), affine_pass(&x, &q, &settings, Outputs::default())?);
/// # Ok::<(), quantscope_quant::PassError>(())
/// ```
pub struct PassStream {
    kernel: Kernel,
    inside: FastKernel,
    measure: Measure,
    codes_between: (i32, i32),
    seed: u64,
    /// Values taken in so far: the index of the next.
    index: u64,
    /// Zeros in blocks that the fused loop took in: they come back as zeros.
    zeros: u64,
}

impl PassStream {
    /// A pass with an affine quantizer, as [`affine_pass`](crate::affine_pass). `found` is the
    /// range of all the data.
    pub fn affine(q: &Affine, found: &DataRange, settings: &PassSettings) -> PassStream {
        let kernel = Kernel::affine(q);
        let ends = (
            f64::from(q.dequantize(q.quantized_min)),
            f64::from(q.dequantize(q.quantized_max)),
        );
        let step = f64::from(q.scale) * if to_nearest(q.rounding) { 0.5 } else { 1.0 };
        let span = widened(step, ends, found.or_zero());
        let codes_between = (q.quantized_min, q.quantized_max);
        Self::new(kernel, codes_between, span, found, settings)
    }

    /// A pass with a format, as [`format_pass`](crate::format_pass). `found` is the range of all
    /// the data.
    pub fn format(
        format: &Format,
        scale: f32,
        rounding: Rounding,
        overflow: Overflow,
        found: &DataRange,
        settings: &PassSettings,
    ) -> PassStream {
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
        let range = found.or_zero();
        let largest = f64::from(range.min.abs().max(range.max.abs())) / f64::from(scale);
        let step = format.ulp(largest) * f64::from(scale) * part;
        let span = widened(step, (first, last), range);
        let codes_between = (0, format.code_count() as i32 - 1);
        Self::new(kernel, codes_between, span, found, settings)
    }

    fn new(
        kernel: Kernel,
        codes_between: (i32, i32),
        span: (f64, f64),
        found: &DataRange,
        settings: &PassSettings,
    ) -> PassStream {
        let measure = Measure::new(span.0, span.1, settings.bins);
        let inside = if found.all_finite() && measure.fits_fused() {
            kernel.inside(found.or_zero())
        } else {
            FastKernel::None
        };
        PassStream {
            kernel,
            inside,
            measure,
            codes_between,
            seed: settings.seed,
            index: 0,
            zeros: found.zeros,
        }
    }

    /// Takes in the next piece of the data, all of which lies in the range given at the start.
    /// Pieces of a multiple of 1024 values are fastest, and give the sums of one pass to the bit.
    ///
    /// # Errors
    ///
    /// When an output does not fit; nothing is taken in then.
    pub fn feed(&mut self, x: &[f32], out: Outputs<'_>) -> Result<(), PassError> {
        let Outputs {
            codes: mut codes_out,
            values: mut values_out,
        } = out;
        if let Some(codes) = &codes_out {
            codes.check(x.len(), self.codes_between)?;
        }
        if let Some(values) = &values_out
            && values.len() != x.len()
        {
            return Err(PassError::ValuesLength {
                expected: x.len(),
                found: values.len(),
            });
        }
        let mut codes = [0u32; BLOCK];
        let mut narrow = [0u8; BLOCK];
        let mut scratch = [0f32; BLOCK];
        for (number, block) in x.chunks(BLOCK).enumerate() {
            let start = number * BLOCK;
            let end = start + block.len();
            let values = match &mut values_out {
                Some(values) => &mut values[start..end],
                None => &mut scratch[..block.len()],
            };
            if self
                .inside
                .block(block, &mut narrow, values, &mut self.measure)
            {
                if let Some(out) = &mut codes_out {
                    out.write_narrow(start, &narrow[..block.len()]);
                }
                continue;
            }
            let zeros_here = block.iter().filter(|&&x| x == 0.0).count() as u64;
            self.zeros = self.zeros.saturating_sub(zeros_here);
            let index = self.index + start as u64;
            let clipped = self
                .kernel
                .block(block, &mut codes, values, self.seed, index);
            self.measure.block(block, values, clipped);
            if let Some(out) = &mut codes_out {
                out.write(start, &codes[..block.len()]);
            }
        }
        self.index += x.len() as u64;
        Ok(())
    }

    /// The figures of all that was taken in.
    pub fn finish(self) -> Pass {
        let mut sums = self.measure.sums;
        sums.underflow = sums.underflow.saturating_sub(self.zeros);
        Pass {
            stats: sums.stats(),
            error: self.measure.histogram(),
        }
    }
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
