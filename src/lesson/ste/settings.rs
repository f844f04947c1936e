//! The lesson's keys, and the quantizer and estimator that they choose.

use crate::lesson::training::{STEP, learning_rate};
use crate::lesson::words;
use crate::quant::method::{Dsq, Estimator, Ste};
use crate::state::{Choice, Key, Kind, Scale, State};

pub const BITS: Key = Key {
    id: "bits",
    label: "Bits",
    kind: Kind::Number {
        min: 2.0,
        max: 8.0,
        step: 1.0,
        default: Some(3.0),
        scale: Scale::Integer,
    },
};

pub const ESTIMATOR: Key = Key {
    id: "estimator",
    label: "Estimator",
    kind: Kind::Choice {
        options: estimators,
        default: "clipped",
    },
};

/// How far from a staircase DSQ's curve is.
pub const DSQ_ALPHA: Key = real("dsq_alpha", "DSQ \u{3b1}", (0.02, 0.98), 0.02, 0.2);

/// How much EWGS adds for the distance to the code.
pub const EWGS_DELTA: Key = real("ewgs_delta", "EWGS \u{3b4}", (0.0, 4.0), 0.1, 1.0);

/// A gradient that is sent back to try the estimator; training has its own.
pub const UPSTREAM: Key = real("g", "Trial gradient", (-2.0, 2.0), 0.1, 1.0);

pub const TARGET: Key = real("target", "Target", (-1.5, 1.5), 0.01, 0.45);
pub const START: Key = real("start", "Start", (-2.0, 2.0), 0.01, -0.8);
pub const RATE: Key = learning_rate(0.05);

pub const KEYS: &[&Key] = &[
    &BITS,
    &ESTIMATOR,
    &DSQ_ALPHA,
    &EWGS_DELTA,
    &UPSTREAM,
    &TARGET,
    &START,
    &RATE,
    &STEP,
];

/// What stands in for the staircase on the way back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Backward {
    Plain(Ste),
    Dsq(Dsq),
    /// Element-wise gradient scaling, Lee et al. 2021.
    Ewgs {
        delta: f64,
    },
}

/// What the settings choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    /// The largest code; the smallest is its negative.
    pub top: f64,
    /// The distance between two values: the values lie in [-1, 1].
    pub scale: f64,
    pub backward: Backward,
    pub upstream: f64,
    pub target: f64,
    pub start: f64,
    pub rate: f64,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        let top = f64::from((1_u32 << (state.integer(&BITS) - 1)) - 1);
        let scale = 1.0 / top;
        let backward = match state.choice(&ESTIMATOR) {
            "dsq" => Backward::Dsq(Dsq {
                alpha: state.real(&DSQ_ALPHA),
                delta: scale,
            }),
            "ewgs" => Backward::Ewgs {
                delta: state.real(&EWGS_DELTA),
            },
            other => Backward::Plain(Ste {
                estimator: Estimator::by_id(other).unwrap_or(Estimator::Clipped),
            }),
        };
        Self {
            top,
            scale,
            backward,
            upstream: state.real(&UPSTREAM),
            target: state.real(&TARGET),
            start: state.real(&START),
            rate: state.real(&RATE),
        }
    }

    /// The staircase: the nearest value, ties to the even code, clamped.
    pub fn quantize(&self, x: f64) -> f64 {
        (x / self.scale)
            .round_ties_even()
            .clamp(-self.top, self.top)
            * self.scale
    }

    /// Where the staircase steps.
    pub fn breakpoints(&self) -> Vec<f64> {
        let count = 2 * self.top as i32;
        (0..count)
            .map(|step| (f64::from(step) - self.top + 0.5) * self.scale)
            .collect()
    }

    /// The gradient that reaches `x` when `upstream` arrives at its code.
    pub fn pass_back(&self, x: f64, upstream: f64) -> f64 {
        match self.backward {
            Backward::Plain(ste) => upstream * ste.slope(x),
            // Outside the outermost values there is nothing to follow.
            Backward::Dsq(_) | Backward::Ewgs { .. } if x.abs() > 1.0 => 0.0,
            Backward::Dsq(dsq) => upstream * dsq.slope(x),
            // The further x has to go, the stronger.
            Backward::Ewgs { delta } => {
                upstream * (1.0 + delta * sign(upstream) * (x - self.quantize(x)))
            }
        }
    }

    /// The curve whose slope the estimator is: what the way back takes the staircase
    /// for. EWGS has none, for its slope depends on what arrives.
    pub fn believed(&self, x: f64) -> Option<f64> {
        match self.backward {
            Backward::Plain(ste) => Some(match ste.estimator {
                Estimator::Identity => x,
                Estimator::Clipped => x.clamp(-1.0, 1.0),
                Estimator::Tanh => x.tanh(),
                Estimator::Piecewise => {
                    let x = x.clamp(-1.0, 1.0);
                    2.0 * x - x * x.abs()
                }
            }),
            Backward::Dsq(dsq) => Some(dsq.value(x.clamp(-1.0, 1.0))),
            Backward::Ewgs { .. } => None,
        }
    }
}

fn sign(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}

/// What the linked cursor says at x.
pub fn tell(chosen: &Chosen, x: f64) -> String {
    let value = chosen.quantize(x);
    let code = (value / chosen.scale).round() as i32;
    words::arrow(x, &format!("q = {}", words::integer(code)), value)
}

fn estimators() -> Vec<Choice> {
    Estimator::ALL
        .iter()
        .map(|estimator| Choice {
            id: estimator.id(),
            label: estimator.label(),
        })
        .chain([
            Choice {
                id: "dsq",
                label: "DSQ",
            },
            Choice {
                id: "ewgs",
                label: "EWGS",
            },
        ])
        .collect()
}

const fn real(
    id: &'static str,
    label: &'static str,
    (min, max): (f64, f64),
    step: f64,
    default: f64,
) -> Key {
    Key {
        id,
        label,
        kind: Kind::Number {
            min,
            max,
            step,
            default: Some(default),
            scale: Scale::Linear,
        },
    }
}
