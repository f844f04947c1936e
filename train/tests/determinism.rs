//! The same settings and steps give the same numbers.

mod arms;
mod common;
mod planes;

use std::sync::Arc;

use arms::for_digits;
use common::{Outcome, pictures};
use planes::task;
use quantscope_train::quantizer::Start;
use quantscope_train::{Arm, Experiment, LayerReport, Settings, Training};

const METHODS: &[(&str, &str)] = &[
    ("none", "none"),
    ("affine", "affine"),
    ("lsq", "pact"),
    ("diffq", "lsq"),
    ("bwn", "sign"),
];

fn bits(report: &[LayerReport]) -> Vec<u32> {
    let weights = report
        .iter()
        .flat_map(|l| l.weights.iter().chain(&l.biases));
    let trained = report.iter().flat_map(|l| l.trained.iter().map(|t| &t.1));
    weights.chain(trained).map(|x| x.to_bits()).collect()
}

#[test]
fn looking_and_stopping_change_nothing() -> Outcome {
    let data = pictures()?;
    for (weights, activations) in METHODS {
        let settings = for_digits(weights, activations, 3);
        let mut through = Training::new(&settings, Arc::clone(&data))?;
        let mut resumed = Training::new(&settings, Arc::clone(&data))?;
        through.quantize(Start::Training)?;
        resumed.quantize(Start::Training)?;
        through.steps(120);
        for part in [1, 49, 70] {
            resumed.steps(part);
            resumed.evaluate();
            resumed.predict(&data.test().inputs[..640]);
            resumed.report();
        }
        assert_eq!(
            bits(&through.report()),
            bits(&resumed.report()),
            "{weights}"
        );
        assert_eq!(through.loss().to_bits(), resumed.loss().to_bits());
        assert_eq!(through.evaluate(), resumed.evaluate());
    }
    Ok(())
}

#[test]
fn seeds_differ() -> Outcome {
    let data = task("moons")?;
    let reports = [0, 1].map(|seed| {
        let settings = Settings {
            seed,
            ..Settings::default()
        };
        Training::new(&settings, Arc::clone(&data)).map(|mut training| training.report())
    });
    let [one, other] = reports;
    assert_ne!(bits(&one?), bits(&other?));
    Ok(())
}

#[test]
fn numbers_are_as_they_were() -> Outcome {
    // Written down once: a change of any sum, order or random number shows here.
    let settings = for_digits("none", "none", 8);
    let mut training = Training::new(&settings, pictures()?)?;
    training.steps(100);
    let sum = bits(&training.report())
        .iter()
        .fold(0_u32, |sum, bits| sum.rotate_left(5) ^ bits);
    assert_eq!(sum, EXPECTED, "{sum:#x}");
    Ok(())
}

/// The weights after a hundred steps, folded into one number.
const EXPECTED: u32 = 0x57df_3e1d;

#[test]
fn the_arms_are_one_until_the_warm_up_is_over() -> Outcome {
    let settings = Settings {
        warmup: 50,
        ..Settings::default()
    };
    let mut experiment = Experiment::new(&settings, task("circles")?)?;
    experiment.steps(49)?;
    assert!(!experiment.arm(Arm::Aware).is_quantized());
    experiment.step()?;
    assert!(experiment.arm(Arm::Aware).is_quantized());
    let full = bits(&experiment.arm(Arm::Full).report());
    let aware = experiment.arm(Arm::Aware).report();
    let weights = |report: &[LayerReport]| -> Vec<Vec<f32>> {
        report.iter().map(|layer| layer.weights.clone()).collect()
    };
    assert_eq!(
        weights(&experiment.arm(Arm::Full).report()),
        weights(&aware)
    );
    experiment.steps(50)?;
    assert_eq!(experiment.step_count(), 100);
    assert_eq!(experiment.arm(Arm::Aware).step_count(), 100);
    assert_ne!(bits(&experiment.arm(Arm::Full).report()), full);
    assert_ne!(
        weights(&experiment.arm(Arm::Full).report()),
        weights(&experiment.arm(Arm::Aware).report())
    );
    // The full-precision arm is that of a training alone.
    let mut alone = Training::new(&settings, task("circles")?)?;
    alone.steps(100);
    assert_eq!(
        bits(&alone.report()),
        bits(&experiment.arm(Arm::Full).report())
    );
    // Post-training quantization has the weights of full precision when it was asked for.
    experiment.requantize()?;
    assert_eq!(
        weights(&experiment.arm(Arm::PostTraining).report()),
        weights(&alone.report())
    );
    Ok(())
}

#[test]
fn without_a_warm_up_it_is_quantized_from_the_first_step() -> Outcome {
    let settings = Settings {
        warmup: 0,
        ..Settings::default()
    };
    let mut experiment = Experiment::new(&settings, task("circles")?)?;
    assert!(experiment.arm(Arm::Aware).is_quantized());
    experiment.steps(10)?;
    let mut alone = Training::new(&settings, task("circles")?)?;
    alone.quantize(Start::Training)?;
    alone.steps(10);
    assert_eq!(
        bits(&alone.report()),
        bits(&experiment.arm(Arm::Aware).report())
    );
    Ok(())
}
