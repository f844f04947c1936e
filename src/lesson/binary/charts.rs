//! What a scale costs: over all scales, and filter by filter.

use std::sync::Arc;

use super::lens::BinaryReport;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, dashed, line, line_axis, sampled, tabled};
use crate::lesson::words::decibels;
use crate::plot::{Curves, Dot, Frame, Line, Mark, Role, Scale, Scene, format_number};

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    use super::collapse::{Collapse, WEIGHTS};
    use super::gradient::{Filter, GRADIENT};
    use super::pictures::{BINARY, DIFFERENCE, EXACT, PICTURE};
    use super::settings::{ALPHA, Chosen};
    let Some(report) = crate::lesson::ready::decoded::<BinaryReport>(report) else {
        return crate::lesson::Charts::default();
    };
    let chosen = Chosen::of(state);
    let alpha = alpha(state.number(&ALPHA), Some(&report));
    let filter = Filter::new(chosen, &report.first);
    let collapse = Collapse {
        chosen,
        report: Arc::clone(&report),
        alpha,
    };
    let at_scale = AtScale {
        report: Arc::clone(&report),
        alpha,
    };
    crate::lesson::Charts::default()
        .with(&[&WEIGHTS], Some(collapse))
        .with(&[&PARABOLA, &FILTERS], Some(at_scale))
        .with(&[&GRADIENT], Some(filter))
        .with_rasters(
            &[&PICTURE, &EXACT, &BINARY, &DIFFERENCE],
            report.picture.as_ref(),
        )
}

/// The scale of all filters: the person's, or the mean magnitude.
pub fn alpha(chosen: Option<f64>, report: Option<&BinaryReport>) -> f64 {
    let alpha = chosen.or_else(|| report.map(BinaryReport::alpha));
    alpha.unwrap_or(1.0)
}

/// A ratio of powers in dB.
pub fn ratio_db(signal: f64, noise: f64) -> f64 {
    10.0 * libm::log10(signal / noise)
}

/// Weights with one scale for all filters.
pub struct AtScale {
    pub report: Arc<BinaryReport>,
    pub alpha: f64,
}

/// Scales from zero to beyond the largest filter's.
fn scales(report: &BinaryReport) -> (f64, f64) {
    let largest = report
        .groups
        .iter()
        .fold(0.0, |most, group| group.alpha.max(most));
    let end = (largest * 1.15).max(report.alpha() * 2.1);
    (0.0, if end > 0.0 { end } else { 1.0 })
}

/// Errors up to what the shared scale costs at the ends.
fn errors(report: &BinaryReport) -> (f64, f64) {
    let top = report.power() * 1.6;
    (0.0, if top > 0.0 { top } else { 1.0 })
}

pub const PARABOLA: Chart<AtScale> = Chart {
    id: "parabola",
    height: 250,
    name: |_| "A parabola in \u{3b1}.".to_owned(),
    summary: |at| {
        let report = &at.report;
        format!(
            "At \u{3b1} = {} the mean squared error is {}; the least is {} at {}. With an \u{3b1} for each filter it would be {}.",
            format_number(at.alpha, 4),
            format_number(report.error(at.alpha), 3),
            format_number(report.error(report.alpha()), 3),
            format_number(report.alpha(), 4),
            format_number(report.least(), 3),
        )
    },
    scene: parabola,
    pointing: Pointing::Own(
        |at, frame| line_axis(scales(&at.report), frame),
        |at, alpha| {
            format!(
                "\u{3b1} {}, mean squared error {}",
                format_number(alpha, 4),
                format_number(at.report.error(alpha), 3)
            )
        },
    ),
    table: |at| {
        let row = |alpha| [alpha, at.report.error(alpha)];
        Table::new(
            ["\u{3b1}", "mean squared error"],
            tabled(scales(&at.report), row, 4),
        )
    },
};

