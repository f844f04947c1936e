//! The step size's training on a signal, and the loss that it should find the bottom
//! of.

use serde::{Deserialize, Serialize};

use super::settings::Chosen;
use crate::lesson::batch::{BATCH, batch};
use crate::lesson::training::{STEPS, next_power_of_two};
use crate::lesson::{Given, encode};
use crate::quant::Histogram;
use crate::quant::method::{Lsq, LsqPlus};
use crate::state::State;

/// Step sizes at which the loss is computed by brute force.
const POINTS: usize = 160;

/// A step of the training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    pub size: f64,
    pub offset: f64,
    /// Half the sum of squared errors over the number of values.
    pub loss: f64,
    /// What s moves by for a learning rate of 1: the sum over the values, scaled.
    pub gradient: f64,
    /// How many values lie on or beyond the outermost codes.
    pub clipped: u64,
}

/// What the lesson shows of a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LsqReport {
    pub signal: Histogram,
    /// How many values it trains on.
    pub count: u64,
    /// LSQ's start for these values.
    pub init: f64,
    /// (step size, loss), ascending, at the offset that the training ends with.
    pub curve: Vec<(f64, f64)>,
    pub path: Vec<Trained>,
}

impl LsqReport {
    /// The lowest point of the curve.
    pub fn bottom(&self) -> (f64, f64) {
        self.curve
            .iter()
            .copied()
            .min_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or((1.0, 0.0))
    }
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let sample = given.sample;
    let chosen = Chosen::of(state);
    let values = batch(&sample.values, BATCH);
    let init = Lsq::init(&values, chosen.bits, chosen.signed);
    let init = if init.is_normal() { init } else { 1.0 };
    let start = chosen.size.unwrap_or(init * chosen.init);
    let path = train(&values, &chosen, start);
    let offset = path.last().map_or(0.0, |trained| trained.offset);
    let reach = path
        .iter()
        .fold(init * 1.5, |reach, trained| reach.max(trained.size));
    // In powers of two, so that the picture stands still while s is dragged.
    let reach = next_power_of_two(reach);
    let curve = (1..=POINTS)
        .map(|point| {
            let size = reach * point as f64 / POINTS as f64;
            let quantizer = chosen.quantizer(size, offset);
            (size, slopes(&values, &quantizer).loss)
        })
        .collect();
    encode(&LsqReport {
        signal: sample.histogram.clone(),
        count: values.len() as u64,
        init,
        curve,
        path,
    })
}

/// Gradient descent in s, and in the offset if it is learned. The loss is half the
/// sum of squared errors: LSQ's gradient scale 1/sqrt(N Qp) is made for sums.
fn train(values: &[f32], chosen: &Chosen, start: f64) -> Vec<Trained> {
    let (mut size, mut offset) = (start, 0.0_f64);
    let largest = values
        .iter()
        .map(|v| f64::from(v.abs()))
        .fold(0.0, f64::max);
    (0..=STEPS)
        .map(|_| {
            let quantizer = chosen.quantizer(size, offset);
            let found = slopes(values, &quantizer);
            let scale = if chosen.gradient_scale {
                quantizer.scale_for(values.len())
            } else {
                1.0
            };
            let now = Trained {
                size,
                offset,
                loss: found.loss,
                gradient: found.size * scale,
                clipped: found.clipped,
            };
            // A step size is above zero: one step shrinks it to a sixteenth at most.
            let next = size - chosen.rate * now.gradient;
            size = if next.is_finite() {
                next.clamp(size / 16.0, start * 64.0)
            } else {
                size
            };
            // Nor does a rate that is too large lead the offset out of all numbers.
            if chosen.offset {
                let next = offset - chosen.rate * found.offset * scale;
                offset = next.clamp(-64.0 * largest, 64.0 * largest);
            }
            now
        })
        .collect()
}

struct Slopes {
    loss: f64,
    size: f64,
    offset: f64,
    clipped: u64,
}

/// The loss, and the sums of its gradients in the step size and the offset.
fn slopes(values: &[f32], quantizer: &LsqPlus) -> Slopes {
    let mut sums = Slopes {
        loss: 0.0,
        size: 0.0,
        offset: 0.0,
        clipped: 0,
    };
    for &v in values {
        let v = f64::from(v);
        let error = quantizer.value(v) - v;
        sums.loss += error * error / 2.0;
        sums.size += error * quantizer.step_slope(v);
        sums.offset += error * quantizer.offset_slope(v);
        sums.clipped += u64::from(quantizer.slope(v) == 0.0);
    }
    sums.loss /= values.len().max(1) as f64;
    sums
}
