//! The page's keys.

use super::checks::PARTS;
use crate::state::{Choice, Key, Kind};

/// Which part of the page is marked: a lesson's sign leads to the part that proves it.
pub const PART: Key = Key {
    id: "part",
    label: "Part",
    kind: Kind::Choice {
        options: parts,
        default: ALL,
    },
};

/// Which work a button asks for.
pub const WORK: Key = Key {
    id: "work",
    label: "Work",
    kind: Kind::Choice {
        options: works,
        default: COMPARE,
    },
};

/// No part in particular.
pub const ALL: &str = "all";

/// The [`WORK`] of comparing.
pub const COMPARE: &str = "compare";

/// The [`WORK`] of measuring this machine.
pub const MEASURE: &str = "measure";

pub const KEYS: &[&Key] = &[&PART, &WORK];

/// The worker computes nothing before it is asked to.
pub const PAGE_ONLY: &[&Key] = KEYS;

fn parts() -> Vec<Choice> {
    let parts = PARTS.iter().map(|part| Choice {
        id: part.id,
        label: part.label,
    });
    let all = Choice {
        id: ALL,
        label: "All",
    };
    std::iter::once(all).chain(parts).collect()
}

fn works() -> Vec<Choice> {
    vec![
        Choice {
            id: COMPARE,
            label: "Compare",
        },
        Choice {
            id: MEASURE,
            label: "Measure",
        },
    ]
}
