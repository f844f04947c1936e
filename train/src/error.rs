//! Why something was refused, in a sentence.

use core::fmt;

/// What the engine refuses. Nothing panics, and a training that diverges is no error: its loss is
/// then not finite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrainError {
    /// A setting that is not one of its values.
    Setting {
        /// The setting.
        name: &'static str,
        /// What it must be, as in "must be from 1 to 8, not 9".
        reason: String,
    },
    /// Data that cannot be read.
    Data(String),
    /// There is no such weight, or it cannot have that value.
    Weight(String),
}

impl fmt::Display for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TrainError::Setting { name, reason } => write!(f, "{name} {reason}"),
            TrainError::Data(reason) | TrainError::Weight(reason) => f.write_str(reason),
        }
    }
}

impl core::error::Error for TrainError {}

/// "must be this, not that".
pub(crate) fn refuse(
    name: &'static str,
    needed: impl fmt::Display,
    found: impl fmt::Display,
) -> TrainError {
    TrainError::Setting {
        name,
        reason: format!("must be {needed}, not {found}"),
    }
}
