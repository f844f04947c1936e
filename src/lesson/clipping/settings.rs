//! The lesson's keys.

use crate::lesson::words;
use crate::quant::calibrate::CalibrationOptions;
use crate::state::{Key, Kind, Scale, State};

pub const BITS: Key = Key {
    id: "bits",
    label: "Bits",
    kind: Kind::Number {
        min: 2.0,
        max: 8.0,
        step: 1.0,
        default: Some(4.0),
        scale: Scale::Integer,
    },
};

pub const SIGNED: Key = Key {
    id: "signed",
    label: "Signed codes",
    kind: Kind::Flag { default: true },
};

/// Where the signal is cut off; the lowest MSE's place until a person moves it.
pub const THRESHOLD: Key = Key {
    id: "threshold",
    label: "Threshold",
    kind: Kind::Number {
        min: 1.0 / 1_073_741_824.0,
        max: 1_073_741_824.0,
        step: 0.0625,
        default: None,
        scale: Scale::Log,
    },
};

/// The share of magnitudes that the percentile keeps.
pub const PERCENTILE: Key = Key {
    id: "percentile",
    label: "Percentile",
    kind: Kind::Number {
        min: 50.0,
        max: 100.0,
        step: 0.01,
        default: Some(99.9),
        scale: Scale::Linear,
    },
};

pub const KEYS: &[&Key] = &[&BITS, &SIGNED, &THRESHOLD, &PERCENTILE];

/// What the settings choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub options: CalibrationOptions,
    pub threshold: Option<f64>,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        Self {
            options: CalibrationOptions {
                bits: state.integer(&BITS),
                signed: state.flag(&SIGNED),
                percentile: state.real(&PERCENTILE),
                ..CalibrationOptions::default()
            },
            threshold: state.number(&THRESHOLD),
        }
    }

    /// The largest code; signed codes begin at its negative.
    pub fn top(&self) -> f64 {
        let bits = self.options.bits;
        f64::from(if self.options.signed {
            (1_u32 << (bits - 1)) - 1
        } else {
            (1_u32 << bits) - 1
        })
    }

    /// The smallest value that is not clipped.
    pub fn low(&self, threshold: f64) -> f64 {
        if self.options.signed { -threshold } else { 0.0 }
    }
}

/// What the linked cursor says at x.
pub fn tell(chosen: &Chosen, threshold: f64, x: f64) -> String {
    let scale = threshold / chosen.top();
    let low = if chosen.options.signed {
        -chosen.top()
    } else {
        0.0
    };
    let code = (x / scale).round_ties_even().clamp(low, chosen.top());
    words::arrow(
        x,
        &format!("q = {}", words::integer(code as i32)),
        code * scale,
    )
}
