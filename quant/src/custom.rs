//! A format of one's own, checked so that every value of it is an `f32`.

use core::fmt;

use crate::format::{Format, NanEncoding, ZeroEncoding};

/// Why a custom format cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// The exponent has fewer than 1 or more than 8 bits.
    ExponentBits(u32),
    /// The mantissa has more than 10 bits.
    MantissaBits(u32),
    /// The largest value, about `2^exponent`, is beyond the largest `f32`; the smallest bias that
    /// avoids it.
    TooLarge {
        /// Exponent of the largest value.
        exponent: i64,
        /// The smallest bias that works.
        least_bias: i64,
    },
    /// The smallest value, `2^exponent`, is below the smallest `f32`; the largest bias that avoids
    /// it.
    TooSmall {
        /// Exponent of the smallest value.
        exponent: i64,
        /// The largest bias that works.
        greatest_bias: i64,
    },
    /// Infinity and NaN beside a signed zero share the top exponent, which then needs a mantissa.
    NoRoomForNan,
    /// Without -0 its code has to be the NaN.
    UnsignedZeroWithoutNan,
    /// The specials leave no number but zero.
    NothingLeft,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormatError::ExponentBits(bits) => write!(f, "{bits} exponent bits: 1 to 8 are possible"),
            FormatError::MantissaBits(bits) => write!(f, "{bits} mantissa bits: 0 to 10 are possible"),
            FormatError::TooLarge { exponent, least_bias } => write!(
                f,
                "the largest value would be near 2^{exponent}, beyond float32: the bias has to be at least {least_bias}"
            ),
            FormatError::TooSmall { exponent, greatest_bias } => write!(
                f,
                "the smallest value would be 2^{exponent}, below float32: the bias has to be at most {greatest_bias}"
            ),
            FormatError::NoRoomForNan => {
                f.write_str("infinity and NaN share the top exponent, which needs at least 1 mantissa bit to tell them apart")
            }
            FormatError::UnsignedZeroWithoutNan => {
                f.write_str("without -0 its code has to mean NaN: allow NaN or keep -0")
            }
            FormatError::NothingLeft => {
                f.write_str("infinity and NaN take all codes but zero: add exponent or mantissa bits")
            }
        }
    }
}

impl core::error::Error for FormatError {}

impl Format {
    /// A format with a sign, 1 to 8 exponent bits and 0 to 10 mantissa bits.
    ///
    /// What the top codes mean follows from the three switches:
    ///
    /// | infinity | nan | negative zero | codes |
    /// |---|---|---|---|
    /// | yes | yes | yes | as IEEE 754: the top exponent is infinity and NaN |
    /// | no | yes | yes | all ones is NaN (`fn`) |
    /// | yes or no | yes | no | the code of -0 is NaN (`fnuz`); all ones is infinity, if any |
    /// | yes | no | yes | all ones is infinity |
    /// | no | no | yes | every code is a number |
    ///
    /// # Errors
    ///
    /// When the bits are out of range, a value would not be exact in `f32`, or the switches
    /// contradict each other; the error says what would work.
    ///
    /// ```
    /// use quantscope_quant::Format;
    /// let f = Format::custom(3, 2, 3, false, false, true)?;
    /// assert_eq!((f.bits(), f.max()), (6, 28.0));
    /// assert!(Format::custom(8, 0, 0, false, false, true).is_err()); // would reach 2^255
    /// # Ok::<(), quantscope_quant::FormatError>(())
    /// ```
    pub fn custom(
        exponent_bits: u32,
        mantissa_bits: u32,
        bias: i32,
        infinity: bool,
        nan: bool,
        negative_zero: bool,
    ) -> Result<Format, FormatError> {
        if !(1..=8).contains(&exponent_bits) {
            return Err(FormatError::ExponentBits(exponent_bits));
        }
        if mantissa_bits > 10 {
            return Err(FormatError::MantissaBits(mantissa_bits));
        }
        let encoding = match (infinity, nan, negative_zero) {
            (_, false, false) => return Err(FormatError::UnsignedZeroWithoutNan),
            (true, true, true) if mantissa_bits == 0 => return Err(FormatError::NoRoomForNan),
            (true, true, true) => NanEncoding::Ieee,
            (false, true, true) => NanEncoding::AllOnes,
            (_, true, false) => NanEncoding::NegativeZero,
            (_, false, true) => NanEncoding::None,
        };
        let format = Format {
            id: "custom",
            label: "custom",
            signed: true,
            exponent_bits,
            mantissa_bits,
            bias,
            infinity,
            nan: encoding,
            zero: if negative_zero {
                ZeroEncoding::Signed
            } else {
                ZeroEncoding::Unsigned
            },
        };
        // At most 2^18 - 1 magnitudes less 2 specials: a negative code cannot be, zero can.
        if format.max_code() == 0 {
            return Err(FormatError::NothingLeft);
        }
        let top = i64::from(format.max_code() >> mantissa_bits).max(1);
        let bottom = 1 - i64::from(mantissa_bits);
        let bias = i64::from(bias);
        if top - bias > 127 {
            return Err(FormatError::TooLarge {
                exponent: top - bias,
                least_bias: top - 127,
            });
        }
        if bottom - bias < -149 {
            return Err(FormatError::TooSmall {
                exponent: bottom - bias,
                greatest_bias: bottom + 149,
            });
        }
        Ok(format)
    }
}
