//! The figures that the lesson's sentences name.

use std::collections::BTreeSet;

use super::lens::{Steps, XnorReport};
use super::settings::{A, B, LENGTH};
use crate::course::Fact;
use crate::lesson::words::{decibels, grouped, integer};
use crate::plot::format_number;
use crate::state::State;

/// Signs that one instruction counts.
const WORD: usize = 64;

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<XnorReport>(report) else {
        return Vec::new();
    };
    let differ = (state.integer(&A) ^ state.integer(&B)).count_ones();
    let sum = LENGTH as i32 - 2 * differ as i32;
    let mut facts = vec![
        Fact::new("length", f64::from(LENGTH), LENGTH.to_string()),
        Fact::new("differ", f64::from(differ), differ.to_string()),
        Fact::new(
            "agree",
            f64::from(LENGTH - differ),
            (LENGTH - differ).to_string(),
        ),
        Fact::new("sum", f64::from(sum), integer(sum)),
    ];
    if let Some(steps) = &report.steps {
        facts.extend(convolution(steps));
    }
    facts
}

/// What became of the picture.
fn convolution(steps: &Steps) -> Vec<Fact> {
    let taps = steps.weights.len();
    let words = taps.div_ceil(WORD);
    let different: BTreeSet<i32> = steps.counts.iter().copied().collect();
    let brightest = steps.scales.iter().copied().fold(0.0, f32::max);
    let count = |name, count: usize| Fact::new(name, count as f64, grouped(count as u64));
    vec![
        Fact::new(
            "correlation",
            steps.correlation,
            format_number(steps.correlation, 3),
        ),
        Fact::new("sqnr", steps.sqnr_db, decibels(steps.sqnr_db)),
        Fact::new(
            "alpha",
            f64::from(steps.alpha),
            format_number(f64::from(steps.alpha), 3),
        ),
        Fact::new(
            "brightest",
            f64::from(brightest),
            format_number(f64::from(brightest), 3),
        ),
        count("different", different.len()),
        count("taps", taps),
        count("words", words),
        count("float_bytes", 4 * taps),
        // The signs in whole bytes, and alpha.
        count("sign_bytes", taps.div_ceil(8) + 4),
    ]
}
