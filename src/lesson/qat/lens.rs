//! What the three trainings look like at a step.

use quantscope_train::task::Goal;
use quantscope_train::{Arm, LayerReport};
use serde::{Deserialize, Serialize};

use super::run::{Moment, Run};
use super::settings::Chosen;
use crate::lesson::{Given, encode};
use crate::state::State;

/// Points along the side of the picture of the plane.
pub const SIDE: usize = 64;

/// How far the plane is shown.
pub const REACH: f32 = 1.25;

/// Examples held out that are drawn.
const DRAWN: usize = 200;

/// The most milliseconds between two looks at what else is asked.
const SLICE: f64 = 20.0;

/// What the lesson shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QatReport {
    /// Why there is no training, if there is none; then the rest is empty.
    pub problem: Option<String>,
    /// The step that all of it is of.
    pub step: u32,
    /// How many classes there are; 0 if a number is asked for.
    pub classes: u32,
    /// Full precision, post-training quantization, quantization-aware training.
    pub arms: Vec<ArmReport>,
    pub history: Vec<Moment>,
    /// Some of the examples held out, x, y and the target; empty for pictures.
    pub points: Vec<[f32; 3]>,
}

/// One of the three.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArmReport {
    /// On the examples held out.
    pub loss: f64,
    pub accuracy: Option<f64>,
    /// Rows are classes, columns what was found.
    pub confusion: Vec<u32>,
    /// For each place of the plane the probability of the last class, or the number; empty for
    /// pictures.
    pub plane: Vec<f32>,
    /// Bytes when stored.
    pub size: u64,
    pub layers: Vec<LayerReport>,
}

/// Trains on for a while, unless it has arrived.
pub fn prepare(state: &State, given: &Given) -> Option<f64> {
    let shelf = given.shelf?;
    let chosen = Chosen::of(state);
    let mut kept = shelf.run.borrow_mut();
    // What cannot begin or go on, the look itself reports.
    let mut run = Run::resumed(kept.take(), &chosen, shelf.digits.as_deref()).ok()?;
    let clock = given.sample.clock;
    let since = clock();
    let arrived = loop {
        match run.advance() {
            Ok(true) => break true,
            Ok(false) if clock() - since > SLICE => break false,
            Ok(false) => {}
            Err(_) => return None,
        }
    };
    let progress = run.progress();
    *kept = Some(run);
    (!arrived).then_some(progress)
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let report = report(state, given).unwrap_or_else(|problem| QatReport {
        problem: Some(problem),
        ..QatReport::default()
    });
    encode(&report)
}

fn report(state: &State, given: &Given) -> Result<QatReport, String> {
    let chosen = Chosen::of(state);
    let kept = given.shelf.and_then(|shelf| shelf.run.borrow_mut().take());
    let digits = given.shelf.and_then(|shelf| shelf.digits.as_deref());
    let mut run = Run::resumed(kept, &chosen, digits)?;
    while !run.advance()? {}
    let report = describe(&mut run)?;
    if let Some(shelf) = given.shelf {
        *shelf.run.borrow_mut() = Some(run);
    }
    Ok(report)
}

fn describe(run: &mut Run) -> Result<QatReport, String> {
    let experiment = &mut run.experiment;
    let step = experiment.step_count() as u32;
    experiment.requantize().map_err(|error| error.to_string())?;
    let arms = Arm::ALL
        .into_iter()
        .map(|arm| {
            let training = experiment.arm(arm);
            let found = training.evaluate();
            ArmReport {
                loss: found.loss,
                accuracy: found.accuracy,
                confusion: found.confusion,
                plane: training.grid(SIDE, REACH),
                size: training.size(),
                layers: training.report(),
            }
        })
        .collect();
    let test = run.data.test();
    let points = if run.data.features() == 2 {
        let both = test.inputs.as_chunks::<2>().0.iter().zip(&test.targets);
        both.take(DRAWN)
            .map(|(&[x, y], &target)| [x, y, target])
            .collect()
    } else {
        Vec::new()
    };
    Ok(QatReport {
        problem: None,
        step,
        classes: match run.data.goal() {
            Goal::Classes(classes) => classes as u32,
            Goal::Number => 0,
        },
        arms,
        history: run.history.clone(),
        points,
    })
}
