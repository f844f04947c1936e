//! Thresholds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Bits;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibrators {
    pub aciq: Aciq,
    pub octav: Octav,
    pub mse_grid: MseGrid,
    pub entropy: Entropy,
    pub percentile: Percentile,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aciq {
    pub bits: Vec<u32>,
    pub laplace_alpha_over_b: Vec<f64>,
    pub gauss_alpha_over_sigma: Vec<f64>,
}

/// The steps of the iteration for each number of bits; the numbers are those of the MSE and the
/// percentiles too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Octav {
    pub x_f32_bits: Vec<Bits>,
    pub sequences: BTreeMap<String, Vec<f64>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MseGrid {
    pub results: BTreeMap<String, MseResult>,
}

/// The MSE at each hundredth of the largest magnitude, and which is the smallest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MseResult {
    pub amax: f64,
    pub best_k: usize,
    pub mse: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entropy {
    pub num_quantized_bins: usize,
    pub amax: f64,
    pub hist: Vec<u32>,
    pub threshold: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Percentile {
    pub numpy_linear_abs: BTreeMap<String, f64>,
}
