//! The figures that the lesson's sentences name.

use super::settings::Chosen;
use super::training::train;
use crate::course::Fact;
use crate::lesson::training::STEPS;
use crate::plot::format_number;
use crate::state::State;

/// Steps at the end of the training in which it is seen what has become of the weight.
const LAST: usize = 60;

/// The whole training, however much of it is shown: the page trains this one weight itself.
pub fn facts(state: &State, _: &[u8]) -> Vec<Fact> {
    let chosen = Chosen::of(state);
    let path = train(&chosen);
    let first = path[0];
    let late = &path[path.len().saturating_sub(LAST)..];
    let now = late[late.len() - 1];
    let (low, high) = span(late.iter().map(|step| step.value));
    let (left, right) = span(late.iter().map(|step| step.weight));
    let mean = late.iter().map(|step| step.value).sum::<f64>() / late.len() as f64;
    let pairs = path.windows(2);
    let changes = pairs.filter(|pair| pair[0].value != pair[1].value).count();
    // The first step at which the loss is as low as it will ever be.
    let best = path.iter().map(|step| step.upstream.abs());
    let best = best.fold(f64::INFINITY, f64::min);
    let arrival = path
        .iter()
        .position(|step| step.upstream.abs() <= best)
        .unwrap_or(STEPS);
    let number = |name, value: f64| Fact::new(name, value, format_number(value + 0.0, 3));
    let whole = |name, value: usize| Fact::new(name, value as f64, value.to_string());
    // Q is flat: between two of its steps the estimator's slope is all that there is.
    let slope = |x: f64| chosen.pass_back(x, 1.0);
    vec![
        whole("steps", STEPS),
        number("start", chosen.start),
        number("target", chosen.target),
        number("rate", chosen.rate),
        number("low", low),
        number("high", high),
        number("gap", chosen.scale),
        number("weight", now.weight),
        number("swing", right - left),
        number("mean", mean),
        whole("changes", changes),
        whole("arrival", arrival),
        number("first_gradient", first.upstream),
        number("first_back", first.gradient),
        number("loss", now.upstream * now.upstream / 2.0),
        number("slope_flat", slope(0.0)),
        number("slope_steep", slope(chosen.scale / 2.0)),
        whole("ending", ending(&path, late)),
    ]
}

/// What has become of the weight: 0 where it has not moved, 1 where it rests on a value, 2 where it
/// goes to and fro.
fn ending(path: &[super::Trained], late: &[super::Trained]) -> usize {
    if path.iter().all(|step| step.weight == path[0].weight) {
        0
    } else if late.iter().all(|step| step.value == late[0].value) {
        1
    } else {
        2
    }
}

fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    })
}
