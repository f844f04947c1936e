//! Reports beside what they should say.

use std::collections::BTreeMap;

use quantscope::quant::{Histogram, Stats};

use crate::reference::{Choose, Figures, Grid, Row, bins};

pub fn near(found: f64, expected: f64, relative: f64, what: &str) {
    let fine = found == expected
        || (found - expected).abs() <= relative * expected.abs().max(f64::MIN_POSITIVE);
    assert!(
        fine || (found.is_nan() && expected.is_nan()),
        "{what}: {found} where {expected} is right"
    );
}

pub fn same_figures(found: &Stats, expected: &Figures, what: &str) {
    let counts = |s: &Stats| [s.count, s.measured, s.clipped, s.non_finite, s.underflow];
    let right = [
        expected.count,
        expected.measured,
        expected.clipped,
        expected.non_finite,
        expected.underflow,
    ];
    assert_eq!(
        counts(found),
        right,
        "{what}: count, measured, clipped, non_finite, underflow"
    );
    // Errors are taken in float32, sums in float64.
    near(found.mse, expected.mse, 1e-7, what);
    near(found.signal_power, expected.power, 1e-7, what);
    let sqnr = 10.0 * (expected.power / expected.mse).log10();
    assert!(
        found.sqnr_db == sqnr || (found.sqnr_db - sqnr).abs() < 1e-6,
        "{what}: {}",
        found.sqnr_db
    );
    near(found.max_abs_error, expected.max_abs_error, 1e-6, what);
    let room = 1e-7 * expected.mse.sqrt();
    assert!(
        (found.mean_error - expected.mean_error).abs() <= room,
        "{what}: mean error {}",
        found.mean_error
    );
}

/// The errors lie in the histogram's range and in its bins, give or take one bin for
/// an error that float32 cannot tell from an edge.
pub fn same_errors(found: &Histogram, expected: &Figures, range: (f64, f64), what: &str) {
    near(found.min, range.0, 1e-6, what);
    near(found.max, range.1, 1e-6, what);
    assert_eq!(found.counts.len(), 256, "{what}");
    let sum: u64 = found.counts.iter().map(|&count| u64::from(count)).sum();
    assert_eq!(
        sum, expected.measured,
        "{what}: every measured error is counted once"
    );
    let reach = 1e-6 * (range.1 - range.0) + expected.blur;
    for error in &expected.errors {
        assert!(
            (range.0 - reach..=range.1 + reach).contains(error),
            "{what}: {error} is outside {range:?}"
        );
    }
    let counts = bins(expected.errors.iter().copied(), found.min, found.max, 256);
    let (mut ours, mut theirs) = (0_u64, 0_u64);
    for (bin, (&right, &count)) in counts.iter().zip(&found.counts).enumerate() {
        ours += right;
        theirs += u64::from(count);
        let edge = found.min + (found.max - found.min) * (bin + 1) as f64 / 256.0;
        let blurred = expected
            .errors
            .iter()
            .filter(|&&error| (error - edge).abs() <= reach)
            .count();
        assert!(
            ours.abs_diff(theirs) <= blurred as u64,
            "{what}: {theirs} errors below {edge}, {ours} are right"
        );
    }
}

pub fn same_spikes(found: &[(f64, u64)], expected: &BTreeMap<u64, u64>, what: &str) {
    assert!(
        found.is_sorted_by(|a, b| a.0 < b.0),
        "{what}: values ascend"
    );
    let found: BTreeMap<u64, u64> = found
        .iter()
        .map(|&(value, count)| (key(value), count))
        .collect();
    assert_eq!(&found, expected, "{what}");
}

/// A value's bits with one zero.
fn key(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

pub fn count_up(values: impl Iterator<Item = f64>) -> BTreeMap<u64, u64> {
    let mut counts = BTreeMap::new();
    for value in values.filter(|value| value.is_finite()) {
        *counts.entry(key(value)).or_default() += 1;
    }
    counts
}

/// A signal through a small float; gives the value that each number's code has
/// before the scale.
pub fn same_pass(
    (stats, error): (&Stats, &Histogram),
    row: Row,
    values: &[f32],
    scale: f32,
    (choose, saturate): (Choose, bool),
    what: &str,
) -> Vec<f64> {
    let grid = Grid::new(row);
    let rounded: Vec<(f64, bool)> = values
        .iter()
        .map(|&x| grid.round(f64::from(x / scale), choose, saturate))
        .collect();
    let back = |value: f64| f64::from(value as f32 * scale);
    let figures = Figures::of(
        values
            .iter()
            .zip(&rounded)
            .map(|(&x, &(value, over))| (x, back(value), over)),
    );
    same_figures(stats, &figures, what);

    let finite = || {
        values
            .iter()
            .map(|&x| f64::from(x))
            .filter(|x| x.is_finite())
    };
    let (low, high) = finite().fold((f64::INFINITY, -f64::INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
    let largest = low.abs().max(high.abs()) / f64::from(scale);
    let nearest = matches!(choose, Choose::Even | Choose::Away);
    let step =
        grid.ulp(largest.min(grid.max())) * f64::from(scale) * if nearest { 0.5 } else { 1.0 };
    let last = grid.max() * f64::from(scale);
    let range = (-step.max(high - last), step.max(-last - low));
    same_errors(error, &figures, range, what);

    rounded.into_iter().map(|(value, _)| value).collect()
}
