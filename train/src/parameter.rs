//! Numbers that are trained, with what their optimizer keeps about each.

/// A slice of trained numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameter {
    /// The numbers.
    pub values: Vec<f32>,
    /// The gradient of the loss with respect to each, of the last step.
    pub gradient: Vec<f32>,
    /// SGD's velocity, or Adam's average of the gradients.
    pub(crate) first: Vec<f32>,
    /// Adam's average of the squared gradients.
    pub(crate) second: Vec<f32>,
    /// Adam's beta1 and beta2 to the power of the steps that these numbers have made: numbers that
    /// join a training later start at the first, as in PyTorch.
    pub(crate) powers: (f64, f64),
}

impl Parameter {
    /// Numbers to train, with nothing behind them.
    pub fn new(values: Vec<f32>) -> Self {
        let zeros = vec![0.0; values.len()];
        Parameter {
            values,
            gradient: zeros.clone(),
            first: zeros.clone(),
            second: zeros,
            powers: (1.0, 1.0),
        }
    }

    /// One number.
    pub(crate) fn one(value: f64) -> Self {
        Self::new(vec![value as f32])
    }

    /// The number, if it is one.
    pub(crate) fn value(&self) -> f64 {
        f64::from(self.values.first().copied().unwrap_or_default())
    }

    /// Sets the number, if it is one.
    pub(crate) fn set(&mut self, value: f64) {
        self.values.fill(value as f32);
    }

    /// Sets the gradient of the number, if it is one.
    pub(crate) fn set_gradient(&mut self, gradient: f64) {
        self.gradient.fill(gradient as f32);
    }
}
