//! Small floating-point formats at a scale.
//!
//! The scale takes the largest magnitude to the format's largest value, times a factor that a
//! person may choose badly. The gradient passes where the format does not saturate.

use quantscope_quant::calibrate::moving_average::MovingAverage;
use quantscope_quant::{Format, Overflow, Rounding, data_range};

use super::kernel::{format_backward, format_forward};
use super::table::{ActivationPlan, WeightPlan};
use super::{ActivationQuantizer, Grid, Pass, Start, Storage, WeightQuantizer};

/// Bytes of a scale.
const SCALE: u64 = 4;

/// The scale for numbers up to a magnitude; 1 where there is nothing but zeros.
fn scale_for(format: &Format, most: f32, factor: f32) -> f32 {
    let scale = most / format.max() * factor;
    if scale >= f32::MIN_POSITIVE && scale.is_finite() {
        scale
    } else {
        1.0
    }
}

fn largest(x: &[f32]) -> f32 {
    let range = data_range(x).or_zero();
    range.max.max(-range.min)
}

#[derive(Debug)]
struct Weights {
    format: &'static Format,
    factor: f32,
    /// One a channel.
    scales: Vec<f32>,
}

pub(super) fn weights(plan: &WeightPlan) -> Box<dyn WeightQuantizer> {
    Box::new(Weights {
        format: plan.format,
        factor: plan.scale_factor,
        scales: vec![1.0; plan.groups],
    })
}

impl Weights {
    fn observe(&mut self, weights: &[f32]) -> usize {
        let length = (weights.len() / self.scales.len().max(1)).max(1);
        for (scale, channel) in self.scales.iter_mut().zip(weights.chunks(length)) {
            *scale = scale_for(self.format, largest(channel), self.factor);
        }
        length
    }
}

impl WeightQuantizer for Weights {
    fn forward(&mut self, weights: &[f32], _: Pass, values: &mut [f32]) {
        let length = self.observe(weights);
        let channels = weights.chunks(length).zip(values.chunks_mut(length));
        for (scale, (weights, values)) in self.scales.iter().zip(channels) {
            format_forward(self.format, *scale, weights, values);
        }
    }

    fn backward(&mut self, weights: &[f32], upstream: &[f32], gradient: &mut [f32]) {
        let length = (weights.len() / self.scales.len().max(1)).max(1);
        let channels = weights.chunks(length).zip(upstream.chunks(length));
        let channels = channels.zip(gradient.chunks_mut(length));
        for (scale, ((weights, upstream), gradient)) in self.scales.iter().zip(channels) {
            format_backward(self.format, *scale, weights, upstream, gradient);
        }
    }

    fn codes(&mut self, weights: &[f32]) -> Vec<i32> {
        let length = self.observe(weights);
        let format = self.format;
        let code = |w: f32, scale: f32| {
            let scaled = f64::from(w / scale);
            // A code has at most 19 bits.
            format.encode(scaled, Rounding::NearestEven, Overflow::Saturate, 0) as i32
        };
        let channels = self.scales.iter().zip(weights.chunks(length));
        let codes = channels.flat_map(|(scale, channel)| channel.iter().map(|w| code(*w, *scale)));
        codes.collect()
    }

    fn grid(&mut self, weights: &[f32]) -> Grid {
        self.observe(weights);
        Grid {
            scales: self.scales.clone(),
            zero_points: Vec::new(),
        }
    }

    fn storage(&self, count: usize) -> Storage {
        Storage {
            code_bits: u64::from(self.format.bits()) * count as u64,
            extra_bytes: SCALE * self.scales.len() as u64,
        }
    }

    fn bits(&self) -> f64 {
        f64::from(self.format.bits())
    }
}

#[derive(Debug)]
struct Activations {
    format: &'static Format,
    factor: f32,
    observer: MovingAverage,
    scale: f32,
}

pub(super) fn activations(plan: &ActivationPlan) -> Box<dyn ActivationQuantizer> {
    Box::new(Activations {
        format: plan.format,
        factor: plan.scale_factor,
        observer: MovingAverage::default(),
        scale: 1.0,
    })
}

impl Activations {
    fn observe(&mut self, x: &[f32]) {
        self.observer.observe(x);
        let most = self.observer.max.max(-self.observer.min) as f32;
        self.scale = scale_for(self.format, most, self.factor);
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
        format_forward(self.format, self.scale, x, values);
    }

    fn backward(&mut self, x: &[f32], upstream: &[f32], _: usize, gradient: &mut [f32]) {
        format_backward(self.format, self.scale, x, upstream, gradient);
    }

    fn grid(&self) -> Grid {
        Grid {
            scales: vec![self.scale],
            zero_points: Vec::new(),
        }
    }

    fn stored_bytes(&self) -> u64 {
        SCALE
    }

    fn bits(&self) -> f64 {
        f64::from(self.format.bits())
    }
}
