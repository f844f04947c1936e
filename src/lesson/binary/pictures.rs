//! A picture through a filter and through its signs.

use super::lens::Filtered;
use crate::lesson::grid::{Grid, Raster, even};
use crate::lesson::picture::sqnr_db;
use crate::lesson::words::decibels;

pub const PICTURE: Raster<Filtered> = Raster {
    id: "picture",
    name: "The picture.",
    summary: |_| "What the filter moves over.".to_owned(),
    grid: |s| Grid::grey(s.picture, s.shades.clone(), ends(&s.shades)),
};

/// The smallest and the largest number.
fn ends(values: &[f32]) -> (f64, f64) {
    let (low, high) = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &x| {
        (low.min(x), high.max(x))
    });
    (f64::from(low), f64::from(high))
}

// Both results in the same greys: what differs in size looks different.

pub const EXACT: Raster<Filtered> = Raster {
    id: "exact",
    name: "Through the filter.",
    summary: |_| "The exact convolution, middle grey at zero.".to_owned(),
    grid: |s| Grid::grey(s.result, s.exact_result.clone(), even(&s.exact_result)),
};

pub const BINARY: Raster<Filtered> = Raster {
    id: "binary",
    name: "Through its signs.",
    summary: |s| {
        format!(
            "The same with \u{3b1} times the signs: signal over error {}.",
            ratio(s)
        )
    },
    grid: |s| Grid::grey(s.result, s.binary_result.clone(), even(&s.exact_result)),
};

/// The signal over the error.
pub fn ratio(filtered: &Filtered) -> String {
    decibels(sqnr_db(&filtered.exact_result, &filtered.binary_result))
}

pub const DIFFERENCE: Raster<Filtered> = Raster {
    id: "difference",
    name: "The difference.",
    summary: |_| "Where the two differ, in the colour of errors.".to_owned(),
    grid: |s| {
        let ends = even(&s.exact_result);
        Grid::difference(s.result, &s.binary_result, &s.exact_result, ends)
    },
};
