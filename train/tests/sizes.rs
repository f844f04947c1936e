//! What networks take when stored.

mod arms;
mod common;

use arms::for_digits;
use common::{Outcome, pictures};
use quantscope_train::quantizer::{ACTIVATION_QUANTIZERS, Start, WEIGHT_QUANTIZERS};
use quantscope_train::{Activation, Settings, Training};

/// Weights and biases of 64-32-10.
const WEIGHTS: [u64; 2] = [2048, 320];
const BIASES: u64 = 4 * (32 + 10);

fn size(settings: &Settings) -> Result<u64, Box<dyn std::error::Error>> {
    let mut training = Training::new(settings, pictures()?)?;
    training.quantize(Start::Training)?;
    let layers: u64 = training
        .report()
        .iter()
        .map(|layer| layer.size.total())
        .sum();
    assert_eq!(layers, training.size());
    Ok(layers)
}

#[test]
fn sizes_are_those_of_packed_codes() -> Outcome {
    let all = WEIGHTS[0] + WEIGHTS[1];
    let packed = |bits: u64| (WEIGHTS[0] * bits).div_ceil(8) + (WEIGHTS[1] * bits).div_ceil(8);
    let rows = 32 + 10;
    for (weights, activations, bits, bytes) in [
        ("none", "none", 8, 4 * all),
        // A scale and a zero point of a byte for each row, and for the hidden values.
        ("affine", "affine", 8, packed(8) + 5 * rows + 5),
        ("affine", "none", 3, packed(3) + 5 * rows),
        // With one bit the zero point is a float.
        ("affine", "affine", 1, packed(1) + 8 * rows + 8),
        // A step for each layer's weights, and for the hidden values.
        ("lsq", "lsq", 2, packed(2) + 4 * 3),
        ("none", "pact", 2, 4 * all + 4),
        ("bwn", "sign", 8, packed(1) + 4 * rows),
        (
            "float8_e4m3fn",
            "float8_e4m3fn",
            8,
            packed(8) + 4 * rows + 4,
        ),
        ("float4_e2m1fn", "none", 8, packed(4) + 4 * rows),
        ("float6_e2m3fn", "none", 8, packed(6) + 4 * rows),
        // Range and bits.
        ("diffq", "none", 8, packed(8) + 2 * 9),
    ] {
        let found = size(&for_digits(weights, activations, bits))?;
        assert_eq!(
            found,
            bytes + BIASES,
            "{weights}, {activations}, {bits} bits"
        );
    }
    Ok(())
}

#[test]
fn scales_per_tensor_are_one_a_layer() -> Outcome {
    let mut settings = for_digits("affine", "none", 8);
    settings.quantization.all.per_channel = false;
    assert_eq!(size(&settings)?, 2368 + 5 * 2 + BIASES);
    Ok(())
}

#[test]
fn pact_in_full_precision_stores_its_alpha() -> Outcome {
    let mut settings = for_digits("none", "none", 8);
    settings.activation = Activation::Pact;
    assert_eq!(size(&settings)?, 4 * 2368 + 4 + BIASES);
    settings.quantization.all.activations = "pact".into();
    assert_eq!(size(&settings)?, 4 * 2368 + 4 + BIASES);
    Ok(())
}

#[test]
fn ends_kept_stay_in_full_precision() -> Outcome {
    let mut settings = for_digits("lsq", "lsq", 2);
    settings.hidden = vec![16, 16];
    settings.quantization.keep_ends = true;
    let mut training = Training::new(&settings, pictures()?)?;
    training.quantize(Start::Training)?;
    let report = training.report();
    assert_eq!(
        [0, 1, 2].map(|layer| report[layer].weight_bits),
        [32.0, 2.0, 32.0]
    );
    // The middle layer reads quantized values, the last one does not.
    assert_eq!(
        [0, 1, 2].map(|layer| report[layer].activation_bits),
        [2.0, 32.0, 32.0]
    );
    Ok(())
}

#[test]
fn layers_may_differ() -> Outcome {
    let mut settings = for_digits("lsq", "lsq", 8);
    let mut own = settings.quantization.all.clone();
    own.weights = "bwn".into();
    own.activation_bits = 3;
    settings.quantization.layers = vec![(1, own)];
    let mut training = Training::new(&settings, pictures()?)?;
    training.quantize(Start::Training)?;
    let report = training.report();
    assert_eq!([report[0].weight_bits, report[1].weight_bits], [8.0, 1.0]);
    assert_eq!(report[0].activation_bits, 3.0);
    Ok(())
}

#[test]
fn nothing_that_is_quantized_is_larger_than_full_precision() -> Outcome {
    let full = size(&for_digits("none", "none", 8))?;
    for weights in WEIGHT_QUANTIZERS.iter().filter(|m| m.id != "none") {
        assert!(
            size(&for_digits(weights.id, "none", 8))? < full,
            "{}",
            weights.id
        );
    }
    for activations in &ACTIVATION_QUANTIZERS {
        let found = size(&for_digits("none", activations.id, 8))?;
        assert!(found - full <= 8, "{}", activations.id);
    }
    Ok(())
}
