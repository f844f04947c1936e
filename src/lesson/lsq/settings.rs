//! The lesson's keys, and the quantizer that they choose.

use crate::lesson::training::{STEP, learning_rate};
use crate::lesson::words;
use crate::quant::method::LsqPlus;
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

pub const SIGNED: Key = Key {
    id: "signed",
    label: "Signed codes",
    kind: Kind::Flag { default: true },
};

/// Where the step size begins.
pub const INIT: Key = Key {
    id: "init",
    label: "Start from",
    kind: Kind::Choice {
        options: inits,
        default: "lsq",
    },
};

/// The step size that training starts from; [`INIT`]'s until a person moves it.
pub const SIZE: Key = Key {
    id: "s",
    label: "s at first",
    kind: Kind::Number {
        min: 1.0 / 16_777_216.0,
        max: 1_048_576.0,
        step: 0.0625,
        default: None,
        scale: Scale::Log,
    },
};

/// Whether gradients are multiplied by 1/sqrt(N Qp).
pub const GRADIENT_SCALE: Key = Key {
    id: "gradient_scale",
    label: "Gradient scale",
    kind: Kind::Flag { default: true },
};

/// Whether an offset is learned too.
pub const OFFSET: Key = Key {
    id: "offset",
    label: "Offset (LSQ+)",
    kind: Kind::Flag { default: false },
};

pub const RATE: Key = learning_rate(0.002);

pub const KEYS: &[&Key] = &[
    &BITS,
    &SIGNED,
    &INIT,
    &SIZE,
    &GRADIENT_SCALE,
    &OFFSET,
    &RATE,
    &STEP,
];

/// What the settings choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    pub bits: u32,
    pub signed: bool,
    /// What LSQ's start is multiplied by.
    pub init: f64,
    pub size: Option<f64>,
    pub gradient_scale: bool,
    pub offset: bool,
    pub rate: f64,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        Self {
            bits: state.integer(&BITS),
            signed: state.flag(&SIGNED),
            init: match state.choice(&INIT) {
                "small" => 0.25,
                "large" => 4.0,
                _ => 1.0,
            },
            size: state.number(&SIZE),
            gradient_scale: state.flag(&GRADIENT_SCALE),
            offset: state.flag(&OFFSET),
            rate: state.real(&RATE),
        }
    }

    /// The quantizer at a step size and an offset.
    pub fn quantizer(&self, step: f64, offset: f64) -> LsqPlus {
        LsqPlus {
            bits: self.bits,
            signed: self.signed,
            step,
            offset,
            gradient_scale: self.gradient_scale,
        }
    }

    /// The codes at the two ends, Qn and Qp.
    pub fn codes(&self) -> (i32, i32) {
        if self.signed {
            let half = 1 << (self.bits - 1);
            (-half, half - 1)
        } else {
            (0, (1 << self.bits) - 1)
        }
    }
}

/// What the linked cursor says at x.
pub fn tell(quantizer: &LsqPlus, x: f64) -> String {
    let value = quantizer.value(x);
    let code = ((value - quantizer.offset) / quantizer.step).round() as i32;
    format!(
        "{}; slope in s {}",
        words::arrow(x, &format!("q = {}", words::integer(code)), value),
        crate::plot::format_number(quantizer.step_slope(x), 3)
    )
}

fn inits() -> Vec<Choice> {
    vec![
        Choice {
            id: "lsq",
            label: "LSQ\u{2019}s, 2 mean |v| / \u{221a}Qp",
        },
        Choice {
            id: "small",
            label: "a quarter of it",
        },
        Choice {
            id: "large",
            label: "four times it",
        },
    ]
}
