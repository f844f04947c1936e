//! What the lessons that train have in common.
//!
//! Training is computed whole, from the address alone, and what is shown is how far
//! of it: playing it, stepping and dragging back and forth all move one number, and
//! the same number of steps shows the same figures, whoever computes them.

use super::curve::line_axis;
use crate::plot::{Axis, Frame};
use crate::state::{Key, Kind, Scale};

/// How many steps a training takes.
pub const STEPS: usize = 240;

/// How many of them are shown.
pub const STEP: Key = Key {
    id: "step",
    label: "Step",
    kind: Kind::Number {
        min: 0.0,
        max: STEPS as f64,
        step: 1.0,
        default: Some(STEPS as f64),
        scale: Scale::Integer,
    },
};

/// The learning rate, with a lesson's own default.
pub const fn learning_rate(default: f64) -> Key {
    Key {
        id: "rate",
        label: "Learning rate",
        kind: Kind::Number {
            min: 1.0 / 65_536.0,
            max: 16.0,
            step: 0.25,
            default: Some(default),
            scale: Scale::Log,
        },
    }
}

/// A series of values, one a step, as points of a chart.
pub fn against_step(values: impl IntoIterator<Item = f64>) -> Vec<(f64, f64)> {
    values
        .into_iter()
        .enumerate()
        .map(|(step, value)| (step as f64, value))
        .collect()
}

/// The axis of the steps of a training.
pub fn step_axis<S>(_: &S, frame: &Frame) -> Axis {
    line_axis((0.0, STEPS as f64), frame)
}

/// The step nearest to a place on the axis, of those that are there, and what is there.
pub fn at_step<T>(steps: &[T], at: f64) -> (usize, Option<&T>) {
    // A place left of the axis is step 0.
    let step = (at.round() as usize).min(steps.len().saturating_sub(1));
    (step, steps.get(step))
}

/// The smallest power of two that is not below x; 1 for what is not a positive number.
pub fn next_power_of_two(x: f64) -> f64 {
    if x > 0.0 && x.is_finite() {
        2_f64.powf(x.log2().ceil())
    } else {
        1.0
    }
}
