//! What a threshold costs: the rounding error of what lies within it, the clipping error of what
//! lies beyond.
//!
//! Codes are those of `x / s` in float32, rounded half to even, and values `s q` in float32, as
//! [`Affine`](crate::Affine) has them, so that the error here is the error of a pass with that
//! quantizer. The difference `x' - x` is float32 too; its square and the sums are float64. The loop
//! divides: four divisions at once are fast enough, and products with `1 / s` give other codes.

use serde::{Deserialize, Serialize};

use super::{MAX_BITS, finite, mean};
use crate::kernel::lanes::{D2, F4, I4};

/// 1.5 * 2^23. Adding and subtracting it rounds a float of magnitude below 2^22 to an integer, ties
/// to even.
const MAGIC: f32 = 12_582_912.0;

/// The mean squared error of a symmetric quantizer, in two parts.
///
/// Both are sums over their numbers divided by the count of all, so they add up to the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ThresholdLoss {
    /// The threshold `a`.
    pub threshold: f64,
    /// The part of numbers within `[-a, a]`, unsigned `[0, a]`: rounding.
    pub rounding: f64,
    /// The part of numbers beyond: clipping.
    pub clipping: f64,
}

impl ThresholdLoss {
    /// Both parts together.
    pub fn mse(&self) -> f64 {
        self.rounding + self.clipping
    }
}

/// The losses at each threshold, in the order given.
///
/// NaN and infinity are left out; without a finite number both parts are 0. A threshold that is not
/// above zero clips everything to (all but) zero, one beyond float32 is taken as the largest
/// float32. `bits` are taken into 1 to [`MAX_BITS`].
///
/// ```
/// use quantscope_quant::calibrate::threshold_losses;
/// // Codes -3 to 3 with scale 0.5: 1.2 comes back as 1, 2.5 as 1.5.
/// let [loss] = threshold_losses(&[1.2, 2.5], 3, true, &[1.5])[..] else { panic!() };
/// assert!((loss.rounding - 0.04 / 2.0).abs() < 1e-7);
/// assert_eq!(loss.clipping, 1.0 / 2.0);
/// ```
pub fn threshold_losses(
    values: &[f32],
    bits: u32,
    signed: bool,
    thresholds: &[f64],
) -> Vec<ThresholdLoss> {
    let values = finite(values);
    let count = values.len().max(1) as f64;
    thresholds
        .iter()
        .map(|threshold| {
            let (rounding, clipping) = Clip::new(*threshold, bits, signed).sums(&values);
            ThresholdLoss {
                threshold: *threshold,
                rounding: rounding / count,
                clipping: clipping / count,
            }
        })
        .collect()
}

/// The share of the finite numbers that lie beyond a threshold: `|x| > a`, unsigned `x > a` or
/// `x < 0`. 0 when there are none.
///
/// ```
/// use quantscope_quant::calibrate::clipped_share;
/// let values = [-2.0, 0.5, 1.0, 3.0];
/// assert_eq!(clipped_share(&values, 1.0, true), 0.5);
/// assert_eq!(clipped_share(&values, 2.5, false), 0.5);
/// ```
pub fn clipped_share(values: &[f32], threshold: f64, signed: bool) -> f64 {
    let low = if signed { -threshold } else { 0.0 };
    mean(&finite(values), |x| f64::from(x < low || x > threshold))
}

/// `10 log10(mean x^2 / MSE)` in dB of the finite numbers at a threshold; infinity when nothing is
/// lost, NaN when there is no signal either.
///
/// ```
/// use quantscope_quant::calibrate::sqnr_db;
/// assert_eq!(sqnr_db(&[1.0, -3.0], 3.0, 3, true), f64::INFINITY);
/// ```
pub fn sqnr_db(values: &[f32], threshold: f64, bits: u32, signed: bool) -> f64 {
    let values = finite(values);
    let signal = mean(&values, |x| x * x);
    let noise: f64 = threshold_losses(&values, bits, signed, &[threshold])
        .iter()
        .map(ThresholdLoss::mse)
        .sum();
    10.0 * (signal / noise).log10()
}

/// A symmetric quantizer, prepared for the loop.
struct Clip {
    scale: f32,
    /// The first and the last code.
    first: f32,
    last: f32,
    /// The smallest and the largest number within the threshold.
    low: f32,
    high: f32,
}

impl Clip {
    fn new(threshold: f64, bits: u32, signed: bool) -> Clip {
        let bits = bits.clamp(1, MAX_BITS);
        let last = if signed {
            (1u32 << (bits - 1)) - 1
        } else {
            (1u32 << bits) - 1
        } as f32;
        // NaN becomes 0 too.
        let threshold = threshold.max(0.0).min(f64::from(f32::MAX));
        // `x > high` is then the same in float32 as `x > threshold` in float64.
        let mut high = threshold as f32;
        if f64::from(high) > threshold {
            high = high.next_down();
        }
        let exact = threshold / f64::from(last).max(1.0);
        // Never zero, so that no division gives NaN, and never so large that a value is infinite.
        let mut scale = (exact as f32).max(f32::from_bits(1));
        while !(scale * last).is_finite() {
            scale = scale.next_down();
        }
        Clip {
            scale,
            first: if signed { -last } else { 0.0 },
            last,
            low: if signed { -high } else { 0.0 },
            high,
        }
    }

    /// Sums of squared errors within and beyond.
    fn sums(&self, x: &[f32]) -> (f64, f64) {
        let mut rounding = [D2::splat(0.0); 2];
        let mut clipping = [D2::splat(0.0); 2];
        let (fours, rest) = x.as_chunks::<4>();
        // A zero comes back as it is and adds nothing.
        let mut last = [0.0; 4];
        last[..rest.len()].copy_from_slice(rest);
        for four in fours.iter().chain([&last]) {
            let (error, beyond) = self.four(F4::load(four));
            add_squares(&mut rounding, error.bits().without(beyond).float());
            add_squares(&mut clipping, error.bits().and(beyond).float());
        }
        let total = |[a, b]: [D2; 2]| a.add(b).sum();
        (total(rounding), total(clipping))
    }

    /// Errors of four numbers, and which lie beyond.
    #[inline(always)]
    fn four(&self, x: F4) -> (F4, I4) {
        let (first, last) = (F4::splat(self.first), F4::splat(self.last));
        let magic = F4::splat(MAGIC);
        // Clamped before it is rounded: the ends are whole, so the codes are the same.
        let steps = x.div(F4::splat(self.scale)).most(first).least(last);
        let value = steps.add(magic).sub(magic).mul(F4::splat(self.scale));
        let below = x.below(F4::splat(self.low));
        let above = F4::splat(self.high).below(x);
        (value.sub(x), below.or(above))
    }
}

#[inline(always)]
fn add_squares(sums: &mut [D2; 2], error: F4) {
    let (a, b) = error.wide();
    *sums = [sums[0].add(a.mul(a)), sums[1].add(b.mul(b))];
}
