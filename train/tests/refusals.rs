//! What is refused, and with which words.

mod common;
mod planes;

use std::sync::Arc;

use common::{Outcome, pictures};
use planes::task;
use quantscope_train::quantizer::Start;
use quantscope_train::task::{Data, Examples, Goal, TASKS, digits};
use quantscope_train::{Activation, Settings, TrainError, Training};

/// A change to the settings, and how the refusal begins.
type Refusal = (fn(&mut Settings), &'static str);

const REFUSALS: &[Refusal] = &[
    (
        |s| s.hidden = vec![8; 7],
        "hidden must be at most 6 layers, not 7",
    ),
    (
        |s| s.hidden = vec![8, 0],
        "neurons must be from 1 to 256, not 0",
    ),
    (
        |s| s.hidden = vec![usize::MAX],
        "neurons must be from 1 to 256",
    ),
    (|s| s.filters = 33, "filters must be from 0 to 32, not 33"),
    (
        |s| s.filters = 4,
        "filters must be 0 for data that are no pictures of side 4 to 16, not 4",
    ),
    (|s| s.batch = 0, "batch must be from 1 to 512, not 0"),
    (|s| s.batch = usize::MAX, "batch must be from 1 to 512"),
    (
        |s| s.activation = Activation::Identity,
        "activation must be relu, tanh or pact",
    ),
    (
        |s| s.rate = 0.0,
        "rate must be above 0 and at most 10, not 0",
    ),
    (
        |s| s.rate = f32::NAN,
        "rate must be above 0 and at most 10, not NaN",
    ),
    (
        |s| s.rate = f32::INFINITY,
        "rate must be above 0 and at most 10, not inf",
    ),
    (
        |s| s.momentum = 1.0,
        "momentum must be from 0 to below 1, not 1",
    ),
    (
        |s| s.momentum = f32::NAN,
        "momentum must be from 0 to below 1, not NaN",
    ),
    (
        |s| s.quantization.all.weights = "int9".into(),
        "weights must be the id of a weight quantizer, not int9",
    ),
    (
        |s| s.quantization.all.activations = "bwn".into(),
        "activations must be the id of an activation quantizer, not bwn",
    ),
    (
        |s| s.quantization.all.weight_bits = 0,
        "weight_bits must be from 1 to 8, not 0",
    ),
    (
        |s| s.quantization.all.activation_bits = 9,
        "activation_bits must be from 1 to 8, not 9",
    ),
    (
        |s| s.quantization.all.scale_factor = 0.0,
        "scale_factor must be from 0.000001 to 1000000, not 0",
    ),
    (
        |s| s.quantization.all.scale_factor = f32::NAN,
        "scale_factor must be",
    ),
    (
        |s| s.quantization.pact_penalty = -1.0,
        "pact_penalty must be from 0 to 1000000, not -1",
    ),
    (
        |s| s.quantization.diffq_penalty = f64::NAN,
        "diffq_penalty must be",
    ),
    (
        |s| s.quantization.rate_factor = -1.0,
        "rate_factor must be from 0 to 100, not -1",
    ),
    (
        |s| s.quantization.binary_gradient = "guess".into(),
        "binary_gradient must be one of paper, exact, reference_code, not guess",
    ),
    (
        |s| s.quantization.pact_gradient = String::new(),
        "pact_gradient must be one of paper, scale",
    ),
    (
        |s| {
            s.activation = Activation::Tanh;
            s.quantization.all.activations = "pact".into();
        },
        "activations must be a quantizer with negatives for tanh",
    ),
    (
        |s| {
            let mut own = s.quantization.all.clone();
            own.weight_bits = 99;
            s.quantization.layers = vec![(1, own)];
        },
        "weight_bits must be from 1 to 8, not 99",
    ),
    (
        |s| {
            let own = s.quantization.all.clone();
            s.quantization.layers = vec![(0, own); 9];
        },
        "layers must be at most 8, not 9",
    ),
];

#[test]
fn settings_that_are_none_are_refused_with_a_sentence() -> Outcome {
    let data = task("moons")?;
    for (change, words) in REFUSALS {
        let mut settings = Settings::default();
        change(&mut settings);
        let refusal = Training::new(&settings, Arc::clone(&data))
            .map(|_| ())
            .unwrap_err();
        let found = refusal.to_string();
        assert!(found.starts_with(words), "{found}, not {words}");
    }
    Ok(())
}

#[test]
fn settings_at_their_ends_are_taken() -> Outcome {
    let settings = Settings {
        hidden: vec![],
        batch: 512,
        rate: 10.0,
        momentum: 0.0,
        ..Settings::default()
    };
    // A batch larger than the set is the set.
    let few = Examples {
        inputs: vec![0.0, 1.0, 1.0, 0.0],
        targets: vec![0.0, 1.0],
    };
    let data = Arc::new(Data::new(2, Goal::Classes(2), few.clone(), few)?);
    let mut training = Training::new(&settings, data)?;
    training.quantize(Start::Training)?;
    training.steps(3);
    assert_eq!(training.evaluate().confusion.iter().sum::<u32>(), 2);
    Ok(())
}

#[test]
fn weights_by_hand() -> Outcome {
    let mut training = Training::new(&Settings::default(), task("moons")?)?;
    training.quantize(Start::Training)?;
    let refused = [
        training.set_weight(9, 0, 1.0),
        training.set_weight(0, 16, 1.0),
        training.set_weight(0, 0, f32::NAN),
        training.set_layer(0, &[0.0; 3], &[0.0; 8]),
        training.set_layer(7, &[], &[]),
        training.set_layer(0, &[f32::INFINITY; 16], &[0.0; 8]),
    ];
    for refusal in refused {
        assert!(matches!(refusal, Err(TrainError::Weight(_))), "{refusal:?}");
    }
    training.set_weight(0, 3, -1.5)?;
    let layer = &training.report()[0];
    assert_eq!(layer.weights[3], -1.5);
    assert!(layer.quantized[3] < 0.0 && layer.codes[3] < 0);
    Ok(())
}

#[test]
fn bytes_that_are_no_digits_are_refused() -> Outcome {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../page/data/digits.bin");
    let whole = std::fs::read(file)?;
    for length in (0..40).chain([whole.len() / 2, whole.len() - 1]) {
        assert!(digits::parse(&whole[..length]).is_err(), "{length}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(digits::parse(&longer).is_err());
    // Every value of every byte of the header: nothing panics, and what is taken is whole.
    for place in 0..14 {
        for value in 0..=255 {
            let mut other = whole.clone();
            other[place] = value;
            if let Ok(data) = digits::parse(&other) {
                assert_eq!(data.train().len() + data.test().len(), 1797);
            }
        }
    }
    for (place, words) in [
        (14, "a label is 200, but there are 10 classes"),
        (20_000, "a pixel is 200, but the largest is 16"),
    ] {
        let mut other = whole.clone();
        other[place] = 200;
        assert_eq!(digits::parse(&other).unwrap_err().to_string(), words);
    }
    Ok(())
}

#[test]
fn noise_that_is_none_is_taken_to_one_that_is() {
    for task in TASKS {
        for noise in [f32::NAN, f32::INFINITY, -1.0, 1e30] {
            let data = task.data(noise, 3);
            assert!(data.train().inputs.iter().all(|x| x.is_finite()));
        }
    }
}

#[test]
fn a_grid_of_what_has_no_plane_is_empty() -> Outcome {
    let mut training = Training::new(&Settings::default(), pictures()?)?;
    assert!(training.grid(10, 1.0).is_empty());
    let mut training = Training::new(&Settings::default(), task("plane")?)?;
    assert_eq!(training.grid(0, 1.0).len(), 4);
    assert_eq!(training.grid(usize::MAX, 1.0).len(), 512 * 512);
    assert_eq!(training.predict(&[0.5; 7]).len(), 3);
    Ok(())
}
