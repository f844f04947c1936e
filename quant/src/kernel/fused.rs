//! Codes and values, then errors, sums and histogram places, for blocks in which nothing is clipped
//! and every number is finite. Two loops over a block in the cache: one would keep more at hand than a
//! browser's compiler has registers for. Counting waits for memory where sums wait for arithmetic, so
//! each group is counted while the sums of the next are taken.
//!
//! Squares of four numbers are added in f32 before they are widened to f64, as a tree, so that
//! equal numbers add up exactly. Each step errs by at most 2^-24 of its result, to either side: over
//! a million values that averages out far below 1e-7. What f32 cannot hold, very small and very
//! large squares, is noticed in the sum, and the block is taken again in f64.

use super::BLOCK;
use super::lanes::{B16, D2, F4, I4};
use super::measure::{FUSED_SHIFT, Places};
use super::tally::{Slot, Tally};
use crate::stats::Sums;

/// Turns numbers that are finite and not beyond the last code into codes and values.
pub(crate) trait Inside {
    /// Codes, counted from the first, and values.
    fn four(&self, x: F4) -> (I4, F4);
    /// The first code; the bits of a counted code that its value depends on, and what they are when
    /// the value is zero.
    fn bytes(&self) -> (u8, u8, u8);
}

/// Numbers taken at once.
pub(crate) const GROUP: usize = 16;

/// Sums of squares outside of this were not held well by f32.
const HELD: core::ops::Range<f64> = 1e-30..1e30;

/// Takes in whole groups, at most a block of them. `None` when the sums are not to be trusted; what is
/// in `slots` has been counted all the same.
///
/// `underflow` of the result counts all zeros that came back: the caller knows how many were zero
/// before.
#[inline(always)]
pub(crate) fn take<K: Inside>(
    kernel: &K,
    x: &[[f32; GROUP]],
    codes: &mut [u8; BLOCK],
    values: &mut [[f32; GROUP]],
    to: &Places,
    slots: &mut [Slot; BLOCK],
    tally: &mut Tally,
) -> Option<Sums> {
    let (factor, offset) = (F4::splat(to.factor), F4::splat(to.offset));
    let (first, zero_bits, zero_code) = kernel.bytes();
    let (first, zero_bits, zero_code) = (
        B16::splat(first),
        B16::splat(zero_bits),
        B16::splat(zero_code),
    );
    let mut square_error = D2::splat(0.0);
    let mut error = D2::splat(0.0);
    let mut square_signal = D2::splat(0.0);
    let mut largest = F4::splat(0.0);
    // At most BLOCK / 16 in each of the sixteen.
    let mut zeros = B16::splat(0);
    for ((x, values), codes) in x
        .iter()
        .zip(values.iter_mut())
        .zip(codes.as_chunks_mut::<GROUP>().0)
    {
        let mut one = |at: usize| {
            let (code, value) = kernel.four(F4::load(part(x, at)));
            value.store(part_mut(values, at));
            code
        };
        let packed = B16::pack_small([one(0), one(1), one(2), one(3)]);
        // A mask is -1.
        zeros = zeros.sub(packed.and(zero_bits).equal(zero_code));
        packed.add(first).store(codes);
    }
    let mut uncounted: Option<&[Slot; GROUP]> = None;
    for ((x, values), slots) in x
        .iter()
        .zip(values.iter())
        .zip(slots.as_chunks_mut::<GROUP>().0)
    {
        let mut one = |at: usize| {
            let x = F4::load(part(x, at));
            let e = F4::load(part(values, at)).sub(x);
            let place = e.mul(factor).add(offset).bits().shr(FUSED_SHIFT);
            Slot::store(place, part_mut(slots, at));
            let square = e.mul(e);
            largest = square.most(largest);
            (x.mul(x), square, e)
        };
        let pair = |a: (F4, F4, F4), b: (F4, F4, F4)| (a.0.add(b.0), a.1.add(b.1), a.2.add(b.2));
        let sums = pair(pair(one(0), one(1)), pair(one(2), one(3)));
        let add = |sum: D2, four: F4| {
            let (low, high) = four.wide();
            sum.add(low).add(high)
        };
        square_signal = add(square_signal, sums.0);
        square_error = add(square_error, sums.1);
        error = add(error, sums.2);
        if let Some(before) = uncounted.replace(slots) {
            tally.count(before);
        }
    }
    if let Some(last) = uncounted {
        tally.count(last);
    }
    let (mut lanes, mut bytes) = ([0.0; 4], [0; 16]);
    largest.store(&mut lanes);
    zeros.store(&mut bytes);
    let count = (x.len() * GROUP) as u64;
    let sums = Sums {
        count,
        measured: count,
        square_error: square_error.sum(),
        error: error.sum(),
        square_signal: square_signal.sum(),
        // The root of a rounded square is the number itself, unless the square left the range of f32.
        max_abs_error: lanes.into_iter().fold(0.0, super::most).sqrt().into(),
        underflow: bytes.into_iter().map(u64::from).sum(),
        ..Sums::default()
    };
    let trusted = HELD.contains(&sums.square_signal) && HELD.contains(&sums.square_error);
    trusted.then_some(sums)
}

/// The four numbers from `4 * at` on.
#[inline(always)]
fn part<T>(of: &[T; GROUP], at: usize) -> &[T; 4] {
    &of.as_chunks::<4>().0[at]
}

#[inline(always)]
fn part_mut<T>(of: &mut [T; GROUP], at: usize) -> &mut [T; 4] {
    &mut of.as_chunks_mut::<4>().0[at]
}
