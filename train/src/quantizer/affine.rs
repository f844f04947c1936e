//! Affine quantization, 1 to 8 bits, by PyTorch's observers and fake-quantize.
//!
//! The range of weights is that which they have at each step; the range of activations is a moving
//! average of the batches' (Jacob et al. 2018, section 3.1). The gradient passes where the rounded
//! code lies within the codes, and none goes through the range.

use quantscope_quant::calibrate::moving_average::MovingAverage;
use quantscope_quant::{Affine, Range, data_range};

use super::kernel::{affine_backward, affine_forward, affine_options};
use super::table::{ActivationPlan, WeightPlan};
use super::{ActivationQuantizer, Grid, Pass, Start, Storage, WeightQuantizer};

/// Bytes of a scale, and of the zero point beside it: a byte, or with one bit a float.
pub(super) const fn pair_bytes(bits: u32) -> u64 {
    if bits == 1 { 8 } else { 5 }
}

#[derive(Debug)]
struct Weights {
    bits: u32,
    /// One a channel.
    quantizers: Vec<Affine>,
}

pub(super) fn weights(plan: &WeightPlan) -> Box<dyn WeightQuantizer> {
    let nothing = Affine::from_range(Range::default(), &affine_options(plan.bits));
    Box::new(Weights {
        bits: plan.bits,
        quantizers: vec![nothing; plan.groups],
    })
}

impl Weights {
    fn observe(&mut self, weights: &[f32]) -> usize {
        let length = weights.len() / self.quantizers.len().max(1);
        let options = affine_options(self.bits);
        for (q, channel) in self
            .quantizers
            .iter_mut()
            .zip(weights.chunks(length.max(1)))
        {
            *q = Affine::from_range(data_range(channel).or_zero(), &options);
        }
        length.max(1)
    }
}

impl WeightQuantizer for Weights {
    fn forward(&mut self, weights: &[f32], _: Pass, values: &mut [f32]) {
        let length = self.observe(weights);
        let channels = weights.chunks(length).zip(values.chunks_mut(length));
        for (q, (weights, values)) in self.quantizers.iter().zip(channels) {
            affine_forward(q, weights, values);
        }
    }

    fn backward(&mut self, weights: &[f32], upstream: &[f32], gradient: &mut [f32]) {
        let length = (weights.len() / self.quantizers.len().max(1)).max(1);
        let channels = weights.chunks(length).zip(upstream.chunks(length));
        let channels = channels.zip(gradient.chunks_mut(length));
        for (q, ((weights, upstream), gradient)) in self.quantizers.iter().zip(channels) {
            affine_backward(q, weights, upstream, gradient);
        }
    }

    fn codes(&mut self, weights: &[f32]) -> Vec<i32> {
        let length = self.observe(weights);
        let channels = self.quantizers.iter().zip(weights.chunks(length));
        let codes = channels.flat_map(|(q, channel)| channel.iter().map(|w| q.quantize(*w)));
        codes.collect()
    }

    fn grid(&mut self, weights: &[f32]) -> Grid {
        self.observe(weights);
        Grid {
            scales: self.quantizers.iter().map(|q| q.scale).collect(),
            zero_points: self.quantizers.iter().map(|q| q.zero_point).collect(),
        }
    }

    fn storage(&self, count: usize) -> Storage {
        Storage {
            code_bits: u64::from(self.bits) * count as u64,
            extra_bytes: pair_bytes(self.bits) * self.quantizers.len() as u64,
        }
    }

    fn bits(&self) -> f64 {
        f64::from(self.bits)
    }
}

#[derive(Debug)]
struct Activations {
    bits: u32,
    observer: MovingAverage,
    quantizer: Affine,
}

pub(super) fn activations(plan: &ActivationPlan) -> Box<dyn ActivationQuantizer> {
    Box::new(Activations {
        bits: plan.bits,
        observer: MovingAverage::default(),
        quantizer: Affine::from_range(Range::default(), &affine_options(plan.bits)),
    })
}

impl Activations {
    fn observe(&mut self, x: &[f32]) {
        self.observer.observe(x);
        let range = Range {
            min: self.observer.min as f32,
            max: self.observer.max as f32,
        };
        self.quantizer = Affine::from_range(range, &affine_options(self.bits));
    }
}

impl ActivationQuantizer for Activations {
    fn calibrate(&mut self, x: &[f32], _: Start) {
        self.observer = MovingAverage::default();
        self.observe(x);
    }

    fn forward(&mut self, x: &[f32], _: usize, pass: Pass, values: &mut [f32]) {
        if let Pass::Training { .. } = pass {
            self.observe(x);
        }
        affine_forward(&self.quantizer, x, values);
    }

    fn backward(&mut self, x: &[f32], upstream: &[f32], _: usize, gradient: &mut [f32]) {
        affine_backward(&self.quantizer, x, upstream, gradient);
    }

    fn grid(&self) -> Grid {
        Grid {
            scales: vec![self.quantizer.scale],
            zero_points: vec![self.quantizer.zero_point],
        }
    }

    fn stored_bytes(&self) -> u64 {
        pair_bytes(self.bits)
    }

    fn bits(&self) -> f64 {
        f64::from(self.bits)
    }
}
