//! The figures that the lesson's sentences name.

use super::lens::{ArmReport, QatReport};
use super::settings::{WARMUP, WEIGHT_BITS};
use crate::course::Fact;
use crate::lesson::words::{grouped, percent};
use crate::plot::format_number;
use crate::state::State;

/// What the three networks reach, and their sizes in bytes.
const ARMS: [(&str, &str); 3] = [
    ("full", "full_size"),
    ("post", "post_size"),
    ("aware", "aware_size"),
];

/// The bits and weights of the first layers; what a network has more is not told.
const LAYERS: [(&str, &str); 2] = [("bits_1", "weights_1"), ("bits_2", "weights_2")];

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<QatReport>(report) else {
        return Vec::new();
    };
    // Without a training there is nothing to tell.
    let [full, post, aware] = report.arms.as_slice() else {
        return Vec::new();
    };
    let count = |name, count: u64| Fact::new(name, count as f64, grouped(count));
    let weights = full.layers.iter().map(|layer| layer.weights.len() as u64);
    let bits = state.integer(&WEIGHT_BITS);
    let mut facts = vec![
        count("weights", weights.sum()),
        Fact::new("bits", f64::from(bits), bits.to_string()),
        count("begun", u64::from(state.integer(&WARMUP))),
        zeros(post),
    ];
    for ((name, size), arm) in ARMS.into_iter().zip([full, post, aware]) {
        let right = 100.0 * arm.accuracy.unwrap_or_default();
        facts.push(Fact::new(name, right, format!("{right:.1} %")));
        facts.push(count(size, arm.size));
    }
    for ((bits, weights), layer) in LAYERS.into_iter().zip(&aware.layers) {
        let found = layer.weight_bits;
        facts.push(Fact::new(bits, found, format_number(found, 3)));
        facts.push(count(weights, layer.weights.len() as u64));
    }
    facts
}

/// The share of weights that are used as zero.
fn zeros(arm: &ArmReport) -> Fact {
    let weights = arm.layers.iter().flat_map(|layer| &layer.quantized);
    let (zeros, all) = weights.fold((0, 0), |(zeros, all), weight| {
        (zeros + u64::from(*weight == 0.0), all + 1)
    });
    let share = 100.0 * zeros as f64 / all.max(1) as f64;
    Fact::new("zeros", share, percent(zeros, all))
}
