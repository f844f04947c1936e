//! Binary weights as a trained quantizer: three conventions for the gradient.
//!
//! With `w_hat = alpha sign(w)` and `alpha = ||w||_1/n` the derivative of the sign is zero almost
//! everywhere and is replaced by `1{|w| <= 1}`, that of w clipped to [-1, 1]. What then becomes of
//! alpha, which depends on every w, differs.

use super::error::{BinaryError, group_length};
use super::sign::{Parabola, sign, value};

/// How the gradient of binary weights is taken. g is the upstream gradient, n the number of weights
/// of a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BinaryGradient {
    /// `g (1/n + alpha 1{|w| <= 1})`, as the paper prints it in section 3.1: alpha's derivative is
    /// taken at the weight itself only, and without its sign.
    #[default]
    Paper,
    /// `g alpha 1{|w| <= 1} + s(w)/n sum_j g_j sign(w_j)`: the chain rule through alpha, to which
    /// each weight of the filter contributes. `s` is the derivative of the magnitude, with
    /// `s(0) = 0`.
    Exact,
    /// `g (1/n + alpha 1{|w| < 1}) (1 - 1/c) n`: what the paper's published code does (its function
    /// `updateBinaryGradWeight`), with c the filter's input channels. Of one channel it is zero.
    ReferenceCode,
}

impl BinaryGradient {
    /// Every convention, in the order in which a menu shows them.
    pub const ALL: [BinaryGradient; 3] = [
        BinaryGradient::Paper,
        BinaryGradient::Exact,
        BinaryGradient::ReferenceCode,
    ];

    /// The name used in links and by JavaScript.
    pub const fn id(self) -> &'static str {
        match self {
            BinaryGradient::Paper => "paper",
            BinaryGradient::Exact => "exact",
            BinaryGradient::ReferenceCode => "reference_code",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            BinaryGradient::Paper => "as the paper prints it",
            BinaryGradient::Exact => "exact chain rule",
            BinaryGradient::ReferenceCode => "the paper's code",
        }
    }

    /// The convention with this id.
    ///
    /// ```
    /// use quantscope_quant::binary::BinaryGradient;
    /// assert_eq!(BinaryGradient::by_id("exact"), Some(BinaryGradient::Exact));
    /// assert_eq!(BinaryGradient::by_id("guess"), None);
    /// ```
    pub fn by_id(id: &str) -> Option<BinaryGradient> {
        BinaryGradient::ALL.into_iter().find(|g| g.id() == id)
    }
}

/// A Binary Weight Network's quantizer: each group of weights as its mean magnitude times signs.
///
/// alpha and n are over the weights that are finite. A NaN stays a NaN and has no gradient.
///
/// ```
/// use quantscope_quant::binary::{BinaryGradient, BinaryWeights};
/// let binary = BinaryWeights { groups: 1, gradient: BinaryGradient::Exact, channels: 3 };
/// let w = [0.5, -1.5];
/// assert_eq!(binary.forward(&w).unwrap(), [1.0, -1.0]);
/// // Through the sign at 0.5 only, and through alpha: (1 - 3)/2 = -1 to where magnitudes grow.
/// assert_eq!(binary.backward(&w, &[1.0, 3.0]).unwrap(), [0.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BinaryWeights {
    /// Into how many groups, the filters, the weights split evenly and in order.
    pub groups: usize,
    /// How the gradient is taken.
    pub gradient: BinaryGradient,
    /// Input channels of a filter, which only [`BinaryGradient::ReferenceCode`] asks for; 0 counts
    /// as 1.
    pub channels: u32,
}

impl BinaryWeights {
    /// `alpha sign(w)` for each w. Fails when the groups do not divide the number of weights.
    pub fn forward(&self, weights: &[f32]) -> Result<Vec<f32>, BinaryError> {
        let length = group_length(weights.len(), self.groups)?;
        let mut values = Vec::with_capacity(weights.len());
        for filter in weights.chunks(length) {
            let alpha = Parabola::of(filter).bottom as f32;
            values.extend(filter.iter().map(|w| value(*w, alpha)));
        }
        Ok(values)
    }

