//! The quantizers that exist, a line each.

use quantscope_quant::binary::BinaryGradient;
use quantscope_quant::method::PactGradient;
use quantscope_quant::{FORMATS, Format};

use super::{
    ActivationQuantizer, WeightQuantizer, affine, binary, diffq, format, lsq, pact, plain,
};

/// Where the bits of a code come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
    /// A setting, 1 to 8.
    Chosen,
    /// The method has so many.
    Fixed(u32),
    /// They are trained.
    Learned,
}

/// What a quantizer of weights is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeightPlan {
    pub bits: u32,
    pub format: &'static Format,
    pub scale_factor: f32,
    pub binary_gradient: BinaryGradient,
    pub diffq_penalty: f64,
    pub seed: u64,
    /// How many weights.
    pub count: usize,
    /// Rows of the weights.
    pub channels: usize,
    /// How many scales: one, or one a row.
    pub groups: usize,
}

/// What a quantizer of activations is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActivationPlan {
    pub bits: u32,
    pub format: &'static Format,
    pub scale_factor: f32,
    /// Whether the values may be negative.
    pub signed: bool,
    pub pact_gradient: PactGradient,
    pub pact_penalty: f64,
}

/// A way to quantize weights.
#[derive(Clone, Copy, Debug)]
pub struct WeightMethod {
    /// The name used in links.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// Where the bits come from.
    pub bits: Bits,
    /// Whether there may be a scale for each output neuron.
    pub per_channel: bool,
    /// Whether the scale can be chosen badly.
    pub scale_factor: bool,
    pub(crate) format: &'static Format,
    pub(crate) make: fn(&WeightPlan) -> Box<dyn WeightQuantizer>,
}

/// A way to quantize activations.
#[derive(Clone, Copy, Debug)]
pub struct ActivationMethod {
    /// The name used in links.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// Where the bits come from.
    pub bits: Bits,
    /// Whether the scale can be chosen badly.
    pub scale_factor: bool,
    /// Whether it clips below zero, so that it fits no activation function with negatives.
    pub clips_negatives: bool,
    /// Whether it takes the place of the activation function.
    pub replaces_activation: bool,
    pub(crate) format: &'static Format,
    pub(crate) make: fn(&ActivationPlan) -> Box<dyn ActivationQuantizer>,
}

/// Methods that are no formats.
const OTHER_WEIGHTS: usize = 5;
const OTHER_ACTIVATIONS: usize = 5;

/// Formats with a sign and a zero: all but those that only hold scales.
const FORMAT_COUNT: usize = {
    let (mut index, mut count) = (0, 0);
    while index < FORMATS.len() {
        count += FORMATS[index].signed as usize;
        index += 1;
    }
    count
};

/// Every way to quantize weights, in the order in which a menu shows them.
///
/// - `none`: the weights themselves.
/// - `affine`: 1 to 8 bits over the weights' range; with 1 bit the two ends of the range.
/// - `lsq`: 1 to 8 bits at a trained step; with 1 bit the codes are -1 and 0, which trains badly.
/// - `diffq`: 2 to 15 trained bits, one number a layer.
/// - `bwn`: signs times their mean magnitude.
/// - Each format of [`FORMATS`] that has a sign, at the scale of the largest magnitude.
///
/// ```
/// use quantscope_train::quantizer::WEIGHT_QUANTIZERS;
/// assert!(WEIGHT_QUANTIZERS.iter().any(|method| method.id == "float4_e2m1fn"));
/// ```
pub static WEIGHT_QUANTIZERS: [WeightMethod; OTHER_WEIGHTS + FORMAT_COUNT] = weight_table();

/// Every way to quantize activations, in the order in which a menu shows them.
///
/// - `none`: the values themselves.
/// - `affine`: 1 to 8 bits over a moving average of the batches' ranges; with 1 bit its two ends.
/// - `pact`: clipped at a trained alpha and rounded, in place of the activation function; 1 to 8 bits.
/// - `lsq`: 1 to 8 bits at a trained step, with a sign after tanh and without one otherwise.
/// - `sign`: signs of the sums times the mean magnitude of each example, in place of the activation
///   function.
/// - Each format of [`FORMATS`] that has a sign, at a scale by the same moving average.
pub static ACTIVATION_QUANTIZERS: [ActivationMethod; OTHER_ACTIVATIONS + FORMAT_COUNT] =
    activation_table();

