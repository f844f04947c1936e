//! Quantization as a page of plain arithmetic, slow and obvious: what the lenses'
//! reports are held against. It shares no code with the library.

/// A small float with a sign: its magnitudes in ascending order, found by the
/// definition of a code's value and searched one by one.
pub struct Grid {
    /// The finite magnitudes, 0 first.
    magnitudes: Vec<f64>,
    /// The value that one code more would have.
    beyond: f64,
    special: f64,
    /// What NaN becomes.
    nan: f64,
}

/// How rounding chooses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choose {
    Even,
    Away,
    Zero,
    Up,
    Down,
}

/// (id, exponent bits, mantissa bits, bias, codes taken by specials at the top of
/// each sign, what overflow becomes, what NaN becomes), from the formats' papers and
/// the OCP texts.
pub type Row = (&'static str, u32, u32, i32, usize, f64, f64);
const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;
pub const SMALL_FLOATS: [Row; 12] = [
    ("float8_e4m3fn", 4, 3, 7, 1, NAN, NAN),
    ("float8_e5m2", 5, 2, 15, 4, INF, NAN),
    ("float8_e4m3", 4, 3, 7, 8, INF, NAN),
    ("float8_e3m4", 3, 4, 3, 16, INF, NAN),
    ("float8_e4m3fnuz", 4, 3, 8, 0, NAN, NAN),
    ("float8_e5m2fnuz", 5, 2, 16, 0, NAN, NAN),
    ("float8_e4m3b11fnuz", 4, 3, 11, 0, NAN, NAN),
    ("float6_e2m3fn", 2, 3, 1, 0, 7.5, 0.0),
    ("float6_e3m2fn", 3, 2, 3, 0, 28.0, 0.0),
    ("float4_e2m1fn", 2, 1, 1, 0, 6.0, 0.0),
    ("float16", 5, 10, 15, 1024, INF, NAN),
    ("bfloat16", 8, 7, 127, 128, INF, NAN),
];

impl Grid {
    pub fn new((_, exponent_bits, mantissa_bits, bias, taken, special, nan): Row) -> Self {
        let value = |code: usize| {
            let (exponent, mantissa) = (code >> mantissa_bits, code % (1 << mantissa_bits));
            let fraction = mantissa as f64 / f64::from(1 << mantissa_bits);
            if exponent == 0 {
                fraction * 2_f64.powi(1 - bias)
            } else {
                (1.0 + fraction) * 2_f64.powi(exponent as i32 - bias)
            }
        };
        let count = (1_usize << (exponent_bits + mantissa_bits)) - taken;
        Self {
            magnitudes: (0..count).map(value).collect(),
            beyond: value(count),
            special,
            nan,
        }
    }

    pub fn max(&self) -> f64 {
        *self.magnitudes.last().expect("every format has a zero")
    }

    /// The distance between neighbours at a magnitude.
    pub fn ulp(&self, magnitude: f64) -> f64 {
        let above = self.magnitudes.partition_point(|&m| m <= magnitude);
        let at = |index: usize| self.magnitudes.get(index).copied().unwrap_or(self.beyond);
        at(above.min(self.magnitudes.len())) - at(above.min(self.magnitudes.len()) - 1)
    }

    /// The value of a number's code, and whether rounding led beyond the largest.
    pub fn round(&self, x: f64, choose: Choose, saturate: bool) -> (f64, bool) {
        if x.is_nan() {
            return (self.nan, false);
        }
        let (sign, t) = (1_f64.copysign(x), x.abs());
        let overflow = if saturate { self.max() } else { self.special };
        if t.is_infinite() || t >= self.beyond {
            let stays = t.is_finite()
                && match choose {
                    Choose::Zero => true,
                    Choose::Up => sign < 0.0,
                    Choose::Down => sign > 0.0,
                    _ => false,
                };
            return (sign * if stays { self.max() } else { overflow }, true);
        }
        let above = self.magnitudes.partition_point(|&m| m <= t);
        let (low, high) = (
            self.magnitudes[above - 1],
            self.magnitudes.get(above).copied().unwrap_or(self.beyond),
        );
        let up = match choose {
            Choose::Zero => false,
            Choose::Up => t > low && sign > 0.0,
            Choose::Down => t > low && sign < 0.0,
            // Neighbours are within a factor of two or share zero: both distances are exact.
            _ if t - low != high - t => t - low > high - t,
            Choose::Away => true,
            Choose::Even => (above - 1) % 2 == 1,
        };
        match (up, above < self.magnitudes.len()) {
            (false, _) => (sign * low, false),
            (true, true) => (sign * high, false),
            (true, false) => (sign * overflow, true),
        }
    }
}

/// The figures of a signal and of what came back, one value after the other.
#[derive(Debug, Default)]
pub struct Figures {
    pub count: u64,
    pub measured: u64,
    pub mse: f64,
    pub power: f64,
    pub max_abs_error: f64,
    pub mean_error: f64,
    pub clipped: u64,
    pub non_finite: u64,
    pub underflow: u64,
    pub errors: Vec<f64>,
    /// How far float32 may be off at the largest value: x/S + Z and S (q - Z) are
    /// taken in it.
    pub blur: f64,
}

impl Figures {
    /// From (x, x', whether it was clipped).
    pub fn of(values: impl Iterator<Item = (f32, f64, bool)>) -> Self {
        let mut found = Self::default();
        for (x, back, clipped) in values {
            found.count += 1;
            if !x.is_finite() {
                found.non_finite += 1;
                continue;
            }
            found.clipped += u64::from(clipped);
            let x = f64::from(x);
            if !back.is_finite() {
                continue;
            }
            found.measured += 1;
            let error = back - x;
            found.mse += error * error;
            found.power += x * x;
            found.mean_error += error;
            found.max_abs_error = found.max_abs_error.max(error.abs());
            found.underflow += u64::from(back == 0.0 && x != 0.0);
            found.errors.push(error);
            found.blur = found.blur.max(x.abs() * f64::from(f32::EPSILON));
        }
        if found.measured > 0 {
            for sum in [&mut found.mse, &mut found.power, &mut found.mean_error] {
                *sum /= found.measured as f64;
            }
        }
        found
    }
}

/// Counts over equal bins, the last one with both its ends.
pub fn bins(values: impl Iterator<Item = f64>, min: f64, max: f64, bins: usize) -> Vec<u64> {
    let mut counts = vec![0; bins];
    for value in values {
        let place = (value - min) / (max - min) * bins as f64;
        counts[(place.max(0.0) as usize).min(bins - 1)] += 1;
    }
    counts
}

/// How an affine quantizer is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub bits: u32,
    pub signed: bool,
    pub symmetric: bool,
    pub away: bool,
    /// `integer`, `float` or `notes`.
    pub zero_point: &'static str,
    pub single: bool,
}

