//! The signal with its range, the staircase, the errors.

use std::sync::Arc;

use super::lens::AffineReport;
use super::settings::Chosen;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::signal_axis;
use crate::lesson::words::{decibels, percent};
use crate::plot::{
    Curve, ErrorHistogram, Frame, Outline, Scene, SignalHistogram, Staircase, format_number,
};
use crate::quant::{AffineOptions, Range, ZeroPoint};

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    let report: Option<Arc<AffineReport>> = crate::lesson::ready::decoded(report);
    let quantized = report.map(|report| Quantized {
        chosen: Chosen::of(state, data(&report)),
        report,
    });
    crate::lesson::Charts::default().with(&[&SIGNAL, &STAIRS, &ERROR], quantized)
}

/// A signal and the quantizer that is made for it.
pub struct Quantized {
    pub chosen: Chosen,
    pub report: Arc<AffineReport>,
}

impl Quantized {
    fn step(&self) -> f64 {
        f64::from(self.chosen.affine.scale)
    }

    fn domain(&self) -> (f64, f64) {
        domain(&self.report, &self.chosen.options)
    }
}

/// The range of a signal.
pub fn data(report: &AffineReport) -> Option<Range> {
    Some(Range {
        min: report.summary.min?,
        max: report.summary.max?,
    })
}

/// The part of the x axis that the charts share: the data's range and what the
/// handles may reach beyond it, mirrored where the range is. Values that come back far
/// outside (with the notes' sign of Z, which gets room from the start) are shown as well;
/// those a step outside do not move the picture.
pub fn domain(report: &AffineReport, options: &AffineOptions) -> (f64, f64) {
    let (mut min, mut max) = (report.signal.min, report.signal.max);
    if options.symmetric {
        max = max.max(-min);
        min = -max;
    }
    let span = max - min;
    let room = match options.zero_point {
        ZeroPoint::NotesSign => 0.2,
        _ => 0.06,
    };
    let (low, high) = (min - span * room, max + span * room);
    let first = report.spikes.first().map_or(low, |spike| spike.0);
    let last = report.spikes.last().map_or(high, |spike| spike.0);
    let far = |x: f64| x < min - span * 0.2 || x > max + span * 0.2;
    (
        if far(first) {
            low.min(first - span * 0.06)
        } else {
            low
        },
        if far(last) {
            high.max(last + span * 0.06)
        } else {
            high
        },
    )
}

pub const SIGNAL: Chart<Quantized> = Chart {
    id: "signal",
    height: 220,
    name: |_| "The signal.".to_owned(),
    summary: |shown| {
        format!(
            "The signal is quantized from {} to {}; {} of it is clipped.",
            format_number(f64::from(shown.chosen.range.min), 4),
            format_number(f64::from(shown.chosen.range.max), 4),
            clipped(&shown.report)
        )
    },
    scene: |shown, frame| {
        let report = &shown.report;
        SignalHistogram {
            counts: &report.signal.counts,
            range: (report.signal.min, report.signal.max),
            quantized: &report.spikes,
            domain: shown.domain(),
            clip: Some(shown.chosen.effective_range()),
            marks: &[],
        }
        .scene(frame)
    },
    pointing: Pointing::Real(|shown, frame| signal_axis(shown.domain(), frame)),
    table: |shown| Table::of_counts(&shown.report.spikes, 8),
};

/// The share that is clipped.
pub fn clipped(report: &AffineReport) -> String {
    percent(report.stats.clipped, report.stats.count)
}

pub const STAIRS: Chart<Quantized> = Chart {
    id: "stairs",
    height: 260,
    name: |_| "The staircase.".to_owned(),
    summary: |shown| {
        let affine = &shown.chosen.affine;
        format!(
            "A staircase of {} steps, each {} wide and high.",
            u64::from(affine.quantized_max.abs_diff(affine.quantized_min)) + 1,
            format_number(f64::from(affine.scale), 4)
        )
    },
    scene: stairs,
    pointing: Pointing::Real(|shown, frame| {
        let domain = shown.domain();
        Staircase {
            curve: Curve::Samples(&[]),
            comparison: None,
            domain,
            codomain: domain,
            clip: None,
        }
        .x_axis(frame)
    }),
    table: |shown| {
        let affine = shown.chosen.affine;
        let row = |code: i32| {
            let value = f64::from(affine.dequantize(code));
            vec![code.to_string(), format_number(value, 8)]
        };
        Table::new(
            ["code", "x\u{2032}"],
            (affine.quantized_min..=affine.quantized_max)
                .map(row)
                .collect(),
        )
    },
};

fn stairs(shown: &Quantized, frame: &Frame) -> Scene {
    let domain = shown.domain();
    let (breakpoints, levels) = affine_steps(&shown.chosen);
    let (other_breakpoints, other_levels) = float_steps(&shown.chosen);
    Staircase {
        curve: Curve::Steps {
            breakpoints: &breakpoints,
            levels: &levels,
        },
        comparison: (!other_levels.is_empty()).then_some(Curve::Steps {
            breakpoints: &other_breakpoints,
            levels: &other_levels,
        }),
        domain,
        codomain: domain,
        clip: Some(shown.chosen.effective_range()),
    }
    .scene(frame)
}

/// The levels of the affine quantizer and where it changes between them.
fn affine_steps(chosen: &Chosen) -> (Vec<f64>, Vec<f64>) {
    let affine = &chosen.affine;
    let levels: Vec<f64> = (affine.quantized_min..=affine.quantized_max)
        .map(|code| f64::from(affine.dequantize(code)))
        .collect();
    (midpoints(&levels), levels)
}

/// The same for the small float beside it.
fn float_steps(chosen: &Chosen) -> (Vec<f64>, Vec<f64>) {
    // More levels than this are a straight line on any screen.
    const MAX_LEVELS: u32 = 1 << 12;
    if chosen.format.code_count() > MAX_LEVELS {
        return (Vec::new(), Vec::new());
    }
    let levels: Vec<f64> = chosen
        .format
        .ordered_codes()
        .into_iter()
        .map(|code| f64::from(chosen.format.decode(code)) * f64::from(chosen.format_scale))
        .collect();
    (midpoints(&levels), levels)
}

fn midpoints(levels: &[f64]) -> Vec<f64> {
    levels
        .windows(2)
        .map(|pair| f64::midpoint(pair[0], pair[1]))
        .collect()
}

pub const ERROR: Chart<Quantized> = Chart {
    id: "error",
    height: 180,
    name: |_| "The error.".to_owned(),
    summary: |shown| {
        let sqnr = decibels(shown.report.stats.sqnr_db);
        format!("{} SQNR {sqnr}.", compared(shown))
    },
    scene: |shown, frame| {
        let (error, against) = (&shown.report.error, &shown.report.against_error);
        let reach = |min: f64, max: f64| max.max(-min);
        let half_width = reach(error.min, error.max)
            .max(reach(against.min, against.max))
            .max(shown.step() * 0.6);
        ErrorHistogram {
            counts: &error.counts,
            range: (error.min, error.max),
            half_width,
            uniform_step: Some(shown.step()),
            comparison: Some(Outline {
                counts: &against.counts,
                range: (against.min, against.max),
            }),
        }
        .scene(frame)
    },
    pointing: Pointing::Nowhere,
    table: |shown| Table::of_histogram(&shown.report.error),
};

/// The error as it is and as it is predicted.
pub fn compared(shown: &Quantized) -> String {
    format!(
        "Measured MSE {}, predicted S\u{b2}/12 = {}.",
        format_number(shown.report.stats.mse, 3),
        format_number(shown.step() * shown.step() / 12.0, 3)
    )
}
