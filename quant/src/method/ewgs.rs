//! Element-wise gradient scaling: the straight-through gradient, scaled by how far x lies from its
//! value and on which side.
//!
//! Lee, Kim, Ham: "Network quantization with element-wise gradient scaling", 2021, equation 4; the
//! rule as in the discretizer of cvlab-yonsei/EWGS.

use super::arguments::Arguments;
use super::error::MethodError;
use super::parameter::{Domain, Parameter};
use super::slices::{fresh, map, pull};
use super::{Gradients, Method};

/// Rounding to `levels` equally spaced values on [0, 1].
///
/// As in the original, x is normalised to [0, 1] before; what lies outside is rounded to the same
/// grid, not clipped.
///
/// ```
/// use quantscope_quant::method::Ewgs;
/// let ewgs = Ewgs { delta: 0.2, levels: 5 };
/// assert_eq!(ewgs.value(0.3), 0.25);
/// // Above its value, a positive gradient grows and a negative one shrinks.
/// assert!(ewgs.gradient(0.3, 1.0) > 1.0 && ewgs.gradient(0.3, -1.0) > -1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ewgs {
    /// How strongly the distance scales, 0 or more; 0 is the straight-through estimator.
    pub delta: f64,
    /// How many values there are on [0, 1], at least 2.
    pub levels: u32,
}

impl Ewgs {
    /// `round(x (levels - 1)) / (levels - 1)`, a tie to the even one.
    pub fn value(&self, x: f64) -> f64 {
        let steps = f64::from(self.levels) - 1.0;
        (x * steps).round_ties_even() / steps
    }

    /// What becomes of the upstream gradient g at x: `g (1 + delta sign(g) (x - value))`.
    pub fn gradient(&self, x: f64, g: f64) -> f64 {
        let distance = x - self.value(x);
        // Infinity is as far from its value as NaN: nowhere.
        if distance.is_finite() {
            g + self.delta * g.abs() * distance
        } else {
            g
        }
    }

    fn check(&self) -> Result<(), MethodError> {
        DELTA.check(self.delta)?;
        LEVELS.check(f64::from(self.levels))?;
        Ok(())
    }

    /// Writes the value of each x. Fails when the slices differ in length, or delta or levels is
    /// not one of its values.
    pub fn forward(&self, x: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        self.check()?;
        map(x, values, |x| self.value(x))
    }

    /// Writes the scaled gradient of each x. Fails as [`Ewgs::forward`] does.
    pub fn backward(
        &self,
        x: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<(), MethodError> {
        self.check()?;
        pull(x, upstream, input, |x, g| self.gradient(x, g))
    }
}

/// How strongly the distance scales.
pub const DELTA: Parameter = Parameter {
    id: "delta",
    label: "scaling delta",
    min: 0.0,
    max: 4.0,
    default: 0.2,
    step: 0.01,
    unit: "",
    domain: Domain::NotNegative,
    trainable: false,
    per_group: false,
};

/// How many values there are.
pub const LEVELS: Parameter = Parameter {
    id: "levels",
    label: "levels",
    min: 2.0,
    max: 65536.0,
    default: 16.0,
    step: 1.0,
    unit: "",
    domain: Domain::Whole,
    trainable: false,
    per_group: false,
};

/// EWGS as a method.
pub const METHOD: Method = Method {
    id: "ewgs",
    label: "EWGS",
    parameters: &[DELTA, LEVELS],
    choices: &[],
    flags: &[],
    lists: &[],
    forward,
    backward,
};

fn read(arguments: &Arguments) -> Result<Ewgs, MethodError> {
    Ok(Ewgs {
        delta: arguments.number(&DELTA)?,
        levels: arguments.whole(&LEVELS)?,
    })
}

fn forward(arguments: &Arguments, x: &[f32]) -> Result<Vec<f32>, MethodError> {
    let ewgs = read(arguments)?;
    Ok(fresh(x.len(), |values| ewgs.forward(x, values))?.0)
}

fn backward(arguments: &Arguments, x: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let ewgs = read(arguments)?;
    let (input, ()) = fresh(x.len(), |input| ewgs.backward(x, upstream, input))?;
    Ok(Gradients {
        input,
        params: Vec::new(),
    })
}
