//! Numbers in words, the same in every lesson.

use crate::plot::{format_number, format_signed};
use crate::quant::Format;
use crate::signal::Distribution;
use crate::state::{SIGNAL, State};

/// `x 0.53 → 0x31 → 0.5625, error +0.0325`.
pub fn arrow(x: f64, code: &str, value: f64) -> String {
    format!(
        "x {} \u{2192} {code} \u{2192} {}, error {}",
        format_number(x, 4),
        format_number(value, 6),
        format_signed(value - x, 3),
    )
}

/// A code in hexadecimal, as wide as its format.
pub fn hex(format: &Format, code: u32) -> String {
    let digits = format.bits().div_ceil(4) as usize;
    format!("0x{code:0digits$X}")
}

/// A share in percent: with two digits where it is small, and never rounded to
/// 0 % or 100 % when it is not.
pub fn percent(part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 {
        return "0 %".to_owned();
    }
    if part == whole {
        return "100 %".to_owned();
    }
    let share = 100.0 * part as f64 / whole as f64;
    if share < 0.01 {
        "< 0.01 %".to_owned()
    } else if share > 99.99 {
        "> 99.99 %".to_owned()
    } else {
        format!("{} %", format_number(share, 3))
    }
}

/// A count with commas between the thousands.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Small numbers as words, larger ones as digits.
pub fn number_word(number: u32) -> String {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(number as usize)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// The name of the distribution that the signal is drawn from: `normal`.
pub fn distribution(state: &State) -> &'static str {
    Distribution::by_id(state.choice(&SIGNAL)).map_or("", |found| found.label)
}

/// A word with a capital letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect()
}

/// A whole number with a proper minus sign.
pub fn integer(number: i32) -> String {
    number.to_string().replace('-', "\u{2212}")
}

/// A ratio in dB; infinite where nothing is lost.
pub fn decibels(ratio: f64) -> String {
    if ratio.is_finite() {
        format!("{ratio:.1} dB").replace('-', "\u{2212}")
    } else if ratio > 0.0 {
        "\u{221e}".to_owned()
    } else {
        "none".to_owned()
    }
}

/// A format's name as a heading has room for it: `E4M3`.
pub fn format_short(format: &Format) -> String {
    if format.id == "custom" {
        return format!("E{}M{}", format.exponent_bits, format.mantissa_bits);
    }
    format.label.to_owned()
}
