//! A list of numbers that somebody typed or pasted.

use super::number::Numbers;
use super::{MAX_BYTES, Order, Place, ReadError, Tensor};

/// Reads numbers separated by white space, commas, semicolons or line ends.
///
/// `nan`, `inf` and `-inf` are numbers too. What follows a `#` in a line is left
/// out, and square brackets are skipped, so that a Python list can be pasted as
/// it is. A comma always separates: `0,5` is two numbers. The result has one axis.
///
/// # Errors
///
/// A token that is no number, with its line and column; no number at all; more
/// than [`MAX_COUNT`](super::MAX_COUNT) numbers.
///
/// ```
/// use quantscope::signal::read_pasted;
///
/// let tensor = read_pasted("[0.5, -1]; 1e-3 inf # four numbers").unwrap();
/// assert_eq!(tensor.values, [0.5, -1.0, 1e-3, f32::INFINITY]);
/// assert_eq!(tensor.info.shape, [4]);
/// ```
pub fn read_pasted(text: &str) -> Result<Tensor, ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError::new(
            Place::Whole,
            format!("the text is longer than {MAX_BYTES} bytes; paste a part of it"),
        ));
    }
    let mut numbers = Numbers::with_room_for(text.len())?;
    for (index, line) in text.lines().enumerate() {
        let mut start = 0;
        for token in before_comment(line).split(is_separator) {
            // `split` leaves out exactly the separator between two tokens.
            let end = start + token.len();
            if !token.is_empty() {
                numbers.push(token, || Place::Column {
                    line: index as u64 + 1,
                    column: line[..start].chars().count() as u64 + 1,
                })?;
            }
            start = end + line[end..].chars().next().map_or(0, char::len_utf8);
        }
    }
    if numbers.values.is_empty() {
        return Err(ReadError::new(
            Place::Whole,
            "there is no number in the text; write numbers such as 0.5, -2, 1e-3, nan or inf",
        ));
    }
    let shape = vec![numbers.values.len() as u64];
    Ok(Tensor::new(
        "pasted numbers",
        shape,
        "text",
        Order::RowMajor,
        numbers.values,
        numbers.narrowed,
    ))
}

/// The part of a line before its first `#`.
pub(super) fn before_comment(line: &str) -> &str {
    line.split_once('#').map_or(line, |(before, _)| before)
}

fn is_separator(c: char) -> bool {
    // U+FEFF, the byte order mark, comes along when a file's text is copied.
    c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '\u{feff}')
}
