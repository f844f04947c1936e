//! The quantizer, its slopes, and the training over its loss.

use super::lens::{LsqReport, Trained};
use super::settings::Chosen;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, dashed, line, line_axis, sampled, stepped, tabled};
use crate::lesson::landscape::{self, Landscape};
use crate::plot::{Frame, Role, Scene, format_number};
use crate::quant::method::{LsqPlus, Pact, PactGradient};

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    use crate::lesson::training::STEP;
    let chosen = Chosen::of(state);
    let step = state.integer(&STEP) as usize;
    let report: Option<std::sync::Arc<LsqReport>> = crate::lesson::ready::decoded(report);
    let report = report.as_deref();
    let stairs = report.and_then(|report| {
        let quantizer = quantizer(&chosen, step, Some(report));
        Some(Stairs {
            domain: domain(report, &chosen)?,
            quantizer,
            chosen,
        })
    });
    let trained = report.map(|report| landscape::Trained {
        landscape: over_loss(report).into(),
        step,
        letter: LETTER,
    });
    crate::lesson::Charts::default()
        .with(&[&FORWARD, &BACKWARD], stairs)
        .with(&[&LOSS, &landscape::PATH], trained)
}

/// The step size's letter.
pub const LETTER: &str = "s";

/// Training at a step.
pub fn at(path: &[Trained], step: usize) -> Trained {
    path.get(step).or(path.last()).copied().unwrap_or(Trained {
        size: 1.0,
        offset: 0.0,
        loss: 0.0,
        gradient: 0.0,
        clipped: 0,
    })
}

/// The quantizer as it is at a step.
pub fn quantizer(chosen: &Chosen, step: usize, report: Option<&LsqReport>) -> LsqPlus {
    // A start that a person has set is known at once.
    match (chosen.size, step, report) {
        (Some(size), 0, _) => chosen.quantizer(size, 0.0),
        (_, _, Some(report)) => {
            let now = at(&report.path, step);
            chosen.quantizer(now.size, now.offset)
        }
        (size, _, None) => chosen.quantizer(size.unwrap_or(1.0), 0.0),
    }
}

/// The training over its loss.
pub fn over_loss(report: &LsqReport) -> Landscape {
    Landscape {
        curve: report.curve.clone(),
        path: report.path.iter().map(|now| (now.size, now.loss)).collect(),
        compared: Vec::new(),
    }
}

/// The reals that the charts show: the data's, and those that have a code.
pub fn domain(report: &LsqReport, chosen: &Chosen) -> Option<(f64, f64)> {
    let (low, high) = chosen.codes();
    let first = report.path.first()?;
    let reach = |code: i32| f64::from(code) * report.init + first.offset;
    let (min, max) = (
        report.signal.min.min(reach(low)),
        report.signal.max.max(reach(high)),
    );
    let pad = (max - min) * 0.06;
    Some((min - pad, max + pad))
}

/// A quantizer and the reals that it is shown for.
#[derive(Clone, PartialEq)]
pub struct Stairs {
    pub domain: (f64, f64),
    pub chosen: Chosen,
    pub quantizer: LsqPlus,
}

impl Stairs {
    /// Where the quantizer steps.
    fn steps(&self) -> Vec<f64> {
        let (low, high) = self.chosen.codes();
        (low..high)
            .map(|code| self.edge(f64::from(code) + 0.5))
            .collect()
    }

    /// Where a code, or a place between two, lies.
    fn edge(&self, code: f64) -> f64 {
        code * self.quantizer.step + self.quantizer.offset
    }

    /// PACT through the scale, on the same grid: its alpha is s Qp, so that a step of
    /// s moves it by Qp.
    fn pact_slope(&self, v: f64) -> f64 {
        let (_, high) = self.chosen.codes();
        let high = f64::from(high);
        let pact = Pact {
            bits: if self.chosen.signed {
                self.chosen.bits - 1
            } else {
                self.chosen.bits
            },
            alpha: self.quantizer.step * high,
            gradient: PactGradient::Scale,
        };
        pact.alpha_slope(v - self.quantizer.offset) * high
    }
}

pub const FORWARD: Chart<Stairs> = Chart {
    id: "forward",
    height: 250,
    name: |_| "Forward.".to_owned(),
    summary: |shown| {
        let (low, high) = shown.chosen.codes();
        format!(
            "A staircase of {} values, {} apart.",
            high - low + 1,
            format_number(shown.quantizer.step, 4)
        )
    },
    scene: forward,
    pointing: Pointing::Real(|shown, frame| line_axis(shown.domain, frame)),
    table: |shown| {
        let row = |v| [v, shown.quantizer.value(v)];
        Table::new(["v", "v quantized"], tabled(shown.domain, row, 5))
    },
};

fn forward(shown: &Stairs, frame: &Frame) -> Scene {
    let domain = shown.domain;
    let identity = [(domain.0, domain.0), (domain.1, domain.1)];
    let stairs = stepped(domain, shown.steps(), |v| shown.quantizer.value(v));
    let lines = [
        dashed(&identity, Role::Original),
        line(&stairs, Role::Quantized),
    ];
    chart(&lines, domain, domain).scene(frame)
}

pub const BACKWARD: Chart<Stairs> = Chart {
    id: "backward",
    height: 210,
    name: |_| "Backward.".to_owned(),
    summary: |shown| {
        let (low, high) = shown.chosen.codes();
        format!(
            "The slope in s is {low} below the range, a sawtooth between \u{2212}0.5 and 0.5 inside, and {high} above."
        )
    },
    scene: backward,
    pointing: Pointing::Real(|shown, frame| line_axis(shown.domain, frame)),
    table: |shown| {
        let quantizer = &shown.quantizer;
        let row = |v| {
            [
                v,
                quantizer.slope(v),
                quantizer.step_slope(v),
                shown.pact_slope(v),
            ]
        };
        Table::new(
            ["v", "slope in v", "slope in s", "PACT\u{2019}s"],
            tabled(shown.domain, row, 5),
        )
    },
};

fn backward(shown: &Stairs, frame: &Frame) -> Scene {
    let (domain, quantizer) = (shown.domain, &shown.quantizer);
    let (low, high) = shown.chosen.codes();
    let (low, high) = (f64::from(low), f64::from(high));
    let ends = [low, high].map(|code| shown.edge(code));
    let mut jumps = shown.steps();
    jumps.extend(ends);
    jumps.sort_by(f64::total_cmp);
    let size = stepped(domain, jumps, |v| quantizer.step_slope(v));
    let compared = sampled(domain, |v| shown.pact_slope(v));
    let input = stepped(domain, ends, |v| quantizer.slope(v));
    let lines = [
        dashed(&input, Role::Soft),
        line(&size, Role::Gradient),
        dashed(&compared, Role::Error),
    ];
    let pad = (high - low) * 0.1 + 0.4;
    chart(&lines, domain, (low - pad, high + pad)).scene(frame)
}

pub const LOSS: Chart<landscape::Trained> = Chart {
    name: |_| "The loss over s.".to_owned(),
    ..landscape::LOSS
};
