//! The one exact codec: any real number to a code of any format, and back.
//!
//! It works in f64, where every step below is exact: scaling by a power of two, splitting into a
//! whole number of quanta and a fraction. The fast kernels are tested against it.

use crate::format::{Class, Format, ZeroEncoding};
use crate::rounding::{Overflow, Rounding};

/// `2^exponent` for `-1022 <= exponent <= 1023`; exponents outside are clamped to that.
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent.clamp(-1022, 1023) + 1023) as u64) << 52)
}

/// `floor(log2 x)` of a finite x > 0, taken from the bits (a floating-point logarithm misrounds
/// just below a power of two); -1023 for a subnormal f64.
pub(crate) fn exponent_of(x: f64) -> i32 {
    ((x.to_bits() >> 52) & 0x7FF) as i32 - 1023
}

/// A magnitude between two neighbouring codes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Code of the neighbour at or below, as if the codes went on without an end.
    pub low: i64,
    /// How far above it, in parts of the distance to the next: `[0, 1)`.
    pub fraction: f64,
}

impl Format {
    /// Where a finite magnitude lies.
    pub(crate) fn place(&self, magnitude: f64) -> Place {
        let least = self.min_exponent();
        let exponent = exponent_of(magnitude).max(least);
        let mantissa_bits = self.mantissa_bits as i32;
        // In quanta of this binade. Exact: below 2^11 with all 53 bits kept, or a subnormal f64
        // scaled up.
        let quanta = magnitude * power_of_two(mantissa_bits - exponent);
        let whole = quanta as i64;
        let binade = i64::from(exponent - least) << self.mantissa_bits;
        match self.zero {
            // No zero: code 0 is the first normal value, 2^least.
            ZeroEncoding::None if whole == 0 => Place {
                low: 0,
                fraction: 0.0,
            },
            ZeroEncoding::None => Place {
                low: binade + whole - (1 << self.mantissa_bits),
                fraction: quanta - whole as f64,
            },
            _ => Place {
                low: binade + whole,
                fraction: quanta - whole as f64,
            },
        }
    }

    /// The value of a magnitude's code, as if the codes went on without an end: one past the
    /// largest finite value is what overflow is measured against.
    pub(crate) fn magnitude(&self, code: i64) -> f64 {
        let exponent = (code >> self.mantissa_bits) as i32;
        let mantissa = (code & ((1 << self.mantissa_bits) - 1)) as f64;
        let one = f64::from(1u32 << self.mantissa_bits);
        let (significand, exponent) = match self.zero {
            ZeroEncoding::None => (one + mantissa, exponent),
            _ if exponent == 0 => (mantissa, 0),
            _ => (one + mantissa, exponent - 1),
        };
        significand * power_of_two(self.min_exponent() + exponent - self.mantissa_bits as i32)
    }

    /// The value of a code, exactly. Bits above the format's are ignored, so every `u32` has a
    /// value.
    ///
    /// ```
    /// use quantscope_quant::Format;
    /// let f = Format::by_id("float8_e4m3fn").ok_or("no such format")?;
    /// assert_eq!(f.decode(0x7E), 448.0);
    /// assert!(f.decode(0x7F).is_nan());
    /// # Ok::<(), &str>(())
    /// ```
    pub fn decode(&self, code: u32) -> f32 {
        let negative = code & self.sign_bit() != 0;
        let magnitude = match self.classify(code) {
            Class::Nan => f64::NAN,
            Class::Infinite => f64::INFINITY,
            _ => self.magnitude(i64::from(code & self.magnitude_mask())),
        };
        (if negative { -magnitude } else { magnitude }) as f32
    }

