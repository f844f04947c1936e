//! The staircase, its slopes, the weight in its bowl, and its path.

use std::sync::Arc;

use super::settings::Chosen;
use super::training::Trained;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, dashed, line, line_axis, sampled, stepped};
use crate::lesson::training::{STEPS, against_step, at_step, step_axis};
use crate::plot::{Arrow, Curves, Dot, Frame, Path, Role, Scene, format_number};

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, _: &[u8]) -> crate::lesson::Charts {
    use crate::lesson::training::STEP;
    let chosen = Chosen::of(state);
    let weight = Weight {
        path: Arc::new(super::train(&chosen)),
        step: state.integer(&STEP) as usize,
        chosen,
    };
    crate::lesson::Charts::default().with(&[&FORWARD, &BACKWARD, &BOWL, &PATH], Some(weight))
}

/// A weight that learns through the staircase.
pub struct Weight {
    pub chosen: Chosen,
    /// The whole training, which is not empty.
    pub path: Arc<Vec<Trained>>,
    /// How many of its steps are shown.
    pub step: usize,
}

impl Weight {
    /// The training so far.
    fn shown(&self) -> &[Trained] {
        &self.path[..=self.step.min(self.path.len() - 1)]
    }

    /// Where training is now.
    fn now(&self) -> Trained {
        self.path[self.step.min(self.path.len() - 1)]
    }

    /// The staircase with its risers, seen through `f`.
    fn staircase(&self, f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let chosen = &self.chosen;
        stepped(DOMAIN, chosen.breakpoints(), |x| f(chosen.quantize(x)))
    }

    /// The slope for a gradient of this sign: only EWGS cares.
    fn slope(&self, x: f64) -> f64 {
        let g = if self.chosen.upstream == 0.0 {
            1.0
        } else {
            self.chosen.upstream
        };
        self.chosen.pass_back(x, g) / g
    }

    /// The loss of a value.
    fn loss(&self, value: f64) -> f64 {
        (value - self.chosen.target).powi(2) / 2.0
    }

    fn table(&self) -> Table {
        let row = |(step, trained): (usize, &Trained)| {
            let figures = [
                trained.weight,
                trained.value,
                trained.upstream,
                trained.gradient,
            ];
            std::iter::once(step.to_string())
                .chain(figures.map(|x| format_number(x, 6)))
                .collect()
        };
        Table::new(
            ["step", "w", "Q(w)", "g", "back"],
            self.shown().iter().enumerate().map(row).collect(),
        )
    }
}

/// The reals that the charts show.
const DOMAIN: (f64, f64) = (-2.1, 2.1);

/// The quantizer and the curve that it is taken for.
pub const FORWARD: Chart<Weight> = Chart {
    id: "forward",
    height: 230,
    name: |_| "Forward.".to_owned(),
    summary: |weight| {
        format!(
            "A staircase of {} values, {} apart, from \u{2212}1 to 1.",
            2.0 * weight.chosen.top + 1.0,
            format_number(weight.chosen.scale, 4)
        )
    },
    scene: |weight, frame| {
        let stairs = weight.staircase(|value| value);
        let believed = |x| weight.chosen.believed(x).unwrap_or(f64::NAN);
        let believed = sampled(DOMAIN, believed);
        let lines = [
            dashed(&believed, Role::Gradient),
            line(&stairs, Role::Quantized),
        ];
        let now = weight.now();
        Curves {
            dots: &[dot(now.weight, now.value, 5.0)],
            ..chart(&lines, DOMAIN, (-1.35, 1.35))
        }
        .scene(frame)
    },
    pointing: Pointing::Real(|_, frame| line_axis(DOMAIN, frame)),
    table: |weight| {
        let chosen = &weight.chosen;
        let first = std::iter::once(f64::NEG_INFINITY);
        let rows = first.chain(chosen.breakpoints()).map(|from| {
            let inside = from.max(-9.0) + chosen.scale / 4.0;
            vec![
                format_number(from, 6),
                format_number(chosen.quantize(inside), 6),
            ]
        });
        Table::new(["from", "value"], rows.collect())
    },
};

/// The weight's dot.
fn dot(x: f64, y: f64, radius: f64) -> Dot {
    Dot {
        x,
        y,
        role: Role::Original,
        radius,
        hollow: false,
    }
}

/// The true slope and the estimator's, and gradients that pass or stop.
pub const BACKWARD: Chart<Weight> = Chart {
    id: "backward",
    height: 190,
    name: |_| "Backward.".to_owned(),
    summary: passes,
    scene: backward,
    pointing: Pointing::Real(|_, frame| line_axis(DOMAIN, frame)),
    table: |weight| {
        let rows = (-8..=8).map(|place| {
            let x = f64::from(place) / 4.0;
            vec![
                format_number(x, 4),
                "0".to_owned(),
                format_number(weight.slope(x), 5),
            ]
        });
        Table::new(["x", "true slope", "estimator's"], rows.collect())
    },
};

/// What passes back to the weight.
pub fn passes(weight: &Weight) -> String {
    let chosen = &weight.chosen;
    format!(
        "Of a trial gradient of {}, {} passes at the weight.",
        format_number(chosen.upstream, 3),
        format_number(chosen.pass_back(weight.now().weight, chosen.upstream), 3)
    )
}

