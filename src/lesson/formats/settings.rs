//! The lesson's keys, and the formats that they choose.

use crate::lesson::words;
use crate::quant::{Explanation, FORMATS, Format, Overflow, Rounding};
use crate::state::{Choice, Key, Kind, SEED, Scale, State};

pub const FORMAT: Key = Key {
    id: "format",
    label: "Format",
    kind: Kind::Choice {
        options: formats_and_custom,
        default: "float8_e4m3fn",
    },
};

pub const VERSUS: Key = Key {
    id: "versus",
    label: "Beside it",
    kind: Kind::Choice {
        options: none_and_formats,
        default: "none",
    },
};

pub const X: Key = Key {
    id: "x",
    label: "Number",
    kind: Kind::Number {
        min: -f32::MAX as f64,
        max: f32::MAX as f64,
        step: 0.01,
        default: Some(5.37),
        scale: Scale::Linear,
    },
};

/// The chosen code where no real number leads to it: NaN, an infinity, -0.
pub const CODE: Key = Key {
    id: "code",
    label: "Code",
    kind: Kind::Number {
        min: 0.0,
        max: 524_287.0,
        step: 1.0,
        default: None,
        scale: Scale::Integer,
    },
};

pub const SCALE: Key = Key {
    id: "scale",
    label: "Scale",
    kind: Kind::Number {
        min: 1.0 / 1_048_576.0,
        max: 1_048_576.0,
        step: 1.0,
        default: Some(1.0),
        scale: Scale::Log,
    },
};

pub const ROUNDING: Key = Key {
    id: "rounding",
    label: "Rounding",
    kind: Kind::Choice {
        options: roundings,
        default: "nearest_even",
    },
};

pub const OVERFLOW: Key = Key {
    id: "overflow",
    label: "Overflow",
    kind: Kind::Choice {
        options: overflows,
        default: "saturate",
    },
};

pub const EXPONENT_BITS: Key = whole("exponent", "Exponent bits", 1.0, 8.0, Some(4.0));
pub const MANTISSA_BITS: Key = whole("mantissa", "Mantissa bits", 0.0, 10.0, Some(3.0));
/// Without a bias of one's own it is IEEE's, 2^(exponent bits - 1) - 1.
pub const BIAS: Key = whole("bias", "Bias", -120.0, 140.0, None);
pub const INFINITY: Key = flag("infinity", "Infinity");
pub const NAN: Key = flag("nan", "NaN");
pub const NEGATIVE_ZERO: Key = flag("negative_zero", "\u{2212}0");

pub const KEYS: &[&Key] = &[
    &FORMAT,
    &VERSUS,
    &X,
    &CODE,
    &SCALE,
    &ROUNDING,
    &OVERFLOW,
    &EXPONENT_BITS,
    &MANTISSA_BITS,
    &BIAS,
    &INFINITY,
    &NAN,
    &NEGATIVE_ZERO,
];

/// The keys of a custom format.
pub const CUSTOM_KEYS: &[&Key] = &[
    &EXPONENT_BITS,
    &MANTISSA_BITS,
    &BIAS,
    &INFINITY,
    &NAN,
    &NEGATIVE_ZERO,
];

const CUSTOM: &str = "custom";

/// What the settings choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    pub format: Format,
    /// Why the custom format is not the one that was asked for.
    pub refused: Option<String>,
    pub versus: Option<Format>,
    pub scale: f32,
    pub rounding: Rounding,
    pub overflow: Overflow,
    pub seed: u64,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        let (format, refused) = match state.choice(&FORMAT) {
            CUSTOM => custom(state),
            id => (Format::by_id(id).copied().unwrap_or(FORMATS[0]), None),
        };
        Self {
            format,
            refused,
            versus: Format::by_id(state.choice(&VERSUS)).copied(),
            scale: state.real(&SCALE) as f32,
            rounding: Rounding::by_id(state.choice(&ROUNDING)).unwrap_or(Rounding::NearestEven),
            overflow: Overflow::by_id(state.choice(&OVERFLOW)).unwrap_or(Overflow::Saturate),
            seed: state.real(&SEED) as u64,
        }
    }

    /// The random bits with which stochastic rounding decides the typed number.
    pub fn random(&self) -> u32 {
        crate::quant::random_bits(self.seed, 0)
    }

    /// The code of a real number in the signal's unit.
    pub fn encode(&self, format: &Format, x: f64) -> u32 {
        format.encode(
            x / f64::from(self.scale),
            self.rounding,
            self.overflow,
            self.random(),
        )
    }

    /// What becomes of a real number in the signal's unit, in units of the scale.
    pub fn explain(&self, x: f64) -> Explanation {
        self.format.explain(
            x / f64::from(self.scale),
            self.rounding,
            self.overflow,
            self.random(),
        )
    }

    /// What it becomes in the signal's unit.
    pub fn value(&self, explanation: &Explanation) -> f64 {
        f64::from(explanation.value) * f64::from(self.scale)
    }

    /// The value of a code in the signal's unit.
    pub fn decode(&self, format: &Format, code: u32) -> f64 {
        f64::from(format.decode(code)) * f64::from(self.scale)
    }
}

