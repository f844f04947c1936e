//! Histograms as they are drawn: shares per unit, in columns wide enough to see.

use super::axis::Axis;

/// A column of a histogram on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Its edges in CSS pixels.
    pub x: (f64, f64),
    /// Share of all values, per unit of the axis.
    pub density: f64,
    /// Share of all values.
    pub share: f64,
}

impl Column {
    /// The middle in CSS pixels.
    pub fn middle(&self) -> f64 {
        (self.x.0 + self.x.1) / 2.0
    }
}

/// Bins of equal width from `range.0` to `range.1` as columns of at least
/// `least` pixels; `total` is what the shares refer to. Neighbouring bins are
/// joined in fixed groups, so that columns do not wander while the axis moves.
pub fn columns(
    counts: &[u32],
    range: (f64, f64),
    total: f64,
    axis: &Axis,
    least: f64,
) -> Vec<Column> {
    let bin = (range.1 - range.0) / counts.len() as f64;
    // Also false for NaN.
    if !(bin > 0.0 && bin.is_finite() && total > 0.0) {
        return Vec::new();
    }
    let pixels = (axis.position(range.0 + bin) - axis.position(range.0)).abs();
    let group = if pixels > 0.0 {
        ((least / pixels).ceil() as usize).clamp(1, counts.len())
    } else {
        counts.len()
    };
    counts
        .chunks(group)
        .enumerate()
        .map(|(i, bins)| {
            let start = range.0 + (i * group) as f64 * bin;
            let end = range.0 + (i * group + bins.len()) as f64 * bin;
            let share = bins.iter().map(|&c| f64::from(c)).sum::<f64>() / total;
            Column {
                x: (axis.position(start), axis.position(end)),
                density: share / (end - start),
                share,
            }
        })
        .collect()
}

/// Quantized values as columns: each value stands for the numbers nearer to it
/// than to its neighbours. Values closer than `least` pixels share a column;
/// the flag says whether a column is one value alone, and the first number
/// where that value is.
pub fn spikes(
    quantized: &[(f64, u64)],
    total: f64,
    axis: &Axis,
    least: f64,
) -> Vec<(f64, Column, bool)> {
    let mut out: Vec<(f64, Column, bool)> = Vec::new();
    if total.is_nan() || total <= 0.0 {
        return out;
    }
    // A single value has no neighbours: it stands for a tenth of the axis.
    let alone = (axis.domain().1 - axis.domain().0) / 10.0;
    let n = quantized.len();
    let mut pending: Option<(f64, f64, f64, usize)> = None; // start, end, share, values
    for i in 0..n {
        let (value, count) = quantized[i];
        let before = (i > 0).then(|| value - quantized[i - 1].0);
        let after = (i + 1 < n).then(|| quantized[i + 1].0 - value);
        let left = before.or(after).unwrap_or(alone) / 2.0;
        let right = after.or(before).unwrap_or(alone) / 2.0;
        // Also false for NaN and for values out of order.
        if !(left > 0.0 && right > 0.0) {
            continue;
        }
        let share = count as f64 / total;
        let (start, sum, values) = match pending {
            Some((start, _, sum, values)) => (start, sum + share, values + 1),
            None => (value - left, share, 1),
        };
        let end = value + right;
        let x = (axis.position(start), axis.position(end));
        if x.1 - x.0 >= least || i + 1 == n {
            let at = if values == 1 {
                axis.position(value)
            } else {
                (x.0 + x.1) / 2.0
            };
            let column = Column {
                x,
                density: sum / (end - start),
                share: sum,
            };
            out.push((at, column, values == 1));
            pending = None;
        } else {
            pending = Some((start, end, sum, values));
        }
    }
    out
}

/// What a lone column may count more than its neighbours.
const LEAD: f64 = 1.4;
/// How far the chart may grow so that nothing has to be broken off.
const SPARE: f64 = 1.2;

/// The density at the top of the chart. A lone column (half of the values at
/// zero after ReLU, say) must not flatten the rest, so it counts only as far as
/// 1.4 times the highest of its four neighbours; noise is not mistaken for that,
/// since nothing below 1.4 times the median is. Up to 1.2 times the result is
/// given for whatever is higher, `others` too. All of it changes smoothly with
/// the data, so that the chart does not jump.
pub fn robust_top(columns: &[Column], others: f64) -> f64 {
    let density = |i: usize| columns.get(i).map_or(0.0, |c| c.density);
    let mut filled: Vec<f64> = columns
        .iter()
        .map(|c| c.density)
        .filter(|&d| d > 0.0)
        .collect();
    if filled.is_empty() {
        return 0.0;
    }
    let highest = highest(columns);
    let middle = filled.len() / 2;
    let (_, median, _) = filled.select_nth_unstable_by(middle, f64::total_cmp);
    let mut top = *median * LEAD;
    for i in 0..columns.len() {
        let neighbours = [i.wrapping_sub(1), i.wrapping_sub(2), i + 1, i + 2]
            .into_iter()
            .map(density)
            .fold(0.0, f64::max);
        top = top.max(density(i).min(neighbours * LEAD));
    }
    top = top.min(highest);
    top.max(highest.max(others).min(top * SPARE))
}

/// The highest density.
pub fn highest(columns: &[Column]) -> f64 {
    columns.iter().map(|c| c.density).fold(0.0, f64::max)
}
