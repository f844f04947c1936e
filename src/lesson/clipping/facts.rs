//! The figures that the lesson's sentences name.

use super::lens::{ClippingReport, Found};
use super::settings::Chosen;
use crate::course::{Fact, Shape};
use crate::lesson::words::{decibels, distribution, percent};
use crate::plot::{Scale, format_number};
use crate::quant::calibrate::CALIBRATORS;
use crate::state::State;

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<ClippingReport>(report) else {
        return Vec::new();
    };
    let bits = Chosen::of(state).options.bits;
    let now = &report.chosen;
    let number = |name, value: f64| Fact::new(name, value, format_number(value, 3));
    let sqnr = |name, found: &Found| Fact::new(name, found.sqnr_db, decibels(found.sqnr_db));
    let share = |name, found: &Found| {
        let count = (found.clipped * report.count as f64).round() as u64;
        Fact::new(name, found.clipped, percent(count, report.count))
    };
    let mut facts = vec![
        Fact::new("signal", 0.0, distribution(state)),
        Fact::new("bits", f64::from(bits), bits.to_string()),
        number("threshold", now.threshold),
        number("mse", now.mse()),
        number("rounding", now.rounding),
        number("clipping", now.clipping),
        sqnr("sqnr", now),
        share("clipped", now),
    ];
    // What single calibrators choose.
    for (id, threshold, ratio, clipped) in CHOICES {
        let place = CALIBRATORS.iter().position(|found| found.id == *id);
        if let Some(found) = place.and_then(|place| report.found.get(place)) {
            facts.push(number(threshold, found.threshold));
            facts.push(sqnr(ratio, found));
            facts.push(share(clipped, found));
        }
    }
    facts
}

/// Calibrators that sentences speak of: the id, and the names of threshold, SQNR and clipped share.
const CHOICES: &[(&str, &str, &str, &str)] = &[
    ("mse", "best", "best_sqnr", "best_clipped"),
    ("minmax", "minmax", "minmax_sqnr", "minmax_clipped"),
    ("aciq_gauss", "gauss", "gauss_sqnr", "gauss_clipped"),
    ("aciq_laplace", "laplace", "laplace_sqnr", "laplace_clipped"),
];

/// The error over the threshold, through the window of its chart.
pub fn error_curve(_: &State, report: &[u8]) -> Option<Shape> {
    let report: ClippingReport = postcard::from_bytes(report).ok()?;
    let curve = report.curve.iter();
    let sums: Vec<(f64, f64)> = curve
        .map(|(threshold, rounding, clipping)| (*threshold, rounding + clipping))
        .collect();
    let reach = sums.last()?.0;
    let positive = sums.iter().map(|point| point.1).filter(|sum| *sum > 0.0);
    let (low, high) = positive.fold((f64::INFINITY, 0.0_f64), |(low, high), sum| {
        (low.min(sum), high.max(sum))
    });
    let codomain = (low / 8.0, high * 1.5);
    low.is_finite()
        .then(|| Shape::new(sums, (0.0, reach), codomain, Scale::Log10))
}
