//! The part of a signal that a training looks at.

/// Values in it at most: enough that the loss is the signal's, few enough that a
/// training of hundreds of steps is over before the next frame.
pub const BATCH: usize = 8192;

/// The first finite values of a signal.
pub fn batch(values: &[f32]) -> Vec<f32> {
    values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .take(BATCH)
        .collect()
}
