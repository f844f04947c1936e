//! Small networks trained live, in f32, with quantizers in the forward pass.
//!
//! - [`Training`]: one network, a data set and an optimizer; a step, what it has learned, its
//!   insides.
//! - [`Experiment`]: full precision, post-training quantization of it and quantization-aware
//!   training, from one initialisation.
//! - [`quantizer`]: what stands between weights, activations and what a layer computes with.
//! - [`task`]: two-dimensional tasks and handwritten digits.
//!
//! Everything is deterministic: the same settings and the same number of steps give the same
//! numbers. Random numbers are those of PCG32, the order of sums is fixed, and functions are those
//! of `libm` or sums and products.

mod activation;
mod convolution;
mod error;
mod experiment;
mod functions;
mod layer;
mod loss;
pub mod matrix;
mod network;
mod optimizer;
mod order;
mod parameter;
pub mod quantizer;
mod random;
mod settings;
mod size;
pub mod task;
mod training;

pub use activation::{Activation, FIRST_ALPHA};
pub use error::TrainError;
pub use experiment::{Arm, Experiment};
pub use layer::Layer;
pub use loss::Loss;
pub use network::Network;
pub use optimizer::Optimizer;
pub use parameter::Parameter;
pub use settings::{
    LayerQuantization, MAX_BATCH, MAX_FILTERS, MAX_HIDDEN, MAX_NEURONS, MAX_RATE, Quantization,
    Settings,
};
pub use size::LayerSize;
pub use training::{CALIBRATED, Evaluation, LayerReport, MAX_GRID, Training};