    /// The code of a real number. An `f32` widens to `f64` without loss.
    ///
    /// - `random`: 32 uniform bits, used by [`Rounding::Stochastic`] only.
    /// - NaN gives the format's NaN, where there is none a zero of its sign (as in ml_dtypes).
    /// - Overflow is decided after rounding: E4M3 takes 464 to 448, and what lies above to
    ///   overflow. A finite number that is rounded toward zero does not overflow.
    /// - `float8_e8m0fnu` follows its two reference implementations. A tie goes up. Under
    ///   [`Overflow::Special`] (ml_dtypes) zero, negative numbers, infinity and overflow are NaN,
    ///   and the nearest modes take everything inside (2^-127, 2^-126) to code 1. Under
    ///   [`Overflow::Saturate`] (onnxruntime) the first two are code 0, the last two code 254.
    ///
    /// ```
    /// use quantscope_quant::{Format, Overflow, Rounding};
    /// let f = Format::by_id("float8_e4m3fn").ok_or("no such format")?;
    /// assert_eq!(f.encode(1.0, Rounding::NearestEven, Overflow::Saturate, 0), 0x38);
    /// assert_eq!(f.encode(1e9, Rounding::NearestEven, Overflow::Saturate, 0), 0x7E);
    /// assert_eq!(f.encode(1e9, Rounding::NearestEven, Overflow::Special, 0), 0x7F);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn encode(&self, x: f64, rounding: Rounding, overflow: Overflow, random: u32) -> u32 {
        self.encode_counted(x, rounding, overflow, random).0
    }

    /// The code, and whether rounding led beyond the largest value (as infinity always does).
    pub(crate) fn encode_counted(
        &self,
        x: f64,
        rounding: Rounding,
        overflow: Overflow,
        random: u32,
    ) -> (u32, bool) {
        let negative = x.is_sign_negative();
        if x.is_nan() {
            return (
                self.nan_code(negative)
                    .unwrap_or(self.signed_code(0, negative)),
                false,
            );
        }
        if !self.signed && x <= 0.0 {
            return (self.below_range(overflow), false);
        }
        let magnitude = x.abs();
        if magnitude.is_infinite() {
            return (self.overflow_code(negative, overflow), true);
        }
        let Place { low, fraction } = self.place(magnitude);
        let up = match rounding {
            // Without a mantissa bit ml_dtypes and onnxruntime take a scale's ties up.
            Rounding::NearestEven | Rounding::NearestAway
                if matches!(self.zero, ZeroEncoding::None) =>
            {
                fraction >= 0.5
                    || (low == 0 && fraction > 0.0 && matches!(overflow, Overflow::Special))
            }
            _ => rounding.goes_up(fraction, low & 1 == 1, negative, random),
        };
        let code = low + i64::from(up);
        if code <= i64::from(self.max_code()) {
            return (self.signed_code(code as u32, negative), false);
        }
        let toward_zero = match rounding {
            Rounding::TowardZero => true,
            Rounding::Up => negative,
            Rounding::Down => !negative,
            _ => false,
        };
        let code = if toward_zero {
            self.signed_code(self.max_code(), negative)
        } else {
            self.overflow_code(negative, overflow)
        };
        (code, true)
    }

    /// A magnitude's code with its sign; an unsigned zero takes none.
    fn signed_code(&self, magnitude: u32, negative: bool) -> u32 {
        let bare = magnitude == 0 && !matches!(self.zero, ZeroEncoding::Signed);
        if negative && !bare {
            magnitude | self.sign_bit()
        } else {
            magnitude
        }
    }

    /// What a number of a sign beyond the largest value becomes.
    pub(crate) fn overflow_code(&self, negative: bool, overflow: Overflow) -> u32 {
        let special = match overflow {
            Overflow::Saturate => None,
            Overflow::Special => match self.infinity_code() {
                Some(code) => Some(self.signed_code(code, negative)),
                None => self.nan_code(negative),
            },
        };
        special.unwrap_or(self.signed_code(self.max_code(), negative))
    }

    /// What zero and negative numbers become in a format without a sign.
    fn below_range(&self, overflow: Overflow) -> u32 {
        match overflow {
            Overflow::Special => self.nan_code(false).unwrap_or(0),
            Overflow::Saturate => 0,
        }
    }
}
