//! PACT: values clipped at a threshold alpha that is trained, and rounded.
//!
//! The loss gets `lambda alpha^2` (section 3 of the paper), so that alpha settles where clipping
//! begins to hurt.

use quantscope_quant::data_range;
use quantscope_quant::method::{Pact, PactGradient};

use super::kernel::{pact_backward, pact_forward};
use super::table::ActivationPlan;
use super::{ActivationQuantizer, Grid, Pass, Start, Trained};
use crate::activation::{FIRST_ALPHA, LEAST_ALPHA};
use crate::parameter::Parameter;

#[derive(Debug)]
struct Activations {
    bits: u32,
    gradient: PactGradient,
    /// lambda.
    penalty: f64,
    alpha: Parameter,
}

pub(super) fn activations(plan: &ActivationPlan) -> Box<dyn ActivationQuantizer> {
    Box::new(Activations {
        bits: plan.bits,
        gradient: plan.pact_gradient,
        penalty: plan.pact_penalty,
        alpha: Parameter::one(FIRST_ALPHA),
    })
}

impl Activations {
    fn pact(&self) -> Pact {
        Pact {
            bits: self.bits,
            alpha: self.alpha.value(),
            gradient: self.gradient,
        }
    }
}

impl ActivationQuantizer for Activations {
    /// Alpha is the largest of the values: nothing is clipped at first.
    fn calibrate(&mut self, x: &[f32], _: Start) {
        let most = data_range(x).or_zero().max;
        if most > 0.0 {
            self.alpha.set(f64::from(most));
        }
        self.settle();
    }

    fn forward(&mut self, x: &[f32], _: usize, _: Pass, values: &mut [f32]) {
        pact_forward(&self.pact(), x, values);
    }

    fn backward(&mut self, x: &[f32], upstream: &[f32], _: usize, gradient: &mut [f32]) {
        let pact = self.pact();
        let alpha = pact_backward(&pact, x, upstream, gradient);
        self.alpha
            .set_gradient(alpha + pact.penalty_slope(self.penalty));
    }

    fn grid(&self) -> Grid {
        let steps = f64::from(2_u32.saturating_pow(self.bits)) - 1.0;
        Grid {
            scales: vec![(self.alpha.value() / steps) as f32],
            zero_points: Vec::new(),
        }
    }

    fn stored_bytes(&self) -> u64 {
        4
    }

    fn bits(&self) -> f64 {
        f64::from(self.bits)
    }

    fn trained(&mut self) -> Option<Trained<'_>> {
        Some(Trained {
            name: "threshold alpha",
            parameter: &mut self.alpha,
        })
    }

    fn settle(&mut self) {
        if self.alpha.value() < LEAST_ALPHA {
            self.alpha.set(LEAST_ALPHA);
        }
    }

    fn penalty(&self) -> f64 {
        self.pact().penalty(self.penalty)
    }
}
