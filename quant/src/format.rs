//! A floating-point format as data: how many bits, where they lie, and what the top codes mean.
//!
//! A code is, from the highest bit down, `sign | exponent E | mantissa M`. With m mantissa bits:
//!
//! - normal (E > 0): `(-1)^sign * (1 + M / 2^m) * 2^(E - bias)`
//! - subnormal (E = 0): `(-1)^sign * (M / 2^m) * 2^(1 - bias)`
//!
//! The magnitudes are ordered like their codes and run without a gap from zero to the largest
//! finite value; infinity, where there is one, is the code after that.

/// Which codes are NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NanEncoding {
    /// No code is.
    None,
    /// All exponent bits one and a mantissa other than zero (IEEE 754).
    Ieee,
    /// All exponent and mantissa bits one (the `fn` formats: finite, with NaN).
    AllOnes,
    /// The code that would be -0 (the `fnuz` formats: finite, NaN, unsigned zero).
    NegativeZero,
}

/// Which codes are zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ZeroEncoding {
    /// +0 and -0.
    Signed,
    /// One zero without a sign.
    Unsigned,
    /// None: exponent 0 is an ordinary exponent (`float8_e8m0fnu`, which only holds scales).
    None,
}

/// A floating-point format of at most 19 bits whose every value is an `f32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Format {
    /// The name that ml_dtypes gives it, for example `float8_e4m3fn`.
    pub id: &'static str,
    /// The name that people read, for example `E4M3`.
    pub label: &'static str,
    /// Whether there is a sign bit.
    pub signed: bool,
    /// Bits of the exponent, 1 to 8.
    pub exponent_bits: u32,
    /// Bits of the mantissa, 0 to 10.
    pub mantissa_bits: u32,
    /// What is taken off the exponent field.
    pub bias: i32,
    /// Whether there is an infinity.
    pub infinity: bool,
    /// Which codes are NaN.
    pub nan: NanEncoding,
    /// Which codes are zero.
    pub zero: ZeroEncoding,
}

/// What kind of value a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// +0 or -0.
    Zero,
    /// Exponent field 0, without the implicit leading one.
    Subnormal,
    /// With the implicit leading one.
    Normal,
    /// Plus or minus infinity.
    Infinite,
    /// Not a number.
    Nan,
}

/// The three parts of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fields {
    /// 0 or 1; always 0 in a format without a sign.
    pub sign: u32,
    /// The exponent field as stored.
    pub exponent: u32,
    /// The mantissa field as stored.
    pub mantissa: u32,
}

impl Format {
    /// Bits of a code.
    pub const fn bits(&self) -> u32 {
        self.signed as u32 + self.exponent_bits + self.mantissa_bits
    }

    /// Number of codes, `2^bits`.
    pub const fn code_count(&self) -> u32 {
        1 << self.bits()
    }

    /// The parts of a code; bits above the format's are ignored.
    pub const fn fields(&self, code: u32) -> Fields {
        Fields {
            sign: if self.signed {
                (code >> (self.bits() - 1)) & 1
            } else {
                0
            },
            exponent: (code >> self.mantissa_bits) & ((1 << self.exponent_bits) - 1),
            mantissa: code & ((1 << self.mantissa_bits) - 1),
        }
    }

    /// The code with these parts; bits that do not fit a part are ignored.
    ///
    /// ```
    /// use quantscope_quant::Format;
    /// let f = Format::by_id("float8_e4m3fn").ok_or("no such format")?;
    /// let mut fields = f.fields(0x38); // 1.0
    /// fields.exponent += 1;
    /// assert_eq!(f.decode(f.code_of(fields)), 2.0);
    /// # Ok::<(), &str>(())
    /// ```
    pub const fn code_of(&self, fields: Fields) -> u32 {
        let exponent = fields.exponent & ((1 << self.exponent_bits) - 1);
        let mantissa = fields.mantissa & ((1 << self.mantissa_bits) - 1);
        let sign = if self.signed { fields.sign & 1 } else { 0 };
        (sign << (self.exponent_bits + self.mantissa_bits))
            | (exponent << self.mantissa_bits)
            | mantissa
    }

