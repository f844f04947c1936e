//! How many steps a second the machine that shows the page trains, measured when asked.

use std::sync::Arc;

use quantscope_train::{Settings, Training};
use serde::{Deserialize, Serialize};

use super::run::data;
use super::settings::Chosen;
use crate::lesson::job::Job;
use crate::lesson::{Shelf, encode};
use crate::state::State;

/// Milliseconds of a piece, and pieces for each of the two.
const PIECE: f64 = 20.0;
const PIECES: usize = 40;

/// The first pieces do not count: a browser's compiler is still at work.
const WARM: usize = 8;

/// Steps between two looks at the clock.
const BETWEEN: u64 = 20;

/// Steps a second, in full precision and with the quantizer in: the median of the pieces so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpeedReport {
    pub full: Option<f64>,
    pub aware: Option<f64>,
    /// How far it has come, 0 to 1.
    pub done: f64,
}

/// The measurement.
#[derive(Debug)]
pub struct Speed {
    trainings: [Option<Training>; 2],
    speeds: [Vec<f64>; 2],
    piece: usize,
}

impl Speed {
    /// For the network, data and quantizers of an address; one that cannot be trained measures
    /// nothing.
    pub fn new(state: &State, shelf: &Shelf) -> Self {
        let chosen = Chosen::of(state);
        let data = data(&chosen, shelf.digits.as_deref()).ok().map(Arc::new);
        let make = |quantized: bool| {
            let settings = Settings {
                warmup: 0,
                ..chosen.settings.clone()
            };
            let mut training = Training::new(&settings, Arc::clone(data.as_ref()?)).ok()?;
            if quantized {
                training
                    .quantize(quantscope_train::quantizer::Start::Training)
                    .ok()?;
            }
            Some(training)
        };
        Self {
            trainings: [make(false), make(true)],
            speeds: [const { Vec::new() }; 2],
            piece: 0,
        }
    }

    fn median(&self, which: usize) -> Option<f64> {
        let mut sorted = self.speeds[which].clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied()
    }
}

impl Job for Speed {
    fn advance(&mut self, clock: fn() -> f64) -> Option<Vec<u8>> {
        if self.piece == 2 * PIECES {
            return None;
        }
        // One after the other, so that what slows the machine down slows both.
        let which = self.piece % 2;
        let training = self.trainings[which].as_mut()?;
        let since = clock();
        let mut steps = 0;
        let elapsed = loop {
            training.steps(BETWEEN);
            steps += BETWEEN;
            let elapsed = clock() - since;
            // A clock that stands still is no reason to run for ever.
            if elapsed >= PIECE || steps >= 100_000 {
                break elapsed;
            }
        };
        if self.piece / 2 >= WARM && elapsed > 0.0 {
            self.speeds[which].push(steps as f64 * 1000.0 / elapsed);
        }
        self.piece += 1;
        Some(encode(&SpeedReport {
            full: self.median(0),
            aware: self.median(1),
            done: self.piece as f64 / (2 * PIECES) as f64,
        }))
    }
}
