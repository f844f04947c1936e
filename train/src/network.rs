//! Layers one after another, and a pass through them.

use crate::activation::Activation;
use crate::convolution::Convolution;
use crate::error::{TrainError, refuse};
use crate::layer::{Layer, Shape, Stage};
use crate::loss::Loss;
use crate::matrix::padded;
use crate::optimizer::Updates;
use crate::quantizer::{ActivationPlan, Pass, Quantizers, Start, WeightPlan};
use crate::random::{Purpose, Source};
use crate::settings::{Quantization, Settings};
use crate::task::{Data, Examples};

/// Sides of the pictures that a convolution reads: room for its filter and pooling, and no more than
/// memory has for a batch of maps.
const PICTURES: core::ops::RangeInclusive<usize> = 4..=16;

/// A network for a data set.
#[derive(Debug)]
pub struct Network {
    layers: Vec<Layer>,
    loss: Loss,
    seed: u32,
}

/// Room for a pass: the batch, and what each layer makes of it.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    columns: usize,
    features: usize,
    inputs: Vec<f32>,
    pub targets: Vec<f32>,
    stages: Vec<Stage>,
    scratch: Vec<f32>,
    pub outputs: Vec<f32>,
}

impl Space {
    /// Fills the batch with examples by their numbers. Columns to spare get the first example once
    /// more, so that observers see nothing that is not there.
    pub fn fill(&mut self, set: &Examples, numbers: impl ExactSizeIterator<Item = usize>) {
        let (columns, features) = (self.columns, self.features);
        let count = numbers.len().min(columns);
        self.targets.clear();
        for (column, number) in numbers.take(columns).enumerate() {
            let example = &set.inputs[number * features..(number + 1) * features];
            for (row, x) in self.inputs.chunks_exact_mut(columns).zip(example) {
                row[column] = *x;
            }
            self.targets.push(set.targets[number]);
        }
        for row in self.inputs.chunks_exact_mut(columns) {
            let first = row[0];
            row[count..].fill(first);
        }
    }

    /// The number of the largest output of an example; of equal ones the first.
    pub fn most_likely(&self, column: usize) -> usize {
        let own = self.outputs.iter().skip(column).step_by(self.columns);
        let best = own
            .enumerate()
            .fold((0, f32::NEG_INFINITY), |best, (class, p)| {
                if *p > best.1 { (class, *p) } else { best }
            });
        best.0
    }

    /// The batch's columns.
    pub fn columns(&self) -> usize {
        self.columns
    }
}

impl Network {
    /// A network in full precision, with the first weights of the settings' seed.
    pub(crate) fn new(settings: &Settings, data: &Data) -> Result<Network, TrainError> {
        settings.check()?;
        let mut source = Source::new(settings.seed, Purpose::Weights);
        let mut layers = Vec::new();
        let mut inputs = data.features();
        if settings.filters > 0 {
            let side = data.side().filter(|side| PICTURES.contains(side));
            let Some(side) = side else {
                let (low, high) = (PICTURES.start(), PICTURES.end());
                let needed = format!("0 for data that are no pictures of side {low} to {high}");
                return Err(refuse("filters", needed, settings.filters));
            };
            let convolution = Convolution {
                side,
                filters: settings.filters,
            };
            let shape = Shape::Convolution(convolution);
            inputs = shape.outputs();
            layers.push(Layer::new(shape, settings.activation, &mut source));
        }
        for outputs in &settings.hidden {
            let shape = Shape::Dense {
                inputs,
                outputs: *outputs,
            };
            layers.push(Layer::new(shape, settings.activation, &mut source));
            inputs = *outputs;
        }
        let shape = Shape::Dense {
            inputs,
            outputs: data.goal().outputs(),
        };
        layers.push(Layer::new(shape, Activation::Identity, &mut source));
        for layer in &mut layers {
            layer.alpha_penalty = settings.quantization.pact_penalty;
        }
        Ok(Network {
            layers,
            loss: data.goal().loss(),
            seed: settings.seed,
        })
    }

