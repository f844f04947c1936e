//! Differentiable soft quantization: the staircase with its steps smoothed by tanh.
//!
//! Gong et al.: "Differentiable Soft Quantization", 2019, equations 3 to 6. On the interval of width
//! delta with centre m, `phi(x) = s tanh(k (x - m))` with `s = 1/(1 - alpha)` and
//! `k = ln(2/alpha - 1)/delta`, so that phi is -1 and 1 at the interval's ends and the soft steps
//! meet. The smaller alpha, the steeper the step.

use super::arguments::Arguments;
use super::error::MethodError;
use super::parameter::{Domain, Parameter};
use super::slices::{fresh, map, pull};
use super::{Gradients, Method};

/// A soft staircase over the multiples of `delta`; the slope is its own derivative.
///
/// The grid goes on without an end: clipping to a range is another operation.
///
/// ```
/// use quantscope_quant::method::Dsq;
/// let dsq = Dsq { alpha: 0.2, delta: 0.5 };
/// assert!((dsq.value(0.25) - 0.25).abs() < 1e-15); // half a step up at the centre
/// assert!(dsq.slope(0.25) > 1.3 && dsq.slope(0.49) < 0.6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dsq {
    /// How far the soft step is from the hard one: above 0 and below 1.
    pub alpha: f64,
    /// The distance of two values, above 0, in the unit of x.
    pub delta: f64,
}

impl Dsq {
    /// `delta (i + (phi + 1)/2)` on the interval from `i delta` to `(i + 1) delta`.
    pub fn value(&self, x: f64) -> f64 {
        match self.place(x) {
            None => x,
            Some((step, argument)) => {
                let phi = argument.tanh() / (1.0 - self.alpha);
                self.delta * (step + (phi + 1.0) / 2.0)
            }
        }
    }

    /// The derivative of [`Dsq::value`]: `delta/2 s k (1 - tanh^2)`. At a multiple of delta, where
    /// two steps meet, both sides have the same.
    pub fn slope(&self, x: f64) -> f64 {
        match self.place(x) {
            None => 1.0,
            Some((_, argument)) => {
                let t = argument.tanh();
                0.5 * self.steepness() * (1.0 - t * t) / (1.0 - self.alpha)
            }
        }
    }

    /// k delta.
    fn steepness(&self) -> f64 {
        (2.0 / self.alpha - 1.0).ln()
    }

    /// The interval's number, and k (x - m). None where x is not finite or so far out that f64 has
    /// no numbers between the steps: there the staircase is the identity.
    fn place(&self, x: f64) -> Option<(f64, f64)> {
        const FAR: f64 = 4_503_599_627_370_496.0;
        let position = x / self.delta;
        let step = position.floor();
        (step.abs() < FAR).then(|| (step, self.steepness() * (position - step - 0.5)))
    }

    fn check(&self) -> Result<(), MethodError> {
        ALPHA.check(self.alpha)?;
        DELTA.check(self.delta)?;
        Ok(())
    }

    /// Writes the value of each x. Fails when the slices differ in length, or alpha or delta is not
    /// one of its values.
    pub fn forward(&self, x: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        self.check()?;
        map(x, values, |x| self.value(x))
    }

    /// Writes `upstream * slope(x)` for each x. Fails as [`Dsq::forward`] does.
    pub fn backward(
        &self,
        x: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<(), MethodError> {
        self.check()?;
        pull(x, upstream, input, |x, g| g * self.slope(x))
    }
}

/// How soft the steps are.
pub const ALPHA: Parameter = Parameter {
    id: "alpha",
    label: "softness alpha",
    min: 0.001,
    max: 0.999,
    default: 0.2,
    step: 0.001,
    unit: "",
    domain: Domain::Within,
    trainable: false,
    per_group: false,
};

/// The pitch of the grid.
pub const DELTA: Parameter = Parameter {
    id: "delta",
    label: "step delta",
    min: 0.01,
    max: 4.0,
    default: 0.5,
    step: 0.01,
    unit: "units of x",
    domain: Domain::Positive,
    trainable: false,
    per_group: false,
};

/// DSQ as a method.
pub const METHOD: Method = Method {
    id: "dsq",
    label: "DSQ",
    parameters: &[ALPHA, DELTA],
    choices: &[],
    flags: &[],
    lists: &[],
    forward,
    backward,
};

fn read(arguments: &Arguments) -> Result<Dsq, MethodError> {
    Ok(Dsq {
        alpha: arguments.number(&ALPHA)?,
        delta: arguments.number(&DELTA)?,
    })
}

fn forward(arguments: &Arguments, x: &[f32]) -> Result<Vec<f32>, MethodError> {
    let dsq = read(arguments)?;
    Ok(fresh(x.len(), |values| dsq.forward(x, values))?.0)
}

fn backward(arguments: &Arguments, x: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let dsq = read(arguments)?;
    let (input, ()) = fresh(x.len(), |input| dsq.backward(x, upstream, input))?;
    Ok(Gradients {
        input,
        params: Vec::new(),
    })
}