fn backward(weight: &Weight, frame: &Frame) -> Scene {
    let chosen = &weight.chosen;
    let slope = |x| weight.slope(x);
    let steps = chosen.breakpoints();
    let mut estimated = sampled(DOMAIN, slope);
    let jumps = steps.iter().copied().chain([-1.0, 1.0]);
    estimated.extend(jumps.flat_map(|jump| stepped((jump - 1e-3, jump + 1e-3), [jump], slope)));
    estimated.sort_by(|one, other| one.0.total_cmp(&other.0));
    // Zero, and at each step infinite: lines that leave the picture, as many as can be told apart.
    let apart = chosen.scale / (DOMAIN.1 - DOMAIN.0) * f64::from(frame.width);
    let mut truth = vec![(DOMAIN.0, 0.0)];
    for &step in steps.iter().step_by((4.0 / apart).ceil() as usize) {
        truth.extend([(step, 0.0), (step, 9.0), (step, 0.0)]);
    }
    truth.push((DOMAIN.1, 0.0));
    let lines = [
        line(&truth, Role::Quantized),
        line(&estimated, Role::Gradient),
    ];
    let arrows: Vec<Arrow> = (-9..=9)
        .map(|place| {
            let x = f64::from(place) * 0.2;
            let passed = chosen.pass_back(x, chosen.upstream);
            let stopped = passed.abs() < 1e-3;
            Arrow {
                x,
                from_y: 2.2,
                to_y: if stopped {
                    2.12
                } else {
                    2.2 - 0.35 * passed.abs().min(2.0)
                },
                role: Role::Gradient,
                stopped,
            }
        })
        .collect();
    let now = weight.now().weight;
    Curves {
        dots: &[dot(now, weight.slope(now), 5.0)],
        arrows: &arrows,
        ..chart(&lines, DOMAIN, (-0.35, 2.3))
    }
    .scene(frame)
}

/// The loss over the latent weight: the bowl that there would be without the
/// quantizer, and the terraces that there are.
pub const BOWL: Chart<Weight> = Chart {
    id: "bowl",
    height: 230,
    name: |_| "A weight in a bowl.".to_owned(),
    summary: |weight| {
        let now = weight.now();
        format!(
            "The weight is at {}, where the loss is {}.",
            format_number(now.weight, 4),
            format_number(now.upstream * now.upstream / 2.0, 3)
        )
    },
    scene: |weight, frame| {
        let bowl = sampled(DOMAIN, |value| weight.loss(value));
        let terraces = weight.staircase(|value| weight.loss(value));
        let lines = [dashed(&bowl, Role::Soft), line(&terraces, Role::Quantized)];
        // Where it has been lately, fainter the longer ago.
        let shown = weight.shown();
        let trail: Vec<(f64, f64)> = shown[shown.len().saturating_sub(25)..]
            .iter()
            .map(|trained| (trained.weight, weight.loss(trained.value)))
            .collect();
        Curves {
            path: Some(Path {
                points: &trail,
                role: Role::Original,
            }),
            ..chart(&lines, DOMAIN, (-0.35, 2.0))
        }
        .scene(frame)
    },
    pointing: Pointing::Real(|_, frame| line_axis(DOMAIN, frame)),
    table: Weight::table,
};

/// The latent weight and its code against the step.
pub const PATH: Chart<Weight> = Chart {
    id: "path",
    height: 200,
    name: |_| "Step by step.".to_owned(),
    summary: |weight| {
        let now = weight.now();
        format!(
            "After {} steps the weight is {} and its value {}.",
            weight.step,
            format_number(now.weight, 4),
            format_number(now.value, 4)
        )
    },
    scene: |weight, frame| {
        let (shown, target) = (weight.shown(), weight.chosen.target);
        let weights = against_step(shown.iter().map(|trained| trained.weight));
        let mut values = Vec::with_capacity(2 * shown.len());
        for (step, trained) in shown.iter().enumerate() {
            if let Some(&(_, last)) = values.last() {
                values.push((step as f64, last));
            }
            values.push((step as f64, trained.value));
        }
        let goal = [(0.0, target), (STEPS as f64, target)];
        let lines = [
            dashed(&goal, Role::Ink),
            line(&values, Role::Quantized),
            line(&weights, Role::Original),
        ];
        Curves {
            dots: &[dot(weight.step as f64, weight.now().weight, 4.0)],
            ..chart(&lines, (0.0, STEPS as f64), span(&weight.path, target))
        }
        .scene(frame)
    },
    pointing: Pointing::Own(step_axis, |weight, at| {
        let (step, now) = at_step(weight.shown(), at);
        now.map_or_else(String::new, |now| {
            format!(
                "step {step}: w {}, Q(w) {}",
                format_number(now.weight, 4),
                format_number(now.value, 4)
            )
        })
    }),
    table: Weight::table,
};

/// What the whole training spans, so that the picture stands still while it plays.
fn span(path: &[Trained], target: f64) -> (f64, f64) {
    let (low, high) = path.iter().fold((target, target), |(low, high), trained| {
        (
            low.min(trained.weight).min(trained.value),
            high.max(trained.weight).max(trained.value),
        )
    });
    let pad = ((high - low) * 0.08).max(0.05);
    (low - pad, high + pad)
}
