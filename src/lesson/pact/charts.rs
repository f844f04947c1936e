//! The clipped activation, its slopes, and the training over its loss.

use super::lens::{PactReport, Trained};
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, dashed, line, line_axis, stepped, tabled};
use crate::lesson::landscape::{self, Landscape};
use crate::plot::{Frame, Role, Scene, format_number};
use crate::quant::method::{Pact, PactGradient};

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    use super::settings::{Chosen, NOTES};
    use crate::lesson::training::STEP;
    let start = Chosen::of(state).pact;
    let step = state.integer(&STEP) as usize;
    let report: Option<std::sync::Arc<PactReport>> = crate::lesson::ready::decoded(report);
    let report = report.as_deref();
    let activation = report.map(|report| Activation {
        domain: domain(report),
        pact: pact(start, step, Some(report)),
        notes: state.flag(&NOTES),
    });
    let trained = report.map(|report| landscape::Trained {
        landscape: over_loss(report, start.gradient).into(),
        step,
        letter: LETTER,
    });
    crate::lesson::Charts::default()
        .with(&[&FORWARD, &BACKWARD], activation)
        .with(&[&LOSS, &landscape::PATH], trained)
}

/// The threshold's letter.
pub const LETTER: &str = "\u{3b1}";

/// Training at a step.
pub fn at(path: &[Trained], step: usize) -> Trained {
    path.get(step).or(path.last()).copied().unwrap_or(Trained {
        alpha: 1.0,
        loss: 0.0,
        gradient: 0.0,
    })
}

/// The activation with the threshold as it is at a step. The start is known at once; later thresholds
/// come with the report.
pub fn pact(start: Pact, step: usize, report: Option<&PactReport>) -> Pact {
    let alpha = match (step, report) {
        (0, _) | (_, None) => start.alpha,
        (step, Some(report)) => at(report.path(start.gradient), step).alpha,
    };
    Pact { alpha, ..start }
}

/// The training over its loss, and the other convention's beside it.
pub fn over_loss(report: &PactReport, gradient: PactGradient) -> Landscape {
    let other = match gradient {
        PactGradient::Paper => PactGradient::Scale,
        PactGradient::Scale => PactGradient::Paper,
    };
    let path = report.path(gradient).iter();
    Landscape {
        curve: report.curve.clone(),
        path: path.map(|now| (now.alpha, now.loss)).collect(),
        compared: report.path(other).iter().map(|now| now.alpha).collect(),
    }
}

/// The reals that the first two charts show: as far as the data and the training
/// reach.
pub fn domain(report: &PactReport) -> (f64, f64) {
    let reach = report.curve.last().map_or(1.0, |point| point.0);
    (-0.3 * reach, reach)
}

/// An activation that is clipped and quantized.
#[derive(Clone, PartialEq)]
pub struct Activation {
    pub domain: (f64, f64),
    pub pact: Pact,
    /// Whether the formula of the notes is shown too.
    pub notes: bool,
}

pub const FORWARD: Chart<Activation> = Chart {
    id: "forward",
    height: 240,
    name: |_| "Forward.".to_owned(),
    summary: |shown| {
        format!(
            "The activation is cut off at {} and has {} values.",
            format_number(shown.pact.alpha, 4),
            1_u32 << shown.pact.bits
        )
    },
    scene: forward,
    pointing: Pointing::Real(|shown, frame| line_axis(shown.domain, frame)),
    table: |shown| {
        let pact = &shown.pact;
        let row = |x| {
            [
                x,
                pact.clip(x),
                pact.value(x),
                pact.slope(x),
                pact.alpha_slope(x),
            ]
        };
        Table::new(
            ["x", "y", "y quantized", "slope", "slope in \u{3b1}"],
            tabled(shown.domain, row, 5),
        )
    },
};

fn forward(shown: &Activation, frame: &Frame) -> Scene {
    let Activation { domain, pact, .. } = *shown;
    let clipped = stepped(domain, [0.0, pact.alpha], |x| pact.clip(x));
    let quantized = stepped(domain, steps(&pact), |x| pact.value(x));
    let slip = stepped(domain, [pact.alpha], |x| x.max(pact.alpha));
    let mut lines = vec![
        dashed(&clipped, Role::Original),
        line(&quantized, Role::Quantized),
    ];
    if shown.notes {
        lines.push(line(&slip, Role::Clipped));
    }
    chart(&lines, domain, (-0.08 * domain.1, domain.1)).scene(frame)
}

/// Where the quantized activation steps.
fn steps(pact: &Pact) -> Vec<f64> {
    let count = (1_u32 << pact.bits) - 1;
    (0..count)
        .map(|step| (f64::from(step) + 0.5) * pact.alpha / f64::from(count))
        .collect()
}

pub const BACKWARD: Chart<Activation> = Chart {
    id: "backward",
    height: 180,
    name: |_| "Backward.".to_owned(),
    summary: |shown| {
        format!(
            "The paper's slope in alpha is 0 below {} and 1 above; through the scale it is a sawtooth below.",
            format_number(shown.pact.alpha, 4)
        )
    },
    scene: backward,
    pointing: Pointing::Real(|shown, frame| line_axis(shown.domain, frame)),
    table: |shown| {
        let slope = |gradient, x| by(shown.pact, gradient).alpha_slope(x);
        let row = |x| {
            [
                x,
                slope(PactGradient::Paper, x),
                slope(PactGradient::Scale, x),
            ]
        };
        Table::new(
            ["x", "paper", "through scale"],
            tabled(shown.domain, row, 5),
        )
    },
};

/// The same with one of the conventions for its gradient.
fn by(pact: Pact, gradient: PactGradient) -> Pact {
    Pact { gradient, ..pact }
}

fn backward(shown: &Activation, frame: &Frame) -> Scene {
    let Activation { domain, pact, .. } = *shown;
    let jumps = [0.0, pact.alpha];
    let input = stepped(domain, jumps, |x| pact.slope(x));
    let paper = by(pact, PactGradient::Paper);
    let paper = stepped(domain, jumps, |x| paper.alpha_slope(x));
    let scale = by(pact, PactGradient::Scale);
    let teeth = std::iter::once(0.0).chain(steps(&pact)).chain([pact.alpha]);
    let scale = stepped(domain, teeth, |x| scale.alpha_slope(x));
    let lines = [
        dashed(&input, Role::Soft),
        line(&scale, Role::Error),
        line(&paper, Role::Gradient),
    ];
    chart(&lines, domain, (-0.62, 1.25)).scene(frame)
}

pub const LOSS: Chart<landscape::Trained> = Chart {
    name: |_| "The loss over \u{3b1}.".to_owned(),
    ..landscape::LOSS
};
