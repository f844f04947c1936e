//! DiffQ: the number of bits of a layer's weights is trained.
//!
//! One group is the whole layer. While training the weights get noise as large as the error of
//! rounding would be, fresh at each step; when evaluated they are rounded to whole bits. What is
//! trained is the logit behind the bits, and the loss gets lambda times the weights' size in MB.
//!
//! The rules take the exponential and the power from the standard library, which natively is the
//! platform's: in its last bit DiffQ alone may differ between platforms. In WebAssembly it is code of
//! the module, and all browsers agree.

use quantscope_quant::data_range;
use quantscope_quant::method::diffq_size::{
    bits_of, bits_slope, logit_of, model_size, model_size_slope,
};
use quantscope_quant::method::{DiffQ, Noise};

use super::table::WeightPlan;
use super::{Grid, Pass, Storage, Trained, WeightQuantizer};
use crate::parameter::Parameter;

/// The bits that training starts from, as in the package.
const FIRST_BITS: f64 = 8.0;

/// Beyond this the bits do not change any more, and the logit would take long to come back.
const LARGEST_LOGIT: f64 = 10.0;

#[derive(Debug)]
struct Weights {
    diffq: DiffQ,
    logit: Parameter,
    /// lambda, for each MB.
    penalty: f64,
    seed: u64,
    /// How many weights there are.
    count: usize,
}

pub(super) fn weights(plan: &WeightPlan) -> Box<dyn WeightQuantizer> {
    Box::new(Weights {
        diffq: DiffQ {
            bits: vec![FIRST_BITS],
            group_size: 0,
            noise: Noise::Uniform,
            u: None,
            seed: plan.seed,
        },
        logit: Parameter::one(logit_of(FIRST_BITS)),
        penalty: plan.diffq_penalty,
        seed: plan.seed,
        count: plan.count,
    })
}

impl Weights {
    /// The slices that a layer passes fit each other and the bits lie within 2 and 15, so DiffQ
    /// refuses nothing, except bits that have become NaN: then the values are NaN too.
    fn or_nan<T>(found: Result<T, impl Sized>, values: &mut [f32]) -> Option<T> {
        if found.is_err() {
            values.fill(f32::NAN);
        }
        found.ok()
    }

    fn set_bits(&mut self) {
        let bits = bits_of(self.logit.value());
        self.diffq.bits.fill(bits);
    }
}

impl WeightQuantizer for Weights {
    fn forward(&mut self, weights: &[f32], pass: Pass, values: &mut [f32]) {
        self.set_bits();
        let done = match pass {
            Pass::Training { step } => {
                // Far apart, so that no two steps share a noise.
                self.diffq.seed = self.seed ^ step.wrapping_mul(0xD134_2543_DE82_EF95);
                self.diffq.forward(weights, values)
            }
            Pass::Evaluation => self.diffq.evaluate(weights, values),
        };
        Self::or_nan(done, values);
    }

    fn backward(&mut self, weights: &[f32], upstream: &[f32], gradient: &mut [f32]) {
        let found = self.diffq.backward(weights, upstream, gradient);
        let of_loss = Self::or_nan(found, gradient).and_then(|bits| bits.first().copied());
        let size = model_size_slope(1, 0, self.count);
        let of_size = self.penalty * size.first().copied().unwrap_or_default();
        let slope = bits_slope(self.logit.value());
        let bits = of_loss.unwrap_or(f64::NAN) + of_size;
        self.logit.set_gradient(bits * slope);
    }

    fn codes(&mut self, weights: &[f32]) -> Vec<i32> {
        self.set_bits();
        let mut levels = vec![0; weights.len()];
        match self.diffq.levels(weights, &mut levels) {
            Ok(()) => levels.into_iter().map(i32::from).collect(),
            Err(_) => Vec::new(),
        }
    }

    /// The smallest weight has the code 0.
    fn grid(&mut self, weights: &[f32]) -> Grid {
        self.set_bits();
        let range = data_range(weights).or_zero();
        let bits = self.diffq.whole_bits().next().unwrap_or(FIRST_BITS);
        // Whole and at most 15.
        let steps = f64::from((1_u32 << bits as u32) - 1);
        let scale = (f64::from(range.max) - f64::from(range.min)) / steps;
        let zero_point = if scale > 0.0 {
            -f64::from(range.min) / scale
        } else {
            0.0
        };
        Grid {
            scales: vec![scale as f32],
            zero_points: vec![zero_point as f32],
        }
    }

    /// The range is two f32 numbers, and the bits a byte.
    fn storage(&self, count: usize) -> Storage {
        let bits = self.diffq.whole_bits().next().unwrap_or(FIRST_BITS);
        Storage {
            // Whole and at most 15.
            code_bits: bits as u64 * count as u64,
            extra_bytes: 8 + 1,
        }
    }

    fn bits(&self) -> f64 {
        bits_of(self.logit.value())
    }

    fn trained(&mut self) -> Option<Trained<'_>> {
        Some(Trained {
            name: "logit of the bits",
            parameter: &mut self.logit,
        })
    }

    fn settle(&mut self) {
        let logit = self.logit.value();
        if logit.abs() > LARGEST_LOGIT {
            self.logit.set(LARGEST_LOGIT.copysign(logit));
        }
    }

    fn penalty(&self) -> f64 {
        self.penalty * model_size(&self.diffq.bits, 0, self.count)
    }
}
