//! Times the passes natively against a copy of the memory.
//!
//! `cargo run --profile native -p quantscope-quant --example native_bench`
//!
//! With the environment variable `LEAST` set it prints the least times instead of the medians, which
//! a busy machine disturbs less.

use std::time::Instant;

use quantscope_quant::{
    Affine, AffineOptions, CodesMut, Format, Outputs, Overflow, PassSettings, Rounding,
    affine_pass, data_range, format_pass, random_bits,
};

/// Standard normal numbers by Box and Muller.
fn normal(count: usize) -> Vec<f32> {
    let uniform = |i: usize| (f64::from(random_bits(1, i as u64)) + 0.5) / 4_294_967_296.0;
    (0..count)
        .map(|i| {
            let radius = (-2.0 * uniform(2 * i).ln()).sqrt();
            (radius * (std::f64::consts::TAU * uniform(2 * i + 1)).cos()) as f32
        })
        .collect()
}

/// Median time in milliseconds.
fn median(rounds: usize, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    if std::env::var_os("LEAST").is_some() {
        times[0]
    } else {
        times[rounds / 2]
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let format = Format::by_id("float8_e4m3fn").ok_or("no E4M3")?;
    println!("| N | pass | median ms | times a copy |");
    println!("|---|---|---|---|");
    for (count, rounds) in [(1 << 20, 101), (1 << 24, 15)] {
        let x = normal(count);
        let mut codes = vec![0u8; count];
        let mut values = vec![0f32; count];
        let copy = median(rounds, || {
            values.copy_from_slice(std::hint::black_box(&x));
            std::hint::black_box(&mut values);
        });
        let range = median(rounds, || {
            std::hint::black_box(data_range(std::hint::black_box(&x)));
        });
        let affine = median(rounds, || {
            let range = data_range(&x);
            let q = Affine::from_range(range.or_zero(), &AffineOptions::ONNX_STATIC);
            let settings = PassSettings {
                range: Some(range),
                ..Default::default()
            };
            let out = Outputs {
                codes: Some(CodesMut::U8(&mut codes)),
                values: Some(&mut values),
            };
            let _ = std::hint::black_box(affine_pass(&x, &q, &settings, out));
        });
        let float = median(rounds, || {
            let settings = PassSettings::default();
            let out = Outputs {
                codes: Some(CodesMut::U8(&mut codes)),
                values: Some(&mut values),
            };
            let pass = format_pass(
                &x,
                format,
                1.0,
                Rounding::NearestEven,
                Overflow::Saturate,
                &settings,
                out,
            );
            let _ = std::hint::black_box(pass);
        });
        for (name, time) in [
            ("copy", copy),
            ("range only", range),
            ("affine uint8, range and all", affine),
            ("E4M3, range and all", float),
        ] {
            println!("| {count} | {name} | {time:.3} | {:.2} |", time / copy);
        }
    }
    Ok(())
}
