//! Decimal text to the nearest float.
//!
//! The same grammar and the same bits as the standard library's `parse`. That one
//! brings a table of 10 KB of pure entropy into a first visit, which is compressed to
//! nothing less (and the one small library for it, `minimal-lexical` 0.2 with
//! `compact`, rounds some ties of float32 down). Here a short number is one exact
//! multiplication (Clinger 1990, the fast path), and any other one goes through whole
//! numbers of any length: slower, and with nothing to get wrong.

/// Digits beyond this decide only whether there is something left: the middle between
/// two floats has at most 767 (a subnormal float64 and its neighbour).
const MAX_DIGITS: usize = 800;

/// Powers of ten that a float64 holds exactly.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The float64 nearest to a decimal number, ties to even; also `nan`, `inf` and
/// `infinity` in any case. `None` for anything else.
///
/// ```
/// use quantscope::decimal::parse_f64;
/// assert_eq!(parse_f64("-2.5e-1"), Some(-0.25));
/// assert_eq!(parse_f64("1,5"), None);
/// ```
#[must_use]
pub fn parse_f64(text: &str) -> Option<f64> {
    Some(match Number::read(text)? {
        Number::Special(value) => value,
        Number::Decimal(decimal) => {
            decimal.sign()
                * decimal
                    .exact()
                    .unwrap_or_else(|| decimal.nearest(53, -1074))
        }
    })
}

/// The same as a float32, rounded once.
///
/// ```
/// use quantscope::decimal::parse_f32;
/// assert_eq!(parse_f32("16777217"), Some(16_777_216.0));
/// ```
#[must_use]
pub fn parse_f32(text: &str) -> Option<f32> {
    Some(match Number::read(text)? {
        Number::Special(value) => value as f32,
        Number::Decimal(decimal) => {
            let size = match decimal.exact() {
                Some(value) if rounds_alike(value) => value,
                _ => decimal.nearest(24, -149),
            };
            (decimal.sign() * size) as f32
        }
    })
}

/// Whether a number whose nearest float64 is `value` has the same nearest float32 as
/// `value` has: always, but where `value` is a tie or could be one.
fn rounds_alike(value: f64) -> bool {
    const BELOW_FLOAT32: u64 = (1 << 29) - 1;
    const TIE: u64 = 1 << 28;
    (2_f64.powi(-126)..2_f64.powi(127)).contains(&value) && value.to_bits() & BELOW_FLOAT32 != TIE
}

enum Number {
    Special(f64),
    Decimal(Decimal),
}

/// `digits` times ten to the power of `exponent`.
struct Decimal {
    negative: bool,
    /// As numbers from 0 to 9, without leading zeros.
    digits: Vec<u8>,
    exponent: i64,
}

impl Number {
    fn read(text: &str) -> Option<Self> {
        let (negative, text) = match text.as_bytes() {
            [b'-', text @ ..] => (true, text),
            [b'+', text @ ..] | text => (false, text),
        };
        let is = |word: &[u8]| text.eq_ignore_ascii_case(word);
        if is(b"inf") || is(b"infinity") {
            return Some(Self::Special(if negative {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            }));
        }
        if is(b"nan") {
            return Some(Self::Special(if negative { -f64::NAN } else { f64::NAN }));
        }
        let (integer, rest) = split_digits(text);
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => split_digits(rest),
            _ => (&[][..], rest),
        };
        if integer.is_empty() && fraction.is_empty() {
            return None;
        }
        let exponent = match rest {
            [] => 0,
            [b'e' | b'E', rest @ ..] => read_exponent(rest)?,
            _ => return None,
        };
        let mut decimal = Decimal {
            negative,
            digits: Vec::new(),
            exponent: exponent - fraction.len() as i64,
        };
        decimal.take(integer.iter().chain(fraction));
        Some(Self::Decimal(decimal))
    }
}

/// The digits that a text begins with, and what follows them.
fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn read_exponent(text: &[u8]) -> Option<i64> {
    /// Far beyond what any text's digits could make up for.
    const LIMIT: i64 = 1 << 40;
    let (negative, text) = match text {
        [b'-', text @ ..] => (true, text),
        [b'+', text @ ..] | text => (false, text),
    };
    let (digits, rest) = split_digits(text);
    if digits.is_empty() || !rest.is_empty() {
        return None;
    }
    let size = digits.iter().fold(0, |size, digit| {
        (size * 10 + i64::from(digit - b'0')).min(LIMIT)
    });
    Some(if negative { -size } else { size })
}

