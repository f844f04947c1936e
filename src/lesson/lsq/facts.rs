//! The figures that the lesson's sentences name.

use super::lens::{LsqReport, Trained};
use super::settings::Chosen;
use crate::course::Fact;
use crate::lesson::training::{STEP, STEPS};
use crate::lesson::words::{distribution, grouped, integer, percent};
use crate::plot::format_number;
use crate::state::State;

/// The last steps, over which it is told how far s goes to and fro.
const LATE: usize = 40;

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<LsqReport>(report) else {
        return Vec::new();
    };
    let step = state.integer(&STEP) as usize;
    let (Some(start), Some(now)) = (
        report.path.first(),
        report.path.get(step).or(report.path.last()),
    ) else {
        return Vec::new();
    };
    let chosen = Chosen::of(state);
    let (low, high) = chosen.codes();
    let (best, lowest) = report.bottom();
    // What LSQ divides the sum of the gradients by.
    let push = (report.count as f64 * f64::from(high)).sqrt();
    let late: &[Trained] = &report.path[report.path.len().saturating_sub(LATE)..];
    let (least, most) = late.iter().fold((f64::INFINITY, 0.0_f64), |ends, trained| {
        (ends.0.min(trained.size), ends.1.max(trained.size))
    });
    let number = |name, value: f64| Fact::new(name, value, format_number(value, 3));
    let share = 100.0 * now.clipped as f64 / report.count.max(1) as f64;
    let signal = distribution(state);
    vec![
        Fact::new("signal", 0.0, signal),
        Fact::new("bits", f64::from(chosen.bits), chosen.bits.to_string()),
        Fact::new("low", f64::from(low), integer(low)),
        Fact::new("high", f64::from(high), integer(high)),
        Fact::new("count", report.count as f64, grouped(report.count)),
        Fact::new("steps", STEPS as f64, STEPS.to_string()),
        Fact::new("late", LATE as f64, LATE.to_string()),
        number("start", start.size),
        number("size", now.size),
        number("offset", now.offset),
        number("loss", now.loss),
        number("best", best),
        number("lowest", lowest),
        number("push", push),
        number("least", least),
        number("most", most),
        number("start_ratio", report.init / best),
        number("loss_ratio", now.loss / lowest),
        Fact::new("clipped", share, percent(now.clipped, report.count)),
    ]
}
