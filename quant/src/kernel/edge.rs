//! Where a format ends, for the kernels: what is beyond, and what becomes of it.

use crate::codec::power_of_two;
use crate::format::Format;
use crate::rounding::{Overflow, Rounding};

/// A format at a scale with its limits as f32.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub format: Format,
    pub overflow: Overflow,
    pub scale: f32,
    /// A power of two that lifts formats below `2^-126` into the normal f32 range: the kernels read
    /// exponents off the bits.
    pub lift: f32,
    /// Its inverse.
    pub lower: f32,
    /// The largest value, lifted.
    pub max: f32,
    /// Magnitudes from here on overflow when rounded to nearest even, lifted.
    pub overflow_from: f32,
}

impl Edge {
    pub(crate) fn new(format: &Format, scale: f32, overflow: Overflow) -> Edge {
        let lift = power_of_two((-126 - format.min_exponent()).max(0));
        let code = i64::from(format.max_code());
        let (max, next) = (format.magnitude(code), format.magnitude(code + 1));
        // At most 12 significant bits: exact.
        let tie = ((max + next) / 2.0 * lift) as f32;
        Edge {
            format: *format,
            overflow,
            scale,
            lift: lift as f32,
            lower: (1.0 / lift) as f32,
            max: (max * lift) as f32,
            // The tie goes to the even code: beyond, if the largest code is odd.
            overflow_from: if code & 1 == 1 { tie } else { tie.next_up() },
        }
    }

    pub(crate) fn lifted(&self, x: f32) -> f32 {
        x * self.lift
    }

    /// Puts right what overflowed or is NaN; returns how many overflowed, infinities among them.
    #[cold]
    pub(crate) fn specials(&self, x: &[f32], codes: &mut [i32], values: &mut [f32]) -> u32 {
        let outcome = |x: f64| {
            let code = self
                .format
                .encode(x, Rounding::NearestEven, self.overflow, 0);
            (code as i32, self.format.decode(code) * self.scale)
        };
        let (nan, negative_nan) = (outcome(f64::NAN), outcome(-f64::NAN));
        let (above, below) = (outcome(f64::INFINITY), outcome(f64::NEG_INFINITY));
        let mut beyond = 0u32;
        for ((&x, code), value) in x.iter().zip(codes).zip(values) {
            let t = x / self.scale * self.lift;
            let over = t.abs() >= self.overflow_from;
            beyond += u32::from(over);
            let (upward, downward) = if over {
                (above, below)
            } else {
                (nan, negative_nan)
            };
            let special = if t.is_sign_negative() {
                downward
            } else {
                upward
            };
            if over || t.is_nan() {
                (*code, *value) = special;
            }
        }
        beyond
    }
}
