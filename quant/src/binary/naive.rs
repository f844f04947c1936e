//! The product of two matrices as the definition says: what a fast one is to be compared with.

use super::error::BinaryError;
use super::matmul::check;

/// The product of a (m x k) and b (k x n), all row-major, by three plain loops.
///
/// Each result is summed from its first product to its last in f32. It reads b down its columns, one
/// number of every row, which is why it is slow: the famous 58 times of XNOR-Net are measured
/// against such a product. Fails as [`matmul`](super::matmul()) does.
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
    for (place, result) in result.iter_mut().enumerate() {
        let (row, column) = (place / n, place % n);
        for depth in 0..k {
            *result += a[row * k + depth] * b[depth * n + column];
        }
    }
    Ok(result)
}
