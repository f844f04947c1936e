//! The product of the signs of two matrices: 64 products by one XOR and one popcount.
//!
//! Rows of a and columns of b become words; four columns are interleaved, so that a word of a row
//! meets four words that lie side by side.

use super::bits::{WORD, pack_into};
use super::error::{BinaryError, filled};
use super::matmul::check;
use crate::kernel::lanes::{F4, I4};

/// Columns of b whose words are interleaved.
const PANEL: usize = 4;

/// Columns of b that are packed at a time: a line of the cache.
const LINE: usize = 16;

/// Rows of a that meet a panel while it is in the first-level cache.
const BLOCK_ROWS: usize = 16;

/// The product of sign(a) (m x k) and sign(b) (k x n), all row-major: m x n whole numbers from -k to
/// k, as f32. Packing both is part of the work.
///
/// The signs are those of [`sign`](super::sign): zero and NaN are +1. The numbers are exact for k up
/// to 2^24, beyond they are the nearest f32. Fails as [`matmul`](super::matmul) does.
///
/// ```
/// use quantscope_quant::binary::xnor_matmul;
/// let (a, b) = ([1.5, -2.0, 0.0, 4.0], [5.0, -6.0, -7.0, -8.0]);
/// assert_eq!(xnor_matmul(&a, &b, 2, 2, 2).unwrap(), [2.0, 0.0, 0.0, -2.0]);
/// ```
pub fn xnor_matmul(
    a: &[f32],
    b: &[f32],
    m: usize,
    n: usize,
    k: usize,
) -> Result<Vec<f32>, BinaryError> {
    let mut result = check(a, b, m, n, k)?;
    if result.is_empty() || k == 0 {
        return Ok(result);
    }
    let per_row = k.div_ceil(WORD);
    let mut rows = filled("m * k", m * per_row, 0)?;
    rows.clear();
    for row in a.chunks_exact(k) {
        pack_into(row, &mut rows);
    }
    let panels = pack_columns(b, n, per_row)?;
    multiply(&rows, &panels, per_row, k, &mut result, n);
    Ok(result)
}

/// The columns of b as words: panel by panel, each from its first word to its last.
fn pack_columns(b: &[f32], n: usize, per_row: usize) -> Result<Vec<[u64; PANEL]>, BinaryError> {
    let mut panels = filled("k * n", n.div_ceil(PANEL) * per_row, [0; PANEL])?;
    for (place, rows) in b.chunks(n.saturating_mul(WORD)).enumerate() {
        let (low, high) = rows.split_at(rows.len().min(WORD / 2 * n));
        for column in (0..n).step_by(LINE) {
            let (low, high) = (half_words(low, n, column), half_words(high, n, column));
            let mut words = [[0; PANEL]; LINE / PANEL];
            for ((word, low), high) in words.as_flattened_mut().iter_mut().zip(low).zip(high) {
                *word = u64::from(low) | u64::from(high) << 32;
            }
            // The last line may have fewer panels.
            let first = column / PANEL;
            let present = panels.chunks_exact_mut(per_row).skip(first);
            for (panel, words) in present.zip(words) {
                panel[place] = words;
            }
        }
    }
    Ok(panels)
}

/// The signs of at most 32 rows in 16 columns; rows and columns that are missing have none.
#[inline(always)]
fn half_words(rows: &[f32], n: usize, column: usize) -> [u32; LINE] {
    let zero = F4::splat(0.0);
    let mut bits = [I4::splat(0); LINE / 4];
    let mut own = I4::splat(1);
    let mut padded = [0.0; LINE];
    for row in rows.chunks_exact(n) {
        let rest = &row[column..];
        let line = match rest.first_chunk::<LINE>() {
            Some(line) => line,
            None => {
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            }
        };
        for (bits, four) in bits.iter_mut().zip(line.as_chunks::<4>().0) {
            *bits = bits.or(F4::load(four).below(zero).and(own));
        }
        own = own.add(own);
    }
    let mut words = [0; LINE];
    for (bits, four) in bits.into_iter().zip(words.as_chunks_mut::<4>().0) {
        bits.store(four);
    }
    words
}

/// All dot products.
fn multiply(
    rows: &[u64],
    panels: &[[u64; PANEL]],
    per_row: usize,
    k: usize,
    result: &mut [f32],
    n: usize,
) {
    let blocks = rows.chunks(BLOCK_ROWS * per_row);
    for (rows, result) in blocks.zip(result.chunks_mut(BLOCK_ROWS * n)) {
        for (place, panel) in panels.chunks_exact(per_row).enumerate() {
            multiply_panel(rows, panel, k, result, n, place * PANEL);
        }
    }
}

/// The dot products of a block of rows and the columns of a panel, of which the first is `column`.
///
/// Never inlined, for the same reason as the tiles of [`matmul`](super::matmul()).
#[inline(never)]
fn multiply_panel(
    rows: &[u64],
    panel: &[[u64; PANEL]],
    k: usize,
    result: &mut [f32],
    n: usize,
    column: usize,
) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has the instruction.
        return unsafe { multiply_by_instruction(rows, panel, k, result, n, column) };
    }
    multiply_words(rows, panel, k, result, n, column);
}

/// The same with the processor's popcount, which not every x86-64 has; WebAssembly always has it.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn multiply_by_instruction(
    rows: &[u64],
    panel: &[[u64; PANEL]],
    k: usize,
    result: &mut [f32],
    n: usize,
    column: usize,
) {
    multiply_words(rows, panel, k, result, n, column);
}

#[inline(always)]
fn multiply_words(
    rows: &[u64],
    panel: &[[u64; PANEL]],
    k: usize,
    result: &mut [f32],
    n: usize,
    column: usize,
) {
    let width = PANEL.min(n - column);
    let rows = rows.chunks_exact(panel.len());
    for (row, result) in rows.zip(result.chunks_exact_mut(n)) {
        let mut differing = [0; PANEL];
        for (a, four) in row.iter().zip(panel) {
            for (count, b) in differing.iter_mut().zip(four) {
                *count += u64::from((a ^ b).count_ones());
            }
        }
        for (x, count) in result[column..column + width].iter_mut().zip(differing) {
            *x = (k as i64 - 2 * count as i64) as f32;
        }
    }
}
