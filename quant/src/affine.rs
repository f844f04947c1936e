//! Affine quantization: a range of real numbers onto a row of integers.
//!
//! `q = clamp(round(x / S) + Z, qmin, qmax)` and back `x' = S (q - Z)`, with
//! `S = (max - min) / (qmax - qmin)` and `Z = clamp(round(qmin - min / S), qmin, qmax)` of a range
//! that is widened to contain zero, so that zero is exact (ONNX QuantizeLinear, PyTorch observers,
//! gemmlowp). The division by S is a true one: a product with 1/S gives other codes.

use crate::range::Range;
use crate::rounding::Rounding;

/// Where the zero point comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ZeroPoint {
    /// `Z = round(qmin - min/S)`: an integer, zero is exact.
    #[default]
    Integer,
    /// `Z = qmin - min/S`, not rounded and the range not widened: `q = round(x/S + Z)`; zero is in
    /// general not exact.
    Float,
    /// `Z = round(min/S)`, the sign turned round, as lecture notes have it, with the same
    /// `q = round(x/S) + Z`. The codes land in `[2Z, Z + round(max/S)]`, outside what S's divisor
    /// assumes, so the clamp destroys them: a demonstration of why the sign matters.
    NotesSign,
}

/// In which precision S and Z are computed from the float32 range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ParameterPrecision {
    /// In float64, then S is rounded to float32 (onnxruntime's static quantization).
    #[default]
    Float64,
    /// In float32 throughout (ONNX DynamicQuantizeLinear, PyTorch observers).
    Float32,
    /// The range's width in float32, the rest in float64 (gemmlowp).
    Mixed,
}

/// What a symmetric range is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SymmetricDivisor {
    /// All codes: `S = 2 amax / (qmax - qmin)`, for int8 amax/127.5 (onnxruntime, PyTorch).
    #[default]
    Full,
    /// As many codes below zero as above: `S = amax / (2^(bits-1) - 1)`, for int8 amax/127, and the
    /// lowest code is not used (TensorFlow Lite). With 1 bit this leaves nothing, so `Full` is used.
    Restricted,
}

/// How an affine quantizer is derived from a range.
///
/// ```
/// use quantscope_quant::{Affine, AffineOptions, Range};
/// let uint4 = AffineOptions { bits: 4, ..AffineOptions::ONNX_STATIC };
/// let q = Affine::from_range(Range { min: -1.0, max: 2.0 }, &uint4);
/// assert_eq!((q.scale, q.zero_point), (0.2, 5.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AffineOptions {
    /// Bits of a code: 1 to 8, or 16. Others are taken to the nearest of these.
    pub bits: u32,
    /// Codes from `-2^(bits-1)` to `2^(bits-1) - 1` instead of 0 to `2^bits - 1`.
    pub signed: bool,
    /// The range is `[-amax, amax]`, Z the middle code.
    pub symmetric: bool,
    /// How codes are rounded. Z is rounded half away from zero for [`Rounding::NearestAway`], and
    /// half to even for all others.
    pub rounding: Rounding,
    /// Where Z comes from.
    pub zero_point: ZeroPoint,
    /// In which precision S and Z are computed.
    pub precision: ParameterPrecision,
    /// What a symmetric range is divided by.
    pub divisor: SymmetricDivisor,
    /// S is never below this; PyTorch's observers have 2^-23 here, the others none (0).
    pub smallest_scale: f32,
    /// `q = round(x/S + Z)` instead of `round(x/S) + Z` (gemmlowp).
    pub round_sum: bool,
    /// `x * (1/S)` instead of `x/S` (PyTorch's fake-quantize); some codes differ.
    pub reciprocal: bool,
}