    /// The layers, from the data to the outputs.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub(crate) fn layers_mut(&mut self) -> &mut [Layer] {
        &mut self.layers
    }

    /// Numbers that an example has.
    fn features(&self) -> usize {
        self.layers.first().map_or(0, |layer| match layer.shape {
            Shape::Dense { inputs, .. } => inputs,
            Shape::Convolution(convolution) => convolution.side * convolution.side,
        })
    }

    /// Room for passes of so many examples.
    pub(crate) fn space(&self, examples: usize) -> Space {
        let columns = padded(examples);
        let outputs = self.layers.last().map_or(0, |layer| layer.shape.outputs());
        let features = self.features();
        Space {
            columns,
            features,
            inputs: vec![0.0; features * columns],
            targets: Vec::with_capacity(columns),
            stages: self
                .layers
                .iter()
                .map(|layer| layer.stage(columns))
                .collect(),
            scratch: vec![0.0; columns],
            outputs: vec![0.0; outputs * columns],
        }
    }

    pub(crate) fn quantize_weights(&mut self, pass: Pass) {
        for layer in &mut self.layers {
            layer.quantize_weights(pass);
        }
    }

    /// From the batch to the outputs.
    pub(crate) fn forward(&mut self, space: &mut Space, pass: Pass) {
        let columns = space.columns;
        for index in 0..self.layers.len() {
            let (before, rest) = space.stages.split_at_mut(index);
            let (done, layers) = self.layers.split_at_mut(index);
            let x = match (done.last(), before.last()) {
                (Some(layer), Some(stage)) => layer.result(stage),
                _ => &space.inputs,
            };
            if let (Some(layer), Some(stage)) = (layers.first_mut(), rest.first_mut()) {
                layer.forward(x, columns, pass, stage);
            }
        }
    }

    /// Turns the last layer's sums into probabilities or values, in `space.outputs`, and returns the
    /// mean loss.
    pub(crate) fn judge(&self, space: &mut Space) -> f64 {
        if let (Some(layer), Some(stage)) = (self.layers.last(), space.stages.last()) {
            space.outputs.copy_from_slice(layer.result(stage));
        }
        let columns = space.columns;
        self.loss.apply(
            &mut space.outputs,
            &space.targets,
            columns,
            &mut space.scratch,
        )
    }

    /// The gradients of all that is trained, after a forward pass, and the mean loss.
    pub(crate) fn backward(&mut self, space: &mut Space) -> f64 {
        let columns = space.columns;
        let mut loss = 0.0;
        if let (Some(layer), Some(stage)) = (self.layers.last(), space.stages.last_mut()) {
            let mut gradient = core::mem::take(&mut stage.gradient);
            let sums = layer.result(stage);
            let (targets, scratch) = (&space.targets, &mut space.scratch);
            loss = self
                .loss
                .backward(sums, targets, columns, scratch, &mut gradient);
            stage.gradient = gradient;
        }
        for index in (0..self.layers.len()).rev() {
            let (before, rest) = space.stages.split_at_mut(index);
            let (done, layers) = self.layers.split_at_mut(index);
            let (Some(layer), Some(stage)) = (layers.first_mut(), rest.first_mut()) else {
                continue;
            };
            match (done.last(), before.last_mut()) {
                (Some(previous), Some(previous_stage)) => {
                    let mut dx = core::mem::take(&mut previous_stage.gradient);
                    let x = previous.result(previous_stage);
                    layer.backward(x, columns, stage, Some(&mut dx));
                    previous_stage.gradient = dx;
                }
                _ => layer.backward(&space.inputs, columns, stage, None),
            }
        }
        loss
    }

    pub(crate) fn update(&mut self, updates: &Updates, factor: f32) {
        for layer in &mut self.layers {
            layer.update(updates, factor);
        }
    }

    /// What is added to the loss.
    pub(crate) fn penalty(&self) -> f64 {
        self.layers.iter().map(Layer::penalty).sum()
    }

    /// Takes over the weights, biases and alphas of a network of the same shape, with what its
    /// optimizer keeps about them.
    pub(crate) fn copy_from(&mut self, other: &Network) {
        for (own, other) in self.layers.iter_mut().zip(&other.layers) {
            own.weights.clone_from(&other.weights);
            own.bias.clone_from(&other.bias);
            own.alpha.clone_from(&other.alpha);
        }
    }

    /// Puts the quantizers of the settings in, set up from the weights and from the values that the
    /// examples in `space` have in full precision.
    pub(crate) fn quantize(
        &mut self,
        quantization: &Quantization,
        start: Start,
        space: &mut Space,
    ) -> Result<(), TrainError> {
        for layer in &mut self.layers {
            layer.quantizers = Quantizers::none();
        }
        self.forward(space, Pass::Evaluation);
        let count = self.layers.len();
        let (examples, columns) = (space.targets.len(), space.columns);
        for index in 0..count {
            let quantizers = self.make(index, quantization)?;
            let (Some(layer), Some(stage)) = (self.layers.get_mut(index), space.stages.get(index))
            else {
                continue;
            };
            layer.quantize(quantizers, start, stage, examples, columns);
        }
        Ok(())
    }

    /// The quantizers of a layer: of its weights by its own settings, of what it gives on by those
    /// of the layer that reads it.
    fn make(&self, index: usize, quantization: &Quantization) -> Result<Quantizers, TrainError> {
        let count = self.layers.len();
        let shape = self.layers[index].shape;
        let own = quantization.layer(index, count);
        let (weights, _) = own.methods()?;
        let mut quantizers = Quantizers::none();
        quantizers.weights = (weights.make)(&WeightPlan {
            bits: own.weight_bits,
            format: weights.format,
            scale_factor: own.scale_factor,
            binary_gradient: quantization.binary_gradient()?,
            diffq_penalty: quantization.diffq_penalty,
            seed: u64::from(self.seed) << 8 | index as u64,
            count: shape.rows() * shape.row_length(),
            channels: shape.rows(),
            groups: if own.per_channel && weights.per_channel {
                shape.rows()
            } else {
                1
            },
        });
        if index + 1 < count {
            let reader = quantization.layer(index + 1, count);
            let (_, activations) = reader.methods()?;
            quantizers.activations = (activations.make)(&ActivationPlan {
                bits: reader.activation_bits,
                format: activations.format,
                scale_factor: reader.scale_factor,
                signed: self.layers[index].activation == Activation::Tanh,
                pact_gradient: quantization.pact_gradient()?,
                pact_penalty: quantization.pact_penalty,
            });
            quantizers.replaces_activation = activations.replaces_activation;
        }
        Ok(quantizers)
    }
}
