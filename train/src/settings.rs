//! What a training is asked to be, and whether it can be that.

use quantscope_quant::binary::BinaryGradient;
use quantscope_quant::method::PactGradient;
use serde::{Deserialize, Serialize};

use crate::activation::Activation;
use crate::error::{TrainError, refuse};
use crate::optimizer::Optimizer;
use crate::quantizer::{ActivationMethod, Bits, WeightMethod};

/// The most hidden layers.
pub const MAX_HIDDEN: usize = 6;
/// The most neurons of a hidden layer.
pub const MAX_NEURONS: usize = 256;
/// The most filters of the convolution.
pub const MAX_FILTERS: usize = 32;
/// The most examples of a batch.
pub const MAX_BATCH: usize = 512;
/// The largest learning rate.
pub const MAX_RATE: f32 = 10.0;

/// How one layer is quantized: its weights, and the values it reads from the layer before. The
/// first layer reads the data, which stay as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerQuantization {
    /// The id of a [`WeightMethod`].
    pub weights: String,
    /// Bits of the weights, 1 to 8, for methods that leave them to choose.
    pub weight_bits: u32,
    /// The id of an [`ActivationMethod`].
    pub activations: String,
    /// Bits of the activations, 1 to 8, for methods that leave them to choose.
    pub activation_bits: u32,
    /// A scale for each output neuron, for weight methods that can have it.
    pub per_channel: bool,
    /// What the scale of a format is multiplied with; 1 takes the largest magnitude to the format's
    /// largest value.
    pub scale_factor: f32,
}

impl LayerQuantization {
    /// Full precision.
    pub fn none() -> Self {
        LayerQuantization::of("none", "none", 8)
    }

    /// Methods by id, with as many bits for both, scales per channel.
    pub fn of(weights: &str, activations: &str, bits: u32) -> Self {
        LayerQuantization {
            weights: weights.into(),
            weight_bits: bits,
            activations: activations.into(),
            activation_bits: bits,
            per_channel: true,
            scale_factor: 1.0,
        }
    }
}

impl Default for LayerQuantization {
    /// LSQ with 2 bits.
    fn default() -> Self {
        LayerQuantization::of("lsq", "lsq", 2)
    }
}

/// How a network is quantized.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantization {
    /// Every layer that has no entry of its own.
    pub all: LayerQuantization,
    /// Single layers, by their number from 0; a convolution is the first.
    pub layers: Vec<(usize, LayerQuantization)>,
    /// Whether the first and the last layer stay in full precision, with what the last one reads.
    pub keep_ends: bool,
    /// The gradient of BWN, an id of [`BinaryGradient`]. The default is the exact chain rule, which
    /// trains the digits a point or so further than the paper's printed form.
    pub binary_gradient: String,
    /// The gradient of PACT's alpha, an id of [`PactGradient`].
    pub pact_gradient: String,
    /// PACT's lambda: the loss gets `lambda alpha^2` for each layer.
    pub pact_penalty: f64,
    /// DiffQ's lambda, in loss for each MB (2^20 bytes) of weights. These networks have thousandths
    /// of one.
    pub diffq_penalty: f64,
    /// What the learning rate is multiplied with for numbers that quantizers train.
    pub rate_factor: f32,
}

impl Quantization {
    /// All layers alike.
    pub fn all(all: LayerQuantization) -> Self {
        Quantization {
            all,
            layers: Vec::new(),
            keep_ends: false,
            binary_gradient: BinaryGradient::Exact.id().into(),
            pact_gradient: PactGradient::Paper.id().into(),
            pact_penalty: 2e-4,
            diffq_penalty: 5.0,
            rate_factor: 1.0,
        }
    }
}

impl Default for Quantization {
    fn default() -> Self {
        Quantization::all(LayerQuantization::default())
    }
}

/// What is trained, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Neurons of each hidden layer, at most [`MAX_HIDDEN`] of at most [`MAX_NEURONS`].
    pub hidden: Vec<usize>,
    /// Filters of a 3 x 3 convolution with 2 x 2 pooling in front, for pictures; 0 is none.
    pub filters: usize,
    /// The hidden layers' activation function.
    pub activation: Activation,
    /// How the gradient moves the weights.
    pub optimizer: Optimizer,
    /// The learning rate, above 0 and at most [`MAX_RATE`].
    pub rate: f32,
    /// SGD's momentum, from 0 to below 1.
    pub momentum: f32,
    /// Examples of a batch, 1 to [`MAX_BATCH`], and not more than there are.
    pub batch: usize,
    /// The seed of the first weights and of the examples' order.
    pub seed: u32,
    /// Steps that quantization-aware training makes in full precision first, as the full-precision
    /// network does; 0 quantizes from the first step.
    pub warmup: u32,
    /// How the network is quantized.
    pub quantization: Quantization,
}

impl Default for Settings {
    /// Two hidden layers of eight, ReLU, Adam at 0.01, batches of 10; quantized after 500 steps:
    /// train, quantize, train on.
    fn default() -> Self {
        Settings {
            hidden: vec![8, 8],
            filters: 0,
            activation: Activation::Relu,
            optimizer: Optimizer::Adam,
            rate: 0.01,
            momentum: 0.9,
            batch: 10,
            seed: 0,
            warmup: 500,
            quantization: Quantization::default(),
        }
    }
}