    /// dL/dw for each w, from the upstream gradient with one number for each value. Fails as
    /// [`BinaryWeights::forward`] does, and when the slices differ in length.
    pub fn backward(&self, weights: &[f32], upstream: &[f32]) -> Result<Vec<f32>, BinaryError> {
        let length = group_length(weights.len(), self.groups)?;
        if upstream.len() != weights.len() {
            return Err(BinaryError::Length {
                name: "upstream",
                shape: "the weights' count",
                expected: Some(weights.len()),
                found: upstream.len(),
            });
        }
        let mut gradient = Vec::with_capacity(weights.len());
        for (weights, upstream) in weights.chunks(length).zip(upstream.chunks(length)) {
            let slope = BinarySlope::of(self.gradient, self.channels, weights, upstream);
            let both = weights.iter().zip(upstream);
            gradient.extend(both.map(|(w, g)| slope.at(*w, *g)));
        }
        Ok(gradient)
    }
}

/// The gradient of one filter as a function of a weight and what comes from above it, everything
/// that the filter's weights decide together being known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinarySlope {
    gradient: BinaryGradient,
    alpha: f64,
    /// 1/n.
    share: f64,
    /// The mean of g sign(w): what comes back through alpha.
    through_alpha: f64,
    /// What the paper's code multiplies by.
    factor: f64,
}

impl BinarySlope {
    /// The gradient of a filter with these weights, each with its upstream gradient. `channels` is as
    /// in [`BinaryWeights`]; weights without an upstream gradient do not count.
    ///
    /// ```
    /// use quantscope_quant::binary::{BinaryGradient, BinarySlope};
    /// let slope = BinarySlope::of(BinaryGradient::Paper, 1, &[0.5, -1.5], &[1.0, 3.0]);
    /// assert_eq!(slope.at(0.5, 1.0), 1.5); // 1/n + alpha
    /// assert_eq!(slope.at(-1.5, 3.0), 1.5); // 1/n only
    /// ```
    pub fn of(
        gradient: BinaryGradient,
        channels: u32,
        weights: &[f32],
        upstream: &[f32],
    ) -> BinarySlope {
        let parabola = Parabola::of(weights);
        let n = parabola.count.max(1) as f64;
        let both = weights.iter().zip(upstream).filter(|(w, _)| !w.is_nan());
        let sum: f64 = both.map(|(w, g)| f64::from(*g) * f64::from(sign(*w))).sum();
        BinarySlope {
            gradient,
            alpha: parabola.bottom,
            share: 1.0 / n,
            through_alpha: sum / n,
            factor: (1.0 - 1.0 / f64::from(channels.max(1))) * n,
        }
    }

    /// dL/dw at a weight w with the upstream gradient g; 0 for a NaN.
    pub fn at(&self, w: f32, g: f32) -> f32 {
        let g = f64::from(g);
        let inside = f64::from(w.abs() <= 1.0);
        let strictly = f64::from(w.abs() < 1.0);
        let found = match self.gradient {
            _ if w.is_nan() => 0.0,
            BinaryGradient::Paper => g * (self.share + self.alpha * inside),
            BinaryGradient::Exact => {
                g * self.alpha * inside + slope_of_magnitude(w) * self.through_alpha
            }
            BinaryGradient::ReferenceCode => g * (self.share + self.alpha * strictly) * self.factor,
        };
        found as f32
    }
}

/// The derivative of |w|: 0 at zero, and where w does not count in alpha.
fn slope_of_magnitude(w: f32) -> f64 {
    if w == 0.0 || !w.is_finite() {
        0.0
    } else {
        f64::from(sign(w))
    }
}
