//! Full precision: every number stands for itself.

use super::table::{ActivationPlan, WeightPlan};
use super::{ActivationQuantizer, Pass, Storage, WeightQuantizer};

#[derive(Debug)]
pub(super) struct Plain;

pub(super) fn weights(_: &WeightPlan) -> Box<dyn WeightQuantizer> {
    Box::new(Plain)
}

pub(super) fn activations(_: &ActivationPlan) -> Box<dyn ActivationQuantizer> {
    Box::new(Plain)
}

impl WeightQuantizer for Plain {
    fn forward(&mut self, weights: &[f32], _: Pass, values: &mut [f32]) {
        values.copy_from_slice(weights);
    }

    fn backward(&mut self, _: &[f32], upstream: &[f32], gradient: &mut [f32]) {
        gradient.copy_from_slice(upstream);
    }

    fn codes(&mut self, _: &[f32]) -> Vec<i32> {
        Vec::new()
    }

    fn storage(&self, count: usize) -> Storage {
        Storage {
            code_bits: 32 * count as u64,
            extra_bytes: 0,
        }
    }

    fn bits(&self) -> f64 {
        32.0
    }

    fn is_identity(&self) -> bool {
        true
    }
}

impl ActivationQuantizer for Plain {
    fn forward(&mut self, x: &[f32], _: usize, _: Pass, values: &mut [f32]) {
        values.copy_from_slice(x);
    }

    fn backward(&mut self, _: &[f32], upstream: &[f32], _: usize, gradient: &mut [f32]) {
        gradient.copy_from_slice(upstream);
    }

    fn stored_bytes(&self) -> u64 {
        0
    }

    fn bits(&self) -> f64 {
        32.0
    }

    fn is_identity(&self) -> bool {
        true
    }
}
