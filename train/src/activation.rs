//! What a hidden neuron does with its sum.

use quantscope_quant::method::{Pact, PactGradient};
use serde::{Deserialize, Serialize};

use crate::functions::tanh;
use crate::parameter::Parameter;

/// An activation function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Activation {
    /// The larger of x and 0; its slope at 0 is 0.
    #[default]
    Relu,
    /// The hyperbolic tangent.
    Tanh,
    /// x clipped to [0, alpha] with alpha trained, one a layer (PACT, equation 1). In full
    /// precision it is that plain clip; with the activation quantizer `pact` the values between are
    /// rounded, and both are the same alpha.
    Pact,
    /// x itself, as the last layer has it.
    Identity,
}

/// Where PACT's alpha starts: "large", 10 in the paper's figure 2.
pub const FIRST_ALPHA: f64 = 10.0;

/// The least alpha, which keeps it positive when a large learning rate would not.
pub(crate) const LEAST_ALPHA: f64 = 1e-3;

impl Activation {
    /// Those of hidden layers, in the order in which a menu shows them.
    pub const HIDDEN: [Activation; 3] = [Activation::Relu, Activation::Tanh, Activation::Pact];

    /// The name used in links.
    pub const fn id(self) -> &'static str {
        match self {
            Activation::Relu => "relu",
            Activation::Tanh => "tanh",
            Activation::Pact => "pact",
            Activation::Identity => "identity",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Activation::Relu => "ReLU",
            Activation::Tanh => "tanh",
            Activation::Pact => "PACT",
            Activation::Identity => "identity",
        }
    }

    /// The hidden layers' activation with this id.
    pub fn by_id(id: &str) -> Option<Activation> {
        Activation::HIDDEN.into_iter().find(|a| a.id() == id)
    }

    /// How far from zero the first weights lie, uniformly: `sqrt(6/inputs)` for those that cut off
    /// negatives (He et al. 2015), `sqrt(6/(inputs + outputs))` for the others (Glorot, Bengio
    /// 2010).
    pub(crate) fn first_reach(self, inputs: usize, outputs: usize) -> f64 {
        let fan = match self {
            Activation::Relu | Activation::Pact => inputs,
            Activation::Tanh | Activation::Identity => inputs + outputs,
        };
        (6.0 / fan.max(1) as f64).sqrt()
    }

    /// Writes the value of each x.
    pub(crate) fn forward(self, x: &[f32], alpha: &Parameter, values: &mut [f32]) {
        match self {
            Activation::Relu => {
                for (value, x) in values.iter_mut().zip(x) {
                    // A NaN stays one.
                    *value = if *x <= 0.0 { 0.0 } else { *x };
                }
            }
            Activation::Tanh => tanh(x, values),
            Activation::Pact => {
                let pact = clip(alpha);
                for (value, x) in values.iter_mut().zip(x) {
                    *value = pact.clip(f64::from(*x)) as f32;
                }
            }
            Activation::Identity => values.copy_from_slice(x),
        }
    }

    /// Turns dL/dvalue into dL/dx in place, and sets alpha's gradient.
    pub(crate) fn backward(
        self,
        x: &[f32],
        values: &[f32],
        alpha: &mut Parameter,
        gradient: &mut [f32],
    ) {
        match self {
            Activation::Relu => {
                for (g, x) in gradient.iter_mut().zip(x) {
                    *g = if *x > 0.0 { *g } else { 0.0 };
                }
            }
            Activation::Tanh => {
                for (g, y) in gradient.iter_mut().zip(values) {
                    *g *= 1.0 - y * y;
                }
            }
            Activation::Pact => {
                let pact = clip(alpha);
                let mut sum = 0.0;
                for (g, x) in gradient.iter_mut().zip(x) {
                    let x = f64::from(*x);
                    sum += f64::from(*g) * pact.alpha_slope(x);
                    *g = (f64::from(*g) * pact.slope(x)) as f32;
                }
                alpha.set_gradient(sum);
            }
            Activation::Identity => {}
        }
    }
}

/// PACT without its rounding.
fn clip(alpha: &Parameter) -> Pact {
    Pact {
        bits: 8,
        alpha: alpha.value(),
        gradient: PactGradient::Paper,
    }
}
