//! A number as its sign, and many numbers as their signs times one scale.
//!
//! The scale that loses least is the mean magnitude: `alpha = ||W||_1 / n` (XNOR-Net, equation 6),
//! the bottom of the parabola `||W - alpha B||^2` with `B = sign(W)`.

use super::error::{BinaryError, group_length, numbers};

/// -1 below zero, else +1: both zeros and NaN have the sign +1, for a bit has no third state.
///
/// ```
/// use quantscope_quant::binary::sign;
/// assert_eq!([-2.0, -0.0, 0.0, 3.0, f32::NAN].map(sign), [-1, 1, 1, 1, 1]);
/// ```
#[inline]
pub fn sign(x: f32) -> i8 {
    if x < 0.0 { -1 } else { 1 }
}

/// The mean magnitude of the numbers that are finite; 0 where there is none.
///
/// ```
/// use quantscope_quant::binary::alpha;
/// assert_eq!(alpha(&[1.0, -3.0, f32::NAN]), 2.0);
/// assert_eq!(alpha(&[]), 0.0);
/// ```
pub fn alpha(weights: &[f32]) -> f64 {
    Parabola::of(weights).bottom
}

/// The error `||W - alpha B||^2` as a function of alpha, over the numbers that are finite.
///
/// ```
/// use quantscope_quant::binary::Parabola;
/// let parabola = Parabola::of(&[1.0, -3.0]);
/// assert_eq!((parabola.bottom, parabola.least), (2.0, 2.0));
/// assert_eq!(parabola.at(0.0), 10.0); // the sum of the squares
/// assert_eq!(parabola.at(1.0), 4.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parabola {
    /// n, how many numbers count.
    pub count: usize,
    /// The alpha with the least error: the mean magnitude.
    pub bottom: f64,
    /// The error there, the sum of squares of `|w| - bottom`.
    pub least: f64,
}

impl Parabola {
    /// The parabola of these numbers; without a finite one it is 0 everywhere.
    pub fn of(weights: &[f32]) -> Parabola {
        let finite = weights.iter().filter(|w| w.is_finite());
        let magnitudes = finite.map(|w| f64::from(w.abs()));
        let (count, sum) = magnitudes
            .clone()
            .fold((0, 0.0), |(count, sum), w| (count + 1, sum + w));
        let bottom = sum / (count.max(1) as f64);
        Parabola {
            count,
            bottom,
            least: magnitudes.map(|w| (w - bottom) * (w - bottom)).sum(),
        }
    }

    /// The error at an alpha: `least + n (alpha - bottom)^2`, which is never below zero.
    pub fn at(&self, alpha: f64) -> f64 {
        let distance = alpha - self.bottom;
        self.least + self.count as f64 * distance * distance
    }
}

/// Numbers as signs and scales.
#[derive(Clone, Debug, PartialEq)]
pub struct Binarized {
    /// alpha of each group.
    pub alpha: Vec<f32>,
    /// [`sign`] of each number.
    pub signs: Vec<i8>,
    /// alpha times sign for each number; a NaN stays a NaN.
    pub values: Vec<f32>,
}

/// Splits the values evenly, in order, into groups (the filters of a layer, or 1 for the whole
/// tensor) and gives each its [`alpha`].
///
/// Fails when there are no groups, or more than [`MAX_NUMBERS`](super::MAX_NUMBERS), or they do not
/// divide the number of values. Of no values every group has the alpha 0.
///
/// ```
/// use quantscope_quant::binary::binarize;
/// let found = binarize(&[1.0, -3.0, 0.0, 0.5], 2).unwrap();
/// assert_eq!(found.alpha, [2.0, 0.25]);
/// assert_eq!(found.signs, [1, -1, 1, 1]);
/// assert_eq!(found.values, [2.0, -2.0, 0.25, 0.25]);
/// let refusal = binarize(&[1.0, -3.0, 0.0], 2).unwrap_err();
/// assert_eq!(
///     refusal.to_string(),
///     "groups must divide the number of values, and 2 does not divide 3"
/// );
/// ```
pub fn binarize(values: &[f32], groups: usize) -> Result<Binarized, BinaryError> {
    let length = group_length(values.len(), groups)?;
    numbers(&[groups]).ok_or(BinaryError::TooLarge { shape: "groups" })?;
    let mut scales: Vec<f32> = values.chunks(length).map(|w| alpha(w) as f32).collect();
    scales.resize(groups, 0.0);
    let scaled = values.chunks(length).zip(&scales);
    Ok(Binarized {
        values: scaled
            .flat_map(|(w, alpha)| w.iter().map(|w| value(*w, *alpha)))
            .collect(),
        signs: values.iter().map(|w| sign(*w)).collect(),
        alpha: scales,
    })
}

/// alpha times the sign, NaN of a NaN.
pub(super) fn value(w: f32, alpha: f32) -> f32 {
    if w.is_nan() {
        w
    } else {
        alpha * f32::from(sign(w))
    }
}
