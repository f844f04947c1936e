//! What others' implementations give, as the page ships it.
//!
//! The types are those of the golden files beside the tests: natively these are read as JSON, and
//! what is read is written as postcard into `page/proof/expected.bin`, so that the page ships no
//! reader of JSON. A test compares the two.

mod affine;
mod bits;
mod calibrators;
mod formats;
mod methods;
mod one_bit;
mod training;

pub use affine::{Affine, Case, Codes, FakeQuantized, Grid, Many, MultiScale, PyTorch, Variant};
pub use bits::{Bits, plain};
pub use calibrators::Calibrators;
pub use formats::{Column, Encoded, FormatCodes, Runs, Stochastic};
pub use methods::{DiffQCase, LsqBoundary, LsqCase, LsqPlusCase, Methods, PactCase};
pub use one_bit::{BinaryWeights, XnorNet};
pub use training::TrainingCase;

use serde::{Deserialize, Serialize};

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    pub formats: Vec<FormatCodes>,
    pub encoded: Vec<Encoded>,
    pub stochastic: Vec<Stochastic>,
    pub affine: Affine,
    pub calibrators: Calibrators,
    pub methods: Methods,
    pub training: Vec<TrainingCase>,
}
