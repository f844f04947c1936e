//! A race of matrix products on the machine that shows the page: plain loops in two orders, tiles in
//! registers, and XNOR with popcount.
//!
//! All take f32 matrices and give f32 results. The time of XNOR includes taking the signs and packing
//! them.

use serde::{Deserialize, Serialize};

use crate::lesson::encode;
use crate::lesson::job::Job;
use crate::quant::binary::{BinaryError, matmul, naive_matmul, row_order_matmul, xnor_matmul};
use crate::quant::random_bits;

/// The rows and columns of the matrices.
pub const SIZES: [usize; 5] = [64, 128, 256, 512, 1024];

/// How often each product is timed; the median counts.
pub const ROUNDS: usize = 5;

/// What is timed lasts at least so many milliseconds, for a browser's clock is coarse.
const LEAST: f64 = 4.0;

/// Plain loops are stopped after so many products, to look up.
const PIECE: usize = 1 << 23;

type Product = fn(&[f32], &[f32], usize, usize, usize) -> Result<Vec<f32>, BinaryError>;

/// Who races.
#[derive(Clone, Copy, Debug)]
pub struct Racer {
    pub label: &'static str,
    product: Product,
    /// The largest matrices that it is made to wait for.
    largest: usize,
    /// Whether it is so slow that it does a few rows at a time.
    in_pieces: bool,
}

/// All of them, the slowest first.
pub const RACERS: [Racer; 4] = [
    Racer {
        label: "loops by definition",
        product: naive_matmul,
        largest: 512,
        in_pieces: true,
    },
    Racer {
        label: "loops along rows",
        product: row_order_matmul,
        largest: 1024,
        in_pieces: true,
    },
    Racer {
        label: "tiles",
        product: matmul,
        largest: 1024,
        in_pieces: false,
    },
    Racer {
        label: "XNOR",
        product: xnor_matmul,
        largest: 1024,
        in_pieces: false,
    },
];

/// The place of XNOR among them.
pub const XNOR: usize = RACERS.len() - 1;

/// The times so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RaceReport {
    /// For each size that has begun, and each of [`RACERS`], the milliseconds of each round.
    pub times: Vec<[Vec<f64>; RACERS.len()]>,
    /// How far it has come, 0 to 1, by the work and not by the time.
    pub done: f64,
}

impl RaceReport {
    /// The median time of a racer at a size in milliseconds, if it has run.
    pub fn median(&self, size: usize, racer: usize) -> Option<f64> {
        let times = &self.times.get(size)?[racer];
        let mut sorted = times.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        if sorted.len() % 2 == 1 {
            sorted.get(middle).copied()
        } else {
            Some((sorted.get(middle.checked_sub(1)?)? + sorted.get(middle)?) / 2.0)
        }
    }

    /// How many times as fast as a racer XNOR is; none where a clock has stood still.
    pub fn ratio(&self, size: usize, racer: usize) -> Option<f64> {
        let ratio = self.median(size, racer)? / self.median(size, XNOR)?;
        ratio.is_finite().then_some(ratio)
    }
}

/// The race itself.
#[derive(Debug, Default)]
pub struct Race {
    report: RaceReport,
    size: usize,
    round: usize,
    racer: usize,
    a: Vec<f32>,
    b: Vec<f32>,
    /// The next row of one that works in pieces, and the time that it has taken.
    row: usize,
    elapsed: f64,
}

impl Race {
    /// A race that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    fn prepare(&mut self) {
        let size = SIZES[self.size];
        let numbers = |seed| -> Vec<f32> {
            (0..size * size)
                .map(|index| random_bits(seed, index as u64) as i32 as f32 / 2_147_483_648.0)
                .collect()
        };
        (self.a, self.b) = (numbers(1), numbers(2));
        self.report.times.push(Default::default());
    }

    /// Times the racer, or a part of it; the milliseconds of a whole product once it is done.
    fn run(&mut self, clock: fn() -> f64) -> Option<f64> {
        let size = SIZES[self.size];
        let Racer {
            product, in_pieces, ..
        } = RACERS[self.racer];
        let rows = (PIECE / (size * size)).max(1);
        let start = clock();
        if in_pieces && rows < size {
            let end = (self.row + rows).min(size);
            let part = &self.a[self.row * size..end * size];
            let _ = std::hint::black_box(product(part, &self.b, end - self.row, size, size));
            self.elapsed += clock() - start;
            self.row = end;
            return (end == size).then(|| {
                self.row = 0;
                std::mem::take(&mut self.elapsed)
            });
        }
        let mut products = 0.0;
        loop {
            let _ = std::hint::black_box(product(&self.a, &self.b, size, size, size));
            products += 1.0;
            let elapsed = clock() - start;
            // A clock that stands still is of no use, and no reason to run for ever.
            if elapsed >= LEAST || products >= 1000.0 {
                return Some(elapsed / products);
            }
        }
    }

    /// The share of the work that is behind, from 0 to 1, never less than before: a size costs eight
    /// times as much as the one before it, and each racer as much as another.
    fn done(&self) -> f64 {
        let Some(&size) = SIZES.get(self.size) else {
            return 1.0;
        };
        let work = |size: &usize| (*size as f64).powi(3);
        let all: f64 = SIZES.iter().map(work).sum();
        let behind: f64 = SIZES[..self.size].iter().map(work).sum();
        let products = self.racer as f64 + self.row as f64 / size as f64;
        let rounds = self.round as f64 + products / RACERS.len() as f64;
        (behind + work(&size) * rounds / ROUNDS as f64) / all
    }
}

impl Job for Race {
    fn advance(&mut self, clock: fn() -> f64) -> Option<Vec<u8>> {
        if self.size == SIZES.len() {
            return None;
        }
        if self.report.times.len() == self.size {
            self.prepare();
        }
        let skipped = SIZES[self.size] > RACERS[self.racer].largest;
        let time = if skipped { None } else { self.run(clock) };
        if let Some(time) = time {
            self.report.times[self.size][self.racer].push(time);
        }
        if skipped || time.is_some() {
            self.racer += 1;
            if self.racer == RACERS.len() {
                self.racer = 0;
                self.round += 1;
            }
            if self.round == ROUNDS {
                self.round = 0;
                self.size += 1;
            }
        }
        self.report.done = self.done();
        Some(encode(&self.report))
    }
}
