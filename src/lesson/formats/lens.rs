//! What a format does to a signal: how many values fall on each code, and the error.

use serde::{Deserialize, Serialize};

use super::settings::Chosen;
use crate::lesson::counted::counted_pass;
use crate::lesson::{Given, Octaves, Sample, encode};
use crate::quant::{Format, Histogram, Outputs, PassSettings, Stats, ZeroEncoding, format_pass};
use crate::signal::Summary;
use crate::state::State;

/// Bins of the error histogram.
const BINS: usize = 256;
/// A format with more codes than this has no spikes worth drawing one by one.
pub const MAX_SPIKES: u32 = 4096;

/// What the lesson shows of a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormatsReport {
    pub summary: Summary,
    /// The signal before quantization.
    pub signal: Histogram,
    /// Its magnitudes, in bins of a quarter octave.
    pub octaves: Octaves,
    /// Through the format.
    pub side: Side,
    /// Through the format beside it.
    pub versus: Option<Side>,
}

/// A signal through one format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    pub stats: Stats,
    /// Of the error x' - x.
    pub error: Histogram,
    /// (value in the signal's unit, how many fall on it), ascending; the codes on
    /// which nothing falls are left out. Empty for formats of very many codes.
    pub spikes: Vec<(f64, u64)>,
}

impl Side {
    /// A signal through a format.
    pub fn new(sample: &Sample, format: &Format, chosen: &Chosen) -> Self {
        let settings = PassSettings {
            bins: BINS,
            seed: chosen.seed,
            range: Some(sample.range),
        };
        let run = |outputs: Outputs<'_>| {
            format_pass(
                &sample.values,
                format,
                chosen.scale,
                chosen.rounding,
                chosen.overflow,
                &settings,
                outputs,
            )
        };
        let (pass, spikes) = if format.code_count() <= MAX_SPIKES {
            let codes = (0, format.code_count() as i32 - 1);
            let (pass, counts) = counted_pass(&sample.values, codes, run);
            (
                pass,
                spikes(format, &counts, |code| chosen.decode(format, code)),
            )
        } else {
            // Nothing is written that could have the wrong size, so this never fails.
            (run(Outputs::default()).unwrap_or_default(), Vec::new())
        };
        Self {
            stats: pass.stats,
            error: pass.error,
            spikes,
        }
    }
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let sample = given.sample;
    let chosen = Chosen::of(state);
    encode(&FormatsReport {
        summary: sample.summary(),
        signal: sample.histogram.clone(),
        octaves: sample.octaves.clone(),
        side: Side::new(sample, &chosen.format, &chosen),
        versus: chosen
            .versus
            .map(|format| Side::new(sample, &format, &chosen)),
    })
}

/// What falls on each value, ascending; what falls on -0 counts as on 0.
fn spikes(format: &Format, counts: &[u64], value: impl Fn(u32) -> f64) -> Vec<(f64, u64)> {
    let negative_zero = match format.zero {
        ZeroEncoding::Signed => counts[format.sign_bit() as usize],
        _ => 0,
    };
    let count = |code: u32| counts[code as usize] + if code == 0 { negative_zero } else { 0 };
    format
        .ordered_codes()
        .into_iter()
        .map(|code| (value(code), count(code)))
        .filter(|(_, count)| *count > 0)
        .collect()
}