fn parabola(at: &AtScale, frame: &Frame) -> Scene {
    let (report, alpha) = (&*at.report, at.alpha);
    let (domain, codomain) = (scales(report), errors(report));
    let each: Vec<Vec<(f64, f64)>> = report
        .groups
        .iter()
        .map(|group| {
            let count = group.count.max(1) as f64;
            sampled(domain, |alpha| group.error(alpha) / count)
        })
        .collect();
    let all = sampled(domain, |alpha| report.error(alpha));
    let level = [(domain.0, report.least()), (domain.1, report.least())];
    let mut lines: Vec<Line> = Vec::new();
    if report.groups.len() > 1 {
        lines.extend(each.iter().map(|points| Line {
            width: 1.0,
            ..line(points, Role::Soft)
        }));
        lines.push(dashed(&level, Role::Quantized));
    }
    lines.push(Line {
        width: 2.2,
        ..line(&all, Role::Error)
    });
    let mut dots: Vec<Dot> = Vec::new();
    if report.groups.len() > 1 {
        dots.extend(report.groups.iter().map(|group| Dot {
            x: group.alpha,
            y: group.least / group.count.max(1) as f64,
            role: Role::Soft,
            radius: 3.0,
            hollow: true,
        }));
    }
    let bottom = report.alpha();
    dots.push(Dot {
        x: bottom,
        y: report.error(bottom),
        role: Role::Ink,
        radius: 5.0,
        hollow: true,
    });
    dots.push(Dot {
        x: alpha,
        y: report.error(alpha),
        role: Role::Error,
        radius: 4.5,
        hollow: false,
    });
    // The handle that stands there at first would go through a label.
    let marks = [Mark {
        x: bottom,
        label: "",
        role: Role::Soft,
    }];
    Curves {
        dots: &dots,
        marks: &marks,
        zero_line: false,
        x_label: "\u{3b1}",
        ..chart(&lines, domain, codomain)
    }
    .scene(frame)
}

/// Of each filter: its SQNR at the shared scale, and at its own.
fn each_filter(at: &AtScale) -> Vec<(f64, f64)> {
    at.report
        .groups
        .iter()
        .map(|group| {
            let own = ratio_db(group.energy, group.least);
            let shared = ratio_db(group.energy, group.error(at.alpha));
            (shared, own)
        })
        .collect()
}

pub const FILTERS: Chart<AtScale> = Chart {
    id: "filters",
    height: 190,
    name: |_| "Filter by filter.".to_owned(),
    summary: |at| {
        let found = each_filter(at);
        let drowned = found.iter().filter(|pair| pair.0 < 0.0).count();
        let least = found
            .iter()
            .map(|pair| pair.1)
            .fold(f64::INFINITY, f64::min);
        format!(
            "With the shared \u{3b1} {drowned} of {} filters have more error than signal; with their own none has less than {}.",
            found.len(),
            decibels(least)
        )
    },
    scene: filters,
    pointing: Pointing::Nowhere,
    table: |at| {
        let found = each_filter(at).into_iter().zip(&at.report.groups);
        let rows = found.enumerate().map(|(filter, (pair, group))| {
            vec![
                (filter + 1).to_string(),
                format_number(group.alpha, 4),
                decibels(pair.0),
                decibels(pair.1),
            ]
        });
        Table::new(
            ["filter", "\u{3b1}", "SQNR, shared", "SQNR, own"],
            rows.collect(),
        )
    },
};

fn filters(at: &AtScale, frame: &Frame) -> Scene {
    let found = each_filter(at);
    let finite = |decibels: f64| if decibels.is_finite() { decibels } else { 0.0 };
    let place = |index: usize| (index + 1) as f64;
    let shared: Vec<(f64, f64)> = found
        .iter()
        .enumerate()
        .map(|(index, pair)| (place(index), finite(pair.0)))
        .collect();
    let own: Vec<(f64, f64)> = found
        .iter()
        .enumerate()
        .map(|(index, pair)| (place(index), finite(pair.1)))
        .collect();
    let low = shared.iter().fold(-2.0_f64, |low, point| low.min(point.1));
    let high = own.iter().fold(6.0_f64, |high, point| high.max(point.1));
    let pad = (high - low) * 0.08;
    let lines = [dashed(&shared, Role::Error), line(&own, Role::Quantized)];
    // Where the two are alike a disc lies within its ring.
    let dot = |role: Role, radius: f64, hollow: bool| {
        move |&(x, y): &(f64, f64)| Dot {
            x,
            y,
            role,
            radius,
            hollow,
        }
    };
    let dots: Vec<Dot> = shared
        .iter()
        .map(dot(Role::Error, 6.0, true))
        .chain(own.iter().map(dot(Role::Quantized, 3.5, false)))
        .collect();
    Curves {
        dots: &dots,
        y_label: "SQNR in dB",
        x_label: "filter",
        x_scale: Scale::Whole,
        ..chart(
            &lines,
            (0.5, found.len() as f64 + 0.5),
            (low - pad, high + pad),
        )
    }
    .scene(frame)
}
