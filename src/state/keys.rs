//! The settings that every lesson shares: the signal, and how the page looks.

use super::{Choice, Key, Kind, Scale};
use crate::signal::DISTRIBUTIONS;

/// Which distribution the values are drawn from.
pub const SIGNAL: Key = Key {
    id: "signal",
    label: "Distribution",
    kind: Kind::Choice {
        options: distributions,
        default: "normal",
    },
};

/// How many values are drawn.
pub const COUNT: Key = Key {
    id: "count",
    label: "Values",
    kind: Kind::Number {
        min: 1.0,
        max: 16_777_216.0,
        step: 1.0,
        default: Some(262_144.0),
        scale: Scale::LogInteger,
    },
};

/// The seed of the draw: the same address gives the same values.
pub const SEED: Key = Key {
    id: "seed",
    label: "Seed",
    kind: Kind::Number {
        min: 0.0,
        max: u32::MAX as f64,
        step: 1.0,
        default: Some(1.0),
        scale: Scale::Integer,
    },
};

/// What every drawn value is multiplied by.
pub const SPREAD: Key = Key {
    id: "spread",
    label: "Spread",
    kind: Kind::Number {
        min: 1.0 / 1_048_576.0,
        max: 1_048_576.0,
        step: 0.125,
        default: Some(1.0),
        scale: Scale::Log,
    },
};

/// What is added to every drawn value, after [`SPREAD`].
pub const SHIFT: Key = Key {
    id: "shift",
    label: "Shift",
    kind: Kind::Number {
        min: -8.0,
        max: 8.0,
        step: 0.1,
        default: Some(0.0),
        scale: Scale::Linear,
    },
};

/// Light, dark, or as the system has it.
pub const THEME: Key = Key {
    id: "theme",
    label: "Theme",
    kind: Kind::Choice {
        options: themes,
        default: "auto",
    },
};

/// Only the picture and its controls, for a frame in another page.
pub const EMBED: Key = Key {
    id: "embed",
    label: "Embedded",
    kind: Kind::Flag { default: false },
};

/// The parts of the page that are left out.
pub const HIDE: Key = Key {
    id: "hide",
    label: "Hidden parts",
    kind: Kind::Words,
};

/// The settings that a person may not change: their ids, or `all`.
pub const LOCK: Key = Key {
    id: "lock",
    label: "Locked settings",
    kind: Kind::Words,
};

/// Large, and one station of the lesson at a time, as on a stage.
pub const PRESENT: Key = Key {
    id: "present",
    label: "On a stage",
    kind: Kind::Flag { default: false },
};

/// Which of the lesson's stations is open: 0 before the first.
pub const AT: Key = Key {
    id: "station",
    label: "Station",
    kind: Kind::Number {
        min: 0.0,
        max: 31.0,
        step: 1.0,
        default: Some(0.0),
        scale: Scale::Integer,
    },
};

/// The guess that is locked, as the station's question counts it.
pub const GUESS: Key = Key {
    id: "guess",
    label: "Guess",
    kind: Kind::Words,
};

/// The keys that say how a page is looked at, not what it shows.
pub const LOOKS: &[&Key] = &[&THEME, &EMBED, &HIDE, &LOCK, &PRESENT, &AT, &GUESS];

/// All keys of this file.
pub const SHARED: &[&Key] = &[
    &SIGNAL, &COUNT, &SEED, &SPREAD, &SHIFT, &THEME, &EMBED, &HIDE, &LOCK, &PRESENT, &AT, &GUESS,
];

fn distributions() -> Vec<Choice> {
    DISTRIBUTIONS
        .iter()
        .map(|distribution| Choice {
            id: distribution.id,
            label: distribution.label,
        })
        .collect()
}

fn themes() -> Vec<Choice> {
    vec![
        Choice {
            id: "auto",
            label: "As the system",
        },
        Choice {
            id: "light",
            label: "Light",
        },
        Choice {
            id: "dark",
            label: "Dark",
        },
    ]
}
