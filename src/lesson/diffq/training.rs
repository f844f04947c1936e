//! Bits that are trained: the noise's error against the size's price.

use serde::{Deserialize, Serialize};

use super::settings::{Chosen, GROUPS};
use crate::lesson::training::STEPS;
use crate::quant::method::DiffQ;
use crate::quant::method::diffq_size::{
    bits_of, bits_slope, logit_of, model_size, model_size_slope,
};

/// KiB in a MB of the package, which is 2^20 bytes.
const KIB: f64 = 1024.0;

/// A step of the training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// B of each group.
    pub bits: [f64; GROUPS],
    /// The mean squared error under the noise.
    pub error: f64,
    /// Of all groups, with the package's overhead.
    pub kibibytes: f64,
}

/// Trains B of each group by Adam on its logit, as the package does. Each step draws
/// fresh noise, from the seed and the step alone.
pub fn train(groups: &[Vec<f32>; GROUPS], chosen: &Chosen) -> Vec<Trained> {
    let count: usize = groups.iter().map(Vec::len).sum();
    let length = groups[0].len();
    let prices = model_size_slope(GROUPS, length, count);
    let mut logits = [logit_of(chosen.bits); GROUPS];
    let mut adam = [Adam::default(); GROUPS];
    let mut noisy = vec![0.0; length];
    let mut upstream = vec![0.0; length];
    let mut input = vec![0.0; length];
    (0..=STEPS)
        .map(|step| {
            let bits = logits.map(bits_of);
            let mut squares = 0.0;
            for (place, group) in groups.iter().enumerate() {
                let diffq = DiffQ {
                    bits: vec![bits[place]],
                    group_size: 0,
                    noise: chosen.noise,
                    u: None,
                    seed: chosen
                        .seed
                        .wrapping_mul(1 << 20)
                        .wrapping_add((step * GROUPS + place) as u64),
                };
                // Slices of one length and one B fit: neither call has a reason to refuse.
                let (noisy, upstream) = (&mut noisy[..group.len()], &mut upstream[..group.len()]);
                if diffq.forward(group, noisy).is_err() {
                    continue;
                }
                for ((upstream, noisy), w) in upstream.iter_mut().zip(&*noisy).zip(group) {
                    // Noise may lead beyond float32: its largest number stands for that.
                    let noisy = noisy.clamp(f32::MIN, f32::MAX);
                    let error = f64::from(noisy) - f64::from(*w);
                    squares += error * error;
                    *upstream = (2.0 * error / count as f64) as f32;
                }
                let slope = diffq
                    .backward(group, upstream, &mut input[..group.len()])
                    .ok()
                    .and_then(|slopes| slopes.first().copied())
                    .unwrap_or(0.0);
                let price = chosen.lambda * prices[place] * KIB;
                let gradient = (slope + price) * bits_slope(logits[place]);
                logits[place] -= chosen.rate * adam[place].step(gradient);
            }
            Trained {
                bits,
                error: squares / count.max(1) as f64,
                kibibytes: model_size(&bits, length, count) * KIB,
            }
        })
        .collect()
}

/// Adam for one parameter (Kingma and Ba 2015, algorithm 1, with their constants).
#[derive(Clone, Copy, Default)]
struct Adam {
    steps: i32,
    mean: f64,
    square: f64,
}

impl Adam {
    /// What to move by for a learning rate of 1.
    fn step(&mut self, gradient: f64) -> f64 {
        const KEEP_MEAN: f64 = 0.9;
        const KEEP_SQUARE: f64 = 0.999;
        const SMALL: f64 = 1e-8;
        self.steps += 1;
        self.mean = KEEP_MEAN * self.mean + (1.0 - KEEP_MEAN) * gradient;
        self.square = KEEP_SQUARE * self.square + (1.0 - KEEP_SQUARE) * gradient * gradient;
        let mean = self.mean / (1.0 - KEEP_MEAN.powi(self.steps));
        let square = self.square / (1.0 - KEEP_SQUARE.powi(self.steps));
        mean / (square.sqrt() + SMALL)
    }
}
