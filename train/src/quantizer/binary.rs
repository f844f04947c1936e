//! One bit: weights as signs times their mean magnitude (BWN), values as signs times the mean
//! magnitude of each example (XNOR-Net).
//!
//! A sign takes the place of the activation function: that of what a ReLU gives would be +1
//! always. Backward it has the slope `1{|x| <= 1}`, and the mean magnitude is taken as a constant.

use quantscope_quant::binary::{BinaryWeights, alpha, sign};

use super::table::{ActivationPlan, WeightPlan};
use super::{ActivationQuantizer, Grid, Pass, Storage, WeightQuantizer};

#[derive(Debug)]
struct Weights(BinaryWeights);

pub(super) fn weights(plan: &WeightPlan) -> Box<dyn WeightQuantizer> {
    Box::new(Weights(BinaryWeights {
        groups: plan.groups,
        gradient: plan.binary_gradient,
        // A dense layer's filter has as many channels as inputs.
        channels: u32::try_from(plan.count / plan.channels.max(1)).unwrap_or(u32::MAX),
    }))
}

impl WeightQuantizer for Weights {
    fn forward(&mut self, weights: &[f32], _: Pass, values: &mut [f32]) {
        let length = (weights.len() / self.0.groups.max(1)).max(1);
        let filters = weights.chunks(length).zip(values.chunks_mut(length));
        for (weights, values) in filters {
            let alpha = alpha(weights) as f32;
            for (value, w) in values.iter_mut().zip(weights) {
                let signed = if *w < 0.0 { -alpha } else { alpha };
                *value = if w.is_nan() { *w } else { signed };
            }
        }
    }

    fn backward(&mut self, weights: &[f32], upstream: &[f32], gradient: &mut [f32]) {
        // The groups divide the weights: they are all of them, or the rows.
        if let Ok(found) = self.0.backward(weights, upstream) {
            gradient.copy_from_slice(&found);
        }
    }

    /// 1 for a plus, 0 for a minus.
    fn codes(&mut self, weights: &[f32]) -> Vec<i32> {
        weights.iter().map(|w| i32::from(sign(*w) > 0)).collect()
    }

    fn grid(&mut self, weights: &[f32]) -> Grid {
        let length = (weights.len() / self.0.groups.max(1)).max(1);
        Grid {
            scales: weights.chunks(length).map(|w| alpha(w) as f32).collect(),
            zero_points: Vec::new(),
        }
    }

    fn storage(&self, count: usize) -> Storage {
        Storage {
            code_bits: count as u64,
            extra_bytes: 4 * self.0.groups as u64,
        }
    }

    fn bits(&self) -> f64 {
        1.0
    }
}

#[derive(Debug)]
struct Signs {
    /// The mean magnitude of each example.
    beta: Vec<f32>,
}

pub(super) fn signs(_: &ActivationPlan) -> Box<dyn ActivationQuantizer> {
    Box::new(Signs { beta: Vec::new() })
}

impl Signs {
    fn measure(&mut self, x: &[f32], columns: usize) {
        self.beta.clear();
        self.beta.resize(columns, 0.0);
        for row in x.chunks_exact(columns.max(1)) {
            for (beta, x) in self.beta.iter_mut().zip(row) {
                *beta += x.abs();
            }
        }
        let features = (x.len() / columns.max(1)).max(1) as f32;
        for beta in &mut self.beta {
            *beta /= features;
        }
    }
}

impl ActivationQuantizer for Signs {
    fn forward(&mut self, x: &[f32], columns: usize, _: Pass, values: &mut [f32]) {
        self.measure(x, columns);
        let rows = x.chunks_exact(columns.max(1));
        for (row, values) in rows.zip(values.chunks_exact_mut(columns.max(1))) {
            for ((value, x), beta) in values.iter_mut().zip(row).zip(&self.beta) {
                *value = if *x < 0.0 { -beta } else { *beta };
            }
        }
    }

    fn backward(&mut self, x: &[f32], upstream: &[f32], columns: usize, gradient: &mut [f32]) {
        let columns = columns.max(1);
        let rows = x.chunks_exact(columns).zip(upstream.chunks_exact(columns));
        for ((x, upstream), gradient) in rows.zip(gradient.chunks_exact_mut(columns)) {
            let numbers = x.iter().zip(upstream).zip(gradient).zip(&self.beta);
            for (((x, g), gradient), beta) in numbers {
                *gradient = if x.abs() <= 1.0 { g * beta } else { 0.0 };
            }
        }
    }

    fn stored_bytes(&self) -> u64 {
        0
    }

    fn bits(&self) -> f64 {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quantscope_quant::method::Xnor;
    use quantscope_quant::random_bits;

    #[test]
    fn signs_are_those_of_xnor() {
        let (features, columns) = (5, 4);
        let number = |i: usize| random_bits(3, i as u64) as f32 / 1_500_000_000.0 - 1.4;
        let x: Vec<f32> = (0..features * columns).map(number).collect();
        let g: Vec<f32> = (50..50 + features * columns).map(number).collect();
        let turned = |x: &[f32], columns: usize| -> Vec<f32> {
            let rows = x.len() / columns;
            (0..x.len())
                .map(|i| x[i % rows * columns + i / rows])
                .collect()
        };
        let mut signs = Signs { beta: Vec::new() };
        let (mut values, mut slope) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        signs.forward(&x, columns, Pass::Evaluation, &mut values);
        signs.backward(&x, &g, columns, &mut slope);
        let xnor = Xnor { groups: columns };
        let mut expected = vec![0.0; x.len()];
        let near = |found: &[f32], expected: &[f32]| {
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
            }
        };
        let own = turned(&x, columns);
        xnor.forward(&own, &mut expected).unwrap();
        near(&turned(&values, columns), &expected);
        xnor.backward(&own, &turned(&g, columns), &mut expected)
            .unwrap();
        near(&turned(&slope, columns), &expected);
    }
}
