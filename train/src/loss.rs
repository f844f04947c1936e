//! What the network is trained to make small, and its gradient.

use crate::functions::exponential;

/// A loss over a batch: the mean over its examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Loss {
    /// `-log softmax(y)_label`, for classes; targets are the numbers of the classes.
    CrossEntropy,
    /// `(y - target)^2 / 2`, for one output: half mean squared error.
    HalfSquare,
}

impl Loss {
    /// The loss of a batch, and dL/dy in `gradient`.
    ///
    /// `outputs` is (outputs x columns), of which the first `targets.len()` columns are examples;
    /// the gradient of the others is zero. `scratch` is as long as a row. The loss is not finite if
    /// an output is not.
    pub(crate) fn backward(
        self,
        outputs: &[f32],
        targets: &[f32],
        columns: usize,
        scratch: &mut [f32],
        gradient: &mut [f32],
    ) -> f64 {
        gradient.copy_from_slice(outputs);
        let loss = self.apply(gradient, targets, columns, scratch);
        let share = 1.0 / targets.len().max(1) as f32;
        match self {
            Loss::CrossEntropy => {
                for (column, label) in targets.iter().enumerate() {
                    if let Some(p) = gradient.get_mut(*label as usize * columns + column) {
                        *p -= 1.0;
                    }
                }
            }
            Loss::HalfSquare => {
                for (g, target) in gradient.iter_mut().zip(targets) {
                    *g -= target;
                }
            }
        }
        for row in gradient.chunks_exact_mut(columns.max(1)) {
            for g in row.iter_mut() {
                *g *= share;
            }
            row[targets.len()..].fill(0.0);
        }
        loss
    }

    /// Turns the outputs into what they mean, class probabilities or values, and returns the loss.
    pub(crate) fn apply(
        self,
        outputs: &mut [f32],
        targets: &[f32],
        columns: usize,
        scratch: &mut [f32],
    ) -> f64 {
        let count = targets.len().max(1) as f64;
        match self {
            Loss::CrossEntropy => softmax(outputs, targets, columns, scratch) / count,
            Loss::HalfSquare => {
                let each = outputs.iter().zip(targets);
                let squares = each.map(|(y, target)| {
                    let distance = f64::from(*y) - f64::from(*target);
                    distance * distance
                });
                squares.sum::<f64>() / (2.0 * count)
            }
        }
    }
}

/// Turns outputs into class probabilities, column by column, and returns the sum of the columns'
/// cross-entropies.
fn softmax(outputs: &mut [f32], labels: &[f32], columns: usize, scratch: &mut [f32]) -> f64 {
    let columns = columns.max(1);
    // The largest of each column comes off, so that nothing overflows.
    scratch.fill(f32::NEG_INFINITY);
    for row in outputs.chunks_exact(columns) {
        for (most, y) in scratch.iter_mut().zip(row) {
            *most = if *y > *most { *y } else { *most };
        }
    }
    let mut loss = 0.0;
    for (column, (label, most)) in labels.iter().zip(scratch.iter()).enumerate() {
        let own = outputs.get(*label as usize * columns + column);
        loss += f64::from(*most) - f64::from(own.copied().unwrap_or(*most));
    }
    for row in outputs.chunks_exact_mut(columns) {
        exponential(row, scratch);
    }
    scratch.fill(0.0);
    for row in outputs.chunks_exact(columns) {
        for (sum, e) in scratch.iter_mut().zip(row) {
            *sum += e;
        }
    }
    for row in outputs.chunks_exact_mut(columns) {
        for (e, sum) in row.iter_mut().zip(scratch.iter()) {
            *e /= sum;
        }
    }
    // A logarithm of a product in place of a sum of logarithms: each factor is from 1 to the number
    // of classes, of which there are at most 2^8, so that 64 of them stay below 2^512.
    for sums in scratch[..labels.len()].chunks(64) {
        loss += libm::log(sums.iter().map(|sum| f64::from(*sum)).product());
    }
    loss
}
