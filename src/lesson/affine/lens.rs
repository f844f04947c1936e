//! What affine quantization does to a signal, and the same signal through a small
//! float with a scale.

use serde::{Deserialize, Serialize};

use super::settings::Chosen;
use crate::lesson::counted::counted_pass;
use crate::lesson::{Given, encode};
use crate::quant::{
    Histogram, Outputs, Overflow, PassSettings, Rounding, Stats, affine_pass, format_pass,
};
use crate::signal::Summary;
use crate::state::State;

/// Bins of the error histograms.
const BINS: usize = 256;

/// What the lesson shows of a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AffineReport {
    pub summary: Summary,
    pub signal: Histogram,
    pub stats: Stats,
    /// Of the error x' - x.
    pub error: Histogram,
    /// (value, how many fall on it), ascending.
    pub spikes: Vec<(f64, u64)>,
    /// The same signal through the format beside it.
    pub against: Stats,
    pub against_error: Histogram,
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let sample = given.sample;
    let chosen = Chosen::of(state, sample.range.range);
    let affine = &chosen.affine;
    let settings = PassSettings {
        bins: BINS,
        seed: 0,
        range: Some(sample.range),
    };
    let (first, last) = (affine.quantized_min, affine.quantized_max);
    let (pass, counts) = counted_pass(&sample.values, (first, last), |codes| {
        affine_pass(&sample.values, affine, &settings, codes)
    });
    // Far from zero float32 gives the same value to several codes.
    let mut spikes: Vec<(f64, u64)> = Vec::new();
    for (code, count) in (first..=last).zip(counts).filter(|(_, count)| *count > 0) {
        let value = f64::from(affine.dequantize(code));
        match spikes.last_mut() {
            Some((last, sum)) if *last == value => *sum += count,
            _ => spikes.push((value, count)),
        }
    }
    let against = format_pass(
        &sample.values,
        &chosen.format,
        chosen.format_scale,
        Rounding::NearestEven,
        Overflow::Saturate,
        &settings,
        Outputs::default(),
    )
    .unwrap_or_default();
    encode(&AffineReport {
        summary: sample.summary(),
        signal: sample.histogram.clone(),
        stats: pass.stats,
        error: pass.error,
        spikes,
        against: against.stats,
        against_error: against.error,
    })
}
