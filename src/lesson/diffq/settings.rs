//! The lesson's keys.

use crate::lesson::training::{STEP, learning_rate};
use crate::plot::format_signed;
use crate::quant::method::Noise;
use crate::state::{Choice, Key, Kind, Scale, State};

/// The groups, each with bits of its own.
pub const GROUPS: usize = 4;

pub const BITS: Key = Key {
    id: "bits",
    label: "Bits at first",
    kind: Kind::Number {
        min: 2.0,
        max: 15.0,
        step: 0.5,
        default: Some(8.0),
        scale: Scale::Linear,
    },
};

pub const NOISE: Key = Key {
    id: "noise",
    label: "Noise",
    kind: Kind::Choice {
        options: noises,
        default: "uniform",
    },
};

/// What a KiB costs.
pub const LAMBDA: Key = Key {
    id: "lambda",
    label: "\u{3bb} a KiB",
    kind: Kind::Number {
        min: 1.0 / 16_777_216.0,
        max: 16.0,
        step: 0.5,
        default: Some(0.001),
        scale: Scale::Log,
    },
};

/// How much wider a group is than the next.
pub const RATIO: Key = Key {
    id: "ratio",
    label: "Spread ratio",
    kind: Kind::Number {
        min: 1.0,
        max: 8.0,
        step: 0.25,
        default: Some(2.0),
        scale: Scale::Linear,
    },
};

pub const RATE: Key = learning_rate(0.05);

pub const KEYS: &[&Key] = &[&BITS, &NOISE, &LAMBDA, &RATIO, &RATE, &STEP];

/// What the settings choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    pub bits: f64,
    pub noise: Noise,
    pub lambda: f64,
    pub ratio: f64,
    pub rate: f64,
    /// The signal's seed is the noise's as well.
    pub seed: u64,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        Self {
            bits: state.real(&BITS),
            noise: Noise::by_id(state.choice(&NOISE)).unwrap_or(Noise::Uniform),
            lambda: state.real(&LAMBDA),
            ratio: state.real(&RATIO),
            rate: state.real(&RATE),
            seed: state.real(&crate::state::SEED) as u64,
        }
    }

    /// The mean square of the noise, in squared steps.
    pub fn noise_power(&self) -> f64 {
        match self.noise {
            Noise::Uniform => 1.0 / 12.0,
            Noise::Gaussian => 0.25,
        }
    }
}

/// What the linked cursor says of an error of x steps.
pub fn tell(x: f64) -> String {
    format!("an error of {} steps", format_signed(x, 3))
}

fn noises() -> Vec<Choice> {
    Noise::ALL
        .iter()
        .map(|noise| Choice {
            id: noise.id(),
            label: noise.label(),
        })
        .collect()
}