/// S, Z and the codes, by the formulas of ONNX's QuantizeLinear.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    pub scale: f32,
    pub zero: f32,
    pub low: f32,
    pub high: f32,
    asked: Asked,
}

impl Steps {
    /// For a range that is not a single point.
    pub fn new(min: f32, max: f32, asked: Asked) -> Self {
        let codes = 2_f32.powi(asked.bits as i32);
        let low = if asked.signed { -codes / 2.0 } else { 0.0 };
        let high = low + codes - 1.0;
        let (mut min, mut max) = (min, max);
        if asked.zero_point != "float" {
            (min, max) = (min.min(0.0), max.max(0.0));
        }
        if asked.symmetric {
            max = max.max(-min);
            min = -max;
        }
        let exact = (f64::from(max) - f64::from(min)) / f64::from(high - low);
        let scale = if asked.single {
            (max - min) / (high - low)
        } else {
            exact as f32
        };
        // min / S and qmin - min / S, in the one precision or the other.
        let (offset, place) = if asked.single {
            (f64::from(min / scale), f64::from(low - min / scale))
        } else {
            (
                f64::from(min) / exact,
                f64::from(low) - f64::from(min) / exact,
            )
        };
        let zero = match asked.zero_point {
            "float" => place as f32,
            "notes" => round(offset, asked.away) as f32,
            _ if asked.symmetric => ((low + high) / 2.0).round_ties_even(),
            _ => (round(place, asked.away) as f32).clamp(low, high),
        };
        Self {
            scale,
            zero,
            low,
            high,
            asked,
        }
    }

    /// The value that comes back, its code, and whether the code was clamped.
    pub fn round(&self, x: f32) -> (f64, i32, bool) {
        let x = if x.is_nan() { 0.0 } else { x };
        let steps = x / self.scale;
        let code = if self.asked.zero_point == "float" {
            round(f64::from(steps + self.zero), self.asked.away)
        } else {
            round(f64::from(steps), self.asked.away) + f64::from(self.zero)
        };
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let kept = code.clamp(low, high);
        (
            f64::from(self.value(kept as i32)),
            kept as i32,
            kept != code,
        )
    }

    pub fn value(&self, code: i32) -> f32 {
        self.scale * (code as f32 - self.zero)
    }
}

fn round(x: f64, away: bool) -> f64 {
    if away { x.round() } else { x.round_ties_even() }
}
