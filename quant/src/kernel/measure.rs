//! Errors, sums and histogram places of a block.
//!
//! A product of two f32 is exact in f64, and so is the difference of two f32 unless they are more
//! than 2^29 apart; summed in f64 the figures of 16 million values are right to about 1e-12.

use super::fused::{self, GROUP, Inside};
use super::lanes::{D2, F4, I4};
use super::tally::{FINE, Slot, Tally};
use super::{BLOCK, most};
use crate::histogram::{Histogram, MAX_BINS};
use crate::stats::Sums;

/// The shift of a histogram of at most 511 bins: the fused loop knows no other.
pub(crate) const FUSED_SHIFT: u32 = 23 - 9 - FINE;

/// How an error becomes a place in the histogram: `e * factor + offset` lies in `[unit, 2 unit)` with
/// unit a power of two, so that its bits shifted right are the bin, counted from some first bin:
/// truncation without a conversion.
#[derive(Clone, Copy)]
pub(crate) struct Places {
    pub factor: f32,
    pub offset: f32,
    shift: u32,
    /// The lowest and the highest place of a bin, before the shift.
    lowest: f32,
    highest: f32,
}

/// Adds up one pass.
pub(crate) struct Measure {
    pub sums: Sums,
    min: f64,
    max: f64,
    bins: usize,
    to: Places,
    tally: Tally,
    slots: [Slot; BLOCK],
}

impl Measure {
    /// For a histogram of `bins` bins over `[min, max]`, `min < max`.
    pub(crate) fn new(min: f64, max: f64, bins: usize) -> Measure {
        let bins = bins.clamp(1, MAX_BINS);
        // One more than the bins below, so that there is a place beyond the last.
        let log = (usize::BITS - bins.leading_zeros()).max(9);
        let unit = f64::from(1u32 << log);
        let factor = bins as f64 / (max - min);
        Measure {
            sums: Sums::default(),
            min,
            max,
            bins,
            to: Places {
                factor: factor as f32,
                offset: (unit - min * factor) as f32,
                shift: 23 - log - FINE,
                lowest: unit as f32,
                highest: ((unit + bins as f64) as f32).next_down(),
            },
            tally: Tally::new(),
            slots: [Slot::default(); BLOCK],
        }
    }

    /// Takes in whole groups of a block by the fused loop; false, and nothing taken in, where its
    /// sums are not to be trusted.
    #[inline(always)]
    pub(crate) fn fused<K: Inside>(
        &mut self,
        kernel: &K,
        x: &[[f32; GROUP]],
        codes: &mut [u8; BLOCK],
        values: &mut [[f32; GROUP]],
    ) -> bool {
        let sums = fused::take(
            kernel,
            x,
            codes,
            values,
            &self.to,
            &mut self.slots,
            &mut self.tally,
        );
        match &sums {
            Some(sums) => self.sums.add(sums),
            None => self.tally.take_back(&self.slots[..x.len() * GROUP]),
        }
        sums.is_some()
    }

    /// Whether f32 can tell the bins apart, and they are few enough.
    pub(crate) fn fits_fused(&self) -> bool {
        self.to.shift == FUSED_SHIFT && self.to.factor.is_normal() && self.to.offset.is_finite()
    }

    /// Takes in a block. `clipped` is the kernel's count.
    pub(crate) fn block(&mut self, x: &[f32], values: &[f32], clipped: u32) {
        let n = x.len().min(BLOCK);
        let mut sums = self.clean(&x[..n], &values[..n]);
        sums.clipped = u64::from(clipped);
        let fine =
            (sums.square_error + sums.square_signal).is_finite() && sums.max_abs_error.is_finite();
        if !fine || !self.to.factor.is_normal() {
            sums = self.careful(&x[..n], &values[..n], clipped);
        }
        self.sums.add(&sums);
        self.tally.count(&self.slots[..n]);
    }

