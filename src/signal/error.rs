//! Why something could not be read, and where.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where in the input something is wrong. Lines, columns and fields count from 1,
/// bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// The input as a whole.
    Whole,
    /// An offset in a binary file.
    Byte(u64),
    /// A line of a text.
    Line(u64),
    /// A character of a line.
    Column { line: u64, column: u64 },
    /// A field of a line of a table.
    Field { line: u64, field: u64 },
}

/// Why an input was refused: the place, what is wrong there, and what to do.
///
/// ```
/// use quantscope::signal::read_pasted;
///
/// let error = read_pasted("0.5\n1, 2, three").unwrap_err();
/// assert!(error.to_string().starts_with(r#"line 2, column 7: "three" is not a number"#));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadError {
    /// Where it is.
    pub place: Place,
    /// What is wrong and what to do, as a sentence without a full stop.
    pub message: String,
}

impl ReadError {
    pub(super) fn new(place: Place, message: impl Into<String>) -> ReadError {
        ReadError {
            place,
            message: message.into(),
        }
    }

    pub(super) fn at_byte(offset: usize, message: impl Into<String>) -> ReadError {
        ReadError::new(Place::Byte(offset as u64), message)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Whole => {}
            Place::Byte(byte) => write!(f, "byte {byte}: ")?,
            Place::Line(line) => write!(f, "line {line}: ")?,
            Place::Column { line, column } => write!(f, "line {line}, column {column}: ")?,
            Place::Field { line, field } => write!(f, "line {line}, field {field}: ")?,
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}
