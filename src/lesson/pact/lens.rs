//! The threshold's training on a signal, by both conventions of its gradient, and the
//! loss that it should find the bottom of.

use serde::{Deserialize, Serialize};

use super::settings::Chosen;
use crate::lesson::batch::{BATCH, batch};
use crate::lesson::training::{STEPS, next_power_of_two};
use crate::lesson::{Given, encode};
use crate::quant::Histogram;
use crate::quant::method::{Pact, PactGradient};
use crate::state::State;

/// Thresholds at which the loss is computed by brute force.
const POINTS: usize = 160;

/// A step of the training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    pub alpha: f64,
    /// The loss there, with its penalty.
    pub loss: f64,
    /// Its gradient in alpha, by the convention that trains.
    pub gradient: f64,
}

/// What the lesson shows of a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PactReport {
    pub signal: Histogram,
    /// How many values it trains on.
    pub count: u64,
    /// (alpha, loss), alpha ascending.
    pub curve: Vec<(f64, f64)>,
    /// From the start to the last step, by the paper's gradient.
    pub paper: Vec<Trained>,
    /// And by the one that goes through the scale as well.
    pub scale: Vec<Trained>,
}

impl PactReport {
    /// The lowest point of the curve.
    pub fn bottom(&self) -> (f64, f64) {
        self.curve
            .iter()
            .copied()
            .min_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or((1.0, 0.0))
    }

    /// The training by one convention.
    pub fn path(&self, gradient: PactGradient) -> &[Trained] {
        match gradient {
            PactGradient::Paper => &self.paper,
            PactGradient::Scale => &self.scale,
        }
    }
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let sample = given.sample;
    let chosen = Chosen::of(state);
    let values = batch(&sample.values, BATCH);
    let top = values.iter().fold(0.0_f64, |top, &x| top.max(f64::from(x)));
    let paths = [PactGradient::Paper, PactGradient::Scale].map(|gradient| {
        let pact = Pact {
            gradient,
            ..chosen.pact
        };
        train(&values, pact, chosen.lambda, chosen.rate)
    });
    // As far as the data reach, and the training; in powers of two, so that the picture
    // stands still while the threshold is dragged.
    let reach = paths
        .iter()
        .flatten()
        .fold(top, |reach, trained| reach.max(trained.alpha));
    let reach = next_power_of_two(reach);
    let curve = (1..=POINTS)
        .map(|point| {
            let alpha = reach * point as f64 / POINTS as f64;
            let pact = Pact {
                alpha,
                ..chosen.pact
            };
            (alpha, slope(&values, &pact, chosen.lambda).loss)
        })
        .collect();
    let [paper, scale] = paths;
    encode(&PactReport {
        signal: sample.histogram.clone(),
        count: values.len() as u64,
        curve,
        paper,
        scale,
    })
}

/// Gradient descent in alpha.
fn train(values: &[f32], mut pact: Pact, lambda: f64, rate: f64) -> Vec<Trained> {
    (0..=STEPS)
        .map(|_| {
            let now = slope(values, &pact, lambda);
            // A threshold is above zero: a step beyond stops short of it.
            pact.alpha = (pact.alpha - rate * now.gradient).max(pact.alpha / 16.0);
            now
        })
        .collect()
}

/// The loss, mean (y_q - max(x, 0))^2 + lambda alpha^2, and its gradient. (The paper
/// penalizes alpha by L2; the lecture notes write lambda |alpha|.)
fn slope(values: &[f32], pact: &Pact, lambda: f64) -> Trained {
    let (mut loss, mut gradient) = (0.0, 0.0);
    for &x in values {
        let x = f64::from(x);
        let error = pact.value(x) - x.max(0.0);
        loss += error * error;
        gradient += 2.0 * error * pact.alpha_slope(x);
    }
    let count = values.len().max(1) as f64;
    Trained {
        alpha: pact.alpha,
        loss: loss / count + lambda * pact.alpha * pact.alpha,
        gradient: gradient / count + 2.0 * lambda * pact.alpha,
    }
}
