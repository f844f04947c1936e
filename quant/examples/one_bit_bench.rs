//! Times the product of two matrices: in f32, in f32 without any care, and of the signs.
//!
//! `cargo run --profile native -p quantscope-quant --example one_bit_bench`

use std::hint::black_box;
use std::time::Instant;

use quantscope_quant::binary::{matmul, xnor_matmul};
use quantscope_quant::random_bits;

const SIZE: usize = 512;
const ROUNDS: usize = 21;

/// Three loops, with the innermost along the depth.
fn naive(a: &[f32], b: &[f32], m: usize, n: usize, k: usize) -> Vec<f32> {
    let mut result = vec![0.0; m * n];
    for row in 0..m {
        for column in 0..n {
            let mut sum = 0.0;
            for p in 0..k {
                sum += a[row * k + p] * b[p * n + column];
            }
            result[row * n + column] = sum;
        }
    }
    result
}

/// Median and least time in seconds.
fn times(mut work: impl FnMut() -> Option<Vec<f32>>) -> (f64, f64) {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[ROUNDS / 2], times[0])
}

fn main() {
    let number = |i| random_bits(1, i as u64) as f32 / 2_147_483_648.0 - 1.0;
    let a: Vec<f32> = (0..SIZE * SIZE).map(number).collect();
    let b: Vec<f32> = (SIZE * SIZE..2 * SIZE * SIZE).map(number).collect();
    println!("| {SIZE} x {SIZE} x {SIZE} | median ms | least ms | GFLOP/s of the median |");
    println!("|---|---|---|---|");
    let (m, n, k) = black_box((SIZE, SIZE, SIZE));
    for (name, (median, least)) in [
        ("f32", times(|| matmul(&a, &b, m, n, k).ok())),
        ("f32, naive", times(|| Some(naive(&a, &b, m, n, k)))),
        ("xnor", times(|| xnor_matmul(&a, &b, m, n, k).ok())),
    ] {
        let operations = 2.0 * (SIZE * SIZE * SIZE) as f64;
        println!(
            "| {name} | {:.2} | {:.2} | {:.1} |",
            median * 1e3,
            least * 1e3,
            operations / median * 1e-9
        );
    }
}
