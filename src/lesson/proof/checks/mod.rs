//! What is compared: one table, in the parts of the page.
//!
//! A comparison is divided into pieces, of which each takes some milliseconds.

mod affine;
mod calibrators;
mod formats;
mod gradients;
mod one_bit;
mod training;

use core::error::Error;

use super::expected::Expected;
use super::tally::Tally;

/// A comparison that could not be made says why.
pub type Outcome = Result<(), Box<dyn Error>>;

/// When a number agrees with the expected one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Bit for bit; NaN agrees with NaN.
    Exact,
    /// Nearer than this share of the expected number.
    Relative(f64),
    /// Nearer than this share of the largest number of its tensor.
    OfLargest(f64),
}

/// What is allowed of the last bits of sums that cancel, on top of [`Rule::Relative`].
const CANCELLED: f64 = 1e-12;

impl Rule {
    /// How far a number may be from an expected one, of a tensor whose largest is `largest`.
    fn allowed(self, expected: f64, largest: f64) -> f64 {
        match self {
            Self::Exact => 0.0,
            Self::Relative(share) => share * expected.abs() + CANCELLED,
            Self::OfLargest(share) => share * largest,
        }
    }
}

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its id in addresses.
    pub id: &'static str,
    pub label: &'static str,
}

/// All parts, in the order of the page.
pub const PARTS: [Part; 6] = [
    Part {
        id: "formats",
        label: "Number formats",
    },
    Part {
        id: "affine",
        label: "Affine quantization",
    },
    Part {
        id: "calibrators",
        label: "Clipping",
    },
    Part {
        id: "gradients",
        label: "Gradients",
    },
    Part {
        id: "one_bit",
        label: "One bit",
    },
    Part {
        id: "training",
        label: "Training",
    },
];

/// One comparison.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Which of [`PARTS`] it belongs to.
    pub part: &'static str,
    pub id: &'static str,
    /// What is compared.
    pub what: &'static str,
    /// Which of the reference packages it is compared with; none where the definition itself says.
    pub against: &'static [&'static str],
    pub rule: Rule,
    /// Into how many pieces it is divided.
    pub pieces: fn(&Expected) -> usize,
    /// Compares one piece.
    pub run: fn(&Check, &Expected, usize, &mut Tally) -> Outcome,
}

impl Check {
    /// Counts numbers that have to be near others by this comparison's rule.
    fn near(&self, tally: &mut Tally, input: &str, found: &[f64], expected: &[f64]) {
        let largest = expected.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        tally.all_near(input, found, expected, |x| self.rule.allowed(x, largest));
    }

    /// The same of float32 numbers.
    fn near32(&self, tally: &mut Tally, input: &str, found: &[f32], expected: &[f64]) {
        let found: Vec<f64> = found.iter().copied().map(f64::from).collect();
        self.near(tally, input, &found, expected);
    }
}

/// All comparisons, part by part.
pub const CHECKS: &[&[Check]] = &[
    formats::CHECKS,
    affine::CHECKS,
    calibrators::CHECKS,
    gradients::CHECKS,
    one_bit::CHECKS,
    training::CHECKS,
];

/// All comparisons, one after the other.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    CHECKS.iter().copied().flatten()
}
