//! One number of a text, and a growing list of such numbers.

use crate::decimal;

use super::{MAX_COUNT, Place, ReadError};

/// The numbers of a text as they are collected.
pub(super) struct Numbers {
    pub values: Vec<f32>,
    /// How many finite, nonzero numbers became infinite or zero as 32-bit floats.
    pub narrowed: u64,
}

impl Numbers {
    /// An empty list with room for every number that a text of so many bytes can hold.
    pub fn with_room_for(bytes: usize) -> Result<Numbers, ReadError> {
        // A number takes at least one byte and a separator after it.
        let most = (bytes / 2 + 1).min(MAX_COUNT);
        let mut values = Vec::new();
        if values.try_reserve_exact(most).is_err() {
            return Err(out_of_memory(most as u64));
        }
        Ok(Numbers {
            values,
            narrowed: 0,
        })
    }

    /// Adds a number; `place` says where it stands.
    pub fn push(&mut self, token: &str, place: impl Fn() -> Place) -> Result<(), ReadError> {
        let (value, lost) =
            read_number(token).map_err(|message| ReadError::new(place(), message))?;
        if self.values.len() == MAX_COUNT {
            return Err(ReadError::new(
                place(),
                format!(
                    "there are more than {MAX_COUNT} numbers, the most that can be shown; keep a part of them"
                ),
            ));
        }
        self.narrowed += u64::from(lost);
        self.values.push(value);
        Ok(())
    }
}

/// A number of a text, and whether it is finite and not zero but came out as infinity or zero.
///
/// # Errors
///
/// What is wrong with the token and what to write in its place, without the place.
pub fn read_number(token: &str) -> Result<(f32, bool), String> {
    match decimal::parse_f32(token) {
        Some(value) => Ok((value, lost(token, value))),
        None => Err(not_a_number(token)),
    }
}

/// Whether a finite, nonzero decimal number came out as infinity or zero.
fn lost(token: &str, value: f32) -> bool {
    if value.is_infinite() {
        // "inf" and "infinity" hold no digit.
        token.bytes().any(|b| b.is_ascii_digit())
    } else if value == 0.0 {
        token
            .bytes()
            .take_while(|b| !matches!(b, b'e' | b'E'))
            .any(|b| matches!(b, b'1'..=b'9'))
    } else {
        false
    }
}

/// What is wrong with a token that is no number, and what to write in its place.
pub fn not_a_number(token: &str) -> String {
    if token.is_empty() {
        return "the field is empty; write nan where a value is missing".to_owned();
    }
    let advice = if token.chars().any(|c| c == '\u{2212}') {
        "write the minus sign as -"
    } else if token.starts_with("0x") {
        "write it as a decimal number"
    } else if token.contains(',') {
        "write the decimal separator as a point"
    } else if token.contains('_') || token.contains('\'') {
        "write the digits without separators"
    } else {
        "write numbers such as 0.5, -2, 1e-3, nan or inf"
    };
    format!("{} is not a number; {advice}", quoted(token))
}

/// A piece of a foreign text that is safe and short enough to show, in quotes.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 24;
    let mut shown = String::from("\"");
    for (index, c) in text.chars().enumerate() {
        if index == MOST {
            shown.push('\u{2026}');
            break;
        }
        // A plain test: `escape_debug` would bring tables of Unicode into the page.
        shown.push(if c.is_control() { '\u{fffd}' } else { c });
    }
    shown.push('"');
    shown
}

pub(super) fn out_of_memory(count: u64) -> ReadError {
    ReadError::new(
        Place::Whole,
        format!(
            "there is not enough memory for {count} values; close other pages or take a smaller file"
        ),
    )
}
