//! The signal with its threshold, and the error over the threshold.

use std::sync::Arc;

use super::lens::ClippingReport;
use super::settings::Chosen;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, dashed, line, line_axis, nearest, signal_axis};
use crate::lesson::words::percent;
use crate::plot::{Curves, Frame, Mark, Role, Scale, Scene, SignalHistogram, format_number};
use crate::quant::calibrate::CALIBRATORS;

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    let report: Option<Arc<ClippingReport>> = crate::lesson::ready::decoded(report);
    let cut = report
        .clone()
        .map(|report| Cut::new(Chosen::of(state), report));
    crate::lesson::Charts::default()
        .with(&[&SIGNAL], cut)
        .with(&[&ERRORS], report)
}

/// A signal and where it is cut off.
pub struct Cut {
    chosen: Chosen,
    report: Arc<ClippingReport>,
    threshold: f64,
}

impl Cut {
    pub fn new(chosen: Chosen, report: Arc<ClippingReport>) -> Self {
        Self {
            // A person's threshold is known before its report has come.
            threshold: chosen.threshold.unwrap_or(report.chosen.threshold),
            chosen,
            report,
        }
    }

    /// What the signal spans, the choices need, and their labels.
    fn domain(&self) -> (f64, f64) {
        let reach = extent(&self.report).1;
        let low = if self.chosen.options.signed {
            -reach
        } else {
            self.report.signal.min.min(-0.05 * reach)
        };
        (low, reach.max(self.report.signal.max) * 1.2)
    }
}

pub const SIGNAL: Chart<Cut> = Chart {
    id: "signal",
    height: 300,
    name: |_| "The signal.".to_owned(),
    summary: |cut| {
        format!(
            "The signal is cut off at {}; {} of it is clipped.",
            format_number(cut.threshold, 4),
            clipped(&cut.report)
        )
    },
    scene: |cut, frame| {
        let report = &cut.report;
        SignalHistogram {
            counts: &report.signal.counts,
            range: (report.signal.min, report.signal.max),
            quantized: &[],
            domain: cut.domain(),
            clip: Some((cut.chosen.low(cut.threshold), cut.threshold)),
            marks: &marks(report),
        }
        .scene(frame)
    },
    pointing: Pointing::Real(|cut, frame| signal_axis(cut.domain(), frame)),
    table: |cut| Table::of_histogram(&cut.report.signal),
};

/// The share that is clipped.
pub fn clipped(report: &ClippingReport) -> String {
    let share = report.chosen.clipped * report.count as f64;
    percent(share.round() as u64, report.count)
}

/// The calibrators' choices as labelled lines.
fn marks(report: &ClippingReport) -> Vec<Mark<'static>> {
    CALIBRATORS
        .iter()
        .zip(&report.found)
        .map(|(calibrator, found)| Mark {
            x: found.threshold,
            label: calibrator.label,
            role: Role::Soft,
        })
        .collect()
}

pub const ERRORS: Chart<Arc<ClippingReport>> = Chart {
    id: "errors",
    height: 310,
    name: |_| "The error over the threshold.".to_owned(),
    summary: |report| {
        format!(
            "At {} the mean squared error is {}: {} from rounding and {} from clipping.",
            format_number(report.chosen.threshold, 4),
            format_number(report.chosen.mse(), 3),
            format_number(report.chosen.rounding, 3),
            format_number(report.chosen.clipping, 3)
        )
    },
    scene: errors,
    pointing: Pointing::Own(
        |report, frame| line_axis(extent(report), frame),
        |report, at| {
            let found = nearest(&report.curve, at, |point| point.0);
            found.map_or_else(String::new, |(threshold, rounding, clipping)| {
                format!(
                    "threshold {}, MSE {}",
                    format_number(*threshold, 4),
                    format_number(rounding + clipping, 3)
                )
            })
        },
    ),
    table: |report| {
        let row = |&(threshold, rounding, clipping): &(f64, f64, f64)| {
            [threshold, rounding, clipping, rounding + clipping]
                .map(|x| format_number(x, 5))
                .to_vec()
        };
        Table::new(
            ["threshold", "rounding", "clipping", "MSE"],
            report.curve.iter().map(row).collect(),
        )
    },
};

fn errors(report: &Arc<ClippingReport>, frame: &Frame) -> Scene {
    // Nothing has no logarithm: a line ends where it becomes nothing.
    let points = |read: fn(f64, f64) -> f64| -> Vec<(f64, f64)> {
        let curve = report.curve.iter();
        curve
            .map(|&(threshold, rounding, clipping)| {
                let error = read(rounding, clipping);
                (threshold, if error > 0.0 { error } else { f64::NAN })
            })
            .collect()
    };
    let sum = points(|rounding, clipping| rounding + clipping);
    let rounding = points(|rounding, _| rounding);
    let clipping = points(|_, clipping| clipping);
    let lines = [
        dashed(&clipping, Role::Clipped),
        dashed(&rounding, Role::Quantized),
        line(&sum, Role::Error),
    ];
    Curves {
        marks: &marks(report),
        y_scale: Scale::Log10,
        zero_line: false,
        ..chart(&lines, extent(report), span(report))
    }
    .scene(frame)
}

/// The errors that the chart shows: from a good way below the bottom to the top of
/// the sum.
fn span(report: &ClippingReport) -> (f64, f64) {
    let sums = report
        .curve
        .iter()
        .map(|(_, rounding, clipping)| rounding + clipping)
        .filter(|sum| *sum > 0.0);
    let (low, high) = sums.fold((f64::INFINITY, 0.0_f64), |(low, high), sum| {
        (low.min(sum), high.max(sum))
    });
    if low.is_finite() {
        (low / 8.0, high * 1.5)
    } else {
        (0.1, 1.0)
    }
}

/// The thresholds that the curve has.
fn extent(report: &ClippingReport) -> (f64, f64) {
    (0.0, report.curve.last().map_or(1.0, |point| point.0))
}
