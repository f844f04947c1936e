//! One layer: weighted sums, an activation function, and the quantizers around them.

use quantscope_quant::data_range;

use crate::activation::{Activation, FIRST_ALPHA, LEAST_ALPHA};
use crate::convolution::{Convolution, ConvolutionPass, TAPS};
use crate::matrix;
use crate::optimizer::Updates;
use crate::parameter::Parameter;
use crate::quantizer::{Pass, Quantizers, Start, Trained};
use crate::random::Source;
use crate::size::LayerSize;
use crate::training::LayerReport;

/// How a layer's sums are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Every output from every input.
    Dense { inputs: usize, outputs: usize },
    /// From a picture, with pooling.
    Convolution(Convolution),
}

impl Shape {
    /// Rows of the weights: neurons or filters.
    pub fn rows(&self) -> usize {
        match self {
            Shape::Dense { outputs, .. } => *outputs,
            Shape::Convolution(convolution) => convolution.filters,
        }
    }

    /// Weights of a row.
    pub fn row_length(&self) -> usize {
        match self {
            Shape::Dense { inputs, .. } => *inputs,
            Shape::Convolution(_) => TAPS,
        }
    }

    /// Numbers that an example gives on.
    pub fn outputs(&self) -> usize {
        match self {
            Shape::Dense { outputs, .. } => *outputs,
            Shape::Convolution(convolution) => convolution.outputs(),
        }
    }

    /// Room that an example needs to be turned.
    fn turned(&self) -> usize {
        match self {
            Shape::Dense { inputs, .. } => matrix::padded(*inputs),
            Shape::Convolution(_) => 0,
        }
    }

    /// Numbers before pooling, where there is pooling.
    fn maps(&self) -> usize {
        match self {
            Shape::Dense { .. } => 0,
            Shape::Convolution(convolution) => convolution.maps(),
        }
    }
}

/// A layer of a network.
#[derive(Debug)]
pub struct Layer {
    pub(crate) shape: Shape,
    /// The latent weights, a row a neuron or filter.
    pub weights: Parameter,
    /// The bias of each row, always in f32.
    pub bias: Parameter,
    pub(crate) activation: Activation,
    /// PACT's alpha, where the activation function is PACT.
    pub(crate) alpha: Parameter,
    /// PACT's lambda.
    pub(crate) alpha_penalty: f64,
    pub(crate) quantizers: Quantizers,
    /// What the sums are made with, and the gradient with respect to it.
    used: Vec<f32>,
    used_gradient: Vec<f32>,
}

/// What flows through a layer in a pass: rows of columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    maps: Vec<f32>,
    spread: Vec<f32>,
    sums: Vec<f32>,
    active: Vec<f32>,
    output: Vec<f32>,
    /// dL/d of what the layer gives on; afterwards of its sums.
    pub gradient: Vec<f32>,
    spare: Vec<f32>,
    /// What the layer reads, examples as rows.
    turned: Vec<f32>,
}

impl Layer {
    /// A layer with first weights, uniform as the activation function wants them, and no bias.
    pub(crate) fn new(shape: Shape, activation: Activation, source: &mut Source) -> Self {
        let (rows, length) = (shape.rows(), shape.row_length());
        let reach = activation.first_reach(length, rows) as f32;
        let weights: Vec<f32> = (0..rows * length)
            .map(|_| source.between(-reach, reach))
            .collect();
        Layer {
            shape,
            used: weights.clone(),
            used_gradient: vec![0.0; weights.len()],
            weights: Parameter::new(weights),
            bias: Parameter::new(vec![0.0; rows]),
            activation,
            alpha: Parameter::one(FIRST_ALPHA),
            alpha_penalty: 0.0,
            quantizers: Quantizers::none(),
        }
    }

