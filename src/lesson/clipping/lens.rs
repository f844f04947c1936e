//! The error of every threshold on a signal, and every calibrator's choice.

use serde::{Deserialize, Serialize};

use super::settings::Chosen;
use crate::lesson::batch::batch;
use crate::lesson::{Given, Sample, encode};
use crate::quant::Histogram;
use crate::quant::calibrate::{
    CALIBRATORS, CalibrationOptions, ThresholdLoss, clipped_share, sqnr_db, threshold_losses,
};
use crate::state::State;

/// Values that are looked at, at most.
pub const VALUES: usize = 32_768;

/// Thresholds at which the error is computed.
const POINTS: usize = 72;

/// A threshold and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub threshold: f64,
    /// The mean squared error of the values within it, and of those beyond.
    pub rounding: f64,
    pub clipping: f64,
    pub sqnr_db: f64,
    /// From 0 to 1.
    pub clipped: f64,
    /// How long it took to find, in milliseconds.
    pub time: f64,
}

impl Found {
    pub fn mse(&self) -> f64 {
        self.rounding + self.clipping
    }
}

/// What the lesson shows of a signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClippingReport {
    /// Of the values that it looks at.
    pub signal: Histogram,
    /// How many values it looks at.
    pub count: u64,
    /// (threshold, rounding error, clipping error), ascending.
    pub curve: Vec<(f64, f64, f64)>,
    /// One for each calibrator, in the order of their table.
    pub found: Vec<Found>,
    /// The threshold that is set, or that the lowest MSE chooses.
    pub chosen: Found,
}

/// What depends on the signal and the codes only, not on where the threshold is now.
type Choices = (Histogram, Vec<(f64, f64, f64)>, Vec<Found>);

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let sample = given.sample;
    let chosen = Chosen::of(state);
    let options = &chosen.options;
    let values = batch(&sample.values, VALUES);
    let key = format!(
        "clipping {} {} {}",
        options.bits, options.signed, options.percentile
    );
    let (signal, curve, found): Choices =
        sample.remember(&key, || choices(&values, options, sample.clock));
    let lowest = CALIBRATORS
        .iter()
        .position(|calibrator| calibrator.id == "mse")
        .and_then(|place| found.get(place))
        .map_or(1.0, |found| found.threshold);
    let threshold = chosen.threshold.unwrap_or(lowest);
    encode(&ClippingReport {
        signal,
        count: values.len() as u64,
        curve,
        found,
        chosen: cost(&values, options, threshold, 0.0),
    })
}

fn choices(values: &[f32], options: &CalibrationOptions, clock: fn() -> f64) -> Choices {
    let found: Vec<Found> = CALIBRATORS
        .iter()
        .map(|calibrator| {
            let start = clock();
            let threshold = calibrator.threshold(values, options).unwrap_or(1.0);
            let time = clock() - start;
            cost(values, options, threshold, time)
        })
        .collect();
    let reach = values
        .iter()
        .map(|x| f64::from(x.abs()))
        .fold(0.0, f64::max);
    let reach = if reach > 0.0 { reach * 1.06 } else { 1.0 };
    // Evenly spaced, but finer where the errors change fast.
    let thresholds: Vec<f64> = (1..=POINTS)
        .map(|point| reach * (point as f64 / POINTS as f64).powf(1.4))
        .collect();
    let curve = threshold_losses(values, options.bits, options.signed, &thresholds)
        .iter()
        .map(|loss| (loss.threshold, loss.rounding, loss.clipping))
        .collect();
    (Sample::new(values.to_vec()).histogram, curve, found)
}

fn cost(values: &[f32], options: &CalibrationOptions, threshold: f64, time: f64) -> Found {
    let (bits, signed) = (options.bits, options.signed);
    let nothing = ThresholdLoss {
        threshold,
        rounding: 0.0,
        clipping: 0.0,
    };
    let loss = threshold_losses(values, bits, signed, &[threshold])
        .first()
        .copied()
        .unwrap_or(nothing);
    Found {
        threshold,
        rounding: loss.rounding,
        clipping: loss.clipping,
        sqnr_db: sqnr_db(values, threshold, bits, signed),
        clipped: clipped_share(values, threshold, signed),
        time,
    }
}
