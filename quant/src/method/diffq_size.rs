//! What DiffQ's bits cost, and the variable behind them.
//!
//! The loss while training is that of the task plus `lambda` times the size of the model in MB. The
//! variable that is trained is a logit for each group, so that the bits stay between 2 and 15.

use super::diffq::group_length;

/// The fewest bits while training.
pub const MIN_BITS: f64 = 2.0;
/// The most bits while training.
pub const MAX_BITS: f64 = 15.0;
/// Bits in a MB, as the package counts: 2^20 bytes.
const BITS_IN_MB: f64 = 8.0 * 1_048_576.0;

/// B of a logit: `2 + 13 sigmoid(logit)`.
///
/// ```
/// use quantscope_quant::method::diffq_size::{bits_of, logit_of};
/// assert_eq!(bits_of(0.0), 8.5);
/// assert!((bits_of(logit_of(8.0)) - 8.0).abs() < 1e-12);
/// ```
pub fn bits_of(logit: f64) -> f64 {
    MIN_BITS + (MAX_BITS - MIN_BITS) * sigmoid(logit)
}

/// dB/dlogit: `13 sigmoid (1 - sigmoid)`.
pub fn bits_slope(logit: f64) -> f64 {
    let t = sigmoid(logit);
    (MAX_BITS - MIN_BITS) * t * (1.0 - t)
}

/// The logit of B, to start from; the package starts at 8 bits. B is taken to the nearest in
/// [2.001, 14.999], for 2 and 15 themselves have no finite logit.
pub fn logit_of(bits: f64) -> f64 {
    const EDGE: f64 = 0.001;
    let bits = bits.clamp(MIN_BITS + EDGE, MAX_BITS - EDGE);
    ((bits - MIN_BITS) / (MAX_BITS - bits)).ln()
}

fn sigmoid(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The size in MB of `count` weights in groups of `group_size` (0: one group) with these bits.
///
/// Each weight costs its group's B. The package's overhead comes on top: 64 bits for the range, 8
/// bits for the width of the entries that say B, and an entry of `ceil(log2(round(max B) - 1))` bits
/// for each group.
///
/// ```
/// use quantscope_quant::method::diffq_size::model_size;
/// let bits = (8.0 + 4.0) * 8.0 + 64.0 + 8.0 + 2.0 * 3.0;
/// assert_eq!(model_size(&[8.0, 4.0], 8, 16), bits / 8.0 / 1_048_576.0);
/// ```
pub fn model_size(bits: &[f64], group_size: usize, count: usize) -> f64 {
    let weights: f64 = group_lengths(bits.len(), group_size, count)
        .zip(bits)
        .map(|(length, bits)| length * bits)
        .sum();
    let most = bits.iter().copied().fold(MIN_BITS, f64::max);
    let entry = (1.0 + most.round_ties_even() - MIN_BITS).log2().ceil();
    (weights + 64.0 + 8.0 + entry * bits.len() as f64) / BITS_IN_MB
}

/// d size/dB of each group, in MB for one bit: the group's weights. The overhead's jumps have none.
pub fn model_size_slope(groups: usize, group_size: usize, count: usize) -> Vec<f64> {
    group_lengths(groups, group_size, count)
        .map(|length| length / BITS_IN_MB)
        .collect()
}

/// How many weights each group has.
fn group_lengths(groups: usize, group_size: usize, count: usize) -> impl Iterator<Item = f64> {
    let size = group_length(group_size, count);
    (0..groups).map(move |group| {
        let left = count.saturating_sub(group.saturating_mul(size));
        left.min(size) as f64
    })
}
