//! Three conventions for the gradient of a binary weight.

use super::settings::Chosen;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, dashed, line, line_axis, tabled};
use crate::plot::{Curves, Frame, Line, Mark, Role, Scene, format_number};
use crate::quant::binary::{BinaryGradient, BinarySlope, Parabola};

/// Points between two jumps.
const POINTS: usize = 60;

/// A filter of 3 x 3 weights of some channels, and its gradients.
#[derive(Clone, PartialEq)]
pub struct Filter {
    chosen: Chosen,
    pub weights: Vec<f32>,
    alpha: f64,
    slopes: [BinarySlope; 3],
    /// What the paper's code multiplies by.
    pub factor: f64,
}

impl Filter {
    pub fn new(chosen: Chosen, first: &[f32]) -> Self {
        let wanted = 9 * chosen.channels as usize;
        let weights = first[..wanted.min(first.len())].to_vec();
        let alpha = Parabola::of(&weights).bottom;
        let upstream: Vec<f32> = weights
            .iter()
            .map(|w| chosen.upstream(f64::from(*w), alpha) as f32)
            .collect();
        let slopes = BinaryGradient::ALL
            .map(|gradient| BinarySlope::of(gradient, chosen.channels, &weights, &upstream));
        let factor = (1.0 - 1.0 / f64::from(chosen.channels)) * weights.len() as f64;
        Self {
            chosen,
            weights,
            alpha,
            slopes,
            factor,
        }
    }

    /// The gradients at a weight: the paper's, the exact one, and the code's as it is drawn, divided
    /// by its factor.
    fn at(&self, w: f64) -> [f64; 3] {
        let g = self.chosen.upstream(w, self.alpha) as f32;
        let [paper, exact, code] = self.slopes.map(|slope| f64::from(slope.at(w as f32, g)));
        let divisor = if self.factor > 0.0 { self.factor } else { 1.0 };
        [paper, exact, code / divisor]
    }

    fn domain(&self) -> (f64, f64) {
        let reach = self
            .weights
            .iter()
            .fold(1.4_f32, |reach, w| reach.max(w.abs()));
        let reach = f64::from(reach.min(4.0)) * 1.05;
        (-reach, reach)
    }

    /// The three lines, with both sides of the jumps at -1, 0 and 1.
    fn lines(&self) -> [Vec<(f64, f64)>; 3] {
        let (from, to) = self.domain();
        let edges = [from, -1.0, 0.0, 1.0, to];
        let mut lines = [const { Vec::new() }; 3];
        for pair in edges.windows(2) {
            let near = (to - from) * 1e-6;
            let (from, to) = (pair[0] + near, pair[1] - near);
            for point in 0..=POINTS {
                let w = from + (to - from) * point as f64 / POINTS as f64;
                for (line, y) in lines.iter_mut().zip(self.at(w)) {
                    line.push((w, y));
                }
            }
        }
        lines
    }
}

pub const GRADIENT: Chart<Filter> = Chart {
    id: "gradient",
    height: 220,
    name: |_| "What comes back to a weight.".to_owned(),
    summary: |filter| {
        let [paper, exact, code] = filter.at(0.5);
        format!(
            "At w = 0.5 the paper\u{2019}s gradient is {}, the exact one {}, that of the paper\u{2019}s code {} times {}.",
            format_number(paper, 3),
            format_number(exact, 3),
            format_number(code, 3),
            format_number(filter.factor, 4)
        )
    },
    scene: gradient,
    pointing: Pointing::Real(|filter, frame| line_axis(filter.domain(), frame)),
    table: |filter| {
        let row = |w| {
            let [paper, exact, code] = filter.at(w);
            [w, paper, exact, code * filter.factor]
        };
        Table::new(
            ["w", "paper", "exact", "code"],
            tabled(filter.domain(), row, 4),
        )
    },
};

fn gradient(filter: &Filter, frame: &Frame) -> Scene {
    let [paper, exact, code] = filter.lines();
    let all = paper.iter().chain(&exact).chain(&code);
    let (low, high) = all.fold((-0.1_f64, 0.1_f64), |(low, high), point| {
        (low.min(point.1), high.max(point.1))
    });
    let pad = (high - low) * 0.12;
    let lines = [
        Line {
            width: 4.0,
            ..line(&code, Role::Clipped)
        },
        line(&paper, Role::Gradient),
        dashed(&exact, Role::Error),
    ];
    let marks = [
        Mark {
            x: -1.0,
            label: "\u{2212}1",
            role: Role::Soft,
        },
        Mark {
            x: 1.0,
            label: "1",
            role: Role::Soft,
        },
    ];
    Curves {
        marks: &marks,
        x_label: "w",
        ..chart(&lines, filter.domain(), (low - pad, high + pad))
    }
    .scene(frame)
}
