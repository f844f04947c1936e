//! Codes of small floats.

use serde::{Deserialize, Serialize};

use super::Bits;

/// The value of every code of a format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormatCodes {
    #[serde(default)]
    pub id: String,
    pub values_f32_bits: Vec<Bits>,
}

/// Codes of a format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Encoded {
    pub id: String,
    /// Of all float16 numbers, in the order of their own codes.
    pub float16: Runs,
    /// Numbers at the edges: code values, midpoints, their neighbours, thresholds, specials.
    pub x: Vec<Bits>,
    /// Their codes, by each rule.
    pub columns: Vec<Column>,
}

/// Codes of the same numbers by one rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// `nonsat`, `sat`, `ort_up_sat`, ...: the golden file's name of the rule; `searched` for `sat`
    /// where no package saturates and the nearest value was searched for.
    pub rule: String,
    pub codes: Vec<u8>,
}

/// Codes that repeat: ordered numbers have ordered codes, so few runs say it all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Runs(Vec<(u8, u32)>);

impl Runs {
    #[must_use]
    pub fn of(codes: &[u8]) -> Self {
        let runs = codes.chunk_by(|one, next| one == next);
        Self(runs.map(|run| (run[0], run.len() as u32)).collect())
    }

    /// All codes, one after the other.
    pub fn codes(&self) -> impl Iterator<Item = u8> {
        let runs = self.0.iter();
        runs.flat_map(|&(code, times)| core::iter::repeat_n(code, times as usize))
    }
}

/// Stochastic rounding with given random bits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stochastic {
    #[serde(default)]
    pub id: String,
    pub nbits: u32,
    pub x_f32_bits: Vec<Bits>,
    pub r: Vec<u32>,
    pub y_f32_bits: Vec<Bits>,
}
