//! Quantizers that are trained: values, and gradients of the sum of g times the values.

use serde::{Deserialize, Serialize};

use super::{BinaryWeights, XnorNet};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Methods {
    pub ste: Estimators,
    pub pact: Cases<PactCase>,
    pub lsq: Lsq,
    pub lsq_plus: Cases<LsqPlusCase>,
    pub diffq: Cases<DiffQCase>,
    pub bwn: BinaryWeights,
    pub xnor: XnorNet,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cases<C> {
    pub cases: Vec<C>,
}

/// Slopes times g of the straight-through estimators.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimators {
    pub x: Vec<f32>,
    pub g: Vec<f32>,
    pub identity: Vec<f64>,
    pub clipped: Vec<f64>,
    pub tanh: Vec<f64>,
    pub approx_sign_bireal: Vec<f64>,
    pub dsq: Dsq,
    pub ewgs: Ewgs,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dsq {
    pub alpha: f64,
    pub delta: f64,
    pub soft_value: Vec<f64>,
    pub dvalue_dx: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ewgs {
    pub levels: u32,
    pub delta: f64,
    pub x: Vec<f32>,
    pub g: Vec<f32>,
    pub xq: Vec<f64>,
    pub gx: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PactCase {
    pub k: u32,
    pub alpha: f64,
    pub x: Vec<f32>,
    pub g: Vec<f32>,
    pub y: Vec<f64>,
    pub yq: Vec<f64>,
    pub dx: Vec<f64>,
    /// Places exactly on a clip point, where implementations differ.
    pub boundary_indices: Vec<usize>,
    pub dalpha_paper: f64,
    pub dalpha_scale_aware: f64,
    pub note_formula: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lsq {
    pub cases: Vec<LsqCase>,
    pub boundary: LsqBoundary,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LsqCase {
    pub bits: u32,
    pub signed: bool,
    pub s: f64,
    pub grad_scale: f64,
    pub v: Vec<f32>,
    pub g: Vec<f32>,
    pub vhat: Vec<f64>,
    pub dv: Vec<f64>,
    pub boundary_indices: Vec<usize>,
    pub ds: f64,
    pub ds_unscaled: f64,
    pub ds_pytorch_rule: f64,
    pub dv_pytorch_rule: Vec<f64>,
}

/// Exactly on the clip points, by both rules that are in use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LsqBoundary {
    pub v: Vec<f32>,
    pub s: f64,
    pub ds_strict_sum: f64,
    pub dv_strict: Vec<f64>,
    pub ds_inclusive_sum: f64,
    pub dv_inclusive: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LsqPlusCase {
    pub bits: u32,
    pub s: f64,
    pub beta: f64,
    pub grad_scale: f64,
    pub x: Vec<f32>,
    pub g: Vec<f32>,
    pub xhat: Vec<f64>,
    pub dx: Vec<f64>,
    pub ds: f64,
    pub dbeta: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffQCase {
    pub noise: String,
    pub group_size: usize,
    pub w: Vec<f32>,
    pub u: Vec<f32>,
    pub g: Vec<f32>,
    pub logit: Vec<f64>,
    pub bits: Vec<f64>,
    pub w_noisy: Vec<f64>,
    pub dw: Vec<f64>,
    pub dbits: Vec<f64>,
    pub dlogit: Vec<f64>,
    pub model_size_mb: f64,
    pub dsize_dlogit: Vec<f64>,
    pub eval_bits: Vec<f64>,
    pub eval_levels: Vec<f64>,
    pub eval_w: Vec<f64>,
}
