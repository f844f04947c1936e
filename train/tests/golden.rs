//! Against PyTorch: gradients, optimizers, and steps of quantization-aware training.
//!
//! `tests/golden/train.json` was written once by `make_golden.py` beside it. Networks without
//! quantizers were trained there in float64, so that what differs is this crate's float32; those
//! with quantizers in float32, so that both sides round alike.

use std::sync::Arc;

use quantscope_train::quantizer::Start;
use quantscope_train::task::{Data, Examples, Goal};
use quantscope_train::{
    Activation, LayerQuantization, Optimizer, Quantization, Settings, Training,
};
use serde_json::Value;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The largest difference allowed, relative to the largest number of the tensor: 20 steps of sums
/// in float32 (a unit in the last place is 6e-8 of the number) stay far below it, and a wrong rule
/// far above.
const TOLERANCE: f64 = 1e-5;

fn numbers(value: &Value) -> Fallible<Vec<f64>> {
    let list = value
        .as_array()
        .ok_or_else(|| format!("no list: {value}"))?;
    let number = |x: &Value| x.as_f64().ok_or_else(|| format!("no number: {x}").into());
    list.iter().map(number).collect()
}

fn singles(value: &Value) -> Fallible<Vec<f32>> {
    Ok(numbers(value)?.into_iter().map(|x| x as f32).collect())
}

/// The largest difference, relative to the largest expected magnitude.
fn deviation(found: &[f32], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    let most = expected.iter().fold(1e-30_f64, |most, x| most.max(x.abs()));
    let pairs = found.iter().zip(expected);
    pairs.fold(0.0, |worst, (found, expected)| {
        worst.max((f64::from(*found) - expected).abs() / most)
    })
}

fn settings(case: &Value, sizes: &[usize], examples: usize) -> Fallible<Settings> {
    let text = |key: &str| case[key].as_str();
    let mut quantization = Quantization::all(LayerQuantization::none());
    if let (Some(weights), Some(activations)) = (text("weights"), text("activations")) {
        let bits = case["bits"].as_u64().ok_or("no bits")? as u32;
        quantization.all = LayerQuantization::of(weights, activations, bits);
        quantization.all.per_channel = case["per_channel"].as_bool().ok_or("no per_channel")?;
    }
    quantization.pact_penalty = case["penalty"].as_f64().unwrap_or_default();
    if let Some(gradient) = text("gradient") {
        quantization.binary_gradient = gradient.into();
    }
    Ok(Settings {
        hidden: sizes[1..sizes.len() - 1].to_vec(),
        activation: Activation::by_id(text("activation").ok_or("no activation")?)
            .ok_or("no such activation")?,
        optimizer: Optimizer::by_id(text("optimizer").ok_or("no optimizer")?)
            .ok_or("no such optimizer")?,
        rate: case["rate"].as_f64().ok_or("no rate")? as f32,
        momentum: case["momentum"].as_f64().ok_or("no momentum")? as f32,
        batch: examples,
        quantization,
        ..Settings::default()
    })
}

fn training(case: &Value) -> Fallible<Training> {
    let sizes: Vec<usize> = numbers(&case["sizes"])?
        .into_iter()
        .map(|n| n as usize)
        .collect();
    let examples = Examples {
        inputs: singles(&case["x"])?,
        targets: singles(&case["target"])?,
    };
    let goal = match case["classes"].as_u64().ok_or("no classes")? {
        0 => Goal::Number,
        classes => Goal::Classes(classes as usize),
    };
    let settings = settings(case, &sizes, examples.len())?;
    let data = Data::new(sizes[0], goal, examples.clone(), examples)?;
    let mut training = Training::new(&settings, Arc::new(data))?;
    for (layer, first) in case["first"]
        .as_array()
        .ok_or("no layers")?
        .iter()
        .enumerate()
    {
        training.set_layer(layer, &singles(&first[0])?, &singles(&first[1])?)?;
    }
    training.quantize(Start::Training)?;
    Ok(training)
}

#[test]
fn networks_are_trained_as_by_pytorch() -> Fallible<()> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/train.json");
    let golden: Value = serde_json::from_slice(&std::fs::read(file)?)?;
    for case in golden["cases"].as_array().ok_or("no cases")? {
        let mut training = training(case)?;
        let mut of_losses = 0.0_f64;
        for expected in numbers(&case["losses"])? {
            training.step();
            of_losses = of_losses.max((training.loss() - expected).abs() / expected);
        }
        let report = training.report();
        let trained: Vec<f32> = report
            .iter()
            .flat_map(|l| &l.trained)
            .map(|t| t.1)
            .collect();
        let of_trained = deviation(&trained, &numbers(&case["trained"])?);
        let (mut of_gradients, mut of_weights) = (0.0_f64, 0.0_f64);
        for (index, (layer, found)) in training.network().layers().iter().zip(&report).enumerate() {
            let gradients = &case["gradients"][index];
            let parameters = [&layer.weights, &layer.bias];
            for (place, parameter) in parameters.into_iter().enumerate() {
                let found = deviation(&parameter.gradient, &numbers(&gradients[place])?);
                of_gradients = of_gradients.max(found);
            }
            let last = &case["last"][index];
            of_weights = of_weights.max(deviation(&found.weights, &numbers(&last[0])?));
            of_weights = of_weights.max(deviation(&found.biases, &numbers(&last[1])?));
        }
        let name = &case["name"];
        println!(
            "{name}: losses {of_losses:.1e}, gradients {of_gradients:.1e}, weights \
             {of_weights:.1e}, trained {of_trained:.1e}"
        );
        for found in [of_losses, of_gradients, of_weights, of_trained] {
            assert!(found <= TOLERANCE, "{name}: {found}");
        }
    }
    Ok(())
}
