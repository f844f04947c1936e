//! Signs packed as bits, 64 to a word, and their dot product by XNOR and popcount.
//!
//! A set bit stands for -1, a clear one for +1. The product of two signs is +1 where their bits are
//! equal (XNOR) and -1 where they differ (XOR), so of n products d are -1 and the dot product is
//! `n - 2 d` with `d = popcount(a xor b)`. The bits beyond the end are clear in every row, so that
//! they never differ.

use super::error::{BinaryError, numbers};
use crate::kernel::lanes::{F4, I4};

/// Numbers in a word.
pub(super) const WORD: usize = 64;

/// The signs of a row as bits: bit `i % 64` of word `i / 64` is set if `x[i]` is below zero.
///
/// ```
/// use quantscope_quant::binary::pack;
/// assert_eq!(pack(&[1.0, -1.0, 0.0, -2.0, f32::NAN]), [0b01010]);
/// assert!(pack(&[]).is_empty());
/// ```
pub fn pack(row: &[f32]) -> Vec<u64> {
    let mut words = Vec::with_capacity(row.len().div_ceil(WORD));
    pack_into(row, &mut words);
    words
}

/// Appends the words of a row.
pub(super) fn pack_into(row: &[f32], words: &mut Vec<u64>) {
    let (full, rest) = row.as_chunks::<WORD>();
    words.extend(full.iter().map(word));
    if !rest.is_empty() {
        let mut last = [0.0; WORD];
        last[..rest.len()].copy_from_slice(rest);
        words.push(word(&last));
    }
}

/// 64 signs. A comparison gives a mask for each number, of which its own bit is kept.
#[inline(always)]
fn word(row: &[f32; WORD]) -> u64 {
    let (fours, _) = row.as_chunks::<4>();
    let (low, high) = fours.split_at(fours.len() / 2);
    u64::from(half_word(low)) | u64::from(half_word(high)) << 32
}

#[inline(always)]
fn half_word(fours: &[[f32; 4]]) -> u32 {
    let zero = F4::splat(0.0);
    let mut bits = I4::splat(0);
    let mut own = I4::load(&[1, 2, 4, 8]);
    for four in fours {
        bits = bits.or(F4::load(four).below(zero).and(own));
        // The next four bits: doubled four times.
        for _ in 0..4 {
            own = own.add(own);
        }
    }
    let mut lanes = [0; 4];
    bits.store(&mut lanes);
    lanes.into_iter().fold(0, |all, lane| all | lane)
}

/// The dot product of two rows of so many signs. Words that only one of them has do not count.
///
/// ```
/// use quantscope_quant::binary::{dot, pack};
/// let (a, b) = (pack(&[1.0, -1.0, 1.0]), pack(&[1.0, 1.0, 1.0]));
/// assert_eq!(dot(&a, &b, 3), 1); // 1 - 1 + 1
/// ```
pub fn dot(a: &[u64], b: &[u64], length: usize) -> i64 {
    let differing: u64 = a
        .iter()
        .zip(b)
        .map(|(a, b)| u64::from((a ^ b).count_ones()))
        .sum();
    // Lengths are far below 2^63.
    length as i64 - 2 * differing as i64
}

/// Rows of signs, all of one length, packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitRows {
    length: usize,
    rows: usize,
    words: Vec<u64>,
}

impl BitRows {
    /// The signs of a matrix of `rows` x `length`, row-major. Fails when it has not as many numbers.
    ///
    /// ```
    /// use quantscope_quant::binary::BitRows;
    /// let rows = BitRows::new(&[1.0, -2.0, 0.5, -1.0, -1.0, 3.0], 2, 3).unwrap();
    /// assert_eq!((rows.row(0), rows.row(1)), (&[0b010][..], &[0b011][..]));
    /// assert_eq!(rows.dot(0, &rows, 1), 1); // -1 + 1 + 1
    /// ```
    pub fn new(values: &[f32], rows: usize, length: usize) -> Result<BitRows, BinaryError> {
        super::error::fits(("values", values.len()), "rows * length", &[rows, length])?;
        let per_row = length.div_ceil(WORD);
        let count = numbers(&[rows, per_row]).ok_or(BinaryError::TooLarge {
            shape: "rows * length",
        })?;
        let mut words = Vec::with_capacity(count);
        for row in values.chunks(length.max(1)) {
            pack_into(row, &mut words);
        }
        Ok(BitRows {
            length,
            rows,
            words,
        })
    }

    /// How many signs a row has.
    pub fn length(&self) -> usize {
        self.length
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes that the words take.
    pub fn bytes(&self) -> usize {
        size_of_val(self.words.as_slice())
    }

    /// The words of a row; none if there is no such row.
    pub fn row(&self, row: usize) -> &[u64] {
        let per_row = self.length.div_ceil(WORD);
        let start = row.saturating_mul(per_row);
        let end = start.saturating_add(per_row);
        self.words.get(start..end).unwrap_or_default()
    }

    /// The dot product of a row with a row of another; over the shorter of the two lengths.
    pub fn dot(&self, row: usize, other: &BitRows, other_row: usize) -> i64 {
        dot(
            self.row(row),
            other.row(other_row),
            self.length.min(other.length),
        )
    }
}
