//! Counting what agrees, and keeping what does not.

use serde::{Deserialize, Serialize};

/// How many differences of a comparison are told; all are counted.
pub const LISTED: usize = 12;

/// One number that is not the expected one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    pub input: String,
    pub expected: String,
    pub found: String,
}

/// What has been compared so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub count: u64,
    pub agreed: u64,
    /// The first [`LISTED`] of those that differ.
    pub differences: Vec<Difference>,
}

impl Tally {
    /// Counts one comparison; `tell` describes it if it fails.
    pub fn judge(&mut self, agrees: bool, tell: impl FnOnce() -> Difference) {
        self.count += 1;
        if agrees {
            self.agreed += 1;
        } else if self.differences.len() < LISTED {
            self.differences.push(tell());
        }
    }

    /// A comparison that could not be made.
    pub fn refuse(&mut self, reason: &str) {
        self.judge(false, || Difference {
            input: "the comparison".to_owned(),
            expected: "a result".to_owned(),
            found: reason.to_owned(),
        });
    }

    /// Counts a whole number that has to be another.
    pub fn whole(&mut self, input: &str, found: i64, expected: i64) {
        self.judge(found == expected, || Difference {
            input: input.to_owned(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    /// Counts a number that has to be near another.
    pub fn near(&mut self, input: &str, found: f64, expected: f64, allowed: f64) {
        self.all_near(input, &[found], &[expected], |_| allowed);
    }

    /// Counts numbers that have to be near others; one that is missing differs.
    pub fn all_near(
        &mut self,
        input: &str,
        found: &[f64],
        expected: &[f64],
        allowed: impl Fn(f64) -> f64,
    ) {
        for (place, &right) in expected.iter().enumerate() {
            let number = found.get(place).copied();
            let agrees = number.is_some_and(|number| (number - right).abs() <= allowed(right));
            self.judge(agrees, || Difference {
                input: match expected.len() {
                    1 => input.to_owned(),
                    _ => format!("{input}, number {}", place + 1),
                },
                expected: right.to_string(),
                found: number.map_or_else(|| "nothing".to_owned(), |number| number.to_string()),
            });
        }
    }
}