impl Settings {
    /// That every setting is one of its values.
    ///
    /// ```
    /// use quantscope_train::Settings;
    /// let settings = Settings { batch: 0, ..Settings::default() };
    /// let refusal = settings.check().unwrap_err();
    /// assert_eq!(refusal.to_string(), "batch must be from 1 to 512, not 0");
    /// ```
    pub fn check(&self) -> Result<(), TrainError> {
        if self.hidden.len() > MAX_HIDDEN {
            let needed = format!("at most {MAX_HIDDEN} layers");
            return Err(refuse("hidden", needed, self.hidden.len()));
        }
        for neurons in &self.hidden {
            within("neurons", *neurons, 1, MAX_NEURONS)?;
        }
        within("filters", self.filters, 0, MAX_FILTERS)?;
        within("batch", self.batch, 1, MAX_BATCH)?;
        if self.activation == Activation::Identity {
            return Err(refuse("activation", "relu, tanh or pact", "identity"));
        }
        if !(self.rate > 0.0 && self.rate <= MAX_RATE) {
            let needed = format!("above 0 and at most {MAX_RATE}");
            return Err(refuse("rate", needed, self.rate));
        }
        if !(0.0..1.0).contains(&self.momentum) {
            return Err(refuse("momentum", "from 0 to below 1", self.momentum));
        }
        self.quantization.check(self.activation)
    }
}

fn within(name: &'static str, found: usize, low: usize, high: usize) -> Result<(), TrainError> {
    if (low..=high).contains(&found) {
        Ok(())
    } else {
        Err(refuse(name, format_args!("from {low} to {high}"), found))
    }
}

impl Quantization {
    fn check(&self, activation: Activation) -> Result<(), TrainError> {
        for layer in core::iter::once(&self.all).chain(self.layers.iter().map(|(_, layer)| layer)) {
            layer.check(activation)?;
        }
        if self.layers.len() > MAX_HIDDEN + 2 {
            let needed = format_args!("at most {}", MAX_HIDDEN + 2).to_string();
            return Err(refuse("layers", needed, self.layers.len()));
        }
        self.binary_gradient()?;
        self.pact_gradient()?;
        for (name, number) in [
            ("pact_penalty", self.pact_penalty),
            ("diffq_penalty", self.diffq_penalty),
        ] {
            if !(0.0..=1e6).contains(&number) {
                return Err(refuse(name, "from 0 to 1000000", number));
            }
        }
        if !(0.0..=100.0).contains(&self.rate_factor) {
            return Err(refuse("rate_factor", "from 0 to 100", self.rate_factor));
        }
        Ok(())
    }

    /// How a layer of so many is quantized.
    pub fn layer(&self, layer: usize, layers: usize) -> LayerQuantization {
        if self.keep_ends && (layer == 0 || layer + 1 == layers) {
            return LayerQuantization::none();
        }
        let own = self.layers.iter().find(|(number, _)| *number == layer);
        own.map_or(&self.all, |(_, own)| own).clone()
    }

    pub(crate) fn binary_gradient(&self) -> Result<BinaryGradient, TrainError> {
        BinaryGradient::by_id(&self.binary_gradient).ok_or_else(|| {
            let known = BinaryGradient::ALL.map(BinaryGradient::id).join(", ");
            refuse(
                "binary_gradient",
                format_args!("one of {known}"),
                &self.binary_gradient,
            )
        })
    }

    pub(crate) fn pact_gradient(&self) -> Result<PactGradient, TrainError> {
        PactGradient::by_id(&self.pact_gradient).ok_or_else(|| {
            let known = PactGradient::ALL.map(PactGradient::id).join(", ");
            refuse(
                "pact_gradient",
                format_args!("one of {known}"),
                &self.pact_gradient,
            )
        })
    }
}

impl LayerQuantization {
    /// The methods, if there are such and they fit the activation function.
    pub(crate) fn methods(
        &self,
    ) -> Result<(&'static WeightMethod, &'static ActivationMethod), TrainError> {
        let weights = WeightMethod::by_id(&self.weights);
        let weights = weights
            .ok_or_else(|| refuse("weights", "the id of a weight quantizer", &self.weights))?;
        let activations = ActivationMethod::by_id(&self.activations).ok_or_else(|| {
            let needed = "the id of an activation quantizer";
            refuse("activations", needed, &self.activations)
        })?;
        Ok((weights, activations))
    }

    fn check(&self, activation: Activation) -> Result<(), TrainError> {
        let (weights, activations) = self.methods()?;
        if weights.bits == Bits::Chosen {
            within("weight_bits", self.weight_bits as usize, 1, 8)?;
        }
        if activations.bits == Bits::Chosen {
            within("activation_bits", self.activation_bits as usize, 1, 8)?;
        }
        if activations.clips_negatives && activation == Activation::Tanh {
            let needed = "a quantizer with negatives for tanh, or the activation relu or pact";
            return Err(refuse("activations", needed, &self.activations));
        }
        if !(1e-6..=1e6).contains(&self.scale_factor) {
            let needed = "from 0.000001 to 1000000";
            return Err(refuse("scale_factor", needed, self.scale_factor));
        }
        Ok(())
    }
}
