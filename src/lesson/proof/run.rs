//! The run through all comparisons, piece by piece.

use serde::{Deserialize, Serialize};

use super::Told;
use super::checks::{Check, checks};
use super::expected::Expected;
use super::tally::Tally;
use crate::lesson::encode;
use crate::lesson::job::Job;

/// A report is due after so many milliseconds.
const REPORT_AFTER: f64 = 20.0;

/// How far a comparison is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    #[default]
    Waiting,
    Running,
    Done,
}

/// One comparison so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    pub stage: Stage,
    pub tally: Tally,
    pub milliseconds: f64,
}

/// All comparisons so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProofReport {
    /// One for each of [`checks`].
    pub checked: Vec<Checked>,
    /// How far it has come, 0 to 1.
    pub done: f64,
    /// Whether the expectations could not be read, so that nothing is compared.
    pub unreadable: bool,
}

impl ProofReport {
    /// Numbers that agree, and numbers compared.
    #[must_use]
    pub fn total(&self) -> (u64, u64) {
        self.checked.iter().fold((0, 0), |(agreed, count), one| {
            (agreed + one.tally.agreed, count + one.tally.count)
        })
    }

    /// Whether all has been compared.
    #[must_use]
    pub fn finished(&self) -> bool {
        !self.unreadable && self.done >= 1.0
    }
}

/// The run.
#[derive(Debug)]
pub struct Run {
    /// As they came; read when the run begins.
    bytes: Option<Vec<u8>>,
    expected: Option<Expected>,
    report: ProofReport,
    /// The comparison at work, its next piece, and the pieces of each.
    at: usize,
    piece: usize,
    pieces: Vec<usize>,
}

impl Run {
    /// Against the expectations in the file that the page ships.
    #[must_use]
    pub fn new(bytes: Option<Vec<u8>>) -> Self {
        Self {
            bytes,
            expected: None,
            report: ProofReport {
                checked: checks().map(|_| Checked::default()).collect(),
                ..ProofReport::default()
            },
            at: 0,
            piece: 0,
            pieces: Vec::new(),
        }
    }

    fn begin(&mut self) {
        let bytes = self.bytes.take().unwrap_or_default();
        self.expected = postcard::from_bytes(&bytes).ok();
        match &self.expected {
            Some(expected) => {
                self.pieces = checks().map(|check| (check.pieces)(expected)).collect();
            }
            None => {
                self.report.unreadable = true;
                self.report.done = 1.0;
            }
        }
    }

    /// Compares the next piece; `None` when none is left.
    fn advance_one(&mut self, checks: &[&Check], clock: fn() -> f64) -> Option<()> {
        let (check, expected) = (checks.get(self.at)?, self.expected.as_ref()?);
        let checked = &mut self.report.checked[self.at];
        checked.stage = Stage::Running;
        if self.piece < self.pieces[self.at] {
            let since = clock();
            if let Err(error) = (check.run)(check, expected, self.piece, &mut checked.tally) {
                checked.tally.refuse(&error.to_string());
            }
            checked.milliseconds += clock() - since;
            self.piece += 1;
        }
        if self.piece >= self.pieces[self.at] {
            checked.stage = Stage::Done;
            self.at += 1;
            self.piece = 0;
        }
        let all: usize = self.pieces.iter().sum();
        let behind: usize = self.pieces[..self.at].iter().sum();
        self.report.done = (behind + self.piece) as f64 / all.max(1) as f64;
        Some(())
    }
}

impl Job for Run {
    fn advance(&mut self, clock: fn() -> f64) -> Option<Vec<u8>> {
        if self.report.done >= 1.0 {
            return None;
        }
        if self.expected.is_none() {
            self.begin();
        }
        let checks: Vec<&Check> = checks().collect();
        let since = clock();
        // The clock may stand still: the pieces come to an end.
        while self.advance_one(&checks, clock).is_some() {
            if clock() - since >= REPORT_AFTER {
                break;
            }
        }
        Some(encode(&Told::Checked(self.report.clone())))
    }
}
