//! The weights on their way to two values.

use std::sync::Arc;

use super::lens::BinaryReport;
use super::settings::Chosen;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, line_axis};
use crate::plot::{Curves, Frame, Line, Mark, Role, Scene, format_number};
use crate::quant::Histogram;

/// Columns of the densities: as fine as a wide chart shows.
const COLUMNS: usize = 600;

/// How much higher than the weights' highest column the chart is: what gathers grows out of it.
const ROOM: f64 = 2.5;

/// How far the axis goes, in standard deviations of all weights.
const SHOWN: f64 = 4.0;

/// Shares per unit over equal columns of a domain.
struct Density {
    domain: (f64, f64),
    shares: Vec<f64>,
}

impl Density {
    fn new(domain: (f64, f64)) -> Self {
        Self {
            domain,
            shares: vec![0.0; COLUMNS],
        }
    }

    fn width(&self) -> f64 {
        (self.domain.1 - self.domain.0) / COLUMNS as f64
    }

    /// Spreads a share evenly over an interval, however small.
    fn add(&mut self, from: f64, to: f64, share: f64) {
        let width = self.width();
        let place = |x: f64| (x - self.domain.0) / width;
        let (first, last) = (place(from), place(to));
        if first < 0.0 || last >= COLUMNS as f64 {
            return;
        }
        if last - first < 1e-9 {
            self.shares[first as usize] += share / width;
            return;
        }
        for column in first as usize..=last as usize {
            let overlap = last.min(column as f64 + 1.0) - first.max(column as f64);
            self.shares[column] += share / width * overlap / (last - first);
        }
    }

    /// Adds the weights of a filter, moved by a part of their way to `alpha` times their sign.
    fn add_moved(&mut self, weights: &Histogram, moved: f64, alpha: f64, total: f64) {
        let bins = weights.counts.len().max(1);
        let width = (weights.max - weights.min) / bins as f64;
        for (bin, &count) in weights.counts.iter().enumerate() {
            let from = weights.min + width * bin as f64;
            // The bins are symmetric about zero: none lies on both sides.
            let goal = if from + width / 2.0 < 0.0 {
                -alpha
            } else {
                alpha
            };
            let edge = |x: f64| x + moved * (goal - x);
            self.add(edge(from), edge(from + width), f64::from(count) / total);
        }
    }

    fn points(&self) -> Vec<(f64, f64)> {
        let width = self.width();
        let mut points = Vec::with_capacity(2 * COLUMNS);
        for (column, &share) in self.shares.iter().enumerate() {
            let from = self.domain.0 + width * column as f64;
            points.push((from, share));
            points.push((from + width, share));
        }
        points
    }

    fn highest(&self) -> f64 {
        self.shares.iter().copied().fold(0.0, f64::max)
    }
}

/// The weights' domain; a tail that hardly anything is in is cut off.
fn domain(report: &BinaryReport) -> (f64, f64) {
    let reach = report.groups.first().map_or(1.0, |group| group.weights.max) * 1.04;
    let reach = match report.power().sqrt() * SHOWN {
        shown if shown > 0.0 => reach.min(shown),
        _ => reach,
    };
    (-reach, reach)
}

/// Weights, and what they go to.
pub struct Collapse {
    pub chosen: Chosen,
    pub report: Arc<BinaryReport>,
    /// The scale of all filters.
    pub alpha: f64,
}

fn density(collapse: &Collapse, moved: f64) -> Density {
    let Collapse {
        chosen,
        report,
        alpha,
    } = collapse;
    let mut density = Density::new(domain(report));
    let total = report.count().max(1) as f64;
    for group in &report.groups {
        let alpha = if chosen.per_filter {
            group.alpha
        } else {
            *alpha
        };
        density.add_moved(&group.weights, moved, alpha, total);
    }
    density
}

pub const WEIGHTS: Chart<Collapse> = Chart {
    id: "weights",
    height: 260,
    name: |_| "The weights.".to_owned(),
    summary: |collapse| {
        let percent = (collapse.chosen.moved * 100.0).round();
        let places = if collapse.chosen.per_filter {
            format!(
                "each filter\u{2019}s own \u{3b1}, {} of them",
                collapse.report.groups.len()
            )
        } else {
            format!("\u{2212}{0} and +{0}", format_number(collapse.alpha, 4))
        };
        format!("The weights, {percent} percent of the way to {places}.")
    },
    scene: weights,
    pointing: Pointing::Real(|collapse, frame| line_axis(domain(&collapse.report), frame)),
    table: |collapse| {
        let groups = collapse.report.groups.iter().enumerate();
        let rows = groups.map(|(filter, group)| {
            vec![
                (filter + 1).to_string(),
                group.count.to_string(),
                format_number(group.alpha, 5),
            ]
        });
        Table::new(["filter", "weights", "\u{3b1}"], rows.collect())
    },
};

fn weights(collapse: &Collapse, frame: &Frame) -> Scene {
    let Collapse { chosen, alpha, .. } = collapse;
    let before = density(collapse, 0.0);
    let after = density(collapse, chosen.moved);
    let top = before.highest() * ROOM;
    let lines = [
        Line {
            points: &after.points(),
            role: Role::Quantized,
            dashed: false,
            width: 1.6,
        },
        Line {
            points: &before.points(),
            role: Role::Original,
            dashed: false,
            width: 1.4,
        },
    ];
    let marks = [
        Mark {
            x: -alpha,
            label: "\u{2212}\u{3b1}",
            role: Role::Quantized,
        },
        Mark {
            x: *alpha,
            label: "+\u{3b1}",
            role: Role::Quantized,
        },
    ];
    Curves {
        marks: if chosen.per_filter { &[] } else { &marks },
        fill_under: Some(0),
        zero_line: false,
        ..chart(
            &lines,
            before.domain,
            (0.0, if top > 0.0 { top } else { 1.0 }),
        )
    }
    .scene(frame)
}
