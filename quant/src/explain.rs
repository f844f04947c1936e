//! Why a number got its code, and which numbers get a code.

use crate::codec::{Place, exponent_of, power_of_two};
use crate::format::{Class, Format, ZeroEncoding};
use crate::rounding::{Overflow, Rounding};

/// What decided the code of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The number is representable.
    Exact,
    /// The neighbour below is nearer.
    NearerBelow,
    /// The neighbour above is nearer.
    NearerAbove,
    /// Half way: the neighbour with the even code (for `float8_e8m0fnu` the larger one).
    TieToEven,
    /// Half way: the neighbour with the larger magnitude.
    TieAway,
    /// The rounding always goes this way.
    Directed,
    /// Drawn by lot.
    Stochastic,
    /// Rounded to beyond the largest value.
    Overflow,
    /// Infinite.
    Infinite,
    /// Not zero, and rounded to zero.
    Underflow,
    /// Zero or negative in a format that has neither, or nearer to nothing than to its smallest
    /// value.
    BelowRange,
    /// Not a number.
    NotANumber,
}

/// How a number became a code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explanation {
    /// The code.
    pub code: u32,
    /// Its value.
    pub value: f32,
    /// Code of the largest value at or below the number; `None` where there is none.
    pub below: Option<u32>,
    /// Code of the smallest value at or above the number; `None` where there is none. Of an exact
    /// number `below` and `above` are the same.
    pub above: Option<u32>,
    /// Half way between the two; beyond the largest value half a step beyond it, where overflow
    /// begins. `None` for an exact, infinite or NaN number.
    pub midpoint: Option<f64>,
    /// What decided.
    pub reason: Reason,
    /// Value minus number.
    pub error: f64,
    /// The distance between neighbouring values at this magnitude (beyond the largest value, the
    /// distance there; NaN for a NaN).
    pub ulp: f64,
    /// The error in units of `ulp`.
    pub error_in_ulp: f64,
}

/// Real numbers that round to one code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end, maybe minus infinity.
    pub lower: f64,
    /// Upper end, maybe plus infinity.
    pub upper: f64,
    /// Whether the lower end itself belongs to it.
    pub lower_included: bool,
    /// Whether the upper end itself belongs to it.
    pub upper_included: bool,
}

impl Interval {
    /// Whether a number lies in it.
    pub fn contains(&self, x: f64) -> bool {
        (x > self.lower || (self.lower_included && x == self.lower))
            && (x < self.upper || (self.upper_included && x == self.upper))
    }
}