const fn weight(
    id: &'static str,
    label: &'static str,
    bits: Bits,
    make: fn(&WeightPlan) -> Box<dyn WeightQuantizer>,
) -> WeightMethod {
    WeightMethod {
        id,
        label,
        bits,
        per_channel: false,
        scale_factor: false,
        format: &FORMATS[0],
        make,
    }
}

const fn weight_table() -> [WeightMethod; OTHER_WEIGHTS + FORMAT_COUNT] {
    let none = weight("none", "full precision", Bits::Fixed(32), plain::weights);
    let mut table = [none; OTHER_WEIGHTS + FORMAT_COUNT];
    table[1] = WeightMethod {
        per_channel: true,
        ..weight("affine", "affine, min-max", Bits::Chosen, affine::weights)
    };
    table[2] = weight("lsq", "LSQ", Bits::Chosen, lsq::weights);
    table[3] = weight("diffq", "DiffQ", Bits::Learned, diffq::weights);
    table[4] = WeightMethod {
        per_channel: true,
        ..weight("bwn", "BWN", Bits::Fixed(1), binary::weights)
    };
    let (mut index, mut place) = (0, OTHER_WEIGHTS);
    while index < FORMATS.len() {
        let of = &FORMATS[index];
        if of.signed {
            table[place] = WeightMethod {
                per_channel: true,
                scale_factor: true,
                format: of,
                ..weight(of.id, of.label, Bits::Fixed(of.bits()), format::weights)
            };
            place += 1;
        }
        index += 1;
    }
    table
}

const fn activation(
    id: &'static str,
    label: &'static str,
    bits: Bits,
    make: fn(&ActivationPlan) -> Box<dyn ActivationQuantizer>,
) -> ActivationMethod {
    ActivationMethod {
        id,
        label,
        bits,
        scale_factor: false,
        clips_negatives: false,
        replaces_activation: false,
        format: &FORMATS[0],
        make,
    }
}

const fn activation_table() -> [ActivationMethod; OTHER_ACTIVATIONS + FORMAT_COUNT] {
    let none = activation(
        "none",
        "full precision",
        Bits::Fixed(32),
        plain::activations,
    );
    let mut table = [none; OTHER_ACTIVATIONS + FORMAT_COUNT];
    table[1] = activation(
        "affine",
        "affine, moving average",
        Bits::Chosen,
        affine::activations,
    );
    table[2] = ActivationMethod {
        clips_negatives: true,
        replaces_activation: true,
        ..activation("pact", "PACT", Bits::Chosen, pact::activations)
    };
    table[3] = activation("lsq", "LSQ", Bits::Chosen, lsq::activations);
    table[4] = ActivationMethod {
        replaces_activation: true,
        ..activation("sign", "sign (XNOR-Net)", Bits::Fixed(1), binary::signs)
    };
    let (mut index, mut place) = (0, OTHER_ACTIVATIONS);
    while index < FORMATS.len() {
        let of = &FORMATS[index];
        if of.signed {
            table[place] = ActivationMethod {
                scale_factor: true,
                format: of,
                ..activation(of.id, of.label, Bits::Fixed(of.bits()), format::activations)
            };
            place += 1;
        }
        index += 1;
    }
    table
}

impl WeightMethod {
    /// The method with this id.
    pub fn by_id(id: &str) -> Option<&'static WeightMethod> {
        WEIGHT_QUANTIZERS.iter().find(|method| method.id == id)
    }
}

impl ActivationMethod {
    /// The method with this id.
    pub fn by_id(id: &str) -> Option<&'static ActivationMethod> {
        ACTIVATION_QUANTIZERS.iter().find(|method| method.id == id)
    }
}
