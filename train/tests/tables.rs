//! Every entry of every table, for a few steps and for wild ones.

mod arms;
mod common;
mod planes;

use std::collections::HashSet;
use std::sync::Arc;

use arms::for_digits;
use common::{Outcome, pictures};
use planes::task;
use quantscope_quant::Format;
use quantscope_train::quantizer::{ACTIVATION_QUANTIZERS, Bits, Start, WEIGHT_QUANTIZERS};
use quantscope_train::task::TASKS;
use quantscope_train::{Activation, LayerReport, Optimizer, Settings, Training};

/// The mean loss of the steps from one to another.
fn mean_loss(training: &mut Training, steps: u32) -> f64 {
    let mut sum = 0.0;
    for _ in 0..steps {
        training.step();
        sum += training.loss();
    }
    sum / f64::from(steps)
}

#[test]
fn ids_are_unique_and_every_format_with_a_sign_is_there() {
    let weights: HashSet<&str> = WEIGHT_QUANTIZERS.iter().map(|m| m.id).collect();
    let activations: HashSet<&str> = ACTIVATION_QUANTIZERS.iter().map(|m| m.id).collect();
    assert_eq!(weights.len(), WEIGHT_QUANTIZERS.len());
    assert_eq!(activations.len(), ACTIVATION_QUANTIZERS.len());
    for format in quantscope_quant::FORMATS.iter().filter(|f| f.signed) {
        assert!(weights.contains(format.id) && activations.contains(format.id));
    }
}

/// That codes, scales and zero points give the values.
fn rebuild(id: &str, layer: &LayerReport) {
    let per_scale = layer.weights.len() / layer.grid.scales.len().max(1);
    for (index, (code, value)) in layer.codes.iter().zip(&layer.quantized).enumerate() {
        let scale = layer.grid.scales[index / per_scale];
        let zero = layer
            .grid
            .zero_points
            .get(index / per_scale)
            .copied()
            .unwrap_or(0.0);
        let steps = match Format::by_id(id) {
            Some(format) => format.decode(*code as u32),
            None if id == "bwn" => (2 * code - 1) as f32,
            None => *code as f32 - zero,
        };
        // DiffQ's zero point is rounded to f32 here, and taken in f64 there.
        let near = (scale * steps - value).abs() <= 1e-5 * value.abs().max(scale);
        assert!(near, "{id}: {code} is {value}, not {}", scale * steps);
    }
}

#[test]
fn every_weight_quantizer_trains() -> Outcome {
    let data = pictures()?;
    for method in &WEIGHT_QUANTIZERS {
        for bits in if method.bits == Bits::Chosen {
            1..=8
        } else {
            8..=8
        } {
            // One bit of LSQ has the codes -1 and 0: no weight is above zero, and from a random
            // start no signal comes through the ReLUs.
            let hopeless = method.id == "lsq" && bits == 1;
            for per_channel in [true, false] {
                let mut settings = for_digits(method.id, "none", bits);
                settings.quantization.all.per_channel = per_channel;
                let mut training = Training::new(&settings, Arc::clone(&data))?;
                training.quantize(Start::Training)?;
                let first = mean_loss(&mut training, 20);
                training.steps(200);
                let last = mean_loss(&mut training, 20);
                let name = format!("{} with {bits} bits", method.id);
                assert!(last.is_finite(), "{name}: {last}");
                assert!(last < 0.7 * first || hopeless, "{name}: {first} to {last}");
                let report = training.report();
                for layer in &report {
                    assert_eq!(layer.codes.is_empty(), method.id == "none");
                    let codes: HashSet<i32> = layer.codes.iter().copied().collect();
                    assert!(
                        codes.len() as f64 <= layer.weight_bits.round().exp2(),
                        "{name}"
                    );
                    rebuild(method.id, layer);
                }
            }
        }
    }
    Ok(())
}

#[test]
fn every_activation_quantizer_trains() -> Outcome {
    let data = pictures()?;
    for method in &ACTIVATION_QUANTIZERS {
        for bits in if method.bits == Bits::Chosen {
            1..=8
        } else {
            8..=8
        } {
            for activation in Activation::HIDDEN {
                let mut settings = for_digits("none", method.id, bits);
                settings.activation = activation;
                let name = format!("{} with {bits} bits after {activation:?}", method.id);
                if method.clips_negatives && activation == Activation::Tanh {
                    assert!(settings.check().is_err(), "{name}");
                    continue;
                }
                let mut training = Training::new(&settings, Arc::clone(&data))?;
                training.quantize(Start::Training)?;
                let first = mean_loss(&mut training, 20);
                training.steps(200);
                let last = mean_loss(&mut training, 20);
                assert!(
                    last.is_finite() && last < 0.7 * first,
                    "{name}: {first} to {last}"
                );
            }
        }
    }
    Ok(())
}

#[test]
fn every_task_is_learned() -> Outcome {
    for entry in TASKS {
        for optimizer in Optimizer::ALL {
            let settings = Settings {
                hidden: vec![16, 16],
                optimizer,
                rate: if optimizer == Optimizer::Sgd {
                    0.02
                } else {
                    0.01
                },
                ..Settings::default()
            };
            let mut training = Training::new(&settings, task(entry.id)?)?;
            training.steps(6000);
            let found = training.evaluate();
            let name = format!("{}, {}: {found:?}", entry.id, optimizer.id());
            match found.accuracy {
                Some(accuracy) => assert!(accuracy > 0.85, "{name}"),
                // The noise, 0.05, leaves half its square.
                None => assert!(found.loss < 0.003, "{name}"),
            }
        }
    }
    Ok(())
}

#[test]
fn diverging_ends_in_a_loss_that_is_not_finite_and_in_no_panic() -> Outcome {
    let data = pictures()?;
    for weights in &WEIGHT_QUANTIZERS {
        for activations in &ACTIVATION_QUANTIZERS {
            let mut settings = for_digits(weights.id, activations.id, 2);
            settings.optimizer = Optimizer::Sgd;
            settings.rate = 10.0;
            settings.momentum = 0.99;
            let mut training = Training::new(&settings, Arc::clone(&data))?;
            training.quantize(Start::Training)?;
            training.steps(12);
            let _ = training.evaluate();
            let _ = training.report();
            let _ = training.size();
            training.quantize(Start::PostTraining)?;
            training.step();
        }
    }
    let mut plain = for_digits("none", "none", 8);
    plain.optimizer = Optimizer::Sgd;
    plain.rate = 10.0;
    plain.momentum = 0.99;
    plain.activation = Activation::Relu;
    let mut training = Training::new(&plain, data)?;
    training.steps(2000);
    let found = training.evaluate();
    assert!(!found.loss.is_finite() || found.loss > 1.0, "{found:?}");
    Ok(())
}

#[test]
fn a_weight_that_is_not_a_number_shows_as_a_loss_that_is_none() -> Outcome {
    let data = task("circles")?;
    for method in &WEIGHT_QUANTIZERS {
        let mut settings = for_digits(method.id, "none", 4);
        settings.optimizer = Optimizer::Sgd;
        settings.rate = 10.0;
        let mut training = Training::new(&settings, Arc::clone(&data))?;
        training.quantize(Start::Training)?;
        // The largest weights that may be set: their products overflow.
        for index in 0..64 {
            training.set_weight(0, index, f32::MAX)?;
        }
        training.steps(10);
        let found = training.evaluate();
        assert_eq!(found.confusion.iter().sum::<u32>(), 512);
    }
    Ok(())
}