impl Format {
    /// The distance between neighbouring values at the magnitude of `x`.
    ///
    /// ```
    /// use quantscope_quant::Format;
    /// let f = Format::by_id("float8_e4m3fn").ok_or("no such format")?;
    /// assert_eq!((f.ulp(1.5), f.ulp(300.0), f.ulp(1e9)), (0.125, 32.0, 32.0));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn ulp(&self, x: f64) -> f64 {
        if x.is_nan() {
            return f64::NAN;
        }
        let magnitude = x.abs().min(f64::from(self.max()));
        let exponent = exponent_of(magnitude).max(self.min_exponent());
        power_of_two(exponent - self.mantissa_bits as i32)
    }

    /// The code of a real number with everything that decided it; the code is that of
    /// [`Format::encode`].
    ///
    /// ```
    /// use quantscope_quant::{Format, Overflow, Reason, Rounding};
    /// let f = Format::by_id("float8_e4m3fn").ok_or("no such format")?;
    /// let e = f.explain(1.0625, Rounding::NearestEven, Overflow::Saturate, 0);
    /// assert_eq!((e.value, e.reason), (1.0, Reason::TieToEven));
    /// assert_eq!((e.below, e.above, e.midpoint), (Some(0x38), Some(0x39), Some(1.0625)));
    /// assert_eq!((e.error, e.error_in_ulp), (-0.0625, -0.5));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn explain(
        &self,
        x: f64,
        rounding: Rounding,
        overflow: Overflow,
        random: u32,
    ) -> Explanation {
        let code = self.encode(x, rounding, overflow, random);
        let value = self.decode(code);
        let (below, above, midpoint) = self.neighbours(x);
        let error = f64::from(value) - x;
        let ulp = self.ulp(x);
        let error_in_ulp = error / ulp;
        let reason = self.reason(x, code, rounding);
        Explanation {
            code,
            value,
            below,
            above,
            midpoint,
            reason,
            error,
            ulp,
            error_in_ulp,
        }
    }

    /// The codes around a number and the point half way.
    fn neighbours(&self, x: f64) -> (Option<u32>, Option<u32>, Option<f64>) {
        let negative = x < 0.0;
        let max = i64::from(self.max_code());
        let signed = |code: i64| {
            let code = code as u32;
            if negative && (code != 0 || self.zero == ZeroEncoding::Signed) {
                code | self.sign_bit()
            } else {
                code
            }
        };
        if x.is_nan() {
            return (None, None, None);
        }
        if !self.signed && x < f64::from(self.min_subnormal()) {
            return (None, Some(0), None);
        }
        if x.is_infinite() {
            let edge = Some(signed(max));
            return if negative {
                (None, edge, None)
            } else {
                (edge, None, None)
            };
        }
        let Place { low, fraction } = self.place(x.abs());
        let (inner, outer, midpoint) = if low > max || (low == max && fraction > 0.0) {
            (
                Some(max),
                None,
                Some((self.magnitude(max) + self.magnitude(max + 1)) / 2.0),
            )
        } else if fraction == 0.0 {
            (Some(low), Some(low), None)
        } else {
            (
                Some(low),
                Some(low + 1),
                Some((self.magnitude(low) + self.magnitude(low + 1)) / 2.0),
            )
        };
        let midpoint = midpoint.map(|m| if negative { -m } else { m });
        let (inner, outer) = (inner.map(signed), outer.map(signed));
        if negative {
            (outer, inner, midpoint)
        } else {
            (inner, outer, midpoint)
        }
    }

    fn reason(&self, x: f64, code: u32, rounding: Rounding) -> Reason {
        if x.is_nan() {
            return Reason::NotANumber;
        }
        if x.is_infinite() && (self.signed || x > 0.0) {
            return Reason::Infinite;
        }
        let value = f64::from(self.decode(code));
        if value == x {
            return Reason::Exact;
        }
        if !self.signed && x < f64::from(self.min_subnormal()) {
            return Reason::BelowRange;
        }
        let Place { low, fraction } = self.place(x.abs());
        let max = i64::from(self.max_code());
        if low > max || !value.is_finite() || (low == max && overflows(rounding, fraction, low, x))
        {
            return Reason::Overflow;
        }
        if value == 0.0 {
            return Reason::Underflow;
        }
        match rounding {
            Rounding::NearestEven if fraction == 0.5 => Reason::TieToEven,
            Rounding::NearestAway if fraction == 0.5 => Reason::TieAway,
            Rounding::NearestEven | Rounding::NearestAway if value < x => Reason::NearerBelow,
            Rounding::NearestEven | Rounding::NearestAway => Reason::NearerAbove,
            Rounding::Stochastic => Reason::Stochastic,
            Rounding::TowardZero | Rounding::Up | Rounding::Down => Reason::Directed,
        }
    }

    /// The real numbers that round to a code: `None` for NaN, and for a code that no number gets
    /// (infinity when values saturate, or whatever a directed rounding never reaches).
    ///
    /// For [`Rounding::Stochastic`] they are the numbers that may. The real number zero belongs to
    /// +0; the interval of -0 ends before it.
    ///
    /// ```
    /// use quantscope_quant::{Format, Overflow, Rounding};
    /// let f = Format::by_id("float8_e4m3fn").ok_or("no such format")?;
    /// let one = f.rounding_interval(0x38, Rounding::NearestEven, Overflow::Saturate).ok_or("NaN")?;
    /// assert_eq!((one.lower, one.upper), (0.96875, 1.0625));
    /// assert!(one.lower_included && one.upper_included); // 1.0 has an even code
    /// # Ok::<(), &str>(())
    /// ```
    pub fn rounding_interval(
        &self,
        code: u32,
        rounding: Rounding,
        overflow: Overflow,
    ) -> Option<Interval> {
        let negative = code & self.sign_bit() != 0;
        let magnitude = i64::from(code & self.magnitude_mask());
        let max = i64::from(self.max_code());
        let class = self.classify(code);
        let saturates = self.overflow_code(false, overflow) == self.max_code();
        if class == Class::Nan || (class == Class::Infinite && saturates) {
            return None;
        }
        // Seen from the magnitude, up and down are away from zero and toward it.
        let side = Side::of(rounding, negative);
        let (lower, lower_included) = if magnitude == 0 {
            (0.0, !negative)
        } else {
            let (at, belongs_above) = self.boundary(magnitude - 1, side, rounding, overflow);
            (at, belongs_above)
        };
        let (upper, upper_included) = if class == Class::Infinite {
            (f64::INFINITY, true)
        } else if magnitude == max && (saturates || side == Side::Inward) {
            // Infinity itself saturates too, but a finite number never reaches it by truncation.
            (f64::INFINITY, saturates)
        } else {
            let (at, belongs_above) = self.boundary(magnitude, side, rounding, overflow);
            (
                at,
                if side == Side::Either {
                    false
                } else {
                    !belongs_above
                },
            )
        };
        let (lower, lower_included) = match class {
            // Everything finite is cut off at the largest value: infinity is left for infinity.
            Class::Infinite if side == Side::Inward => (f64::INFINITY, true),
            _ => (lower, lower_included),
        };
        Some(self.with_sign(
            Interval {
                lower,
                upper,
                lower_included,
                upper_included,
            },
            magnitude,
            negative,
            side,
            overflow,
        ))
    }

    /// Where magnitudes stop rounding to `low` and begin to round to the next, and whether that
    /// point belongs to the next.
    fn boundary(
        &self,
        low: i64,
        side: Side,
        rounding: Rounding,
        overflow: Overflow,
    ) -> (f64, bool) {
        let (a, b) = (self.magnitude(low), self.magnitude(low + 1));
        match side {
            Side::Nearest => {
                if self.zero == ZeroEncoding::None {
                    // ml_dtypes takes all that exceeds 2^-127 to code 1.
                    return if low == 0 && overflow == Overflow::Special {
                        (a, false)
                    } else {
                        ((a + b) / 2.0, true)
                    };
                }
                (
                    (a + b) / 2.0,
                    rounding == Rounding::NearestAway || low & 1 == 1,
                )
            }
            Side::Inward => (b, true),
            Side::Outward => (a, false),
            Side::Either => (b, false),
        }
    }

    /// The interval of magnitudes as one of numbers, with what only zero and the smallest value get.
    fn with_sign(
        &self,
        m: Interval,
        magnitude: i64,
        negative: bool,
        side: Side,
        overflow: Overflow,
    ) -> Interval {
        let mut m = m;
        if side == Side::Either && magnitude > 0 {
            // Anything strictly between the two neighbours may come here.
            m.lower = self.magnitude(magnitude - 1);
            m.lower_included = false;
        }
        if !self.signed && magnitude == 0 {
            // No zero: all that is smaller ends at the smallest value.
            return match overflow {
                Overflow::Saturate => Interval {
                    lower: f64::NEG_INFINITY,
                    lower_included: true,
                    ..m
                },
                Overflow::Special => Interval {
                    lower: 0.0,
                    lower_included: false,
                    ..m
                },
            };
        }
        if magnitude == 0 && self.zero == ZeroEncoding::Unsigned {
            let below = match side {
                Side::Nearest | Side::Either => (-m.upper, m.upper_included),
                // Up takes negative numbers to zero where it takes positive ones away, and back.
                Side::Inward if m.upper_included => (-m.upper, true),
                Side::Inward | Side::Outward => (-m.upper, m.upper_included),
            };
            return Interval {
                lower: below.0,
                lower_included: below.1,
                ..m
            };
        }
        if negative {
            Interval {
                lower: -m.upper,
                upper: -m.lower,
                lower_included: m.upper_included,
                upper_included: m.lower_included,
            }
        } else {
            m
        }
    }
}

/// Which neighbour a magnitude goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Nearest,
    Inward,
    Outward,
    Either,
}

impl Side {
    fn of(rounding: Rounding, negative: bool) -> Side {
        match rounding {
            Rounding::NearestEven | Rounding::NearestAway => Side::Nearest,
            Rounding::TowardZero => Side::Inward,
            Rounding::Up if negative => Side::Inward,
            Rounding::Down if !negative => Side::Inward,
            Rounding::Up | Rounding::Down => Side::Outward,
            Rounding::Stochastic => Side::Either,
        }
    }
}

/// Whether a number at or a little above the largest value is rounded to beyond it; a number drawn
/// by lot counts as beyond.
fn overflows(rounding: Rounding, fraction: f64, low: i64, x: f64) -> bool {
    rounding == Rounding::Stochastic || rounding.goes_up(fraction, low & 1 == 1, x < 0.0, 0)
}
