//! Held-out accuracy on the digits, for five seeds and a fixed budget, as Markdown.
//!
//! `cargo run --profile native -p quantscope-train --example report`

use std::sync::Arc;

use quantscope_train::task::{Data, digits};
use quantscope_train::{Arm, CALIBRATED, Experiment, LayerQuantization, Quantization, Settings};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Steps of every training, how many of them quantization-aware training makes in full precision,
/// and how many at the end are at a tenth of the learning rate.
const STEPS: u64 = 6000;
const WARMUP: u32 = 3000;
const SLOW: u64 = 1500;
const RATE: f32 = 0.003;
const SEEDS: u32 = 5;

/// Rows: what it is called, the quantizers of weights and activations, their bits.
const ROWS: &[(&str, &str, &str, u32)] = &[
    ("8 bits", "affine", "affine", 8),
    ("8 bits", "lsq", "lsq", 8),
    ("E4M3", "float8_e4m3fn", "float8_e4m3fn", 8),
    ("4 bits", "affine", "affine", 4),
    ("4 bits", "lsq", "lsq", 4),
    ("FP4", "float4_e2m1fn", "float4_e2m1fn", 4),
    ("3 bits", "affine", "affine", 3),
    ("3 bits", "lsq", "lsq", 3),
    ("2 bits", "affine", "affine", 2),
    ("2 bits", "lsq", "affine", 2),
    ("2 bits", "affine", "lsq", 2),
    ("2 bits", "lsq", "pact", 2),
    ("2 bits", "lsq", "lsq", 2),
    ("1 bit", "affine", "affine", 1),
    ("1 bit", "bwn", "lsq", 1),
    ("1 bit", "bwn", "sign", 1),
    ("1 bit, weights only", "bwn", "none", 1),
    ("learned bits, weights only", "diffq", "none", 8),
];

/// Hidden neurons of the second table.
const WIDTHS: &[usize] = &[16, 32, 64, 128, 256];

/// What the arms reach: a list over the seeds each.
#[derive(Default)]
struct Reached {
    arms: [Vec<f64>; 3],
    bytes: [u64; 3],
}

fn reach(settings: &Settings, data: &Arc<Data>) -> Fallible<Reached> {
    let mut reached = Reached::default();
    for seed in 0..SEEDS {
        let settings = Settings {
            seed,
            ..settings.clone()
        };
        let mut experiment = Experiment::new(&settings, Arc::clone(data))?;
        experiment.steps(STEPS - SLOW)?;
        experiment.set_rate(RATE / 10.0)?;
        experiment.steps(SLOW)?;
        experiment.requantize()?;
        for (place, arm) in Arm::ALL.into_iter().enumerate() {
            let training = experiment.arm(arm);
            let accuracy = training.evaluate().accuracy.ok_or("no accuracy")?;
            reached.arms[place].push(accuracy);
            reached.bytes[place] = training.size();
        }
    }
    Ok(reached)
}

/// Mean and range in per cent.
fn percent(of: &[f64]) -> String {
    let mean = 100.0 * of.iter().sum::<f64>() / of.len() as f64;
    let least = 100.0 * of.iter().copied().fold(f64::INFINITY, f64::min);
    let most = 100.0 * of.iter().copied().fold(0.0, f64::max);
    format!("{mean:.1} ({least:.1}..{most:.1})")
}

fn settings(weights: &str, activations: &str, bits: u32, width: usize) -> Settings {
    Settings {
        hidden: vec![width],
        batch: 32,
        rate: RATE,
        warmup: WARMUP,
        quantization: Quantization::all(LayerQuantization::of(weights, activations, bits)),
        ..Settings::default()
    }
}

fn main() -> Fallible<()> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../page/data/digits.bin");
    let data = Arc::new(digits::parse(&std::fs::read(file)?)?);
    println!(
        "Held-out accuracy in per cent on the digits ({} to train on, {} held out), mean and range \
         of {SEEDS} seeds. A 64-32-10 network, ReLU, Adam at {RATE}, batches of 32, {STEPS} steps, \
         the last {SLOW} at a tenth of the rate; quantization-aware training makes the first \
         {WARMUP} in full precision. Both layers are \
         quantized, weights and hidden activations; the pixels, whole numbers from 0 to 16, are \
         not. Scales are per output neuron for affine, formats and BWN, per layer for LSQ.\n",
        data.train().len(),
        data.test().len()
    );
    println!("| | weights | activations | full precision | post-training | aware | bytes |");
    println!("|---|---|---|---|---|---|---|");
    for (name, weights, activations, bits) in ROWS {
        let found = reach(&settings(weights, activations, *bits, 32), &data)?;
        let [full, post, aware] = found.arms.each_ref().map(|arm| percent(arm));
        let [bytes, _, quantized] = found.bytes;
        println!(
            "| {name} | {weights} | {activations} | {full} | {post} | {aware} | {bytes} to {quantized} |"
        );
    }
    println!(
        "\nPost-training quantization takes min-max ranges for affine, the step of least squared \
         error for LSQ and the largest value for PACT, over {CALIBRATED} examples. Where the bits \
         hurt, as the rows that mix the methods show: with 2 bits before training mostly in the \
         weights; after it min-max ranges cost as much in the activations, and a trained step in \
         either place brings about half of it back. With 1 bit the weights cost a point or two and \
         the signs of 32 neurons the rest; more neurons make up for it, still in fewer bytes."
    );
    println!("\nOne bit for weights and activations (BWN, sign) by hidden neurons:\n");
    println!("| hidden neurons | full precision | post-training | aware | bytes |");
    println!("|---|---|---|---|---|");
    for width in WIDTHS {
        let found = reach(&settings("bwn", "sign", 1, *width), &data)?;
        let [full, post, aware] = found.arms.each_ref().map(|arm| percent(arm));
        let [bytes, _, quantized] = found.bytes;
        println!("| {width} | {full} | {post} | {aware} | {bytes} to {quantized} |");
    }
    Ok(())
}
