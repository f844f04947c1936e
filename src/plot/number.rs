//! Numbers as words: one way of writing them on the whole page.
//!
//! The minus is U+2212, so that it is as wide as a plus and never breaks from
//! its digits.

/// The typographic minus, U+2212.
pub const MINUS: char = '\u{2212}';

/// Integers below this are written out.
const LARGE_INTEGER: f64 = 1e9;
/// From here on a fraction is written with a power of ten.
const LARGE: f64 = 1e6;
/// Below this too.
const SMALL: f64 = 1e-3;

/// Writes a number with about `significant` digits (at least one).
///
/// - Integers below 10^9 and short dyadic fractions (at most two digits more
///   than asked for) are written exactly: they are the values of the formats.
/// - Below 0.001 and from 10^6 on: a power of ten, `7.0e−4`.
/// - Otherwise rounded, without trailing zeros.
/// - `NaN`, `∞`, `−∞`; negative zero is `−0`, because the formats tell it apart.
///
/// ```
/// use quantscope::plot::format_number;
/// assert_eq!(format_number(5.25, 2), "5.25");
/// assert_eq!(format_number(0.1 + 0.2, 6), "0.3");
/// assert_eq!(format_number(-7.04e-4, 2), "−7.0e−4");
/// assert_eq!(format_number(57344.0, 3), "57344");
/// ```
pub fn format_number(x: f64, significant: usize) -> String {
    let significant = significant.clamp(1, 17);
    if x.is_nan() {
        return "NaN".into();
    }
    let size = x.abs();
    let digits = if size == f64::INFINITY {
        "∞".into()
    } else if size == 0.0 {
        "0".into()
    } else if let Some(exact) = short_exact(size, significant) {
        exact
    } else {
        rounded(size, significant)
    };
    if x.is_sign_negative() {
        format!("{MINUS}{digits}")
    } else {
        digits
    }
}

/// The same with a plus before what is above zero, for errors and differences.
///
/// ```
/// use quantscope::plot::format_signed;
/// assert_eq!(format_signed(0.125, 3), "+0.125");
/// assert_eq!(format_signed(-0.125, 3), "−0.125");
/// ```
pub fn format_signed(x: f64, significant: usize) -> String {
    let plain = format_number(x, significant);
    if x > 0.0 { format!("+{plain}") } else { plain }
}

/// A share from 0 to 1 as per cent; short, but never `0 %` for what is not nothing.
///
/// ```
/// use quantscope::plot::format_percent;
/// assert_eq!(format_percent(0.5), "50\u{a0}%");
/// assert_eq!(format_percent(0.0008), "0.08\u{a0}%");
/// assert_eq!(format_percent(1e-9), "<\u{a0}0.001\u{a0}%");
/// ```
pub fn format_percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.001 {
        return "<\u{a0}0.001\u{a0}%".into();
    }
    if share < 1.0 && percent > 99.9 {
        return ">\u{a0}99.9\u{a0}%".into();
    }
    let decimals = match percent.abs() {
        p if p >= 9.95 && (p - p.round()).abs() < 0.05 => 0,
        p if p >= 0.995 => 1,
        p if p >= 0.00995 => 2,
        _ => 3,
    };
    let text = trim(&format!("{percent:.decimals$}")).to_string();
    format!("{}\u{a0}%", text.replace('-', "\u{2212}"))
}

/// `2⁻⁹` for -9; `1` for 0.
///
/// ```
/// use quantscope::plot::power_of_two;
/// assert_eq!(power_of_two(-9), "2⁻⁹");
/// assert_eq!(power_of_two(0), "1");
/// ```
pub fn power_of_two(exponent: i32) -> String {
    if exponent == 0 {
        "1".into()
    } else {
        format!("2{}", superscript(exponent))
    }
}

/// `10⁻³` for -3; `1` for 0 and `10` for 1.
///
/// ```
/// use quantscope::plot::power_of_ten;
/// assert_eq!(power_of_ten(-3), "10⁻³");
/// assert_eq!(power_of_ten(1), "10");
/// ```
pub fn power_of_ten(exponent: i32) -> String {
    match exponent {
        0 => "1".into(),
        1 => "10".into(),
        _ => format!("10{}", superscript(exponent)),
    }
}

/// An integer in raised digits: `⁻¹²`.
pub fn superscript(n: i32) -> String {
    n.to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            // U+2070 and U+2074 to U+2079 stand in order; 1, 2 and 3 do not.
            c => char::from_u32(0x2070 + u32::from(c) - u32::from('0')).unwrap_or(c),
        })
        .collect()
}

/// The exact decimal of an integer or a dyadic fraction, if it is short.
fn short_exact(size: f64, significant: usize) -> Option<String> {
    if size.fract() == 0.0 {
        return (size < LARGE_INTEGER).then(|| format!("{size}"));
    }
    // Small formats have few bits behind the point; a value with more came out
    // of a calculation and its further digits say nothing.
    const DYADIC: f64 = 65536.0;
    if !(SMALL..LARGE).contains(&size) || (size * DYADIC).fract() != 0.0 {
        return None;
    }
    // Rust prints the shortest decimal that reads back; within 2^16 steps and
    // 10^6 it is the exact one unless it is longer than 17 digits.
    let text = format!("{size}");
    let digits = text.trim_start_matches(['0', '.']).replace('.', "").len();
    (digits <= significant + 2).then_some(text)
}

fn rounded(size: f64, significant: usize) -> String {
    if !(SMALL..LARGE).contains(&size) {
        return format!("{size:.*e}", significant - 1).replace('-', "\u{2212}");
    }
    let magnitude = size.log10().floor() as i32;
    let decimals = (significant as i32 - 1 - magnitude).max(0) as usize;
    trim(&format!("{size:.decimals$}")).to_string()
}

/// Drops zeros behind the point, and a point behind which nothing is left.
pub(super) fn trim(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}