impl Decimal {
    fn take<'a>(&mut self, text: impl Iterator<Item = &'a u8>) {
        let mut rest = false;
        for digit in text.map(|byte| byte - b'0') {
            if self.digits.len() < MAX_DIGITS {
                if digit != 0 || !self.digits.is_empty() {
                    self.digits.push(digit);
                }
            } else {
                self.exponent += 1;
                rest |= digit != 0;
            }
        }
        // What was cut off lifts a tie, and that is all that it can do.
        if rest && let Some(last) = self.digits.last_mut() {
            *last |= 1;
        }
        // 1.500 is as short as 1.5.
        while self.digits.last() == Some(&0) {
            self.digits.pop();
            self.exponent += 1;
        }
    }

    fn sign(&self) -> f64 {
        if self.negative { -1.0 } else { 1.0 }
    }

    /// The nearest float64 where one operation on two exact floats gives it.
    fn exact(&self) -> Option<f64> {
        if self.digits.len() > 15 {
            return None;
        }
        let digits = self
            .digits
            .iter()
            .fold(0.0, |value, digit| value * 10.0 + f64::from(*digit));
        if digits == 0.0 {
            return Some(0.0);
        }
        let power = EXACT_POWERS.get(usize::try_from(self.exponent.abs()).ok()?)?;
        Some(if self.exponent < 0 {
            digits / power
        } else {
            digits * power
        })
    }

    /// The nearest number of `precision` bits whose last bit is worth at least
    /// 2^`min_exponent`, ties to even.
    fn nearest(&self, precision: i64, min_exponent: i64) -> f64 {
        // The largest float64 is below 10^309; half of its smallest is above 10^-325.
        let magnitude = self.digits.len() as i64 + self.exponent;
        if magnitude < -326 || self.digits.is_empty() {
            return 0.0;
        }
        if magnitude > 310 {
            return f64::INFINITY;
        }
        // The number is `whole` times 2^`exponent`, and a little more if `inexact`.
        let mut whole = Whole::default();
        for &digit in &self.digits {
            whole.multiply_add(10, u32::from(digit));
        }
        let mut exponent = self.exponent;
        let mut inexact = false;
        if self.exponent >= 0 {
            for factor in powers_of_five(self.exponent) {
                whole.multiply_add(factor, 0);
            }
        } else {
            // Room for more bits than the result has: 5 is below 2^(7/3).
            let limbs = (-self.exponent * 7 / 3 + 64) / 32 + 1;
            whole.shift_up(limbs as usize);
            exponent -= limbs * 32;
            for factor in powers_of_five(-self.exponent) {
                inexact |= whole.divide(factor) != 0;
            }
        }
        // How many bits at the end are worth less than the result's last.
        let cut = (whole.bits() - precision)
            .max(min_exponent - exponent)
            .max(0);
        let (kept, half, below) = whole.cut(cut);
        let up = half && (below || inexact || kept & 1 == 1);
        // In two steps, each of them exact: 2^-1074 alone is no normal float.
        let power = (exponent + cut) as i32;
        (kept + u64::from(up)) as f64 * 2_f64.powi(power / 2) * 2_f64.powi(power - power / 2)
    }
}

/// Factors that make up 5^`exponent`.
fn powers_of_five(exponent: i64) -> impl Iterator<Item = u32> {
    // The largest power in 32 bits.
    const MOST: i64 = 13;
    let mut left = exponent;
    std::iter::from_fn(move || {
        let power = left.min(MOST);
        left -= power;
        (power > 0).then(|| 5_u32.pow(power as u32))
    })
}

/// A whole number of any length, its lowest 32 bits first.
#[derive(Default)]
struct Whole(Vec<u32>);

impl Whole {
    fn multiply_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides and gives the remainder.
    fn divide(&mut self, divisor: u32) -> u64 {
        let mut rest = 0;
        for limb in self.0.iter_mut().rev() {
            rest = rest << 32 | u64::from(*limb);
            *limb = (rest / u64::from(divisor)) as u32;
            rest %= u64::from(divisor);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        rest
    }

    fn shift_up(&mut self, limbs: usize) {
        self.0.splice(0..0, std::iter::repeat_n(0, limbs));
    }

    fn bits(&self) -> i64 {
        let top = self.0.last().map_or(0, |limb| limb.leading_zeros());
        self.0.len() as i64 * 32 - i64::from(top)
    }

    fn bit(&self, place: i64) -> bool {
        let limb = self.0.get((place / 32) as usize).unwrap_or(&0);
        limb >> (place % 32) & 1 == 1
    }

    /// What remains above `count` bits (at most 64 bits), the highest bit of those
    /// below, and whether any other of them is set.
    fn cut(&self, count: i64) -> (u64, bool, bool) {
        let kept = (count..self.bits())
            .rev()
            .fold(0, |kept, place| kept << 1 | u64::from(self.bit(place)));
        if count == 0 {
            return (kept, false, false);
        }
        let below = (0..count - 1).any(|place| self.bit(place));
        (kept, self.bit(count - 1), below)
    }
}
