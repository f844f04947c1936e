//! Why a method refuses a call.

use core::fmt;

/// What is wrong with a call of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodError {
    /// Two slices that belong together differ in length.
    Length {
        /// The slice that does not fit: `values`, `upstream`, `input` or `levels`.
        name: &'static str,
        /// How many numbers it should have: as many as x.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// A parameter is not one of its values.
    Argument {
        /// The parameter's id.
        name: &'static str,
        /// What it must be and what it is, for example `must be a positive number, not -1`.
        reason: String,
    },
}

impl fmt::Display for MethodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MethodError::Length {
                name,
                expected,
                found,
            } => write!(
                f,
                "{name} must be as long as the values: {expected} numbers, not {found}"
            ),
            MethodError::Argument { name, reason } => write!(f, "{name} {reason}"),
        }
    }
}

impl core::error::Error for MethodError {}
