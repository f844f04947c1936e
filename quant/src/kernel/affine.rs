//! Affine quantization to nearest even, eight numbers at a time.

use super::{least, most};
use crate::affine::Affine;
use crate::rounding::Rounding;

/// 1.5 * 2^23. Adding it rounds a float of magnitude below 2^22 to an integer, ties to even, and
/// leaves that integer in the low bits of the sum.
const MAGIC: f32 = 12_582_912.0;

/// An [`Affine`] prepared for the loop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AffineKernel {
    scale: f32,
    /// Added to x/S before rounding: the zero point where that is asked for, else 0.
    before: f32,
    /// Added to the rounded number to get the code.
    after: i32,
    /// The smallest and the largest rounded number.
    low: f32,
    high: f32,
}

impl AffineKernel {
    /// The kernel for a quantizer, if it rounds to nearest even and its numbers are small enough.
    pub(crate) fn new(q: &Affine) -> Option<AffineKernel> {
        let (before, after) = if q.round_sum {
            (q.zero_point, 0.0)
        } else {
            (0.0, q.zero_point)
        };
        let (low, high) = (
            q.quantized_min as f32 - after,
            q.quantized_max as f32 - after,
        );
        let fits = low.abs() < 1_000_000.0 && high.abs() < 1_000_000.0 && after == after.trunc();
        (q.rounding == Rounding::NearestEven && fits).then_some(AffineKernel {
            scale: q.scale,
            before,
            after: after as i32,
            low,
            high,
        })
    }

    /// Codes and values of a block; returns how many numbers were clipped, infinities among them.
    pub(crate) fn block(&self, x: &[f32], codes: &mut [i32], values: &mut [f32]) -> u32 {
        let n = x.len();
        let (codes, values) = (&mut codes[..n], &mut values[..n]);
        let AffineKernel {
            scale,
            before,
            after,
            low,
            high,
        } = *self;
        let base = (MAGIC.to_bits() as i32).wrapping_sub(after);
        let mut clipped = 0u32;
        for i in 0..n {
            // NaN gets the code of zero.
            let number = if x[i] == x[i] { x[i] } else { 0.0 };
            let steps = number / scale + before;
            // One beyond each end, so that a clipped number is seen after rounding.
            let near = least(most(steps, low - 1.0), high + 1.0);
            let rounded = (near + MAGIC) - MAGIC;
            let inside = least(most(rounded, low), high);
            clipped += u32::from(rounded != inside);
            codes[i] = ((inside + MAGIC).to_bits() as i32).wrapping_sub(base);
            values[i] = (inside - before) * scale;
        }
        clipped
    }
}
