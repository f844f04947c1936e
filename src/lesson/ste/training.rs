//! One weight, trained by gradient descent through the staircase.

use super::settings::Chosen;
use crate::lesson::training::STEPS;

/// A step of the training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trained {
    /// The latent weight, a real number.
    pub weight: f64,
    /// What it is quantized to.
    pub value: f64,
    /// The gradient of the loss at the code: Q(w) - t.
    pub upstream: f64,
    /// What the estimator makes of it.
    pub gradient: f64,
}

/// The weight at each step from the start, under the loss (Q(w) - t)^2 / 2.
pub fn train(chosen: &Chosen) -> Vec<Trained> {
    let mut weight = chosen.start;
    (0..=STEPS)
        .map(|_| {
            let value = chosen.quantize(weight);
            let upstream = value - chosen.target;
            let gradient = chosen.pass_back(weight, upstream);
            let now = Trained {
                weight,
                value,
                upstream,
                gradient,
            };
            weight -= chosen.rate * gradient;
            now
        })
        .collect()
}
