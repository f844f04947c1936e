//! What stands between a layer's weights, or its values, and what the layer computes with.
//!
//! Forward, a quantizer writes the values that the codes stand for ("fake quantization"); backward
//! it passes the gradient straight through its rounding, with each method's own mask and its own
//! gradient for what it trains. The weights that are kept and updated are the latent ones, in f32.
//!
//! A method is a file with a struct, and a line in [`WEIGHT_QUANTIZERS`] or
//! [`ACTIVATION_QUANTIZERS`]. The rules are those of `quantscope_quant`; the loops over many numbers
//! in `kernel.rs` give the same numbers and are tested against it.

mod affine;
mod binary;
mod diffq;
mod format;
mod kernel;
mod lsq;
mod pact;
mod plain;
mod table;

use core::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::parameter::Parameter;

pub use table::{ACTIVATION_QUANTIZERS, ActivationMethod, Bits, WEIGHT_QUANTIZERS, WeightMethod};
pub(crate) use table::{ActivationPlan, WeightPlan};

/// Why a layer is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// To train: observers look, DiffQ draws the noise of this step.
    Training {
        /// The step, from 0.
        step: u64,
    },
    /// To evaluate: nothing changes, DiffQ rounds.
    Evaluation,
}

/// For what a quantizer is set up from numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// To be trained: as the method's paper starts.
    Training,
    /// To stay as it is: with the least squared error where the method has a step to choose.
    PostTraining,
}

/// What a quantized tensor takes when stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Storage {
    /// Bits of all codes.
    pub code_bits: u64,
    /// Bytes of scales, zero points and the like.
    pub extra_bytes: u64,
}

/// What turns codes into values: `scale (code - zero point)` for whole numbers, `scale` times the
/// number that the code stands for in a format, and `scale (2 code - 1)` for signs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// One for all, or one a row; none in full precision, and none for signs whose scale is each
    /// example's.
    pub scales: Vec<f32>,
    /// As many, or none where the zero point is zero.
    pub zero_points: Vec<f32>,
}

/// A quantizer of a layer's weights, which are rows of channels.
pub trait WeightQuantizer: Debug + Send {
    /// Sets itself up from the weights.
    fn calibrate(&mut self, _weights: &[f32], _start: Start) {}

    /// Writes what the layer computes with.
    fn forward(&mut self, weights: &[f32], pass: Pass, values: &mut [f32]);

    /// Writes dL/dweight from dL/dvalue, and keeps the gradient of what it trains. Follows a
    /// forward pass of the same weights.
    fn backward(&mut self, weights: &[f32], upstream: &[f32], gradient: &mut [f32]);

    /// The code of each weight; nothing where there are no codes.
    fn codes(&mut self, weights: &[f32]) -> Vec<i32>;

    /// What turns the codes into values.
    fn grid(&mut self, _weights: &[f32]) -> Grid {
        Grid::default()
    }

    /// What the weights take when stored.
    fn storage(&self, count: usize) -> Storage;

    /// Bits of a code; for DiffQ as they are trained, not rounded.
    fn bits(&self) -> f64;

    /// What it trains, if anything.
    fn trained(&mut self) -> Option<Trained<'_>> {
        None
    }

    /// Takes what is trained back to where it may be, after an update.
    fn settle(&mut self) {}

    /// What is added to the loss.
    fn penalty(&self) -> f64 {
        0.0
    }

    /// Whether the values are the weights themselves.
    fn is_identity(&self) -> bool {
        false
    }
}

/// A quantizer of a layer's values, (features x columns).
pub trait ActivationQuantizer: Debug + Send {
    /// Sets itself up from values of the layer.
    fn calibrate(&mut self, _x: &[f32], _start: Start) {}

    /// Writes what the next layer computes with.
    fn forward(&mut self, x: &[f32], columns: usize, pass: Pass, values: &mut [f32]);

    /// Writes dL/dx from dL/dvalue, and keeps the gradient of what it trains. Follows
    /// a forward pass of the same x.
    fn backward(&mut self, x: &[f32], upstream: &[f32], columns: usize, gradient: &mut [f32]);

    /// What turns codes into values.
    fn grid(&self) -> Grid {
        Grid::default()
    }

    /// Bytes of scales, zero points and the like that are stored.
    fn stored_bytes(&self) -> u64;

    /// Bits of a code.
    fn bits(&self) -> f64;

    /// What it trains, if anything.
    fn trained(&mut self) -> Option<Trained<'_>> {
        None
    }

    /// Takes what is trained back to where it may be, after an update.
    fn settle(&mut self) {}

    /// What is added to the loss.
    fn penalty(&self) -> f64 {
        0.0
    }

    /// Whether the values are x itself.
    fn is_identity(&self) -> bool {
        false
    }
}

/// What a quantizer trains, with the name that people read.
#[derive(Debug)]
pub struct Trained<'a> {
    /// The name, such as `"step s"`.
    pub name: &'static str,
    /// The number, in the terms in which it is trained.
    pub parameter: &'a mut Parameter,
}

/// The quantizers of one layer: of its weights, and of what its hidden neurons give on.
#[derive(Debug)]
pub struct Quantizers {
    /// Of the weights.
    pub weights: Box<dyn WeightQuantizer>,
    /// Of the values after the activation function.
    pub activations: Box<dyn ActivationQuantizer>,
    /// Whether the activation quantizer is applied to the neurons' sums, in place of the activation
    /// function.
    pub replaces_activation: bool,
}

impl Quantizers {
    /// Full precision.
    pub fn none() -> Self {
        Quantizers {
            weights: Box::new(plain::Plain),
            activations: Box::new(plain::Plain),
            replaces_activation: false,
        }
    }
}