/// The typed number, unless a code was painted that no number leads to.
pub fn typed(state: &State) -> Option<f64> {
    state.is_default(&CODE).then(|| state.real(&X))
}

/// The code that is selected: the one of the typed number, unless one was painted
/// that no number leads to.
pub fn selected_code(state: &State, chosen: &Chosen) -> u32 {
    match state.number(&CODE) {
        Some(code) => code as u32 & (chosen.format.code_count() - 1),
        None => chosen.encode(&chosen.format, state.real(&X)),
    }
}

/// Selects a code: by its value where that leads back to it, else by itself.
pub fn select_code(state: &mut State, chosen: &Chosen, code: u32) {
    // A large scale takes a wide format's values beyond what can be typed.
    let value = chosen.decode(&chosen.format, code);
    if X.clamp(value) == Some(value) && chosen.encode(&chosen.format, value + 0.0) == code {
        state.reset(&CODE);
        state.set_number(&X, value);
    } else {
        state.set_number(&CODE, f64::from(code));
    }
}

/// What the linked cursor says at x.
pub fn tell(chosen: &Chosen, x: f64) -> String {
    let code = chosen.encode(&chosen.format, x);
    words::arrow(
        x,
        &words::hex(&chosen.format, code),
        chosen.decode(&chosen.format, code),
    )
}

fn custom(state: &State) -> (Format, Option<String>) {
    let exponent_bits = state.integer(&EXPONENT_BITS);
    let mantissa_bits = state.integer(&MANTISSA_BITS);
    let ieee_bias = ieee_bias(exponent_bits);
    let bias = state.number(&BIAS).map_or(ieee_bias, |bias| bias as i32);
    let (infinity, nan) = (state.flag(&INFINITY), state.flag(&NAN));
    let negative_zero = state.flag(&NEGATIVE_ZERO);
    let build = |bias, infinity, nan, negative_zero| {
        Format::custom(
            exponent_bits,
            mantissa_bits,
            bias,
            infinity,
            nan,
            negative_zero,
        )
    };
    let refusal = match build(bias, infinity, nan, negative_zero) {
        Ok(format) => return (format, None),
        Err(error) => error.to_string(),
    };
    // The nearest format that can be: the same widths, one wish after the other given
    // up. With every code a number, one more in the bias always fits float32.
    let nearest = [
        (bias, infinity, nan, true),
        (ieee_bias, infinity, nan, negative_zero),
        (ieee_bias, infinity, nan, true),
        (ieee_bias, false, false, true),
        (ieee_bias + 1, false, false, true),
    ]
    .into_iter()
    .find_map(|(bias, infinity, nan, negative_zero)| {
        build(bias, infinity, nan, negative_zero).ok()
    });
    (nearest.unwrap_or(FORMATS[0]), Some(refusal))
}

/// IEEE 754's bias of an exponent field: 2^(bits - 1) - 1.
pub fn ieee_bias(exponent_bits: u32) -> i32 {
    (1 << (exponent_bits.max(1) - 1)) - 1
}

fn choice(format: &Format) -> Choice {
    Choice {
        id: format.id,
        label: format.label,
    }
}

fn formats_and_custom() -> Vec<Choice> {
    let own = Choice {
        id: CUSTOM,
        label: "Build your own",
    };
    FORMATS.iter().map(choice).chain([own]).collect()
}

fn none_and_formats() -> Vec<Choice> {
    let none = Choice {
        id: "none",
        label: "nothing",
    };
    [none]
        .into_iter()
        .chain(FORMATS.iter().map(choice))
        .collect()
}

fn roundings() -> Vec<Choice> {
    let choice = |rounding: &Rounding| Choice {
        id: rounding.id(),
        label: rounding.label(),
    };
    Rounding::ALL.iter().map(choice).collect()
}

fn overflows() -> Vec<Choice> {
    let choice = |overflow: &Overflow| Choice {
        id: overflow.id(),
        label: overflow.label(),
    };
    Overflow::ALL.iter().map(choice).collect()
}

const fn whole(
    id: &'static str,
    label: &'static str,
    min: f64,
    max: f64,
    default: Option<f64>,
) -> Key {
    Key {
        id,
        label,
        kind: Kind::Number {
            min,
            max,
            step: 1.0,
            default,
            scale: Scale::Integer,
        },
    }
}

const fn flag(id: &'static str, label: &'static str) -> Key {
    Key {
        id,
        label,
        kind: Kind::Flag { default: true },
    }
}
