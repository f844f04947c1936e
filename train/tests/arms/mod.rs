//! Settings of tests.

use quantscope_train::{LayerQuantization, Quantization, Settings};

/// The network for the digits, with quantizers by id in all layers.
pub fn for_digits(weights: &str, activations: &str, bits: u32) -> Settings {
    Settings {
        hidden: vec![32],
        batch: 32,
        rate: 0.003,
        quantization: Quantization::all(LayerQuantization::of(weights, activations, bits)),
        ..Settings::default()
    }
}
