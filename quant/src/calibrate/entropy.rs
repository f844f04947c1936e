//! The threshold that keeps the histogram's information: TensorRT's calibration.
//!
//! Migacz 2017, "8-bit inference with TensorRT", in the form that onnxruntime's `calibrate.py` gave
//! it (`HistogramCollector.get_entropy_threshold`).

use super::{Calibrator, largest_magnitude};
use crate::histogram::{Histogram, histogram};

/// What an empty bin is taken to hold, so that no logarithm is infinite.
const SMOOTHING: f64 = 1e-4;

/// `a` = the end of the window whose clipped and coarsened histogram diverges least from the
/// clipped one.
///
/// The histogram has `options.bins` bins over `[-max|x|, max|x|]` and the coarse one
/// `2^(bits - 1)`, at most as many: 128 for 8 bits, as in TensorRT. An odd number of bins has one
/// in the middle; with an even number the windows reach one bin farther to the right, as they do in
/// onnxruntime.
pub(super) const CALIBRATOR: Calibrator = Calibrator {
    id: "entropy",
    label: "KL divergence",
    source: "Migacz 2017 (TensorRT); onnxruntime",
    find: |values, options| {
        let largest = largest_magnitude(values);
        let fine = histogram(values, -largest, largest, options.bins);
        let coarse = (1usize << (options.bits - 1)).min(options.bins);
        let (low, high) = entropy_threshold(&fine, coarse);
        low.abs().max(high).min(largest)
    },
};

/// Lower and upper end of the window of a histogram, symmetric about its middle bin, that loses
/// least when it is merged into `quantized_bins` bins.
///
/// For each window, P is its counts with all that lies outside added to its first and last bin; Q
/// is its counts without those, merged and spread evenly over as many bins as hold something in P,
/// cut to whole numbers. Both are smoothed and the window with the smallest KL divergence
/// `sum p ln(p / q)` wins, of equal ones the smallest.
///
/// Sums are in float64 where onnxruntime's are float32. When no window has a divergence (all counts
/// zero, or all lost in merging) the answer is the whole histogram.
///
/// ```
/// use quantscope_quant::Histogram;
/// use quantscope_quant::calibrate::entropy::entropy_threshold;
/// let fine = Histogram { min: -1.0, max: 1.0, counts: vec![0, 0, 3, 5, 3, 0, 0] };
/// let (low, high) = entropy_threshold(&fine, 3);
/// assert!((low + 3.0 / 7.0).abs() < 1e-12 && (high - 3.0 / 7.0).abs() < 1e-12);
/// ```
pub fn entropy_threshold(histogram: &Histogram, quantized_bins: usize) -> (f64, f64) {
    let counts = &histogram.counts;
    let middle = counts.len() / 2;
    let quantized_bins = quantized_bins.clamp(1, counts.len().max(1));
    let mut windows = Windows::new(counts, quantized_bins);
    let mut best = (f64::INFINITY, 0, counts.len());
    for reach in quantized_bins / 2..=middle {
        let (start, end) = (middle - reach, (middle + reach + 1).min(counts.len()));
        let divergence = windows.divergence(start, end);
        if divergence < best.0 {
            best = (divergence, start, end);
        }
    }
    let width = (histogram.max - histogram.min) / counts.len().max(1) as f64;
    let edge = |bin: usize| {
        if bin == counts.len() {
            histogram.max
        } else {
            histogram.min + width * bin as f64
        }
    };
    (edge(best.1), edge(best.2))
}

/// The windows of one histogram, and room to work in.
struct Windows<'a> {
    counts: &'a [u32],
    /// How many numbers lie in the bins before each.
    before: Vec<u64>,
    quantized_bins: usize,
    clipped: Vec<u64>,
    spread: Vec<u64>,
}

impl Windows<'_> {
    fn new(counts: &[u32], quantized_bins: usize) -> Windows<'_> {
        let mut total = 0;
        let before = std::iter::once(0)
            .chain(counts.iter().map(|count| {
                total += u64::from(*count);
                total
            }))
            .collect();
        Windows {
            counts,
            before,
            quantized_bins,
            clipped: Vec::new(),
            spread: Vec::new(),
        }
    }

    /// The KL divergence of the window from `start` to before `end`; infinite if there is none.
    fn divergence(&mut self, start: usize, end: usize) -> f64 {
        let window = &self.counts[start..end];
        let (Some(last), [.., total]) = (window.len().checked_sub(1), self.before.as_slice())
        else {
            return f64::INFINITY;
        };
        self.clipped.clear();
        self.clipped.extend(window.iter().copied().map(u64::from));
        self.clipped[0] += self.before[start];
        self.clipped[last] += total - self.before[end];
        self.spread.clear();
        self.spread.resize(window.len(), 0);
        // At least 1: no window is shorter than the coarse histogram.
        let merged = (window.len() / self.quantized_bins).max(1);
        let groups = self
            .clipped
            .chunks_exact(merged)
            .zip(self.spread.chunks_exact_mut(merged));
        for (group, (clipped, spread)) in groups.take(self.quantized_bins).enumerate() {
            let first = start + group * merged;
            // The last one also counts what did not come out even, but does not cover it.
            let after = if group + 1 == self.quantized_bins {
                end
            } else {
                first + merged
            };
            let held = clipped.iter().filter(|count| **count != 0).count() as u64;
            if let Some(each) = (self.before[after] - self.before[first]).checked_div(held) {
                spread.fill(each);
            }
        }
        divergence(&self.clipped, &self.spread)
    }
}

/// `sum p ln(p / q)` of two histograms, each smoothed and brought to sum 1.
fn divergence(p: &[u64], q: &[u64]) -> f64 {
    let (Some(p_taken), Some(q_taken)) = (taken(p), taken(q)) else {
        return f64::INFINITY;
    };
    let smooth = |count: u64, taken: f64| {
        if count == 0 {
            SMOOTHING
        } else {
            count as f64 - taken
        }
    };
    // Smoothing moves, and neither adds nor takes: the sums are those of the counts.
    let sum = |counts: &[u64]| counts.iter().sum::<u64>() as f64;
    let (p_sum, q_sum) = (sum(p), sum(q));
    p.iter()
        .zip(q)
        .map(|(p, q)| {
            let (p, q) = (smooth(*p, p_taken) / p_sum, smooth(*q, q_taken) / q_sum);
            p * (p / q).ln()
        })
        .sum()
}

/// What each bin that is not empty gives for the empty ones; `None` if that is all it may have, or
/// if all are empty.
fn taken(counts: &[u64]) -> Option<f64> {
    let empty = counts.iter().filter(|count| **count == 0).count();
    let taken = SMOOTHING * empty as f64 / (counts.len() - empty) as f64;
    (taken < 1.0).then_some(taken)
}
