//! One bit.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BinaryWeights {
    #[serde(rename = "W")]
    pub weights: Vec<f32>,
    pub g: Vec<f32>,
    pub alpha: Vec<f64>,
    pub sign: Vec<f64>,
    #[serde(rename = "What")]
    pub values: Vec<f64>,
    #[serde(rename = "dW_paper")]
    pub paper: Vec<f64>,
    #[serde(rename = "dW_chain_rule")]
    pub exact: Vec<f64>,
    #[serde(rename = "dW_allenai_lua_sgd")]
    pub reference_code: Vec<f64>,
}

/// A convolution with the weights of [`BinaryWeights`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct XnorNet {
    #[serde(rename = "I")]
    pub picture: Vec<f32>,
    #[serde(rename = "A")]
    pub magnitudes: Vec<f64>,
    #[serde(rename = "K")]
    pub scale_map: Vec<f64>,
    pub sign_conv: Vec<f64>,
    pub approx: Vec<f64>,
    pub exact_conv: Vec<f64>,
}
