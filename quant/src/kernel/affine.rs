//! Affine quantization to nearest even, four numbers at a time.

use super::fused::Inside;
use super::lanes::{F4, I4};
use crate::affine::Affine;
use crate::range::Range;
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
    /// The smallest number that rounds to the first code and the largest that rounds to the last.
    low: f32,
    high: f32,
}

impl AffineKernel {
    /// The kernel for a quantizer, if it divides, rounds to nearest even and its numbers are small
    /// enough.
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
        // Half a step outside, exact at this size; the tie belongs to an even number only.
        let even = |x: f32| x % 2.0 == 0.0;
        let (outer_low, outer_high) = (low - 0.5, high + 0.5);
        (q.rounding == Rounding::NearestEven && !q.reciprocal && fits).then_some(AffineKernel {
            scale: q.scale,
            before,
            after: after as i32,
            low: if even(low) {
                outer_low
            } else {
                outer_low.next_up()
            },
            high: if even(high) {
                outer_high
            } else {
                outer_high.next_down()
            },
        })
    }

    /// Codes and values of a block; returns how many finite numbers were clipped.
    pub(crate) fn block(&self, x: &[f32], codes: &mut [u32], values: &mut [f32]) -> u32 {
        let (scale, before) = (F4::splat(self.scale), F4::splat(self.before));
        let (low, high) = (F4::splat(self.low), F4::splat(self.high));
        let (magic, zero) = (F4::splat(MAGIC), F4::splat(0.0));
        let base = I4::splat(MAGIC.to_bits().wrapping_sub(self.after as u32));
        super::by_fours(x, codes, values, |x| {
            // NaN gets the code of zero.
            let number = x.bits().and(x.equal(x)).float();
            let steps = number.div(scale).add(before);
            let near = steps.most(low).least(high);
            let sum = near.add(magic);
            let value = sum.sub(magic).sub(before).mul(scale);
            let finite = x.sub(x).equal(zero);
            (sum.bits().sub(base), value, steps.differs(near).and(finite))
        })
    }
}

impl AffineKernel {
    /// The kernel for data whose ends are not clipped, if Z is not added before rounding. Division,
    /// and addition, keep the order of numbers: what lies between the ends is not clipped either.
    pub(crate) fn inside(&self, range: Range) -> Option<AffineInside> {
        let within = |x: f32| (self.low..=self.high).contains(&(x / self.scale));
        let narrow = self.high - self.low <= 256.0;
        let fits = self.before == 0.0 && narrow && within(range.min) && within(range.max);
        fits.then(|| AffineInside {
            after: self.after,
            scale: F4::splat(self.scale),
            magic: F4::splat(MAGIC),
            base: I4::splat(MAGIC.to_bits().wrapping_sub(self.after as u32)),
        })
    }
}

/// [`AffineKernel`] without NaN and clipping.
pub(crate) struct AffineInside {
    after: i32,
    scale: F4,
    magic: F4,
    base: I4,
}

impl Inside for AffineInside {
    #[inline(always)]
    fn four(&self, x: F4) -> (I4, F4) {
        let sum = x.div(self.scale).add(self.magic);
        (
            sum.bits().sub(self.base),
            sum.sub(self.magic).mul(self.scale),
        )
    }

    fn zero(&self) -> (u8, u8) {
        (0xFF, self.after as u8)
    }
}
