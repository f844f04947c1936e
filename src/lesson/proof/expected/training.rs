//! Small networks and what PyTorch made of them.

use serde::{Deserialize, Serialize};

/// Weights and biases of each layer.
type Layers<N> = Vec<(Vec<N>, Vec<N>)>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingCase {
    pub name: String,
    pub sizes: Vec<usize>,
    /// 0 where the network gives a number.
    pub classes: usize,
    pub activation: String,
    pub optimizer: String,
    pub rate: f32,
    pub momentum: f32,
    #[serde(default)]
    pub weights: Option<String>,
    #[serde(default)]
    pub activations: Option<String>,
    #[serde(default)]
    pub bits: Option<u32>,
    #[serde(default)]
    pub per_channel: Option<bool>,
    #[serde(default)]
    pub penalty: Option<f64>,
    #[serde(default)]
    pub gradient: Option<String>,
    pub x: Vec<f32>,
    pub target: Vec<f32>,
    /// What it begins with.
    pub first: Layers<f32>,
    /// The loss of each step.
    pub losses: Vec<f64>,
    /// Of the last step.
    pub gradients: Layers<f64>,
    /// What it ends with.
    pub last: Layers<f64>,
    /// What the quantizers trained.
    pub trained: Vec<f64>,
}
