//! The convolution of a picture, step by step.

use super::lens::Steps;
use crate::lesson::grid::{Grid, Raster, even, reach};
use crate::lesson::words::decibels;
use crate::plot::format_number;

/// All pictures of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(_: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    let report = crate::lesson::ready::decoded::<super::XnorReport>(report);
    crate::lesson::Charts::default().with_rasters(
        &[
            &INPUT,
            &SIGNS,
            &COUNTS,
            &SCALES,
            &APPROXIMATION,
            &EXACT,
            &DIFFERENCE,
        ],
        report.as_ref().and_then(|report| report.steps.as_ref()),
    )
}

pub const INPUT: Raster<Steps> = Raster {
    id: "input",
    name: "I.",
    summary: |_| "The picture, as it goes in.".to_owned(),
    grid: |s| Grid::grey(s.picture, s.input.clone(), even(&s.input)),
};

pub const SIGNS: Raster<Steps> = Raster {
    id: "signs",
    name: "sign(I).",
    summary: |_| "White where the picture is not below zero.".to_owned(),
    grid: |s| Grid::grey(s.picture, s.input_signs.clone(), (-1.0, 1.0)),
};

pub const COUNTS: Raster<Steps> = Raster {
    id: "counts",
    name: "The count.",
    summary: |_| "n minus twice the number of places that differ.".to_owned(),
    grid: |s| {
        let counts: Vec<f32> = s.counts.iter().map(|&count| count as f32).collect();
        let ends = even(&counts);
        Grid::grey(s.result, counts, ends)
    },
};

pub const SCALES: Raster<Steps> = Raster {
    id: "scales",
    name: "K.",
    summary: |_| "The scale of each place; white is the largest.".to_owned(),
    grid: |s| Grid::grey(s.result, s.scales.clone(), (0.0, reach(&s.scales))),
};

pub const APPROXIMATION: Raster<Steps> = Raster {
    id: "approximation",
    name: "Count \u{d7} K \u{d7} \u{3b1}.",
    summary: |s| {
        format!(
            "The approximation: correlation {} with the exact one, signal over error {}.",
            format_number(s.correlation, 3),
            decibels(s.sqnr_db)
        )
    },
    grid: |s| Grid::grey(s.result, s.approximation.clone(), even(&s.exact)),
};

pub const EXACT: Raster<Steps> = Raster {
    id: "exact",
    name: "I \u{2217} W.",
    summary: |_| "The exact convolution.".to_owned(),
    grid: |s| Grid::grey(s.result, s.exact.clone(), even(&s.exact)),
};

pub const DIFFERENCE: Raster<Steps> = Raster {
    id: "difference",
    name: "The difference.",
    summary: |_| "Where the two differ, in the colour of errors.".to_owned(),
    grid: |s| Grid::difference(s.result, &s.approximation, &s.exact, even(&s.exact)),
};
