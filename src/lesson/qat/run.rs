//! A training that is kept between two looks, so that playing it does not begin anew each time.

use std::sync::Arc;

use quantscope_train::task::{Data, Task, digits};
use quantscope_train::{Arm, Experiment};
use serde::{Deserialize, Serialize};

use super::settings::{Chosen, DIGITS};

/// Steps between two points of the curves.
pub const EVERY: u64 = 25;

/// What all three reach on the examples held out, at one step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    pub step: u32,
    pub loss: [f32; 3],
    /// The share of classes found, 0 to 1; 0 where a number is asked for.
    pub accuracy: [f32; 3],
}

/// An experiment on its way.
#[derive(Debug)]
pub struct Run {
    /// What it was begun with; of another, only the step may differ.
    chosen: Chosen,
    pub experiment: Experiment,
    pub data: Arc<Data>,
    pub history: Vec<Moment>,
    /// How many edits have been made.
    edited: usize,
}

impl Run {
    /// What was kept, if it is on its way to what is chosen, else an experiment before its first step.
    pub fn resumed(
        kept: Option<Run>,
        chosen: &Chosen,
        digits: Option<&[u8]>,
    ) -> Result<Self, String> {
        match kept {
            Some(mut run) if run.leads_to(chosen) => {
                run.follow(chosen);
                Ok(run)
            }
            _ => Self::new(chosen, digits),
        }
    }

    /// An experiment before its first step, or a sentence why there is none.
    fn new(chosen: &Chosen, digits: Option<&[u8]>) -> Result<Self, String> {
        let data = Arc::new(data(chosen, digits)?);
        let experiment =
            Experiment::new(&chosen.settings, Arc::clone(&data)).map_err(|e| e.to_string())?;
        let mut run = Self {
            chosen: chosen.clone(),
            experiment,
            data,
            history: Vec::new(),
            edited: 0,
        };
        run.note()?;
        Ok(run)
    }

    /// Whether it is on its way to what is chosen: the same experiment, not beyond the step.
    fn leads_to(&self, chosen: &Chosen) -> bool {
        let own = &self.chosen;
        let at = self.experiment.step_count();
        (own.task, own.noise) == (chosen.task, chosen.noise)
            && own.settings == chosen.settings
            && at <= chosen.at
            // Edits that have been made are the same, and none is missing.
            && chosen.edits.iter().take_while(|edit| edit.step < at).count() <= self.edited
            && own.edits.get(..self.edited) == chosen.edits.get(..self.edited)
    }

    /// Takes over what of the choice does not need another beginning.
    fn follow(&mut self, chosen: &Chosen) {
        self.chosen.at = chosen.at;
        self.chosen.edits.clone_from(&chosen.edits);
    }

    /// How far it is, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.experiment.step_count() as f64 / self.chosen.at.max(1) as f64
    }

    /// Makes the edits of this step and then one step, unless it has arrived. Gives whether it has.
    pub fn advance(&mut self) -> Result<bool, String> {
        let at = self.experiment.step_count();
        while let Some(edit) = self.chosen.edits.get(self.edited)
            && edit.step <= at
        {
            // An address may name a weight that is not there: nothing is set then.
            let aware = self.experiment.arm(Arm::Aware);
            let _ = aware.set_weight(edit.layer, edit.index, edit.value);
            self.edited += 1;
        }
        if at >= self.chosen.at {
            return Ok(true);
        }
        self.experiment.step().map_err(|error| error.to_string())?;
        if self.experiment.step_count().is_multiple_of(EVERY) {
            self.note()?;
        }
        Ok(false)
    }

    /// What the three reach now.
    pub fn moment(&mut self) -> Result<Moment, String> {
        self.experiment
            .requantize()
            .map_err(|error| error.to_string())?;
        let mut moment = Moment {
            step: self.experiment.step_count() as u32,
            loss: [0.0; 3],
            accuracy: [0.0; 3],
        };
        for (place, arm) in Arm::ALL.into_iter().enumerate() {
            let found = self.experiment.arm(arm).evaluate();
            moment.loss[place] = found.loss as f32;
            moment.accuracy[place] = found.accuracy.unwrap_or_default() as f32;
        }
        Ok(moment)
    }

    fn note(&mut self) -> Result<(), String> {
        let moment = self.moment()?;
        self.history.push(moment);
        Ok(())
    }
}

/// The data of an experiment, or a sentence why there are none.
pub fn data(chosen: &Chosen, digits: Option<&[u8]>) -> Result<Data, String> {
    if chosen.task == DIGITS {
        let bytes = digits.ok_or("The digits are not there yet.")?;
        return digits::parse(bytes).map_err(|error| error.to_string());
    }
    let task = Task::by_id(chosen.task).ok_or("There is no such task.")?;
    Ok(task.data(chosen.noise, chosen.settings.seed))
}