    /// Room for a pass over so many columns.
    pub(crate) fn stage(&self, columns: usize) -> Stage {
        let row = |count: usize| vec![0.0; count * columns];
        let (maps, outputs) = (self.shape.maps(), self.shape.outputs());
        Stage {
            maps: row(maps),
            spread: row(maps),
            sums: row(outputs),
            active: row(outputs),
            output: row(outputs),
            gradient: row(outputs),
            spare: row(outputs),
            turned: row(self.shape.turned()),
        }
    }

    /// Whether what the activation quantizer reads are the sums themselves.
    fn skips_activation(&self) -> bool {
        self.quantizers.replaces_activation || self.activation == Activation::Identity
    }

    /// What a pass has left for the next layer.
    pub(crate) fn result<'a>(&self, stage: &'a Stage) -> &'a [f32] {
        if !self.quantizers.activations.is_identity() {
            &stage.output
        } else if self.skips_activation() {
            &stage.sums
        } else {
            &stage.active
        }
    }

    /// What the layer computes with, after a forward pass.
    pub(crate) fn used(&self) -> &[f32] {
        if self.quantizers.weights.is_identity() {
            &self.weights.values
        } else {
            &self.used
        }
    }

    /// Takes the weights through their quantizer. Once before the passes of a network whose weights
    /// do not change between them.
    pub(crate) fn quantize_weights(&mut self, pass: Pass) {
        if !self.quantizers.weights.is_identity() {
            let Layer {
                quantizers,
                weights,
                used,
                ..
            } = self;
            quantizers.weights.forward(&weights.values, pass, used);
        }
    }

    /// From what the layer reads to what it gives on.
    pub(crate) fn forward(&mut self, x: &[f32], columns: usize, pass: Pass, stage: &mut Stage) {
        let bias = &self.bias.values;
        match self.shape {
            Shape::Dense { .. } => {
                matrix::forward(self.used(), bias, x, columns, &mut stage.sums);
            }
            Shape::Convolution(convolution) => {
                let (maps, sums) = (&mut stage.maps, &mut stage.sums);
                convolution.forward(self.used(), bias, x, columns, maps, sums);
            }
        }
        let skips = self.skips_activation();
        if !skips {
            let active = &mut stage.active;
            self.activation.forward(&stage.sums, &self.alpha, active);
        }
        let quantizer = &mut self.quantizers.activations;
        if !quantizer.is_identity() {
            let x = if skips { &stage.sums } else { &stage.active };
            quantizer.forward(x, columns, pass, &mut stage.output);
        }
    }

    /// From dL/d of what the layer gives on, in `stage.gradient`, to the gradients of all that it
    /// trains, and to dL/dx where one is asked for.
    pub(crate) fn backward(
        &mut self,
        x: &[f32],
        columns: usize,
        stage: &mut Stage,
        dx: Option<&mut [f32]>,
    ) {
        let skips = self.skips_activation();
        let quantizer = &mut self.quantizers.activations;
        if !quantizer.is_identity() {
            let x = if skips { &stage.sums } else { &stage.active };
            quantizer.backward(x, &stage.gradient, columns, &mut stage.spare);
            core::mem::swap(&mut stage.gradient, &mut stage.spare);
        }
        if !skips {
            let (sums, active) = (&stage.sums, &stage.active);
            let gradient = &mut stage.gradient;
            self.activation
                .backward(sums, active, &mut self.alpha, gradient);
            if self.activation == Activation::Pact {
                let of_penalty = 2.0 * self.alpha_penalty * self.alpha.value();
                let own = f64::from(self.alpha.gradient.first().copied().unwrap_or_default());
                self.alpha.set_gradient(own + of_penalty);
            }
        }
        let plain = self.quantizers.weights.is_identity();
        let gradient = if plain {
            &mut self.weights.gradient
        } else {
            &mut self.used_gradient
        };
        match self.shape {
            Shape::Dense { .. } => {
                let turned = &mut stage.turned;
                matrix::weight_gradient(&stage.gradient, x, columns, turned, gradient);
                matrix::bias_gradient(&stage.gradient, columns, &mut self.bias.gradient);
            }
            Shape::Convolution(convolution) => convolution.backward(ConvolutionPass {
                x,
                maps: &stage.maps,
                y: &stage.sums,
                dy: &stage.gradient,
                columns,
                spread: &mut stage.spread,
                weights: gradient,
                bias: &mut self.bias.gradient,
            }),
        }
        if !plain {
            let (weights, upstream) = (&self.weights.values, &self.used_gradient);
            let gradient = &mut self.weights.gradient;
            self.quantizers
                .weights
                .backward(weights, upstream, gradient);
        }
        // Only the first layer is a convolution, and nobody asks for the gradient of the data.
        if let (Some(dx), Shape::Dense { .. }) = (dx, self.shape) {
            matrix::backward(self.used(), &stage.gradient, columns, dx);
        }
    }

    /// Moves all that the layer trains; `factor` is for what quantizers and PACT train.
    pub(crate) fn update(&mut self, updates: &Updates, factor: f32) {
        updates.apply(&mut self.weights, 1.0);
        updates.apply(&mut self.bias, 1.0);
        if self.has_alpha() {
            updates.apply(&mut self.alpha, factor);
            if self.alpha.value() < LEAST_ALPHA {
                self.alpha.set(LEAST_ALPHA);
            }
        }
        if let Some(trained) = self.quantizers.weights.trained() {
            updates.apply(trained.parameter, factor);
            self.quantizers.weights.settle();
        }
        if let Some(trained) = self.quantizers.activations.trained() {
            updates.apply(trained.parameter, factor);
            self.quantizers.activations.settle();
        }
    }

    /// Puts quantizers in and sets them up from the weights and from a pass in full precision.
    pub(crate) fn quantize(
        &mut self,
        mut quantizers: Quantizers,
        start: Start,
        stage: &Stage,
        examples: usize,
        columns: usize,
    ) {
        quantizers.weights.calibrate(&self.weights.values, start);
        let source = self.result(stage);
        let rows = source.chunks_exact(columns.max(1));
        let seen: Vec<f32> = rows.flat_map(|row| &row[..examples]).copied().collect();
        if data_range(&seen).range.is_some() {
            quantizers.activations.calibrate(&seen, start);
        }
        self.quantizers = quantizers;
    }

    /// Whether an alpha of the layer's own is trained, and not its quantizer's.
    pub(crate) fn has_alpha(&self) -> bool {
        self.activation == Activation::Pact && !self.skips_activation()
    }

    /// The insides, as they were last quantized.
    pub(crate) fn report(&mut self) -> LayerReport {
        let mut trained = Vec::new();
        if self.has_alpha() {
            trained.push((String::from("threshold alpha"), self.alpha.value() as f32));
        }
        let quantizers = &mut self.quantizers;
        let mut add = |whose: &str, found: Option<Trained>| {
            let found = found.map(|t| (format!("{whose}{}", t.name), t.parameter.value() as f32));
            trained.extend(found);
        };
        add("", quantizers.weights.trained());
        add("activations\u{2019} ", quantizers.activations.trained());
        LayerReport {
            rows: self.shape.rows(),
            row_length: self.shape.row_length(),
            weights: self.weights.values.clone(),
            quantized: self.used().to_vec(),
            codes: self.quantizers.weights.codes(&self.weights.values),
            grid: self.quantizers.weights.grid(&self.weights.values),
            activation_grid: self.quantizers.activations.grid(),
            gradient: self.weights.gradient.clone(),
            biases: self.bias.values.clone(),
            weight_bits: self.quantizers.weights.bits(),
            activation_bits: self.quantizers.activations.bits(),
            trained,
            size: LayerSize::of(self),
        }
    }

    /// What quantizers and PACT add to the loss.
    pub(crate) fn penalty(&self) -> f64 {
        let alpha = if self.has_alpha() {
            self.alpha_penalty * self.alpha.value() * self.alpha.value()
        } else {
            0.0
        };
        alpha + self.quantizers.weights.penalty() + self.quantizers.activations.penalty()
    }
}
