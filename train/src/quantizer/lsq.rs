//! LSQ: the step size of a layer's weights, and of its activations, is trained.
//!
//! Training starts from `2 <|v|> / sqrt(Qp)` (section 2.1 of the paper). For a network that is not
//! trained on, that start would be unfair: it gets the step with the least squared error of a grid.
//!
//! One bit is the end of the row: weights then have the codes -1 and 0, so that none is above zero.
//! Such a layer trains badly or, behind ReLUs from random weights, not at all; BWN is the method for
//! one bit.

use quantscope_quant::method::Lsq;

use super::kernel::{lsq_backward, lsq_error, lsq_forward};
use super::table::{ActivationPlan, WeightPlan};
use super::{ActivationQuantizer, Grid, Pass, Start, Storage, Trained, WeightQuantizer};
use crate::parameter::Parameter;

/// The least step, which keeps it positive when a large learning rate would not.
const LEAST_STEP: f64 = 1e-5;

/// Steps that the search for the least error tries.
const TRIED: u32 = 100;

/// What both sides share.
#[derive(Debug)]
struct Step {
    bits: u32,
    signed: bool,
    parameter: Parameter,
}

impl Step {
    fn new(bits: u32, signed: bool) -> Self {
        Step {
            bits,
            signed,
            parameter: Parameter::one(1.0),
        }
    }

    fn lsq(&self) -> Lsq {
        Lsq {
            bits: self.bits,
            signed: self.signed,
            step: self.parameter.value(),
            gradient_scale: true,
        }
    }

    fn calibrate(&mut self, numbers: &[f32], start: Start) {
        let step = match start {
            Start::Training => Lsq::init(numbers, self.bits, self.signed),
            Start::PostTraining => self.least_error(numbers),
        };
        self.parameter.set(step);
        self.settle();
    }

    /// The step with the least squared error among [`TRIED`] from zero to the one that clips
    /// nothing.
    fn least_error(&self, numbers: &[f32]) -> f64 {
        let finite: Vec<f32> = numbers.iter().copied().filter(|v| v.is_finite()).collect();
        let largest = finite.iter().fold(0.0_f32, |most, v| most.max(v.abs()));
        if largest == 0.0 {
            return 1.0;
        }
        let widest = f64::from(largest) / self.lsq().code_range().1.max(1.0);
        let mut best = (f64::INFINITY, widest);
        for tried in 1..=TRIED {
            let step = widest * f64::from(tried) / f64::from(TRIED);
            let lsq = Lsq { step, ..self.lsq() };
            let error = lsq_error(&lsq, &finite);
            if error < best.0 {
                best = (error, step);
            }
        }
        best.1
    }

    fn backward(&mut self, v: &[f32], upstream: &[f32], count: usize, gradient: &mut [f32]) {
        let lsq = self.lsq();
        let step = lsq_backward(&lsq, v, upstream, gradient);
        self.parameter.set_gradient(step * lsq.scale_for(count));
    }

    fn trained(&mut self) -> Option<Trained<'_>> {
        Some(Trained {
            name: "step s",
            parameter: &mut self.parameter,
        })
    }

    fn grid(&self) -> Grid {
        Grid {
            scales: vec![self.parameter.value() as f32],
            zero_points: Vec::new(),
        }
    }

    fn settle(&mut self) {
        if self.parameter.value() < LEAST_STEP {
            self.parameter.set(LEAST_STEP);
        }
    }
}

/// Bytes of the step.
const STEP: u64 = 4;

#[derive(Debug)]
struct Weights(Step);

pub(super) fn weights(plan: &WeightPlan) -> Box<dyn WeightQuantizer> {
    Box::new(Weights(Step::new(plan.bits, true)))
}

impl WeightQuantizer for Weights {
    fn calibrate(&mut self, weights: &[f32], start: Start) {
        self.0.calibrate(weights, start);
    }

    fn forward(&mut self, weights: &[f32], _: Pass, values: &mut [f32]) {
        lsq_forward(&self.0.lsq(), weights, values);
    }

    fn backward(&mut self, weights: &[f32], upstream: &[f32], gradient: &mut [f32]) {
        self.0.backward(weights, upstream, weights.len(), gradient);
    }

    fn codes(&mut self, weights: &[f32]) -> Vec<i32> {
        let lsq = self.0.lsq();
        // A code has at most 8 bits.
        let code = |w: &f32| (lsq.value(f64::from(*w)) / lsq.step).round_ties_even() as i32;
        weights.iter().map(code).collect()
    }

    fn grid(&mut self, _: &[f32]) -> Grid {
        self.0.grid()
    }

    fn storage(&self, count: usize) -> Storage {
        Storage {
            code_bits: u64::from(self.0.bits) * count as u64,
            extra_bytes: STEP,
        }
    }

    fn bits(&self) -> f64 {
        f64::from(self.0.bits)
    }

    fn trained(&mut self) -> Option<Trained<'_>> {
        self.0.trained()
    }

    fn settle(&mut self) {
        self.0.settle();
    }
}

#[derive(Debug)]
struct Activations(Step);

pub(super) fn activations(plan: &ActivationPlan) -> Box<dyn ActivationQuantizer> {
    Box::new(Activations(Step::new(plan.bits, plan.signed)))
}

impl ActivationQuantizer for Activations {
    fn calibrate(&mut self, x: &[f32], start: Start) {
        self.0.calibrate(x, start);
    }

    fn forward(&mut self, x: &[f32], _: usize, _: Pass, values: &mut [f32]) {
        lsq_forward(&self.0.lsq(), x, values);
    }

    fn backward(&mut self, x: &[f32], upstream: &[f32], columns: usize, gradient: &mut [f32]) {
        // N is the number of features, as in the paper, for one example as for many.
        let features = x.len() / columns.max(1);
        self.0.backward(x, upstream, features, gradient);
    }

    fn grid(&self) -> Grid {
        self.0.grid()
    }

    fn stored_bytes(&self) -> u64 {
        STEP
    }

    fn bits(&self) -> f64 {
        f64::from(self.0.bits)
    }

    fn trained(&mut self) -> Option<Trained<'_>> {
        self.0.trained()
    }

    fn settle(&mut self) {
        self.0.settle();
    }
}
