//! The part of a signal that a lens looks at when it has to look many times.

/// Values that a training looks at, at most: enough that the loss is the signal's, few enough that a
/// training of hundreds of steps is over before the next frame.
pub const BATCH: usize = 8192;

/// The first finite values of a signal, `most` at most.
pub fn batch(values: &[f32], most: usize) -> Vec<f32> {
    values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .take(most)
        .collect()
}
