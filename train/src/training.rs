//! One network being trained on one data set: a step, what it has learned, and its insides.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::TrainError;
use crate::network::{Network, Space};
use crate::optimizer::Updates;
use crate::order::Order;
use crate::quantizer::{Grid, Pass, Start};
use crate::settings::{Quantization, Settings};
use crate::size::LayerSize;
use crate::task::{Data, Examples, Goal};

/// Examples that are evaluated at a time.
const EVALUATED: usize = 64;

/// Examples that quantizers are set up from: the first ones to train on.
pub const CALIBRATED: usize = 256;

/// Points along the side of a grid, at most.
pub const MAX_GRID: usize = 512;

/// What a network makes of a set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The mean loss, without what quantizers add.
    pub loss: f64,
    /// The share of examples whose class it finds, from 0 to 1; none if a number is asked for.
    pub accuracy: Option<f64>,
    /// How many examples of each class (row) it takes for each class (column); empty if a number is
    /// asked for.
    pub confusion: Vec<u32>,
}

/// The insides of a layer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerReport {
    /// Rows of the weights: neurons or filters.
    pub rows: usize,
    /// Weights of a row.
    pub row_length: usize,
    /// The latent weights, row by row.
    pub weights: Vec<f32>,
    /// What the layer computes with.
    pub quantized: Vec<f32>,
    /// The code of each weight; empty in full precision. For formats the code's bits, for BWN 1 for
    /// a plus and 0 for a minus.
    pub codes: Vec<i32>,
    /// What turns the weights' codes into values.
    pub grid: Grid,
    /// The gradient of each latent weight in the last step.
    pub gradient: Vec<f32>,
    /// The biases.
    pub biases: Vec<f32>,
    /// Bits of a weight's code, which DiffQ trains.
    pub weight_bits: f64,
    /// Bits of the codes of what the layer gives on.
    pub activation_bits: f64,
    /// What turns the codes of what the layer gives on into values.
    pub activation_grid: Grid,
    /// What its quantizers and PACT train, by name.
    pub trained: Vec<(String, f32)>,
    /// What it takes when stored.
    pub size: LayerSize,
}

/// A network in training.
#[derive(Debug)]
pub struct Training {
    network: Network,
    data: Arc<Data>,
    settings: Settings,
    updates: Updates,
    order: Order,
    space: Space,
    evaluation: Space,
    step: u64,
    loss: f64,
    quantized: bool,
}

