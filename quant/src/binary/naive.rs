//! The product of two matrices by plain loops, in two orders: what a fast one is compared with.

use super::error::BinaryError;
use super::matmul::check;

/// The product of a (m x k) and b (k x n), all row-major, as the definition says: each result is a
/// row of a times a column of b.
///
/// It reads b down its columns, one number of every row, for which neither vectors nor caches are
/// made. Each result is summed from its first product to its last in f32. Fails as
/// [`matmul`](super::matmul()) does.
///
/// ```
/// use quantscope_quant::binary::{matmul, naive_matmul};
/// let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]);
/// assert_eq!(naive_matmul(&a, &b, 2, 2, 2), matmul(&a, &b, 2, 2, 2));
/// ```
pub fn naive_matmul(
    a: &[f32],
    b: &[f32],
    m: usize,
    n: usize,
    k: usize,
) -> Result<Vec<f32>, BinaryError> {
    let mut result = check(a, b, m, n, k)?;
    if k == 0 || n == 0 {
        return Ok(result);
    }
    for (a, result) in a.chunks_exact(k).zip(result.chunks_exact_mut(n)) {
        for (column, sum) in result.iter_mut().enumerate() {
            for (x, y) in a.iter().zip(b[column..].iter().step_by(n)) {
                *sum += x * y;
            }
        }
    }
    Ok(result)
}

/// The same with the two inner loops exchanged: the innermost runs along a row of b, where a compiler
/// finds vectors by itself. The sums and their order are those of [`naive_matmul`].
///
/// ```
/// use quantscope_quant::binary::{naive_matmul, row_order_matmul};
/// let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]);
/// assert_eq!(row_order_matmul(&a, &b, 2, 2, 2), naive_matmul(&a, &b, 2, 2, 2));
/// ```
pub fn row_order_matmul(
    a: &[f32],
    b: &[f32],
    m: usize,
    n: usize,
    k: usize,
) -> Result<Vec<f32>, BinaryError> {
    let mut result = check(a, b, m, n, k)?;
    if k == 0 || n == 0 {
        return Ok(result);
    }
    for (a, result) in a.chunks_exact(k).zip(result.chunks_exact_mut(n)) {
        for (x, b) in a.iter().zip(b.chunks_exact(n)) {
            for (sum, y) in result.iter_mut().zip(b) {
                *sum += x * y;
            }
        }
    }
    Ok(result)
}
