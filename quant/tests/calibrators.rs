//! Calibrators against onnxruntime, numpy and the papers' iterations, and what holds of each.

use quantscope_quant::calibrate::CalibrationOptions;
use quantscope_quant::random_bits;

#[path = "calibrators/bounds.rs"]
mod bounds;
#[path = "common/mod.rs"]
mod common;
#[path = "calibrators/golden.rs"]
mod golden;
#[path = "calibrators/losses.rs"]
mod losses;
#[path = "calibrators/models.rs"]
mod models;

/// Signed codes.
fn signed(bits: u32) -> CalibrationOptions {
    CalibrationOptions {
        bits,
        signed: true,
        ..CalibrationOptions::default()
    }
}

fn uniform(seed: u64, index: u64) -> f64 {
    (f64::from(random_bits(seed, index)) + 0.5) / 4_294_967_296.0
}

/// Laplace numbers with b = 1.
fn laplace(count: u64) -> Vec<f32> {
    (0..count)
        .map(|i| {
            let magnitude = -uniform(11, i).ln();
            (if random_bits(12, i) & 1 == 0 {
                magnitude
            } else {
                -magnitude
            }) as f32
        })
        .collect()
}

/// Standard normal numbers by Box and Muller.
fn normal(count: u64) -> Vec<f32> {
    (0..count)
        .map(|i| {
            let radius = (-2.0 * uniform(13, i).ln()).sqrt();
            (radius * (std::f64::consts::TAU * uniform(14, i)).cos()) as f32
        })
        .collect()
}
