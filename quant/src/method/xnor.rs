//! Binary activations as in XNOR-Net: the sign of x times the mean magnitude around it.
//!
//! Rastegari et al. 2016, section 3.2: `x` is about `beta sign(x)` with `beta = ||x||_1/n`, which in a
//! convolution is K at that place. Backward the sign has the slope `1{|x| <= 1}`, and beta is taken
//! as a constant: K is computed from the data, as no parameter of the network, and in the published
//! code no gradient goes through it. That is what sets it apart from [`bwn`](super::bwn), where
//! the scale's own derivative is a matter of convention.

use super::arguments::Arguments;
use super::bwn::{GROUPS, read_groups};
use super::error::MethodError;
use super::parameter::refuse;
use super::slices::{fresh, pull, same};
use super::{Gradients, Method};
use crate::binary::{alpha, binarize};

/// Binary activations with a scale for each group of values.
///
/// A NaN stays a NaN and has no gradient; beta is over the values that are finite.
///
/// ```
/// use quantscope_quant::method::Xnor;
/// let xnor = Xnor { groups: 1 };
/// let x = [0.5, -1.5, 0.0, 2.0];
/// let mut found = [0.0; 4];
/// xnor.forward(&x, &mut found).unwrap();
/// assert_eq!(found, [1.0, -1.0, 1.0, 1.0]);
/// xnor.backward(&x, &[4.0; 4], &mut found).unwrap();
/// assert_eq!(found, [4.0, 0.0, 4.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Xnor {
    /// Into how many groups, each with its own beta, the values split evenly and in order.
    pub groups: usize,
}

impl Xnor {
    /// Writes `beta sign(x)` for each x. Fails when the slices differ in length or the groups do not
    /// divide it.
    pub fn forward(&self, x: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        same("values", values.len(), x.len())?;
        let found = binarize(x, self.groups).map_err(|_| self.refusal(x.len()))?;
        values.copy_from_slice(&found.values);
        Ok(())
    }

    /// Writes `upstream * beta` where |x| <= 1, else 0. Fails as [`Xnor::forward`] does.
    pub fn backward(
        &self,
        x: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<(), MethodError> {
        same("upstream", upstream.len(), x.len())?;
        same("input", input.len(), x.len())?;
        if self.groups == 0 || !x.len().is_multiple_of(self.groups) {
            return Err(self.refusal(x.len()));
        }
        let length = (x.len() / self.groups).max(1);
        let groups = x.chunks(length).zip(upstream.chunks(length));
        for ((x, upstream), input) in groups.zip(input.chunks_mut(length)) {
            let beta = alpha(x);
            pull(x, upstream, input, |x, g| {
                if x.abs() <= 1.0 { g * beta } else { 0.0 }
            })?;
        }
        Ok(())
    }

    fn refusal(&self, count: usize) -> MethodError {
        let needed = format!("a divisor of the number of values, {count}");
        refuse(GROUPS.id, &needed, &self.groups)
    }
}

/// Binary activations as a method.
pub const METHOD: Method = Method {
    id: "xnor",
    label: "XNOR",
    parameters: &[GROUPS],
    choices: &[],
    flags: &[],
    lists: &[],
    forward,
    backward,
};

fn forward(arguments: &Arguments, x: &[f32]) -> Result<Vec<f32>, MethodError> {
    let groups = read_groups(arguments, x.len())?;
    Ok(fresh(x.len(), |values| Xnor { groups }.forward(x, values))?.0)
}

fn backward(arguments: &Arguments, x: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let groups = read_groups(arguments, x.len())?;
    let (input, ()) = fresh(x.len(), |input| {
        Xnor { groups }.backward(x, upstream, input)
    })?;
    Ok(Gradients {
        input,
        params: Vec::new(),
    })
}
