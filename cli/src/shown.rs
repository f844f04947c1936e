//! Numbers and tables as people and as programs read them.

use std::io::{self, Write};

use serde_json::Value;

/// A number in at most six significant digits, as C's `%g` has it.
///
/// ```
/// use quantscope_cli::shown::figure;
/// let shown = [0.1 + 0.2, -2.5e-7, 448.0, 1234567.0, f64::INFINITY].map(figure);
/// assert_eq!(shown, ["0.3", "-2.5e-7", "448", "1.23457e6", "inf"]);
/// ```
pub fn figure(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return exact(x + 0.0);
    }
    let scientific = format!("{x:.5e}");
    // `{:e}` always writes an e and a small whole number after it.
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        without_zeros(&format!("{x:.*}", (5 - exponent).unsigned_abs() as usize)).to_owned()
    } else {
        format!("{}e{exponent}", without_zeros(mantissa))
    }
}

fn without_zeros(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

/// A number in as many digits as tell it from every other of its type: `448`, `0.001953125`, `1e-9`.
///
/// ```
/// use quantscope_cli::shown::exact;
/// assert_eq!((exact(0.1_f32), exact(1.0_f64), exact(1e300)), ("0.1".into(), "1".into(), "1e300".into()));
/// ```
pub fn exact(x: impl std::fmt::Debug) -> String {
    let text = format!("{x:?}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// A number in JSON, which has no word for infinity and NaN: these are strings as JavaScript's
/// `Number` and Python's `float` read them.
///
/// ```
/// use quantscope_cli::shown::json_number;
/// assert_eq!(json_number(f64::NEG_INFINITY), "-Infinity");
/// assert_eq!(json_number(0.5), 0.5);
/// ```
pub fn json_number(x: f64) -> Value {
    if x.is_finite() {
        Value::from(x)
    } else if x.is_nan() {
        Value::from("NaN")
    } else if x > 0.0 {
        Value::from("Infinity")
    } else {
        Value::from("-Infinity")
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    heading: &'static str,
    words: bool,
}

/// A column of numbers, which end below each other.
pub const fn numbers(heading: &'static str) -> Column {
    Column {
        heading,
        words: false,
    }
}

/// A column of words, which begin below each other.
pub const fn words(heading: &'static str) -> Column {
    Column {
        heading,
        words: true,
    }
}

/// Columns under their headings.
pub fn write_table(
    output: &mut dyn Write,
    columns: &[Column],
    rows: &[Vec<String>],
) -> io::Result<()> {
    let mut widths: Vec<usize> = columns.iter().map(|c| c.heading.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let headings: Vec<String> = columns.iter().map(|c| c.heading.to_owned()).collect();
    for row in std::iter::once(&headings).chain(rows) {
        let mut line = String::new();
        for ((cell, &width), column) in row.iter().zip(&widths).zip(columns) {
            line.push_str(&if column.words {
                format!("{cell:<width$}  ")
            } else {
                format!("{cell:>width$}  ")
            });
        }
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}
