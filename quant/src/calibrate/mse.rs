//! Try a hundred thresholds and keep the best.

use super::{Calibrator, largest_magnitude, threshold_losses};

/// Thresholds that are tried: `max|x| k / 100` for k from 1 to 100.
const GRID: u32 = 100;

/// `a` = the threshold of the grid with the smallest mean squared error, measured on the numbers
/// themselves. Of equal ones the largest, which clips least.
pub(super) const CALIBRATOR: Calibrator = Calibrator {
    id: "mse",
    label: "MSE grid",
    source: "Choukroun et al. 2019; TensorRT and PyTorch search alike",
    find: |values, options| {
        let largest = largest_magnitude(values);
        let grid: Vec<f64> = (1..=GRID)
            .map(|k| largest * f64::from(k) / f64::from(GRID))
            .collect();
        threshold_losses(values, options.bits, options.signed, &grid)
            .into_iter()
            .rev()
            .min_by(|a, b| a.mse().total_cmp(&b.mse()))
            .map_or(largest, |best| best.threshold)
    },
};
