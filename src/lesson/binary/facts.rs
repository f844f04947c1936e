//! The figures that the lesson's sentences name.

use super::lens::{BinaryReport, Filtered, Group};
use super::settings::Chosen;
use crate::course::Fact;
use crate::lesson::picture::sqnr_db;
use crate::lesson::words::{decibels, distribution, number_word};
use crate::plot::format_number;
use crate::quant::binary::{BinaryGradient, BinarySlope};
use crate::state::State;

/// The weight at which the gradients are told.
const AT: f32 = -0.5;

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<BinaryReport>(report) else {
        return Vec::new();
    };
    let chosen = Chosen::of(state);
    let best = report.alpha();
    let alpha = chosen.alpha.unwrap_or(best);
    let ratio = |noise: f64| 10.0 * libm::log10(report.power() / noise);
    let lost = 100.0 * report.error(best) / report.power();
    // Signal over error of each filter at an alpha.
    let each = |alpha: fn(&Group, f64) -> f64, shared: f64| -> Vec<f64> {
        let filters = report.groups.iter();
        filters
            .map(|group| 10.0 * libm::log10(group.energy / group.error(alpha(group, shared))))
            .collect()
    };
    let (shared, own) = (
        each(|_, shared| shared, alpha),
        each(|group, _| group.alpha, alpha),
    );
    let least = |ratios: &[f64]| ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let drowned = shared.iter().filter(|ratio| **ratio < 0.0).count() as u32;
    let filters = report.groups.len() as u32;
    let number = |name, value: f64| Fact::new(name, value, format_number(value, 3));
    let db = |name, value: f64| Fact::new(name, value, decibels(value));
    let counted = |name, count: u32| Fact::new(name, f64::from(count), number_word(count));
    let mut facts = vec![
        Fact::new("signal", 0.0, distribution(state)),
        number("alpha", best),
        number("power", report.power()),
        number("error", report.error(best)),
        Fact::new("lost", lost, format!("{} %", format_number(lost, 3))),
        db("sqnr_one", ratio(report.error(alpha))),
        db("sqnr_each", ratio(report.least())),
        db("worst", least(&shared)),
        db("least", least(&own)),
        counted("drowned", drowned),
        counted("filters", filters),
        number("ratio", chosen.ratio),
        // Each has four bytes of its own instead of four for all.
        number("bytes", 4.0 * (f64::from(filters) - 1.0)),
    ];
    facts.extend(gradients(&chosen, &report));
    if let Some(picture) = &report.picture {
        facts.extend(through(picture));
    }
    facts
}

/// What comes back to a weight by each convention.
fn gradients(chosen: &Chosen, report: &BinaryReport) -> Vec<Fact> {
    let wanted = 9 * chosen.channels as usize;
    let weights = &report.first[..wanted.min(report.first.len())];
    let alpha = f64::from(crate::quant::binary::alpha(weights) as f32);
    let upstream = |w: f32| chosen.upstream(f64::from(w), alpha) as f32;
    let incoming: Vec<f32> = weights.iter().map(|w| upstream(*w)).collect();
    let names = ["paper", "exact", "code"];
    let mut facts: Vec<Fact> = names
        .into_iter()
        .zip(BinaryGradient::ALL)
        .map(|(name, gradient)| {
            let slope = BinarySlope::of(gradient, chosen.channels, weights, &incoming);
            let found = f64::from(slope.at(AT, upstream(AT)));
            Fact::new(name, found, format_number(found, 3))
        })
        .collect();
    let count = weights.len();
    facts.push(Fact::new("weights", count as f64, count.to_string()));
    facts.push(Fact::new(
        "place",
        f64::from(AT),
        format_number(AT.into(), 3),
    ));
    facts
}

/// A picture through the filter and through its signs.
fn through(picture: &Filtered) -> Vec<Fact> {
    let ratio = sqnr_db(&picture.exact_result, &picture.binary_result);
    let reach = |weights: &[f32]| weights.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
    let (largest, alpha) = (reach(&picture.weights), reach(&picture.binary));
    let number = |name, value: f32| Fact::new(name, value.into(), format_number(value.into(), 3));
    let places = picture.weights.len();
    vec![
        Fact::new("picture_sqnr", ratio, decibels(ratio)),
        number("largest", largest),
        number("picture_alpha", alpha),
        Fact::new("places", places as f64, places.to_string()),
    ]
}
