//! The lesson's keys, and the activation that they choose.

use crate::lesson::training::{STEP, learning_rate};
use crate::lesson::words;
use crate::quant::method::{Pact, PactGradient};
use crate::state::{Choice, Key, Kind, Scale, State};

pub const BITS: Key = Key {
    id: "bits",
    label: "Bits",
    kind: Kind::Number {
        min: 1.0,
        max: 8.0,
        step: 1.0,
        default: Some(2.0),
        scale: Scale::Integer,
    },
};

/// The threshold that training starts from.
pub const ALPHA: Key = Key {
    id: "alpha",
    label: "\u{3b1} at first",
    kind: Kind::Number {
        min: 1.0 / 1_048_576.0,
        max: 1_048_576.0,
        step: 0.0625,
        default: Some(6.0),
        scale: Scale::Log,
    },
};

/// Which of the two conventions trains.
pub const GRADIENT: Key = Key {
    id: "gradient",
    label: "Gradient",
    kind: Kind::Choice {
        options: gradients,
        default: "paper",
    },
};

/// The weight of the L2 penalty on the threshold.
pub const LAMBDA: Key = Key {
    id: "lambda",
    label: "Penalty \u{3bb}",
    kind: Kind::Number {
        min: 1.0 / 16_777_216.0,
        max: 1.0,
        step: 0.5,
        default: Some(0.001),
        scale: Scale::Log,
    },
};

pub const RATE: Key = learning_rate(2.0);

/// Shows the function that the lecture notes' formula is.
pub const NOTES: Key = Key {
    id: "notes",
    label: "The formula as in the notes",
    kind: Kind::Flag { default: false },
};

pub const KEYS: &[&Key] = &[&BITS, &ALPHA, &GRADIENT, &LAMBDA, &RATE, &NOTES, &STEP];

/// What the settings choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    /// At the threshold that training starts from.
    pub pact: Pact,
    pub lambda: f64,
    pub rate: f64,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        Self {
            pact: Pact {
                bits: state.integer(&BITS),
                alpha: state.real(&ALPHA),
                gradient: PactGradient::by_id(state.choice(&GRADIENT))
                    .unwrap_or(PactGradient::Paper),
            },
            lambda: state.real(&LAMBDA),
            rate: state.real(&RATE),
        }
    }
}

/// What the linked cursor says at x, with the threshold where it is now.
pub fn tell(pact: &Pact, x: f64) -> String {
    let value = pact.value(x);
    let steps = f64::from((1_u32 << pact.bits) - 1);
    let code = (value * steps / pact.alpha).round() as i32;
    format!(
        "{}; slope {}",
        words::arrow(x, &format!("q = {code}"), value),
        pact.slope(x)
    )
}

fn gradients() -> Vec<Choice> {
    PactGradient::ALL
        .iter()
        .map(|gradient| Choice {
            id: gradient.id(),
            label: gradient.label(),
        })
        .collect()
}
