//! The figures that the lesson's sentences name.

use super::lens::{DiffQReport, real_error};
use super::settings::{Chosen, GROUPS};
use crate::course::Fact;
use crate::lesson::training::{STEP, STEPS};
use crate::plot::format_number;
use crate::state::State;

/// The names of the groups' bits.
const BITS: [&str; GROUPS] = ["bits_1", "bits_2", "bits_3", "bits_4"];

/// How many bits fewer the second group may be said to get, in the order of the choices.
const FEWER: [f64; 4] = [0.0, 0.5, 1.0, 2.0];

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<DiffQReport>(report) else {
        return Vec::new();
    };
    let step = state.integer(&STEP) as usize;
    let Some(now) = report.path.get(step).or(report.path.last()) else {
        return Vec::new();
    };
    let chosen = Chosen::of(state);
    let number = |name, value: f64| Fact::new(name, value, format_number(value, 3));
    let fewer = now.bits[0] - now.bits[1];
    let choice = (0..FEWER.len())
        .min_by(|&one, &other| {
            let far = |place: usize| (FEWER[place] - fewer).abs();
            far(one).total_cmp(&far(other))
        })
        .unwrap_or_default();
    let mut facts = vec![
        Fact::new("wider", chosen.ratio, wider(chosen.ratio)),
        number("fewer", fewer),
        Fact::new("choice", choice as f64, choice.to_string()),
        number("mean_bits", now.bits.iter().sum::<f64>() / GROUPS as f64),
        number("noise_error", now.error),
        number("real_error", real_error(&report, &now.bits)),
        number("noise_power", 12.0 * chosen.noise_power()),
        number("size", now.kibibytes),
        Fact::new("steps", STEPS as f64, STEPS.to_string()),
    ];
    if let Some(first) = report.path.first() {
        facts.push(number("first_bits", first.bits[0]));
        facts.push(number("first_size", first.kibibytes));
    }
    let groups = BITS.into_iter().zip(now.bits);
    facts.extend(groups.map(|(name, bits)| number(name, bits)));
    facts
}

/// A ratio of widths in words.
fn wider(ratio: f64) -> String {
    if ratio == 1.0 {
        "as wide".to_owned()
    } else if ratio == 2.0 {
        "twice as wide".to_owned()
    } else {
        format!("{} times as wide", format_number(ratio, 3))
    }
}
