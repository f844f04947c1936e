//! The figures that the lesson's sentences name.

use super::lens::PactReport;
use super::settings::Chosen;
use crate::course::{Fact, Shape};
use crate::lesson::curve::{sampled, stepped};
use crate::lesson::training::{STEP, STEPS};
use crate::plot::{Scale, format_number};
use crate::quant::method::{Pact, PactGradient};
use crate::state::State;

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<PactReport>(report) else {
        return Vec::new();
    };
    let chosen = Chosen::of(state);
    let number = |name, value: f64| Fact::new(name, value, format_number(value, 3));
    let whole = |name, value: u32| Fact::new(name, f64::from(value), value.to_string());
    let (best, lowest) = report.bottom();
    let mut facts = vec![
        whole("steps", STEPS as u32),
        whole("values", 1 << chosen.pact.bits),
        whole("last", (1 << chosen.pact.bits) - 1),
        number("start", chosen.pact.alpha),
        number("lambda", chosen.lambda),
        number("now", alpha_now(state, &chosen, &report)),
        number("best", best),
        number("lowest", lowest),
    ];
    // Where training ends, by each gradient, and by the one that is chosen.
    let ends = [
        ("alpha", "loss", chosen.pact.gradient),
        ("paper", "paper_loss", PactGradient::Paper),
        ("scale", "scale_loss", PactGradient::Scale),
    ];
    for (alpha, loss, gradient) in ends {
        if let Some(end) = report.path(gradient).last() {
            facts.push(number(alpha, end.alpha));
            facts.push(number(loss, end.loss));
        }
    }
    facts
}

/// The threshold at the step that is shown.
fn alpha_now(state: &State, chosen: &Chosen, report: &PactReport) -> f64 {
    let step = state.integer(&STEP) as usize;
    let path = report.path(chosen.pact.gradient);
    path.get(step)
        .or(path.last())
        .map_or(chosen.pact.alpha, |now| now.alpha)
}

/// The slope of the value in the threshold over x, through the window of its chart.
pub fn slope_in_alpha(state: &State, report: &[u8]) -> Option<Shape> {
    let report: PactReport = postcard::from_bytes(report).ok()?;
    let chosen = Chosen::of(state);
    let pact = Pact {
        alpha: alpha_now(state, &chosen, &report),
        ..chosen.pact
    };
    let reach = report.curve.last()?.0;
    let domain = (-0.3 * reach, reach);
    let slope = |x: f64| pact.alpha_slope(x);
    let points = match pact.gradient {
        PactGradient::Paper => stepped(domain, [pact.alpha], slope),
        PactGradient::Scale => sampled(domain, slope),
    };
    Some(Shape::new(points, domain, (-0.62, 1.25), Scale::Linear))
}
