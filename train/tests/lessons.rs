//! What the lesson invites people to try does happen.

mod arms;
mod common;

use std::sync::Arc;

use arms::for_digits;
use common::{Fallible, Outcome, pictures};
use quantscope_train::quantizer::Start;
use quantscope_train::{Activation, Arm, Experiment, Optimizer, Settings, Training};

const STEPS: u64 = 3000;

/// Held-out accuracy of the three arms, in per cent.
fn accuracies(settings: &Settings) -> Fallible<[f64; 3]> {
    let settings = Settings {
        warmup: 1500,
        ..settings.clone()
    };
    let mut experiment = Experiment::new(&settings, pictures()?)?;
    experiment.steps(STEPS)?;
    experiment.requantize()?;
    let mut found = [0.0; 3];
    for (found, arm) in found.iter_mut().zip(Arm::ALL) {
        *found = 100.0
            * experiment
                .arm(arm)
                .evaluate()
                .accuracy
                .ok_or("no accuracy")?;
    }
    println!("{}: {found:.1?}", settings.quantization.all.weights);
    Ok(found)
}

#[test]
fn eight_bits_cost_nothing() -> Outcome {
    let [full, post, aware] = accuracies(&for_digits("affine", "affine", 8))?;
    assert!(full >= 97.0 && post > full - 1.0 && aware > full - 1.0);
    Ok(())
}

#[test]
fn two_bits_break_post_training_quantization_and_training_saves_it() -> Outcome {
    let [full, post, aware] = accuracies(&for_digits("lsq", "lsq", 2))?;
    assert!(
        post < full - 5.0 && aware > full - 3.0,
        "{full}, {post}, {aware}"
    );
    Ok(())
}

#[test]
fn one_bit_needs_training_too() -> Outcome {
    for gradient in ["paper", "exact", "reference_code"] {
        let mut settings = for_digits("bwn", "none", 1);
        settings.quantization.binary_gradient = gradient.into();
        let [_, post, aware] = accuracies(&settings)?;
        assert!(
            aware > 90.0 && aware > post + 10.0,
            "{gradient}: {post}, {aware}"
        );
    }
    Ok(())
}

#[test]
fn a_format_with_a_bad_scale_is_worse() -> Outcome {
    let mut post = Vec::new();
    for factor in [1.0, 0.05, 20.0] {
        let mut settings = for_digits("float4_e2m1fn", "float4_e2m1fn", 4);
        settings.quantization.all.scale_factor = factor;
        post.push(accuracies(&settings)?[1]);
    }
    assert!(
        post[0] > 94.0 && post[1] < post[0] - 10.0 && post[2] < post[0] - 10.0,
        "{post:?}"
    );
    Ok(())
}

#[test]
fn alpha_settles() -> Outcome {
    let mut settings = for_digits("none", "pact", 4);
    settings.activation = Activation::Pact;
    settings.quantization.pact_penalty = 0.01;
    let mut training = Training::new(&settings, pictures()?)?;
    let alpha = |training: &mut Training| training.report()[0].trained[0].1;
    // In full precision it starts where it clips nothing, and is drawn down.
    assert_eq!(alpha(&mut training), 10.0);
    training.steps(2000);
    let full = alpha(&mut training);
    assert!((0.3..9.0).contains(&full), "{full}");
    training.quantize(Start::Training)?;
    let begun = alpha(&mut training);
    assert!(
        begun <= full,
        "nothing lies above the clip: {begun}, {full}"
    );
    training.steps(3000);
    let settled = alpha(&mut training);
    training.steps(1000);
    let later = alpha(&mut training);
    assert!(
        (later - settled).abs() < 0.2 * settled,
        "{settled} to {later}"
    );
    assert!(training.evaluate().accuracy > Some(0.95));
    Ok(())
}

#[test]
fn each_layer_gets_bits_of_its_own() -> Outcome {
    let data = pictures()?;
    let mut of = Vec::new();
    for penalty in [0.0, 5.0, 100.0] {
        let mut settings = for_digits("diffq", "none", 8);
        settings.quantization.diffq_penalty = penalty;
        let mut training = Training::new(&settings, Arc::clone(&data))?;
        training.quantize(Start::Training)?;
        training.steps(STEPS);
        let bits: Vec<f64> = training
            .report()
            .iter()
            .map(|layer| layer.weight_bits)
            .collect();
        println!(
            "lambda {penalty}: {bits:.2?}, {:?}",
            training.evaluate().accuracy
        );
        of.push((bits, training.size(), training.evaluate().accuracy));
    }
    // A dearer MB means fewer bits.
    assert!(of[0].1 >= of[1].1 && of[1].1 > of[2].1, "{of:?}");
    let (bits, _, accuracy) = &of[1];
    assert!(
        (bits[0] - bits[1]).abs() > 0.3 && *accuracy > Some(0.95),
        "{bits:?}"
    );
    Ok(())
}

#[test]
fn a_large_rate_makes_codes_swing() -> Outcome {
    // How many codes change in a step, late in training, at two learning rates.
    let data = pictures()?;
    let mut swings = Vec::new();
    for rate in [0.001, 0.1] {
        let mut settings = for_digits("lsq", "none", 3);
        settings.optimizer = Optimizer::Sgd;
        settings.rate = rate;
        let mut training = Training::new(&settings, Arc::clone(&data))?;
        training.quantize(Start::Training)?;
        training.steps(1000);
        let mut changed = 0;
        for _ in 0..50 {
            let before = training.report();
            training.step();
            let after = training.report();
            let pairs = before
                .iter()
                .zip(&after)
                .flat_map(|(b, a)| b.codes.iter().zip(&a.codes));
            changed += pairs.filter(|(before, after)| before != after).count();
        }
        swings.push(changed);
    }
    assert!(swings[1] > 3 * swings[0], "{swings:?}");
    Ok(())
}

#[test]
fn the_convolution_learns_the_digits() -> Outcome {
    let settings = Settings {
        filters: 8,
        ..for_digits("lsq", "lsq", 4)
    };
    let [full, _, aware] = accuracies(&settings)?;
    assert!(full > 96.0 && aware > 95.0, "{full}, {aware}");
    Ok(())
}
