//! Clip a fixed share of the numbers.

use super::Calibrator;

/// `a` = the percentile of `|x|`.
pub(super) const CALIBRATOR: Calibrator = Calibrator {
    id: "percentile",
    label: "percentile",
    source: "McKinstry et al. 2018",
    find: |values, options| percentile(values, options.percentile),
};

/// The percentile of magnitudes: of `n` in ascending order the one at `(n - 1) percentile / 100`,
/// between two of them on the straight line (numpy's default, type 7 of Hyndman and Fan 1996).
fn percentile(values: &[f32], percentile: f64) -> f64 {
    let mut magnitudes: Vec<f32> = values.iter().map(|x| x.abs()).collect();
    let Some(last) = magnitudes.len().checked_sub(1) else {
        return 0.0;
    };
    let place = last as f64 * (percentile / 100.0);
    let index = (place as usize).min(last);
    // Two neighbours are wanted, not the order of all.
    let (_, low, above) = magnitudes.select_nth_unstable_by(index, f32::total_cmp);
    let low = f64::from(*low);
    let high = above
        .iter()
        .copied()
        .reduce(f32::min)
        .map_or(low, f64::from);
    low + (high - low) * (place - index as f64)
}
