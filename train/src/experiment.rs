//! Three networks from one initialisation: full precision, post-training quantization of it, and
//! quantization-aware training.

use std::sync::Arc;

use crate::error::TrainError;
use crate::quantizer::Start;
use crate::settings::Settings;
use crate::task::Data;
use crate::training::Training;

/// Three columns: the recipe "train, quantize, train on" beside what it improves on.
///
/// For the first [`Settings::warmup`] steps quantization-aware training is the full-precision
/// training itself; then its quantizers are put in and it goes its own way. All three see the same
/// batches in the same order.
#[derive(Debug)]
pub struct Experiment {
    full: Training,
    post: Training,
    aware: Training,
}

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arm {
    /// Trained in full precision.
    Full,
    /// The full-precision network, quantized and not trained on.
    PostTraining,
    /// Trained with its quantizers in.
    Aware,
}

impl Arm {
    /// All three, in the order in which they are shown.
    pub const ALL: [Arm; 3] = [Arm::Full, Arm::PostTraining, Arm::Aware];

    /// The name used in links.
    pub const fn id(self) -> &'static str {
        match self {
            Arm::Full => "full",
            Arm::PostTraining => "ptq",
            Arm::Aware => "qat",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Arm::Full => "full precision",
            Arm::PostTraining => "post-training quantization",
            Arm::Aware => "quantization-aware training",
        }
    }
}

impl Experiment {
    /// All three before the first step. Fails as [`Training::new`] does.
    ///
    /// ```
    /// use quantscope_train::{Arm, Experiment, Settings, task::Task};
    /// let moons = Task::by_id("moons").ok_or("no moons")?;
    /// let settings = Settings { hidden: vec![16, 16], warmup: 1000, ..Settings::default() };
    /// let mut experiment = Experiment::new(&settings, moons.data(0.1, 0).into())?;
    /// experiment.steps(3000)?;
    /// experiment.requantize()?;
    /// let [full, post, aware] = Arm::ALL.map(|arm| experiment.arm(arm).evaluate().accuracy);
    /// assert!(full > Some(0.99) && aware > Some(0.98) && post < Some(0.97));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(settings: &Settings, data: Arc<Data>) -> Result<Experiment, TrainError> {
        let make = || Training::new(settings, Arc::clone(&data));
        let mut experiment = Experiment {
            full: make()?,
            post: make()?,
            aware: make()?,
        };
        experiment.requantize()?;
        experiment.begin_quantization()?;
        Ok(experiment)
    }

    /// Puts quantization-aware training's quantizers in when its time has come.
    fn begin_quantization(&mut self) -> Result<(), TrainError> {
        let warmup = u64::from(self.full.settings().warmup);
        if !self.aware.is_quantized() && self.full.step_count() >= warmup {
            self.aware.copy_from(&self.full);
            self.aware.quantize(Start::Training)?;
        }
        Ok(())
    }

    /// One batch for the two that are trained.
    pub fn step(&mut self) -> Result<(), TrainError> {
        self.full.step();
        if self.aware.is_quantized() {
            self.aware.step();
        } else {
            self.begin_quantization()?;
        }
        Ok(())
    }

    /// So many batches.
    pub fn steps(&mut self, count: u64) -> Result<(), TrainError> {
        for _ in 0..count {
            self.step()?;
        }
        Ok(())
    }

    /// Quantizes the full-precision network as it is now, for the post-training column.
    pub fn requantize(&mut self) -> Result<(), TrainError> {
        self.post.copy_from(&self.full);
        self.post.quantize(Start::PostTraining)
    }

    /// Steps so far.
    pub fn step_count(&self) -> u64 {
        self.full.step_count()
    }

    /// Changes the learning rate of the steps to come.
    pub fn set_rate(&mut self, rate: f32) -> Result<(), TrainError> {
        self.full.set_rate(rate)?;
        self.aware.set_rate(rate)
    }

    /// One of the three. Before the warm-up is over quantization-aware training is the
    /// full-precision training; afterwards post-training quantization is as old as the last
    /// [`Experiment::requantize`].
    pub fn arm(&mut self, arm: Arm) -> &mut Training {
        match arm {
            Arm::Full => &mut self.full,
            Arm::PostTraining => &mut self.post,
            Arm::Aware if self.aware.is_quantized() => &mut self.aware,
            Arm::Aware => &mut self.full,
        }
    }
}
