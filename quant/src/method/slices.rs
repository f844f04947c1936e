//! Loops that all methods share: f32 in and out, f64 in between.

use super::error::MethodError;

/// That a slice has one number for each value.
pub(crate) fn same(name: &'static str, found: usize, expected: usize) -> Result<(), MethodError> {
    if found == expected {
        Ok(())
    } else {
        Err(MethodError::Length {
            name,
            expected,
            found,
        })
    }
}

/// Writes `f(x)` for each x.
pub(crate) fn map(
    x: &[f32],
    values: &mut [f32],
    f: impl Fn(f64) -> f64,
) -> Result<(), MethodError> {
    same("values", values.len(), x.len())?;
    for (value, x) in values.iter_mut().zip(x) {
        *value = f(f64::from(*x)) as f32;
    }
    Ok(())
}

/// Writes `pass(x, g)`, the gradient with respect to x, for each x and its upstream gradient g.
pub(crate) fn pull(
    x: &[f32],
    upstream: &[f32],
    input: &mut [f32],
    mut pass: impl FnMut(f64, f64) -> f64,
) -> Result<(), MethodError> {
    same("upstream", upstream.len(), x.len())?;
    same("input", input.len(), x.len())?;
    for ((input, x), g) in input.iter_mut().zip(x).zip(upstream) {
        *input = pass(f64::from(*x), f64::from(*g)) as f32;
    }
    Ok(())
}

/// A fresh slice that `write` fills, and what `write` returns.
pub(crate) fn fresh<T>(
    count: usize,
    write: impl FnOnce(&mut [f32]) -> Result<T, MethodError>,
) -> Result<(Vec<f32>, T), MethodError> {
    let mut numbers = vec![0.0; count];
    let found = write(&mut numbers)?;
    Ok((numbers, found))
}
