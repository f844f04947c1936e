//! Groups of different spread, their training, and what real quantization does to them
//! at every whole number of bits.

use serde::{Deserialize, Serialize};

use super::settings::{Chosen, GROUPS};
use super::training::{Trained, train};
use crate::lesson::batch::{BATCH, batch};
use crate::lesson::{Given, encode};
use crate::quant::method::DiffQ;
use crate::quant::{Histogram, data_range, histogram};
use crate::state::State;

/// Whole numbers of bits that real quantization is tried with.
pub const FIRST_BITS: u32 = 2;
pub const LAST_BITS: u32 = 15;

/// Bins of the error histograms.
const BINS: usize = 120;
/// Errors are shown from minus this to this, in steps.
pub const REACH: f64 = 1.5;

/// A group of values with bits of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What its values were multiplied by.
    pub spread: f64,
    /// The distance between its largest and its smallest value.
    pub range: f64,
    /// The mean square of its values.
    pub power: f64,
    /// The mean squared error of real quantization with 2, 3, ... 15 bits.
    pub real: Vec<f64>,
}

/// What the lesson shows of a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffQReport {
    /// Values in each group.
    pub count: u64,
    pub groups: Vec<Group>,
    pub path: Vec<Trained>,
    /// The noise on the first group, in steps.
    pub noise: Histogram,
    /// The error of real quantization of the first group, in steps, with 2, 3, ... 15
    /// bits.
    pub errors: Vec<Histogram>,
}

/// The number of bits that a group is stored with, and its place in a report's lists.
pub fn whole(bits: f64) -> (u32, usize) {
    let whole = (bits.round_ties_even() as u32).clamp(FIRST_BITS, LAST_BITS);
    (whole, (whole - FIRST_BITS) as usize)
}

/// The mean squared error of real quantization of all groups at these bits.
pub fn real_error(report: &DiffQReport, bits: &[f64; GROUPS]) -> f64 {
    let errors = report
        .groups
        .iter()
        .zip(bits)
        .map(|(group, bits)| group.real.get(whole(*bits).1).copied().unwrap_or(0.0));
    errors.sum::<f64>() / GROUPS as f64
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let sample = given.sample;
    let chosen = Chosen::of(state);
    let values = batch(&sample.values, BATCH);
    let length = values.len() / GROUPS;
    let groups: [Vec<f32>; GROUPS] = std::array::from_fn(|place| {
        let spread = spread(&chosen, place) as f32;
        values[place * length..(place + 1) * length]
            .iter()
            .map(|value| value * spread)
            .collect()
    });
    let all_bits = FIRST_BITS..=LAST_BITS;
    let described = groups
        .iter()
        .enumerate()
        .map(|(place, values)| Group {
            spread: spread(&chosen, place),
            range: range(values),
            power: mean(values.iter().map(|&value| f64::from(value).powi(2))),
            real: all_bits
                .clone()
                .map(|bits| mean(errors(values, bits).map(|error| error * error)))
                .collect(),
        })
        .collect();
    let first = &groups[0];
    let in_steps = |bits: u32| -> Vec<f32> {
        let step = range(first) / f64::from((1_u32 << bits) - 1);
        errors(first, bits)
            .map(|error| {
                if step > 0.0 {
                    (error / step) as f32
                } else {
                    0.0
                }
            })
            .collect()
    };
    let noise: Vec<f32> = (0..first.len())
        .map(|index| chosen.noise.sample(chosen.seed, index as u64) as f32)
        .collect();
    encode(&DiffQReport {
        count: length as u64,
        groups: described,
        path: train(&groups, &chosen),
        noise: histogram(&noise, -REACH, REACH, BINS),
        errors: all_bits
            .map(|bits| histogram(&in_steps(bits), -REACH, REACH, BINS))
            .collect(),
    })
}

/// What a group's values are multiplied by.
fn spread(chosen: &Chosen, place: usize) -> f64 {
    chosen.ratio.powi(-(place as i32))
}

fn range(values: &[f32]) -> f64 {
    let range = data_range(values).or_zero();
    f64::from(range.max) - f64::from(range.min)
}

/// The errors of real quantization.
fn errors(values: &[f32], bits: u32) -> impl Iterator<Item = f64> {
    let mut quantized = values.to_vec();
    let diffq = DiffQ {
        bits: vec![f64::from(bits)],
        group_size: 0,
        noise: crate::quant::method::Noise::Uniform,
        u: None,
        seed: 0,
    };
    // One B and slices of one length fit; refused, the values would stay as they are.
    let _ = diffq.evaluate(values, &mut quantized);
    quantized
        .into_iter()
        .zip(values)
        .map(|(quantized, value)| f64::from(quantized) - f64::from(*value))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count.max(1))
}