impl Training {
    /// A network in full precision before its first step.
    ///
    /// Fails when a setting is not one of its values, or does not fit the data.
    ///
    /// ```
    /// use quantscope_train::{Settings, Training, task::Task};
    /// let moons = Task::by_id("moons").ok_or("no moons")?;
    /// let mut training = Training::new(&Settings::default(), moons.data(0.1, 0).into())?;
    /// let before = training.evaluate();
    /// training.steps(500);
    /// let after = training.evaluate();
    /// assert!(after.loss < before.loss && after.accuracy > Some(0.95));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(settings: &Settings, data: Arc<Data>) -> Result<Training, TrainError> {
        let network = Network::new(settings, &data)?;
        let batch = settings.batch.min(data.train().len());
        Ok(Training {
            space: network.space(batch),
            evaluation: network.space(EVALUATED),
            network,
            updates: Updates {
                optimizer: settings.optimizer,
                rate: settings.rate,
                momentum: settings.momentum,
            },
            order: Order::new(data.train().len(), settings.seed),
            settings: settings.clone(),
            data,
            step: 0,
            loss: f64::NAN,
            quantized: false,
        })
    }

    /// Puts the quantizers of the settings in, set up from the weights as they are and from the
    /// first [`CALIBRATED`] examples.
    pub fn quantize(&mut self, start: Start) -> Result<(), TrainError> {
        let quantization = self.settings.quantization.clone();
        self.quantize_by(&quantization, start)
    }

    /// [`Training::quantize`] by other settings.
    pub fn quantize_by(
        &mut self,
        quantization: &Quantization,
        start: Start,
    ) -> Result<(), TrainError> {
        let settings = Settings {
            quantization: quantization.clone(),
            ..self.settings.clone()
        };
        settings.check()?;
        let count = CALIBRATED.min(self.data.train().len());
        let mut space = self.network.space(count);
        space.fill(self.data.train(), 0..count);
        self.network.quantize(quantization, start, &mut space)?;
        self.settings = settings;
        self.quantized = true;
        Ok(())
    }

    /// Trains on one batch. A training that diverges goes on; its loss is then not finite.
    pub fn step(&mut self) {
        let batch = self.order.batch(self.settings.batch);
        self.space.fill(self.data.train(), batch);
        let pass = Pass::Training { step: self.step };
        self.network.quantize_weights(pass);
        self.network.forward(&mut self.space, pass);
        self.loss = self.network.backward(&mut self.space);
        let factor = self.settings.quantization.rate_factor;
        self.network.update(&self.updates, factor);
        self.step += 1;
    }

    /// Trains on so many batches.
    pub fn steps(&mut self, count: u64) {
        for _ in 0..count {
            self.step();
        }
    }

    /// Steps so far.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// The mean loss of the last batch before its update, without what quantizers add; NaN before
    /// the first step.
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// What quantizers and PACT add to the loss.
    pub fn penalty(&self) -> f64 {
        self.network.penalty()
    }

    /// Whether its quantizers are in.
    pub fn is_quantized(&self) -> bool {
        self.quantized
    }

    /// The settings, of which the learning rate and the quantization may have changed.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The data.
    pub fn data(&self) -> &Arc<Data> {
        &self.data
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Changes the learning rate of the steps to come.
    pub fn set_rate(&mut self, rate: f32) -> Result<(), TrainError> {
        let settings = Settings {
            rate,
            ..self.settings.clone()
        };
        settings.check()?;
        self.settings = settings;
        self.updates.rate = rate;
        Ok(())
    }

    /// Sets one latent weight by hand. Fails when there is no such weight or the value is not
    /// finite.
    pub fn set_weight(&mut self, layer: usize, index: usize, value: f32) -> Result<(), TrainError> {
        let refuse = |reason: String| Err(TrainError::Weight(reason));
        if !value.is_finite() {
            return refuse(format!("a weight must be a finite number, not {value}"));
        }
        let layers = self.network.layers().len();
        let Some(layer) = self.network.layers_mut().get_mut(layer) else {
            return refuse(format!("there is no layer {layer}, only {layers}, from 0"));
        };
        let count = layer.weights.values.len();
        let Some(weight) = layer.weights.values.get_mut(index) else {
            return refuse(format!("there is no weight {index}, only {count}, from 0"));
        };
        *weight = value;
        Ok(())
    }

    /// Sets all weights and biases of a layer. Fails as [`Training::set_weight`] does.
    pub fn set_layer(
        &mut self,
        layer: usize,
        weights: &[f32],
        biases: &[f32],
    ) -> Result<(), TrainError> {
        let refuse = |reason: String| Err(TrainError::Weight(reason));
        if !weights.iter().chain(biases).all(|x| x.is_finite()) {
            return refuse("a weight or bias is not a finite number".into());
        }
        let Some(layer) = self.network.layers_mut().get_mut(layer) else {
            return refuse(format!("there is no layer {layer}"));
        };
        let needed = (layer.weights.values.len(), layer.bias.values.len());
        if (weights.len(), biases.len()) != needed {
            let (weights, biases) = needed;
            return refuse(format!(
                "the layer has {weights} weights and {biases} biases"
            ));
        }
        layer.weights.values.copy_from_slice(weights);
        layer.bias.values.copy_from_slice(biases);
        Ok(())
    }

    /// What it makes of the examples held out.
    pub fn evaluate(&mut self) -> Evaluation {
        let data = Arc::clone(&self.data);
        self.evaluate_on(data.test())
    }

    /// What it makes of the examples it is trained on.
    pub fn evaluate_train(&mut self) -> Evaluation {
        let data = Arc::clone(&self.data);
        self.evaluate_on(data.train())
    }

    fn evaluate_on(&mut self, set: &Examples) -> Evaluation {
        let classes = match self.data.goal() {
            Goal::Classes(classes) => classes,
            Goal::Number => 0,
        };
        let mut confusion = vec![0; classes * classes];
        let (mut loss, mut right) = (0.0, 0_u32);
        self.network.quantize_weights(Pass::Evaluation);
        for first in (0..set.len()).step_by(EVALUATED) {
            let last = (first + EVALUATED).min(set.len());
            let space = &mut self.evaluation;
            space.fill(set, first..last);
            self.network.forward(space, Pass::Evaluation);
            loss += self.network.judge(space) * (last - first) as f64;
            if classes > 0 {
                for (column, label) in space.targets.iter().enumerate() {
                    let (label, found) = (*label as usize, space.most_likely(column));
                    confusion[label * classes + found] += 1;
                    right += u32::from(label == found);
                }
            }
        }
        let count = set.len().max(1) as f64;
        Evaluation {
            loss: loss / count,
            accuracy: (classes > 0).then(|| f64::from(right) / count),
            confusion,
        }
    }

    /// What it makes of examples without a target: for each the probabilities of the classes, or
    /// the number, one example after the other. Numbers beyond the last whole example are left out.
    pub fn predict(&mut self, inputs: &[f32]) -> Vec<f32> {
        let features = self.data.features();
        let set = Examples {
            inputs: inputs.to_vec(),
            targets: vec![0.0; inputs.len() / features],
        };
        let outputs = self.data.goal().outputs();
        let mut found = Vec::with_capacity(set.len() * outputs);
        self.network.quantize_weights(Pass::Evaluation);
        for first in (0..set.len()).step_by(EVALUATED) {
            let last = (first + EVALUATED).min(set.len());
            let space = &mut self.evaluation;
            space.fill(&set, first..last);
            self.network.forward(space, Pass::Evaluation);
            self.network.judge(space);
            let columns = space.columns();
            for column in 0..last - first {
                found.extend(space.outputs.iter().skip(column).step_by(columns));
            }
        }
        found
    }

    /// What it makes of a grid of `side` by `side` points over [-reach, reach] both ways, row by row
    /// from the top (largest y): the probability of the last class, or the number. Empty for data
    /// that are not two-dimensional. The side is taken to 2 to [`MAX_GRID`].
    pub fn grid(&mut self, side: usize, reach: f32) -> Vec<f32> {
        if self.data.features() != 2 {
            return Vec::new();
        }
        let side = side.clamp(2, MAX_GRID);
        let place = |index: usize| reach * (2.0 * index as f32 / (side - 1) as f32 - 1.0);
        let points = (0..side * side).flat_map(|i| [place(i % side), -place(i / side)]);
        let points: Vec<f32> = points.collect();
        let outputs = self.data.goal().outputs();
        let found = self.predict(&points);
        found
            .into_iter()
            .skip(outputs - 1)
            .step_by(outputs)
            .collect()
    }

    /// The insides of each layer, as they are evaluated.
    pub fn report(&mut self) -> Vec<LayerReport> {
        self.network.quantize_weights(Pass::Evaluation);
        let layers = self.network.layers_mut().iter_mut();
        layers.map(crate::layer::Layer::report).collect()
    }

    /// Bytes of the whole network when stored.
    pub fn size(&self) -> u64 {
        let layers = self.network.layers().iter();
        layers.map(|layer| LayerSize::of(layer).total()).sum()
    }

    /// Takes over where another training of the same shape is: weights with what the optimizer
    /// keeps, the order of examples, the step.
    pub(crate) fn copy_from(&mut self, other: &Training) {
        self.network.copy_from(&other.network);
        self.updates = other.updates;
        self.order.clone_from(&other.order);
        self.step = other.step;
        self.loss = other.loss;
    }
}
