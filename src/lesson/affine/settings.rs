//! The lesson's keys, and the quantizer that they choose.

use crate::lesson::words;
use crate::quant::{
    Affine, AffineOptions, FORMATS, Format, ParameterPrecision, Range, Rounding, ZeroPoint,
};
use crate::state::{Choice, Key, Kind, Scale, State};

pub const BITS: Key = Key {
    id: "bits",
    label: "Bits",
    kind: Kind::Number {
        min: 1.0,
        max: 8.0,
        step: 1.0,
        default: Some(4.0),
        scale: Scale::Integer,
    },
};

pub const SIGNED: Key = Key {
    id: "signed",
    label: "Signed codes",
    kind: Kind::Flag { default: false },
};

pub const SYMMETRIC: Key = Key {
    id: "symmetric",
    label: "Symmetric about zero",
    kind: Kind::Flag { default: false },
};

/// The range that is quantized; the data's own until a person moves it.
pub const MIN: Key = bound("min", "MIN");
pub const MAX: Key = bound("max", "MAX");

pub const ROUNDING: Key = Key {
    id: "rounding",
    label: "Rounding",
    kind: Kind::Choice {
        options: roundings,
        default: "nearest_even",
    },
};

pub const ZERO_POINT: Key = Key {
    id: "zero_point",
    label: "Zero point",
    kind: Kind::Choice {
        options: zero_points,
        default: "integer",
    },
};

pub const PRECISION: Key = Key {
    id: "precision",
    label: "S and Z in",
    kind: Kind::Choice {
        options: precisions,
        default: "float64",
    },
};

/// The one number of the worked example.
pub const X: Key = Key {
    id: "x",
    label: "x",
    kind: Kind::Number {
        min: -1e9,
        max: 1e9,
        step: 0.01,
        default: Some(0.7),
        scale: Scale::Linear,
    },
};

pub const AGAINST: Key = Key {
    id: "against",
    label: "Beside it",
    kind: Kind::Choice {
        options: formats,
        default: "float8_e4m3fn",
    },
};

/// The scale of the format beside it; by default the one that puts the largest
/// magnitude on the format's maximum.
pub const AGAINST_SCALE: Key = Key {
    id: "against_scale",
    label: "Its scale",
    kind: Kind::Number {
        min: 1.0 / 1_073_741_824.0,
        max: 1_073_741_824.0,
        step: 1.0,
        default: None,
        scale: Scale::Log,
    },
};

pub const KEYS: &[&Key] = &[
    &BITS,
    &SIGNED,
    &SYMMETRIC,
    &MIN,
    &MAX,
    &ROUNDING,
    &ZERO_POINT,
    &PRECISION,
    &X,
    &AGAINST,
    &AGAINST_SCALE,
];

/// What the settings choose, given the data's range.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub options: AffineOptions,
    /// The range as set or, where it is not, as the data has it.
    pub range: Range,
    pub affine: Affine,
    pub format: Format,
    pub format_scale: f32,
}

impl Chosen {
    /// `data` is the range of the finite values; a signal without any counts as
    /// all zeros.
    pub fn of(state: &State, data: Option<Range>) -> Self {
        let data = data.unwrap_or(Range { min: 0.0, max: 0.0 });
        let bound =
            |key: &Key, fallback: f32| state.number(key).map_or(fallback, |value| value as f32);
        let (min, max) = (bound(&MIN, data.min), bound(&MAX, data.max));
        // Handles may be dragged past each other.
        let range = Range {
            min: min.min(max),
            max: min.max(max),
        };
        let options = AffineOptions {
            bits: state.integer(&BITS),
            signed: state.flag(&SIGNED),
            symmetric: state.flag(&SYMMETRIC),
            rounding: Rounding::by_id(state.choice(&ROUNDING)).unwrap_or(Rounding::NearestEven),
            zero_point: match state.choice(&ZERO_POINT) {
                "float" => ZeroPoint::Float,
                "notes" => ZeroPoint::NotesSign,
                _ => ZeroPoint::Integer,
            },
            precision: match state.choice(&PRECISION) {
                "float32" => ParameterPrecision::Float32,
                _ => ParameterPrecision::Float64,
            },
            ..AffineOptions::default()
        };
        let format = Format::by_id(state.choice(&AGAINST))
            .copied()
            .unwrap_or(FORMATS[0]);
        let largest = data.min.abs().max(data.max.abs());
        let fitted = largest / format.max();
        let fitted = if fitted.is_normal() { fitted } else { 1.0 };
        Self {
            affine: Affine::from_range(range, &options),
            options,
            range,
            format,
            format_scale: state
                .number(&AGAINST_SCALE)
                .map_or(fitted, |scale| scale as f32),
        }
    }
}

impl Chosen {
    /// The range after zero has been taken in and symmetry applied: what S divides.
    pub fn effective_range(&self) -> (f64, f64) {
        let (min, max) = (f64::from(self.range.min), f64::from(self.range.max));
        let widened = self.options.zero_point != ZeroPoint::Float;
        let (min, max) = if widened {
            (min.min(0.0), max.max(0.0))
        } else {
            (min, max)
        };
        if self.options.symmetric {
            let reach = max.max(-min);
            (-reach, reach)
        } else {
            (min, max)
        }
    }
}

/// What the linked cursor says at x.
pub fn tell(chosen: &Chosen, x: f64) -> String {
    let x = x as f32;
    let code = chosen.affine.quantize(x);
    let value = chosen.affine.dequantize(code);
    words::arrow(
        f64::from(x),
        &format!("q = {}", words::integer(code)),
        f64::from(value),
    )
}

const fn bound(id: &'static str, label: &'static str) -> Key {
    Key {
        id,
        label,
        kind: Kind::Number {
            min: -1e9,
            max: 1e9,
            step: 0.01,
            default: None,
            scale: Scale::Linear,
        },
    }
}

fn roundings() -> Vec<Choice> {
    [Rounding::NearestEven, Rounding::NearestAway]
        .iter()
        .map(|rounding| Choice {
            id: rounding.id(),
            label: rounding.label(),
        })
        .collect()
}

fn zero_points() -> Vec<Choice> {
    vec![
        Choice {
            id: "integer",
            label: "whole number",
        },
        Choice {
            id: "float",
            label: "float",
        },
        Choice {
            id: "notes",
            label: "wrong sign (notes)",
        },
    ]
}

fn precisions() -> Vec<Choice> {
    vec![
        Choice {
            id: "float64",
            label: "float64 (onnxruntime)",
        },
        Choice {
            id: "float32",
            label: "float32 (dynamic)",
        },
    ]
}

fn formats() -> Vec<Choice> {
    FORMATS
        .iter()
        .map(|format| Choice {
            id: format.id,
            label: format.label,
        })
        .collect()
}
