//! What a format does to a signal: how many values fall on each code, and the error.

use serde::{Deserialize, Serialize};

use super::settings::Chosen;
use crate::lesson::{Octaves, Sample, encode};
use crate::quant::{Codes, Format, Histogram, Stats, format_pass};
use crate::signal::Summary;
use crate::state::State;

/// Bins of the error histogram.
const BINS: usize = 256;
/// A format with more codes than this has no spikes worth drawing one by one.
const MAX_SPIKES: u32 = 4096;

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
        let mut codes = Codes::for_format(format, sample.values.len());
        let pass = format_pass(
            &sample.values,
            format,
            chosen.scale,
            chosen.rounding,
            chosen.overflow,
            chosen.seed,
            BINS,
            Some(&mut codes),
            None,
        );
        let spikes = if format.code_count() <= MAX_SPIKES {
            let counts = codes.count(format.code_count());
            format
                .ordered_codes()
                .into_iter()
                .map(|code| (chosen.decode(format, code), counts[code as usize]))
                .filter(|(_, count)| *count > 0)
                .collect()
        } else {
            Vec::new()
        };
        Self {
            stats: pass.stats,
            error: pass.error,
            spikes,
        }
    }
}

pub fn look(state: &State, sample: &Sample) -> Vec<u8> {
    let chosen = Chosen::of(state);
    encode(&FormatsReport {
        summary: sample.summary(),
        signal: sample.histogram.clone(),
        octaves: sample.octaves.clone(),
        side: Side::new(sample, &chosen.format, &chosen),
        versus: chosen.versus.map(|format| Side::new(sample, &format, &chosen)),
    })
}
