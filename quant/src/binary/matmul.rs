//! The product of two matrices in f32, as fast as plain vector instructions make it.
//!
//! Tiles of 4 x 8 results stay in registers while the depth runs. Both matrices are copied into
//! panels in the very order in which the tiles read them (Goto, van de Geijn: "Anatomy of
//! high-performance matrix multiplication", 2008): a block of b that stays in the second-level
//! cache, of which one panel stays in the first while all rows of a pass by.

use super::error::{BinaryError, fits, zeros};
use crate::kernel::lanes::F4;

/// Rows of a tile.
const ROWS: usize = 4;

/// Columns of a tile: two vectors of four.
const COLUMNS: usize = 8;

/// How many products are added up before they are added to the result.
pub const BLOCK_DEPTH: usize = 256;

/// Rows of a that are packed at a time.
const BLOCK_ROWS: usize = 64;

/// Columns of b that are packed at a time: a block of 128 KiB.
const BLOCK_COLUMNS: usize = 128;

/// A row of a panel of b.
type Eight = [[f32; 4]; 2];

/// The product of a (m x k) and b (k x n), all row-major: m x n numbers.
///
/// The order of the sums is the same for every size and on every machine: each result is the sum,
/// from the first to the last, of blocks of [`BLOCK_DEPTH`] products; each block is summed from its
/// first product to its last, starting from zero; each product and each sum is rounded to f32.
/// With k = 0 the result is zeros.
///
/// Fails when a or b has not as many numbers as the sizes say, or a matrix would have more than
/// [`MAX_NUMBERS`](super::MAX_NUMBERS).
///
/// ```
/// use quantscope_quant::binary::matmul;
/// let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]);
/// assert_eq!(matmul(&a, &b, 2, 2, 2).unwrap(), [19.0, 22.0, 43.0, 50.0]);
/// let refusal = matmul(&a, &b, 2, 2, 3).unwrap_err();
/// assert_eq!(refusal.to_string(), "a must have m * k = 6 numbers, not 4");
/// ```
pub fn matmul(a: &[f32], b: &[f32], m: usize, n: usize, k: usize) -> Result<Vec<f32>, BinaryError> {
    let mut result = check(a, b, m, n, k)?;
    if result.is_empty() {
        return Ok(result);
    }
    let mut left = Vec::new();
    let mut right = Vec::new();
    for first_column in (0..n).step_by(BLOCK_COLUMNS) {
        let columns = BLOCK_COLUMNS.min(n - first_column);
        for first_depth in (0..k).step_by(BLOCK_DEPTH) {
            let depth = BLOCK_DEPTH.min(k - first_depth);
            let block = &b[first_depth * n..(first_depth + depth) * n];
            pack_right(block, n, first_column, columns, &mut right);
            for first_row in (0..m).step_by(BLOCK_ROWS) {
                let rows = BLOCK_ROWS.min(m - first_row);
                let block = &a[first_row * k..(first_row + rows) * k];
                pack_left(block, k, first_depth, depth, &mut left);
                let block = &mut result[first_row * n..(first_row + rows) * n];
                add_block(&left, &right, depth, block, n, first_column);
            }
        }
    }
    Ok(result)
}

/// Zeros for the result, if the slices fit the sizes.
pub(super) fn check(
    a: &[f32],
    b: &[f32],
    m: usize,
    n: usize,
    k: usize,
) -> Result<Vec<f32>, BinaryError> {
    fits(("a", a.len()), "m * k", &[m, k])?;
    fits(("b", b.len()), "k * n", &[k, n])?;
    zeros("m * n", &[m, n])
}

/// Panels of eight columns, each from its first row to its last, the missing columns zero.
fn pack_right(block: &[f32], n: usize, first: usize, columns: usize, panels: &mut Vec<Eight>) {
    panels.clear();
    for panel in (first..first + columns).step_by(COLUMNS) {
        let width = COLUMNS.min(first + columns - panel);
        for row in block.chunks_exact(n) {
            let mut eight = [[0.0; 4]; 2];
            let part = &row[panel..panel + width];
            if let Some(part) = part.as_array::<COLUMNS>() {
                eight.as_flattened_mut().copy_from_slice(part);
            } else {
                eight.as_flattened_mut()[..width].copy_from_slice(part);
            }
            panels.push(eight);
        }
    }
}

/// Panels of four rows, each from its first column to its last, the missing rows zero.
fn pack_left(block: &[f32], k: usize, first: usize, depth: usize, panels: &mut Vec<[f32; ROWS]>) {
    panels.clear();
    for rows in block.chunks(ROWS * k) {
        let start = panels.len();
        panels.resize(start + depth, [0.0; ROWS]);
        for (lane, row) in rows.chunks_exact(k).enumerate() {
            for (four, x) in panels[start..].iter_mut().zip(&row[first..first + depth]) {
                four[lane] = *x;
            }
        }
    }
}

/// Adds the products of all panels to rows of the result.
fn add_block(
    left: &[[f32; ROWS]],
    right: &[Eight],
    depth: usize,
    result: &mut [f32],
    n: usize,
    first_column: usize,
) {
    for (panel, right) in right.chunks_exact(depth).enumerate() {
        let column = first_column + panel * COLUMNS;
        let width = COLUMNS.min(n - column);
        for (left, rows) in left.chunks_exact(depth).zip(result.chunks_mut(ROWS * n)) {
            let sums = tile(left, right);
            for (row, sums) in rows.chunks_exact_mut(n).zip(&sums) {
                for (x, sum) in row[column..column + width].iter_mut().zip(sums) {
                    *x += sum;
                }
            }
        }
    }
}

/// The products of a panel of four rows and one of eight columns.
///
/// Never inlined: a WebAssembly engine starts with code that is compiled quickly and runs slowly, and
/// only a new call takes the optimized code when that is ready. Tiles are many short calls, so they
/// change over during the first product; one long call would not before the second.
#[inline(never)]
fn tile(left: &[[f32; ROWS]], right: &[Eight]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[F4::splat(0.0); 2]; ROWS];
    for (left, [low, high]) in left.iter().zip(right) {
        let (low, high) = (F4::load(low), F4::load(high));
        for (sum, x) in sums.iter_mut().zip(left) {
            let x = F4::splat(*x);
            sum[0] = sum[0].add(x.mul(low));
            sum[1] = sum[1].add(x.mul(high));
        }
    }
    sums.map(|[low, high]| {
        let mut halves = [[0.0; 4]; 2];
        low.store(&mut halves[0]);
        high.store(&mut halves[1]);
        let [[a, b, c, d], [e, f, g, h]] = halves;
        [a, b, c, d, e, f, g, h]
    })
}
