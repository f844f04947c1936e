//! The formats that exist, one constant each.
//!
//! Sources: the OCP 8-bit and Microscaling specifications; ml_dtypes `include/float8.h` for the
//! rest. A name reads: exponent and mantissa bits, `f` finite, `n` with NaN, `uz` unsigned zero,
//! `b` the bias. Columns below: bias, largest, smallest above zero, specials.

use crate::format::{Format, NanEncoding, ZeroEncoding};

const fn signed(
    id: &'static str,
    label: &'static str,
    bits: (u32, u32),
    bias: i32,
    nan: NanEncoding,
) -> Format {
    let (exponent_bits, mantissa_bits) = bits;
    let infinity = matches!(nan, NanEncoding::Ieee);
    let zero = match nan {
        NanEncoding::NegativeZero => ZeroEncoding::Unsigned,
        _ => ZeroEncoding::Signed,
    };
    Format {
        id,
        label,
        signed: true,
        exponent_bits,
        mantissa_bits,
        bias,
        infinity,
        nan,
        zero,
    }
}

/// Every named format; the first is the one that lessons open on.
pub const FORMATS: &[Format] = &[
    // 7, 448, 2^-9, NaN = S.1111.111
    signed("float8_e4m3fn", "E4M3", (4, 3), 7, NanEncoding::AllOnes),
    // 15, 57344, 2^-16, IEEE
    signed("float8_e5m2", "E5M2", (5, 2), 15, NanEncoding::Ieee),
    // 7, 240, 2^-9, IEEE
    signed("float8_e4m3", "E4M3 IEEE", (4, 3), 7, NanEncoding::Ieee),
    // 3, 15.5, 2^-6, IEEE
    signed("float8_e3m4", "E3M4", (3, 4), 3, NanEncoding::Ieee),
    // 8, 240, 2^-10, NaN = 0x80
    signed(
        "float8_e4m3fnuz",
        "E4M3 FNUZ",
        (4, 3),
        8,
        NanEncoding::NegativeZero,
    ),
    // 16, 57344, 2^-17, NaN = 0x80
    signed(
        "float8_e5m2fnuz",
        "E5M2 FNUZ",
        (5, 2),
        16,
        NanEncoding::NegativeZero,
    ),
    // 11, 30, 2^-13, NaN = 0x80
    signed(
        "float8_e4m3b11fnuz",
        "E4M3 B11 FNUZ",
        (4, 3),
        11,
        NanEncoding::NegativeZero,
    ),
    // 1, 7.5, 2^-3, none
    signed("float6_e2m3fn", "FP6 E2M3", (2, 3), 1, NanEncoding::None),
    // 3, 28, 2^-4, none
    signed("float6_e3m2fn", "FP6 E3M2", (3, 2), 3, NanEncoding::None),
    // 1, 6, 2^-1, none
    signed("float4_e2m1fn", "FP4 E2M1", (2, 1), 1, NanEncoding::None),
    // 127, 2^127, 2^-127, NaN = 0xFF; no zero, no sign
    Format {
        id: "float8_e8m0fnu",
        label: "E8M0 scale",
        signed: false,
        exponent_bits: 8,
        mantissa_bits: 0,
        bias: 127,
        infinity: false,
        nan: NanEncoding::AllOnes,
        zero: ZeroEncoding::None,
    },
    // 15, 65504, 2^-24, IEEE 754 binary16
    signed("float16", "float16", (5, 10), 15, NanEncoding::Ieee),
    // 127, about 3.39e38, 2^-133, IEEE
    signed("bfloat16", "bfloat16", (8, 7), 127, NanEncoding::Ieee),
];

impl Format {
    /// The named format with this id.
    ///
    /// ```
    /// use quantscope_quant::Format;
    /// assert_eq!(Format::by_id("float8_e4m3fn").map(|f| f.max()), Some(448.0));
    /// assert_eq!(Format::by_id("float7"), None);
    /// ```
    pub fn by_id(id: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|f| f.id == id)
    }
}
