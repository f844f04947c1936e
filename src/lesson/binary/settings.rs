//! The lesson's keys.

use crate::lesson::filters::{FILTER, RADIUS};
use crate::plot::format_number;
use crate::state::{Choice, Key, Kind, Scale, State};

/// How many filters the weights are split into.
pub const COUNT: Key = Key {
    id: "filters",
    label: "Filters",
    kind: Kind::Number {
        min: 1.0,
        max: 16.0,
        step: 1.0,
        default: Some(6.0),
        scale: Scale::Integer,
    },
};

/// How much larger the first filter's weights are than the last one's.
pub const RATIO: Key = Key {
    id: "ratio",
    label: "First to last",
    kind: Kind::Number {
        min: 1.0,
        max: 64.0,
        step: 0.25,
        default: Some(4.0),
        scale: Scale::Log,
    },
};

/// Whether all filters share one scale.
pub const PER: Key = Key {
    id: "per",
    label: "One \u{3b1} for",
    kind: Kind::Choice {
        options: granularities,
        default: "tensor",
    },
};

/// The scale; the mean magnitude until a person moves it.
pub const ALPHA: Key = Key {
    id: "alpha",
    label: "\u{3b1}",
    kind: Kind::Number {
        min: 1.0 / 16_777_216.0,
        max: 1_048_576.0,
        step: 0.0625,
        default: None,
        scale: Scale::Log,
    },
};

/// How far the weights have moved to their binary values.
pub const MOVED: Key = Key {
    id: "t",
    label: "Binarized",
    kind: Kind::Number {
        min: 0.0,
        max: 1.0,
        step: 0.02,
        default: Some(0.8),
        scale: Scale::Linear,
    },
};

/// Input channels of the filter whose gradient is drawn: it has 3 x 3 weights of each.
pub const CHANNELS: Key = Key {
    id: "channels",
    label: "Channels",
    kind: Kind::Number {
        min: 1.0,
        max: 64.0,
        step: 1.0,
        default: Some(3.0),
        scale: Scale::Integer,
    },
};

/// What comes from above in the chart of the gradient.
pub const UPSTREAM: Key = Key {
    id: "upstream",
    label: "From above",
    kind: Kind::Choice {
        options: upstreams,
        default: "one",
    },
};

pub const KEYS: &[&Key] = &[
    &COUNT, &RATIO, &PER, &ALPHA, &MOVED, &CHANNELS, &UPSTREAM, &FILTER, &RADIUS,
];

/// What the page itself computes from the report.
pub const PAGE_ONLY: &[&Key] = &[&ALPHA, &MOVED, &CHANNELS, &UPSTREAM];

/// The most weights of a filter whose gradient is drawn.
pub const MOST_WEIGHTS: usize = 9 * 64;

/// What the settings choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    pub filters: usize,
    pub ratio: f64,
    pub per_filter: bool,
    pub alpha: Option<f64>,
    pub moved: f64,
    pub channels: u32,
    /// Whether the upstream gradient is that of half the squared error, else 1.
    pub pull: bool,
    pub filter: &'static str,
    pub radius: usize,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        Self {
            filters: state.integer(&COUNT) as usize,
            ratio: state.real(&RATIO),
            per_filter: state.choice(&PER) == "filter",
            alpha: state.number(&ALPHA),
            moved: state.real(&MOVED),
            channels: state.integer(&CHANNELS),
            pull: state.choice(&UPSTREAM) == "error",
            filter: state.choice(&FILTER),
            radius: state.integer(&RADIUS) as usize,
        }
    }

    /// What the weights of a filter are multiplied by.
    pub fn size(&self, filter: usize) -> f64 {
        if self.filters < 2 {
            return 1.0;
        }
        libm::pow(self.ratio, -(filter as f64) / (self.filters - 1) as f64)
    }

    /// The upstream gradient at a weight.
    pub fn upstream(&self, w: f64, alpha: f64) -> f64 {
        if self.pull {
            f64::from(crate::quant::binary::sign(w as f32)) * alpha - w
        } else {
            1.0
        }
    }
}

/// What the linked cursor says at a weight.
pub fn tell(alpha: f64, w: f64) -> String {
    let value = alpha * f64::from(crate::quant::binary::sign(w as f32));
    format!(
        "w {} \u{2192} {} \u{2192} {}, error {}",
        format_number(w, 4),
        if value < 0.0 { "\u{2212}1" } else { "+1" },
        format_number(value, 4),
        crate::plot::format_signed(value - w, 3)
    )
}

fn granularities() -> Vec<Choice> {
    vec![
        Choice {
            id: "tensor",
            label: "all filters",
        },
        Choice {
            id: "filter",
            label: "each filter",
        },
    ]
}

fn upstreams() -> Vec<Choice> {
    vec![
        Choice {
            id: "one",
            label: "1 for every weight",
        },
        Choice {
            id: "error",
            label: "the error, \u{3b1} sign(w) \u{2212} w",
        },
    ]
}