impl AffineOptions {
    /// onnxruntime's static quantization to uint8; the default.
    pub const ONNX_STATIC: AffineOptions = AffineOptions {
        bits: 8,
        signed: false,
        symmetric: false,
        rounding: Rounding::NearestEven,
        zero_point: ZeroPoint::Integer,
        precision: ParameterPrecision::Float64,
        divisor: SymmetricDivisor::Full,
        smallest_scale: 0.0,
        round_sum: false,
        reciprocal: false,
    };
    /// ONNX DynamicQuantizeLinear.
    pub const ONNX_DYNAMIC: AffineOptions = AffineOptions {
        precision: ParameterPrecision::Float32,
        ..AffineOptions::ONNX_STATIC
    };
    /// PyTorch's MinMaxObserver and fake-quantize, `quint8` and `per_tensor_affine`.
    pub const PYTORCH: AffineOptions = AffineOptions {
        precision: ParameterPrecision::Float32,
        smallest_scale: f32::EPSILON,
        reciprocal: true,
        ..AffineOptions::ONNX_STATIC
    };
    /// gemmlowp's quantization example.
    pub const GEMMLOWP: AffineOptions = AffineOptions {
        rounding: Rounding::NearestAway,
        precision: ParameterPrecision::Mixed,
        round_sum: true,
        ..AffineOptions::ONNX_STATIC
    };

    /// The smallest and the largest code.
    pub fn code_range(&self) -> (i32, i32) {
        let bits = if self.bits > 12 {
            16
        } else {
            self.bits.clamp(1, 8)
        };
        let (low, high) = if self.signed {
            (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
        } else {
            (0, (1 << bits) - 1)
        };
        if self.restricted() {
            (low + 1, high)
        } else {
            (low, high)
        }
    }

    fn restricted(&self) -> bool {
        self.symmetric && self.divisor == SymmetricDivisor::Restricted && self.bits > 1
    }
}

impl Default for AffineOptions {
    fn default() -> Self {
        AffineOptions::ONNX_STATIC
    }
}

/// An affine quantizer: `q = clamp(round(x/S) + Z)`, `x' = S (q - Z)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// S: finite, above zero, and such that no code's value overflows float32.
    pub scale: f32,
    /// Z: a whole number unless [`ZeroPoint::Float`].
    pub zero_point: f32,
    /// The smallest code.
    pub quantized_min: i32,
    /// The largest code.
    pub quantized_max: i32,
    /// How codes are rounded.
    pub rounding: Rounding,
    /// Whether Z is added before rounding: `q = round(x/S + Z)`.
    pub round_sum: bool,
    /// Whether x is multiplied with 1/S instead of divided by S.
    pub reciprocal: bool,
}

impl Affine {
    /// The quantizer for data in a range.
    ///
    /// Never a scale of zero, NaN or infinity:
    /// - A range that is a single number is widened to zero, also with [`ZeroPoint::Float`].
    /// - A scale below the smallest normal f32 (all zeros, or next to it) becomes 1 with Z = 0, as
    ///   in onnxruntime.
    /// - A scale with which a code's value would exceed float32 is lowered until it does not.
    /// - Ends that are infinite are taken to the largest f32, a NaN to 0, and swapped ends swapped.
    ///
    /// ```
    /// use quantscope_quant::{Affine, AffineOptions, Range};
    /// let q = Affine::from_range(Range { min: -1.0, max: 1.0 }, &AffineOptions::ONNX_STATIC);
    /// assert_eq!((q.zero_point, q.quantize(0.5), q.fake_quantize(0.0)), (128.0, 192, 0.0));
    /// let zeros = Affine::from_range(Range { min: 0.0, max: 0.0 }, &AffineOptions::ONNX_STATIC);
    /// assert_eq!((zeros.scale, zeros.zero_point), (1.0, 0.0));
    /// ```
    pub fn from_range(range: Range, options: &AffineOptions) -> Affine {
        let Range { min, max } = range.sanitized();
        let float = options.zero_point == ZeroPoint::Float;
        let widened = !float || min == max;
        let (mut min, mut max) = if widened {
            (min.min(0.0), max.max(0.0))
        } else {
            (min, max)
        };
        if options.symmetric {
            max = max.max(-min);
            min = -max;
        }
        let (low, high) = options.code_range();
        let (scale, zero_point) = parameters(min, max, low, high, options);
        let quantizer = Affine {
            scale,
            zero_point,
            quantized_min: low,
            quantized_max: high,
            rounding: options.rounding,
            round_sum: options.round_sum || float,
            reciprocal: options.reciprocal,
        };
        quantizer.without_overflow()
    }

