//! The lesson's keys.

use crate::lesson::filters::{FILTER, RADIUS};
use crate::state::{Choice, Key, Kind, Scale, State};

/// How many signs a row has.
pub const LENGTH: u32 = 16;

/// The upper row: bit 15 is the leftmost, 1 stands for +1 and 0 for -1.
pub const A: Key = row("a", "Row a", 0b1011_0011_1000_1101);

/// The lower row.
pub const B: Key = row("b", "Row b", 0b1010_0110_1001_1111);

const fn row(id: &'static str, label: &'static str, default: u32) -> Key {
    Key {
        id,
        label,
        kind: Kind::Number {
            min: 0.0,
            max: ((1_u32 << LENGTH) - 1) as f64,
            step: 1.0,
            default: Some(default as f64),
            scale: Scale::Integer,
        },
    }
}

/// Whether the picture's mean is taken away before its signs are taken.
pub const CENTRE: Key = Key {
    id: "centre",
    label: "Subtract the mean first",
    kind: Kind::Flag { default: true },
};

/// What the counts are multiplied by, beside alpha.
pub const SCALES: Key = Key {
    id: "k",
    label: "Scale of the input",
    kind: Kind::Choice {
        options: scales,
        default: "map",
    },
};

pub const KEYS: &[&Key] = &[&A, &B, &FILTER, &RADIUS, &CENTRE, &SCALES];

/// The page counts sixteen bits itself.
pub const PAGE_ONLY: &[&Key] = &[&A, &B];

/// What the settings choose for the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    pub filter: &'static str,
    pub radius: usize,
    pub centre: bool,
    /// Whether each place has a scale of its own, the map K; else one for the whole picture.
    pub map: bool,
}

impl Chosen {
    pub fn of(state: &State) -> Self {
        Self {
            filter: state.choice(&FILTER),
            radius: state.integer(&RADIUS) as usize,
            centre: state.flag(&CENTRE),
            map: state.choice(&SCALES) == "map",
        }
    }
}

/// The sign of a row at a place from the left.
pub fn sign(row: u32, place: u32) -> i32 {
    if row >> (LENGTH - 1 - place) & 1 == 1 {
        1
    } else {
        -1
    }
}

/// The row with the sign at a place from the left turned to `to`.
pub fn painted(row: u32, place: u32, to: i32) -> u32 {
    let bit = 1 << (LENGTH - 1 - place);
    if to > 0 { row | bit } else { row & !bit }
}

fn scales() -> Vec<Choice> {
    vec![
        Choice {
            id: "map",
            label: "K, one for each place",
        },
        Choice {
            id: "mean",
            label: "one for the whole picture",
        },
    ]
}
