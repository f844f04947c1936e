//! The page's keys.

use crate::state::{Key, Kind, Scale};

pub const BITS: Key = Key {
    id: "bits",
    label: "Bits",
    kind: Kind::Number {
        min: 1.0,
        max: 8.0,
        step: 1.0,
        default: Some(3.0),
        scale: Scale::Integer,
    },
};

pub const KEYS: &[&Key] = &[&BITS];
