//! Times training steps, unquantized and quantized.
//!
//! `cargo run --profile native -p quantscope-train --example speed`

use std::sync::Arc;
use std::time::Instant;

use quantscope_train::quantizer::Start;
use quantscope_train::task::{Data, Task, digits};
use quantscope_train::{
    Activation, LayerQuantization, Optimizer, Quantization, Settings, Training,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Seconds that each figure is measured for.
const SECONDS: f64 = 0.5;

/// Methods of weights and activations, and bits.
const METHODS: &[(&str, &str, u32)] = &[
    ("none", "none", 8),
    ("affine", "affine", 8),
    ("float8_e4m3fn", "float8_e4m3fn", 8),
    ("lsq", "lsq", 2),
    ("lsq", "pact", 2),
    ("diffq", "none", 8),
    ("bwn", "none", 1),
    ("bwn", "sign", 1),
];

/// The most steps a second of several rounds.
fn speed(settings: &Settings, data: &Arc<Data>) -> Result<f64, Box<dyn std::error::Error>> {
    let mut training = Training::new(settings, Arc::clone(data))?;
    training.quantize(Start::Training)?;
    training.steps(200);
    let mut best = 0.0_f64;
    let begun = Instant::now();
    while begun.elapsed().as_secs_f64() < SECONDS {
        let start = Instant::now();
        training.steps(500);
        best = best.max(500.0 / start.elapsed().as_secs_f64());
    }
    Ok(best)
}

fn main() -> Outcome {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../page/data/digits.bin");
    let pictures = Arc::new(digits::parse(&std::fs::read(folder)?)?);
    let circles = Arc::new(Task::by_id("circles").ok_or("no circles")?.data(0.1, 0));
    let playground = Settings {
        hidden: vec![8, 8],
        activation: Activation::Tanh,
        optimizer: Optimizer::Sgd,
        momentum: 0.0,
        rate: 0.03,
        batch: 10,
        ..Settings::default()
    };
    let digits = Settings {
        hidden: vec![32],
        batch: 32,
        rate: 0.003,
        ..Settings::default()
    };
    let convolution = Settings {
        filters: 8,
        ..digits.clone()
    };
    println!("Steps a second, the best of rounds of 500.\n");
    println!(
        "| weights | activations | bits | 2-8-8-2 tanh, batch 10, SGD | 64-32-10 ReLU, batch 32, Adam | 8 filters before it |"
    );
    println!("|---|---|---|---|---|---|");
    for (weights, activations, bits) in METHODS {
        let quantization = Quantization::all(LayerQuantization::of(weights, activations, *bits));
        let mut row = format!("| {weights} | {activations} | {bits} |");
        for (settings, data) in [
            (&playground, &circles),
            (&digits, &pictures),
            (&convolution, &pictures),
        ] {
            let settings = Settings {
                quantization: quantization.clone(),
                ..settings.clone()
            };
            // PACT refuses tanh.
            row += &match settings.check() {
                Ok(()) => format!(" {:.0} |", speed(&settings, data)?),
                Err(_) => " - |".into(),
            };
        }
        println!("{row}");
    }
    Ok(())
}