    /// The loop for finite numbers.
    fn clean(&mut self, x: &[f32], values: &[f32]) -> Sums {
        let (factor, offset) = (F4::splat(self.to.factor), F4::splat(self.to.offset));
        let (lowest, highest) = (F4::splat(self.to.lowest), F4::splat(self.to.highest));
        let magnitude = I4::splat(0x7FFF_FFFF);
        let zero = F4::splat(0.0);
        let mut square_error = [D2::splat(0.0); 2];
        let mut error = [D2::splat(0.0); 2];
        let mut square_signal = [D2::splat(0.0); 2];
        let mut largest = zero;
        let mut underflow = I4::splat(0);
        let mut take = |x: &[f32; 4], v: &[f32; 4], slots: &mut [Slot; 4]| {
            let (x, v) = (F4::load(x), F4::load(v));
            let e = v.sub(x);
            largest = e.bits().and(magnitude).float().most(largest);
            let at = e.mul(factor).add(offset).most(lowest).least(highest);
            Slot::store(at.bits().shr(self.to.shift), slots);
            // A mask is -1.
            underflow = underflow.sub(v.equal(zero).and(x.differs(zero)));
            let (x, v) = (x.wide(), v.wide());
            let e = (v.0.sub(x.0), v.1.sub(x.1));
            square_signal = [
                square_signal[0].add(x.0.mul(x.0)),
                square_signal[1].add(x.1.mul(x.1)),
            ];
            square_error = [
                square_error[0].add(e.0.mul(e.0)),
                square_error[1].add(e.1.mul(e.1)),
            ];
            error = [error[0].add(e.0), error[1].add(e.1)];
        };
        let (xs, x_rest) = x.as_chunks::<4>();
        let (vs, v_rest) = values.as_chunks::<4>();
        let (slots, _) = self.slots.as_chunks_mut::<4>();
        let mut slots = slots.iter_mut();
        for ((x, v), slots) in xs.iter().zip(vs).zip(&mut slots) {
            take(x, v, slots);
        }
        if !x_rest.is_empty()
            && let Some(slots) = slots.next()
        {
            // Numbers that come back as they are change no sum.
            let (mut x, mut v) = ([0.0; 4], [0.0; 4]);
            x[..x_rest.len()].copy_from_slice(x_rest);
            v[..v_rest.len()].copy_from_slice(v_rest);
            take(&x, &v, slots);
        }
        let sum = |[a, b]: [D2; 2]| a.add(b).sum();
        let mut lanes = [0.0; 4];
        largest.store(&mut lanes);
        Sums {
            count: x.len() as u64,
            measured: x.len() as u64,
            square_error: sum(square_error),
            error: sum(error),
            square_signal: sum(square_signal),
            max_abs_error: lanes.into_iter().fold(0.0, most).into(),
            underflow: underflow.total().into(),
            ..Sums::default()
        }
    }

    /// The loop for any numbers: leaves out what is not finite before or after.
    #[cold]
    fn careful(&mut self, x: &[f32], values: &[f32], clipped: u32) -> Sums {
        let mut sums = Sums {
            count: x.len() as u64,
            clipped: u64::from(clipped),
            ..Sums::default()
        };
        let per_unit = self.bins as f64 / (self.max - self.min);
        let first = self.first();
        for ((&x, &value), slot) in x.iter().zip(values).zip(&mut self.slots) {
            // Not counted: beyond the place beyond the last.
            *slot = Slot::of((first + self.bins as u32 + 1) << FINE);
            if !x.is_finite() {
                sums.non_finite += 1;
                continue;
            }
            if !value.is_finite() {
                continue;
            }
            let wide = f64::from(x);
            let e = f64::from(value) - wide;
            sums.measured += 1;
            sums.square_error += e * e;
            sums.error += e;
            sums.square_signal += wide * wide;
            sums.max_abs_error = sums.max_abs_error.max(e.abs());
            sums.underflow += u64::from(value == 0.0 && x != 0.0);
            // Below zero and NaN become 0.
            let bin = (((e - self.min) * per_unit) as u32).min(self.bins as u32 - 1);
            *slot = Slot::of((first + bin) << FINE);
        }
        sums
    }

    /// The first bin among the places: the upper bits of `lowest`.
    fn first(&self) -> u32 {
        self.to.lowest.to_bits() >> (self.to.shift + FINE)
    }

    /// The histogram of what was taken in.
    pub(crate) fn histogram(&self) -> Histogram {
        let first = self.first() as usize;
        let at = |bin: usize| self.tally.at(bin);
        // The fused loop does not clamp: what rounding put a place outside belongs to the edge.
        let count = |bin: usize| {
            let before = if bin == 0 { at(first - 1) } else { 0 };
            let after = if bin == self.bins - 1 {
                at(first + self.bins)
            } else {
                0
            };
            at(first + bin) + before + after
        };
        Histogram {
            min: self.min,
            max: self.max,
            counts: (0..self.bins).map(count).collect(),
        }
    }
}
