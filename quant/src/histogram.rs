//! Counts over equal bins.

use serde::{Deserialize, Serialize};

/// The most bins a histogram has; a larger wish is cut to it.
pub const MAX_BINS: usize = 4096;

/// Counts over equal bins of `[min, max]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Lower edge of the first bin.
    pub min: f64,
    /// Upper edge of the last bin; a value that lies on it is in the last bin.
    pub max: f64,
    /// Counts, first bin first.
    pub counts: Vec<u32>,
}

/// Histogram of the finite values inside `[min, max]`, with 1 to [`MAX_BINS`] bins. All zero when
/// `min < max` does not hold.
///
/// ```
/// use quantscope_quant::histogram;
/// let h = histogram(&[0.0, 0.4, 1.0, 7.0, f32::NAN], 0.0, 1.0, 2);
/// assert_eq!(h.counts, [2, 1]);
/// ```
pub fn histogram(x: &[f32], min: f64, max: f64, bins: usize) -> Histogram {
    let bins = bins.clamp(1, MAX_BINS);
    let mut counts = vec![0u32; bins];
    let per_unit = bins as f64 / (max - min);
    if per_unit.is_finite() && per_unit > 0.0 {
        for &v in x {
            let v = f64::from(v);
            if v >= min && v <= max {
                counts[(((v - min) * per_unit) as usize).min(bins - 1)] += 1;
            }
        }
    }
    Histogram { min, max, counts }
}