    /// Lowers the scale until every code's value is finite.
    fn without_overflow(self) -> Affine {
        let reach = (f64::from(self.quantized_min) - f64::from(self.zero_point))
            .abs()
            .max((f64::from(self.quantized_max) - f64::from(self.zero_point)).abs())
            .max(1.0);
        let most = f64::from(f32::MAX) / reach;
        let mut lowered = self;
        if f64::from(self.scale) > most {
            lowered.scale = (most as f32).next_down();
        }
        // `dequantize` rounds its difference and its product to f32, so the last step or two are
        // found by trying: each lowers both ends, and at half the scale both are finite.
        let overflows = |q: &Affine| {
            !q.dequantize(q.quantized_min).is_finite() || !q.dequantize(q.quantized_max).is_finite()
        };
        while overflows(&lowered) {
            lowered.scale = lowered.scale.next_down();
        }
        lowered
    }

    /// The code before the clamp to `quantized_min ..= quantized_max`, a whole number (as f64, for
    /// it may exceed any integer); NaN for NaN.
    pub fn unclamped(&self, x: f32) -> f64 {
        self.unclamped_random(x, 0)
    }

    /// [`Affine::unclamped`] with the 32 random bits of [`Rounding::Stochastic`].
    pub fn unclamped_random(&self, x: f32, random: u32) -> f64 {
        let steps = if self.reciprocal {
            x * (1.0 / self.scale)
        } else {
            x / self.scale
        };
        if self.round_sum {
            self.rounding
                .integer(f64::from(steps + self.zero_point), random)
        } else {
            self.rounding.integer(f64::from(steps), random) + f64::from(self.zero_point)
        }
    }

    /// The code of a number: infinity saturates, NaN gets the code of zero.
    ///
    /// With [`Rounding::Stochastic`] the random bits are zero here, which rounds toward zero; see
    /// [`Affine::quantize_random`].
    pub fn quantize(&self, x: f32) -> i32 {
        self.quantize_random(x, 0)
    }

    /// [`Affine::quantize`] with the 32 random bits of [`Rounding::Stochastic`].
    pub fn quantize_random(&self, x: f32, random: u32) -> i32 {
        let x = if x.is_nan() { 0.0 } else { x };
        let code = self.unclamped_random(x, random);
        // `as` saturates, and no NaN is left.
        (code.clamp(f64::from(self.quantized_min), f64::from(self.quantized_max))) as i32
    }

    /// The value of a code, `S (q - Z)` in float32.
    pub fn dequantize(&self, q: i32) -> f32 {
        (q as f32 - self.zero_point) * self.scale
    }

    /// There and back: the value of the number's code.
    pub fn fake_quantize(&self, x: f32) -> f32 {
        self.dequantize(self.quantize(x))
    }
}

/// S and Z of a range that is already widened and made symmetric.
fn parameters(min: f32, max: f32, low: i32, high: i32, options: &AffineOptions) -> (f32, f32) {
    let steps = f64::from(high - low);
    let width = max - min;
    let single = options.precision == ParameterPrecision::Float32 && width.is_finite();
    let mixed = options.precision == ParameterPrecision::Mixed && width.is_finite();
    let exact = if single {
        f64::from(width / steps as f32)
    } else if mixed {
        f64::from(width) / steps
    } else {
        (f64::from(max) - f64::from(min)) / steps
    };
    let exact = exact.max(f64::from(options.smallest_scale));
    if exact < f64::from(f32::MIN_POSITIVE) {
        return (1.0, 0.0);
    }
    let scale = (exact.min(f64::from(f32::MAX))) as f32;
    // min / S, in the precision asked for.
    let offset = if single {
        f64::from(min / scale)
    } else {
        f64::from(min) / exact
    };
    let away = options.rounding == Rounding::NearestAway;
    let round = |z: f64| {
        if away {
            Rounding::NearestAway
        } else {
            Rounding::NearestEven
        }
        .integer(z, 0)
    };
    let place = if single {
        f64::from(low as f32 - offset as f32)
    } else {
        f64::from(low) - offset
    };
    let zero_point = match options.zero_point {
        ZeroPoint::Float => place,
        ZeroPoint::NotesSign => round(offset),
        ZeroPoint::Integer if options.symmetric => {
            Rounding::NearestEven.integer(f64::from(low + high) / 2.0, 0)
        }
        ZeroPoint::Integer => round(place).clamp(f64::from(low), f64::from(high)),
    };
    // -0 would be a zero point that prints with a sign.
    (scale, zero_point as f32 + 0.0)
}
