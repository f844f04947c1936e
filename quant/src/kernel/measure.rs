//! Errors, sums and histogram places of a block.
//!
//! A product of two f32 is exact in f64, and so is the difference of two f32 unless they are more
//! than 2^29 apart; summed in f64 the figures of 16 million values are right to about 1e-12.

use super::{BLOCK, least, most};
use crate::histogram::{Histogram, MAX_BINS};
use crate::stats::Sums;

/// Numbers that are added up side by side, each in a sum of its own.
const LANES: usize = 8;

/// Tables that are counted into in turn, so that two equal places in a row do not wait for each
/// other.
const TABLES: usize = 4;

/// Slots of each table: the bins, and one beyond for what is not counted.
const SLOTS: usize = 2 * MAX_BINS;

/// Adds up one pass.
pub(crate) struct Measure {
    pub sums: Sums,
    min: f64,
    max: f64,
    bins: usize,
    /// `place = e * factor + offset` lies in `[unit, 2 unit)` with unit a power of two, so that the
    /// upper mantissa bits are the bin: truncation without a conversion.
    factor: f32,
    offset: f32,
    /// The lowest and the highest place of a bin.
    lowest: f32,
    highest: f32,
    shift: u32,
    counts: Vec<u32>,
}

impl Measure {
    /// For a histogram of `bins` bins over `[min, max]`, `min < max`.
    pub(crate) fn new(min: f64, max: f64, bins: usize) -> Measure {
        let bins = bins.clamp(1, MAX_BINS);
        let log = usize::BITS - bins.leading_zeros();
        let unit = f64::from(1u32 << log);
        let factor = bins as f64 / (max - min);
        Measure {
            sums: Sums::default(),
            min,
            max,
            bins,
            factor: factor as f32,
            offset: (unit - min * factor) as f32,
            lowest: unit as f32,
            highest: ((unit + bins as f64) as f32).next_down(),
            shift: 23 - log,
            counts: vec![0; SLOTS * TABLES],
        }
    }

    /// Takes in a block. `clipped` is the kernel's count, infinities among it.
    pub(crate) fn block(&mut self, x: &[f32], values: &[f32], clipped: u32) {
        let mut places = [0u32; BLOCK];
        let n = x.len().min(BLOCK);
        let mut sums = self.clean(&x[..n], &values[..n], &mut places);
        sums.clipped = u64::from(clipped);
        let fine =
            (sums.square_error + sums.square_signal).is_finite() && sums.max_abs_error.is_finite();
        if !fine || !self.factor.is_normal() {
            sums = self.careful(&x[..n], &values[..n], &mut places, clipped);
        }
        self.sums.add(&sums);
        for (four, _) in places[..n].chunks(TABLES).zip(0..) {
            for (table, &place) in four.iter().enumerate() {
                self.counts[(place as usize * TABLES + table) % (SLOTS * TABLES)] += 1;
            }
        }
    }

    /// The loop for finite numbers.
    fn clean(&self, x: &[f32], values: &[f32], places: &mut [u32; BLOCK]) -> Sums {
        let Measure {
            factor,
            offset,
            lowest,
            highest,
            shift,
            ..
        } = *self;
        let base = lowest.to_bits() >> shift;
        let mut square_error = [0f64; LANES];
        let mut error = [0f64; LANES];
        let mut square_signal = [0f64; LANES];
        let mut largest = [0f32; LANES];
        let mut underflow = [0u32; LANES];
        let n = x.len();
        let whole = n / LANES * LANES;
        let parts = x[..whole]
            .chunks_exact(LANES)
            .zip(values[..whole].chunks_exact(LANES));
        for ((x, v), place) in parts.zip(places.chunks_exact_mut(LANES)) {
            for l in 0..LANES {
                let e = v[l] - x[l];
                largest[l] = most(e.abs(), largest[l]);
                let at = least(most(e * factor + offset, lowest), highest);
                place[l] = (at.to_bits() >> shift) - base;
                underflow[l] += u32::from(v[l] == 0.0) & u32::from(x[l] != 0.0);
            }
            for l in 0..LANES {
                let wide = f64::from(x[l]);
                let e = f64::from(v[l]) - wide;
                square_error[l] += e * e;
                error[l] += e;
                square_signal[l] += wide * wide;
            }
        }
        for i in whole..n {
            let e = values[i] - x[i];
            let l = i - whole;
            largest[l] = most(e.abs(), largest[l]);
            let at = least(most(e * factor + offset, lowest), highest);
            places[i] = (at.to_bits() >> shift) - base;
            underflow[l] += u32::from(values[i] == 0.0 && x[i] != 0.0);
            let wide = f64::from(x[i]);
            let e = f64::from(values[i]) - wide;
            square_error[l] += e * e;
            error[l] += e;
            square_signal[l] += wide * wide;
        }
        Sums {
            count: n as u64,
            measured: n as u64,
            square_error: square_error.iter().sum(),
            error: error.iter().sum(),
            square_signal: square_signal.iter().sum(),
            max_abs_error: largest.into_iter().fold(0.0, most).into(),
            underflow: underflow.iter().map(|&u| u64::from(u)).sum(),
            ..Sums::default()
        }
    }

    /// The loop for any numbers: leaves out what is not finite before or after.
    #[cold]
    fn careful(&self, x: &[f32], values: &[f32], places: &mut [u32; BLOCK], clipped: u32) -> Sums {
        let mut sums = Sums {
            count: x.len() as u64,
            clipped: u64::from(clipped),
            ..Sums::default()
        };
        let per_unit = self.bins as f64 / (self.max - self.min);
        for ((&x, &value), place) in x.iter().zip(values).zip(places) {
            *place = self.bins as u32;
            if !x.is_finite() {
                sums.non_finite += 1;
                // The kernels count an infinity as clipped, which only numbers can be.
                sums.clipped -= u64::from(x.is_infinite()).min(sums.clipped);
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
            *place = (((e - self.min) * per_unit) as u32).min(self.bins as u32 - 1);
        }
        sums
    }

    /// The histogram of what was taken in.
    pub(crate) fn histogram(&self) -> Histogram {
        let bins = self.counts.chunks_exact(TABLES).take(self.bins);
        Histogram {
            min: self.min,
            max: self.max,
            counts: bins.map(|t| t.iter().sum()).collect(),
        }
    }
}
