//! Codes, values, errors, sums and histogram places in one loop, for blocks in which nothing is
//! clipped and every number is finite.
//!
//! Squares of four numbers are added in f32 before they are widened to f64, as a tree, so that
//! equal numbers add up exactly. Each step errs by at most 2^-24 of its result, to either side: over
//! a million values that averages out far below 1e-7. What f32 cannot hold, very small and very
//! large squares, is noticed in the sum, and the block is taken again in f64.

use super::BLOCK;
use super::lanes::{B16, D2, F4, I4};
use super::measure::{FUSED_SHIFT, Places};
use crate::stats::Sums;

/// Turns numbers that are finite and not beyond the last code into codes and values.
pub(crate) trait Inside {
    fn four(&self, x: F4) -> (I4, F4);
    /// Bits of a code, and what they are when its value is zero.
    fn zero(&self) -> (u8, u8);
}

/// Numbers taken at once.
pub(crate) const GROUP: usize = 16;

/// Sums of squares outside of this were not held well by f32.
const HELD: core::ops::Range<f64> = 1e-30..1e30;

/// Takes in whole groups, at most a block of them. `None` when the sums are not to be trusted.
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
    places: &mut [u32; BLOCK],
) -> Option<Sums> {
    let (factor, offset) = (F4::splat(to.factor), F4::splat(to.offset));
    let (zero_bits, zero_code) = kernel.zero();
    let (zero_bits, zero_code) = (B16::splat(zero_bits), B16::splat(zero_code));
    let mut square_error = [D2::splat(0.0); 2];
    let mut error = [D2::splat(0.0); 2];
    let mut square_signal = [D2::splat(0.0); 2];
    let mut largest = F4::splat(0.0);
    // At most BLOCK / 16 in each of the sixteen.
    let mut zeros = B16::splat(0);
    let outputs = codes
        .as_chunks_mut::<GROUP>()
        .0
        .iter_mut()
        .zip(places.as_chunks_mut::<GROUP>().0);
    for ((x, values), (codes, places)) in x.iter().zip(values.iter_mut()).zip(outputs) {
        let mut one = |at: usize| {
            let x = F4::load(part(x, at));
            let (code, value) = kernel.four(x);
            value.store(part_mut(values, at));
            let e = value.sub(x);
            e.mul(factor)
                .add(offset)
                .bits()
                .shr(FUSED_SHIFT)
                .store(part_mut(places, at));
            let square = e.mul(e);
            largest = square.most(largest);
            (x.mul(x), square, e, code)
        };
        let (a, b, c, d) = (one(0), one(1), one(2), one(3));
        let packed = B16::pack([a.3, b.3, c.3, d.3]);
        packed.store(codes);
        // A mask is -1.
        zeros = zeros.sub(packed.and(zero_bits).equal(zero_code));
        let tree = |a: F4, b: F4, c: F4, d: F4| a.add(b).add(c.add(d));
        let add = |sum: &mut [D2; 2], four: F4| {
            let (low, high) = four.wide();
            *sum = [sum[0].add(low), sum[1].add(high)];
        };
        add(&mut square_signal, tree(a.0, b.0, c.0, d.0));
        add(&mut square_error, tree(a.1, b.1, c.1, d.1));
        add(&mut error, tree(a.2, b.2, c.2, d.2));
    }
    let sum = |[a, b]: [D2; 2]| a.add(b).sum();
    let (mut lanes, mut bytes) = ([0.0; 4], [0; 16]);
    largest.store(&mut lanes);
    zeros.store(&mut bytes);
    let count = (x.len() * GROUP) as u64;
    let sums = Sums {
        count,
        measured: count,
        square_error: sum(square_error),
        error: sum(error),
        square_signal: sum(square_signal),
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
