//! Random numbers that are the same on every machine: PCG32 and the square root, logarithm and
//! cosine of `libm`.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg32;

/// What random numbers are drawn for; each purpose has a stream of its own, so that a change of one
/// leaves the others as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The first weights.
    Weights = 1,
    /// The order of the training examples.
    Order = 2,
    /// The examples of a task.
    Data = 3,
}

/// A seeded stream of random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Source(Pcg32);

impl Source {
    pub fn new(seed: u32, purpose: Purpose) -> Self {
        Source(Pcg32::seed_from_u64(
            u64::from(seed) | (purpose as u64) << 32,
        ))
    }

    /// Uniform in [0, 1), a multiple of 2^-24.
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / 16_777_216.0
    }

    /// Uniform in [low, high).
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.uniform()
    }

    /// Normal with mean 0 and standard deviation 1 (Box, Muller 1958; one of the pair).
    pub fn normal(&mut self) -> f32 {
        // In (0, 1], so that the logarithm is finite.
        let u = 1.0 - f64::from(self.uniform());
        let angle = core::f64::consts::TAU * f64::from(self.uniform());
        ((-2.0 * libm::log(u)).sqrt() * libm::cos(angle)) as f32
    }

    /// Uniform in 0..count, by the upper half of a product; the bias is below count/2^32.
    fn below(&mut self, count: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(count)) >> 32) as u32
    }

    /// Puts the numbers in random order (Fisher, Yates).
    pub fn shuffle(&mut self, numbers: &mut [u32]) {
        for last in (1..numbers.len()).rev() {
            // A set has far fewer than 2^32 examples.
            let other = self.below(last as u32 + 1) as usize;
            numbers.swap(last, other);
        }
    }
}
