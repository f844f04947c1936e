//! The two charts of every lesson that trains one parameter: its path over the loss
//! that brute force finds, and its value against the step.

#[cfg(feature = "web")]
pub mod view;

use std::sync::Arc;

use super::chart::{Chart, Pointing, Table};
use super::curve::{chart, dashed, line, line_axis, nearest};
use super::training::{STEPS, against_step, at_step, step_axis};
use crate::plot::{Curves, Dot, Frame, Mark, Path, Role, Scene, format_number};

/// What the charts show.
#[derive(Clone, Debug, PartialEq)]
pub struct Landscape {
    /// (parameter, loss), ascending and not empty.
    pub curve: Vec<(f64, f64)>,
    /// (parameter, loss) at each step of the training, not empty.
    pub path: Vec<(f64, f64)>,
    /// The parameter at each step of another training, if there is one to compare.
    pub compared: Vec<f64>,
}

impl Landscape {
    /// The lowest point of the curve.
    pub fn bottom(&self) -> (f64, f64) {
        self.curve
            .iter()
            .copied()
            .min_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or((1.0, 0.0))
    }

    /// Parameters from zero to the curve's end.
    fn extent(&self) -> (f64, f64) {
        (0.0, self.curve.last().map_or(1.0, |point| point.0))
    }

    /// Losses that have something to say: near zero the curve may rise a thousand
    /// times as high as where the training goes.
    fn losses(&self) -> (f64, f64) {
        let path = self.path.iter().map(|point| point.1).fold(0.0, f64::max);
        let end = self.curve.last().map_or(0.0, |point| point.1);
        let top = path.max(end).min(self.bottom().1 * 40.0);
        (0.0, if top > 0.0 { top * 1.15 } else { 1.0 })
    }

    fn shown(&self, step: usize) -> &[(f64, f64)] {
        &self.path[..(step + 1).min(self.path.len())]
    }
}

/// What both charts show: how far of a training over its loss.
#[derive(Clone)]
pub struct Trained {
    pub landscape: Arc<Landscape>,
    pub step: usize,
    /// The parameter's letter.
    pub letter: &'static str,
}

impl Trained {
    /// The training up to this step; not empty.
    fn shown(&self) -> &[(f64, f64)] {
        self.landscape.shown(self.step)
    }

    /// The parameter and its loss in words.
    fn told(&self, (parameter, loss): (f64, f64)) -> String {
        format!(
            "{} {}, loss {}",
            self.letter,
            format_number(parameter, 4),
            format_number(loss, 3)
        )
    }

    /// The parameter and its loss at this step.
    fn now(&self) -> (f64, f64) {
        let now = self.shown().last().copied();
        now.unwrap_or_else(|| self.landscape.bottom())
    }
}

/// The path of the parameter over the loss. Each lesson's has a name with its letter.
pub const LOSS: Chart<Trained> = Chart {
    id: "loss",
    height: 230,
    name: |_| "The loss.".to_owned(),
    summary: |trained| {
        let (now, bottom) = (trained.now(), trained.landscape.bottom());
        format!(
            "The loss is {} at {} = {}; its lowest is {} at {}.",
            format_number(now.1, 3),
            trained.letter,
            format_number(now.0, 4),
            format_number(bottom.1, 3),
            format_number(bottom.0, 3)
        )
    },
    scene: loss,
    pointing: Pointing::Own(
        |trained, frame| line_axis(trained.landscape.extent(), frame),
        |trained, at| {
            let found = nearest(&trained.landscape.curve, at, |point| point.0);
            found.map_or_else(String::new, |point| trained.told(*point))
        },
    ),
    table: |trained| {
        let row = |point: &(f64, f64)| vec![format_number(point.0, 5), format_number(point.1, 5)];
        Table::new(
            [trained.letter, "loss"],
            trained.landscape.curve.iter().map(row).collect(),
        )
    },
};

fn loss(trained: &Trained, frame: &Frame) -> Scene {
    let landscape = &trained.landscape;
    let lines = [line(&landscape.curve, Role::Ink)];
    let bottom = landscape.bottom();
    let dots = [Dot {
        x: bottom.0,
        y: bottom.1,
        role: Role::Ink,
        radius: 5.0,
        hollow: true,
    }];
    // The handle that stands there when the training is done would go through a label.
    let marks = [Mark {
        x: bottom.0,
        label: "",
        role: Role::Soft,
    }];
    Curves {
        dots: &dots,
        marks: &marks,
        path: Some(Path {
            points: trained.shown(),
            role: Role::Original,
        }),
        zero_line: false,
        ..chart(&lines, landscape.extent(), landscape.losses())
    }
    .scene(frame)
}

/// The parameter against the step.
pub const PATH: Chart<Trained> = Chart {
    id: "path",
    height: 190,
    name: |_| "Step by step.".to_owned(),
    summary: |trained| {
        format!(
            "After {} steps {} is {}.",
            trained.step,
            trained.letter,
            format_number(trained.now().0, 4)
        )
    },
    scene: path,
    pointing: Pointing::Own(step_axis, |trained, at| {
        let (step, now) = at_step(trained.shown(), at);
        now.map_or_else(String::new, |now| {
            format!("step {step}: {}", trained.told(*now))
        })
    }),
    table: |trained| {
        let row = |(step, now): (usize, &(f64, f64))| {
            vec![
                step.to_string(),
                format_number(now.0, 6),
                format_number(now.1, 6),
            ]
        };
        Table::new(
            ["step", trained.letter, "loss"],
            trained.shown().iter().enumerate().map(row).collect(),
        )
    },
};

fn path(trained: &Trained, frame: &Frame) -> Scene {
    let landscape = &trained.landscape;
    let shown = against_step(trained.shown().iter().map(|point| point.0));
    let compared = landscape.compared.iter().copied();
    let compared = against_step(compared.take(trained.step + 1));
    let bottom = landscape.bottom().0;
    let goal = [(0.0, bottom), (STEPS as f64, bottom)];
    let lines = [
        dashed(&goal, Role::Ink),
        dashed(&compared, Role::Soft),
        line(&shown, Role::Original),
    ];
    let dots: Vec<Dot> = shown
        .last()
        .map(|&(x, y)| Dot {
            x,
            y,
            role: Role::Original,
            radius: 4.0,
            hollow: false,
        })
        .into_iter()
        .collect();
    Curves {
        dots: &dots,
        ..chart(&lines, (0.0, STEPS as f64), landscape.extent())
    }
    .scene(frame)
}