    /// The sign bit's place in a code, 0 in a format without a sign.
    pub const fn sign_bit(&self) -> u32 {
        if self.signed {
            1 << (self.bits() - 1)
        } else {
            0
        }
    }

    /// The exponent and mantissa bits of a code.
    pub const fn magnitude_mask(&self) -> u32 {
        (1 << (self.exponent_bits + self.mantissa_bits)) - 1
    }

    /// The code of the largest finite value.
    pub const fn max_code(&self) -> u32 {
        let ones = self.magnitude_mask();
        match self.nan {
            NanEncoding::Ieee => (((1 << self.exponent_bits) - 1) << self.mantissa_bits) - 1,
            NanEncoding::AllOnes => ones - 1 - self.infinity as u32,
            NanEncoding::None | NanEncoding::NegativeZero => ones - self.infinity as u32,
        }
    }

    /// The code of +infinity.
    pub const fn infinity_code(&self) -> Option<u32> {
        if self.infinity {
            Some(self.max_code() + 1)
        } else {
            None
        }
    }

    /// A code of NaN; with `negative` the one with the sign set, where there are two.
    pub const fn nan_code(&self, negative: bool) -> Option<u32> {
        let top = ((1 << self.exponent_bits) - 1) << self.mantissa_bits;
        let magnitude = match self.nan {
            NanEncoding::None => return None,
            NanEncoding::NegativeZero => return Some(self.sign_bit()),
            // The quiet NaN: the highest mantissa bit.
            NanEncoding::Ieee => top | (1 << (self.mantissa_bits - 1)),
            NanEncoding::AllOnes => top | ((1 << self.mantissa_bits) - 1),
        };
        Some(if negative {
            magnitude | self.sign_bit()
        } else {
            magnitude
        })
    }

    /// What kind of value a code stands for; bits above the format's are ignored.
    pub const fn classify(&self, code: u32) -> Class {
        let magnitude = code & self.magnitude_mask();
        let negative = code & self.sign_bit() != 0;
        if magnitude > self.max_code() {
            return if self.infinity && magnitude == self.max_code() + 1 {
                Class::Infinite
            } else {
                Class::Nan
            };
        }
        match (self.zero, magnitude) {
            (ZeroEncoding::None, _) => Class::Normal,
            (_, 0) if negative && matches!(self.nan, NanEncoding::NegativeZero) => Class::Nan,
            (_, 0) => Class::Zero,
            (_, m) if m >> self.mantissa_bits == 0 => Class::Subnormal,
            _ => Class::Normal,
        }
    }

    /// The exponent of the smallest normal value; also of the subnormal ones.
    pub const fn min_exponent(&self) -> i32 {
        match self.zero {
            ZeroEncoding::None => -self.bias,
            _ => 1 - self.bias,
        }
    }

    /// The largest finite value.
    pub fn max(&self) -> f32 {
        self.decode(self.max_code())
    }

    /// The smallest normal value above zero (in a custom format without normal values, the value
    /// that the first one would have).
    pub fn min_normal(&self) -> f32 {
        crate::codec::power_of_two(self.min_exponent()) as f32
    }

    /// The smallest value above zero.
    pub fn min_subnormal(&self) -> f32 {
        match self.zero {
            ZeroEncoding::None => self.decode(0),
            _ => self.decode(1),
        }
    }

    /// All finite codes by ascending value, with -0 left out.
    ///
    /// ```
    /// use quantscope_quant::Format;
    /// let f = Format::by_id("float4_e2m1fn").ok_or("no such format")?;
    /// let values: Vec<f32> = f.ordered_codes().into_iter().map(|c| f.decode(c)).collect();
    /// assert_eq!(values[..3], [-6.0, -4.0, -3.0]);
    /// assert_eq!(values.len(), 15);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn ordered_codes(&self) -> Vec<u32> {
        let max = self.max_code();
        let negative = 1..=if self.signed { max } else { 0 };
        negative
            .rev()
            .map(|m| m | self.sign_bit())
            .chain(0..=max)
            .collect()
    }
}
