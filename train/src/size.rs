//! What a network takes when it is stored.

use serde::{Deserialize, Serialize};

use crate::layer::Layer;

/// Bytes of a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerSize {
    /// The codes of the weights, packed without gaps and rounded up to whole bytes; in full
    /// precision four bytes a weight.
    pub weights: u64,
    /// Scales, zero points, ranges and bits of the weights, and scales and thresholds of what the
    /// layer gives on.
    pub extra: u64,
    /// The biases, four bytes each.
    pub biases: u64,
}

impl LayerSize {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.weights + self.extra + self.biases
    }

    /// The size of a layer as it is quantized now.
    pub(crate) fn of(layer: &Layer) -> LayerSize {
        let storage = layer.quantizers.weights.storage(layer.weights.values.len());
        LayerSize {
            weights: storage.code_bits.div_ceil(8),
            extra: storage.extra_bytes
                + layer.quantizers.activations.stored_bytes()
                + 4 * u64::from(layer.has_alpha()),
            biases: 4 * layer.bias.values.len() as u64,
        }
    }
}
