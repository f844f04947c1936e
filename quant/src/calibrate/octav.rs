//! OCTAV: the best threshold by Newton's method.
//!
//! With a rounding error of `s^2 4^-B / 3` for each number within the threshold `s` (unsigned codes:
//! `/ 12`, for the step is half as long) and the clipping error of those beyond, the mean squared
//! error is smallest where the iteration below stands still.
//!
//! Sakr et al. 2022, "Optimal Clipping and Magnitude-aware Differentiation for Improved
//! Quantization-aware Training", the recursion of section 3.

use super::{Calibrator, largest_magnitude, mean};

/// Newton's method settles within some ten steps.
const STEPS: usize = 64;

/// `a` = the fixed point that the iteration reaches from `mean|x|`.
pub(super) const CALIBRATOR: Calibrator = Calibrator {
    id: "octav",
    label: "OCTAV",
    source: "Sakr et al. 2022",
    find: |values, options| {
        let (mut previous, mut threshold) = (f64::NAN, mean(values, f64::abs));
        for _ in 0..STEPS {
            let next = octav_step(values, threshold, options.bits, options.signed);
            // A number between two thresholds may send each to the other for ever.
            if next == threshold || next == previous {
                break;
            }
            (previous, threshold) = (threshold, next);
        }
        // The mean of equal numbers may round to more than they are.
        threshold.min(largest_magnitude(values))
    },
};

/// One step: `s <- sum(|x| 1{|x| > s}) / (4^-B / d * #{|x| <= s} + #{|x| > s})` with `d` = 3 for
/// signed and 12 for unsigned codes. NaN and infinity are left out. Where no number lies beyond `s`
/// it stays, for a smaller one would be guessed from nothing.
pub fn octav_step(values: &[f32], threshold: f64, bits: u32, signed: bool) -> f64 {
    let (mut beyond, mut count_beyond, mut count) = (0.0, 0u64, 0u64);
    for x in values.iter().filter(|x| x.is_finite()) {
        let magnitude = f64::from(x.abs());
        let outside = magnitude > threshold;
        beyond += if outside { magnitude } else { 0.0 };
        count_beyond += u64::from(outside);
        count += 1;
    }
    if count_beyond == 0 {
        return threshold;
    }
    let divisor = if signed { 3.0 } else { 12.0 };
    let rounding = 2_f64.powf(-2.0 * f64::from(bits)) / divisor;
    beyond / (rounding * (count - count_beyond) as f64 + count_beyond as f64)
}

/// The start `mean|x|` and so many steps after it: `steps + 1` thresholds.
///
/// ```
/// use quantscope_quant::calibrate::octav::octav_sequence;
/// assert_eq!(octav_sequence(&[1.0, -3.0], 8, true, 1).len(), 2);
/// ```
pub fn octav_sequence(values: &[f32], bits: u32, signed: bool, steps: usize) -> Vec<f64> {
    let values = super::finite(values);
    let start = mean(&values, f64::abs);
    let next = |threshold: &f64| Some(octav_step(&values, *threshold, bits, signed));
    std::iter::successors(Some(start), next)
        .take(steps.saturating_add(1))
        .collect()
}
