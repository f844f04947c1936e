//! ACIQ: the best threshold by a formula, if the numbers follow a known distribution.
//!
//! Banner et al. 2019, "Post training 4-bit quantization of convolutional networks for
//! rapid-deployment": the mean squared error of clipping at `a` and rounding to `2^M` steps over
//! `[-a, a]` has a closed form for Laplace and normal numbers around zero, and one minimum.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_PI};

use super::special::{erfc, zero};
use super::{Calibrator, ThresholdLoss, finite, mean};

/// `a` = `b` times the optimum of Laplace numbers.
pub(super) const LAPLACE: Calibrator = Calibrator {
    id: "aciq_laplace",
    label: "ACIQ, Laplace",
    source: "Banner et al. 2019",
    find: |values, options| Aciq::Laplace.threshold(values, options.bits, options.signed),
};

/// `a` = sigma times the optimum of normal numbers.
pub(super) const GAUSS: Calibrator = Calibrator {
    id: "aciq_gauss",
    label: "ACIQ, Gauss",
    source: "Banner et al. 2019",
    find: |values, options| Aciq::Gauss.threshold(values, options.bits, options.signed),
};

/// The distribution that the numbers are taken to have, around zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aciq {
    /// Two exponential slopes, its spread is `b`, the mean distance from zero.
    Laplace,
    /// The bell curve, its spread is the standard deviation.
    Gauss,
}

/// Thresholds over `b` where [`Aciq::Laplace`] loses least, for M = 1 to 8.
const LAPLACE_OPTIMA: [f64; 8] = [
    1.862_816_864_432_358,
    2.830_682_989_370_234,
    3.897_229_464_945_103,
    5.028_640_136_236_214,
    6.204_766_334_013_321,
    7.413_126_213_843_57,
    8.645_619_984_034_424,
    9.896_759_770_017_528,
];

/// Thresholds over sigma where [`Aciq::Gauss`] loses least, for M = 1 to 8.
const GAUSS_OPTIMA: [f64; 8] = [
    1.239_905_270_984_455_8,
    1.710_635_168_114_043_3,
    2.151_592_744_740_346,
    2.559_136_461_975_335_4,
    2.936_200_612_108_443_4,
    3.286_914_215_213_754_3,
    3.615_114_215_262_778_4,
    3.924_035_489_880_777,
];

impl Aciq {
    /// The estimated spread of the finite numbers: for Laplace `b = mean|x|`, for Gauss
    /// `sigma = sqrt(mean x^2)`; 0 of none.
    ///
    /// Both are the most likely ones of a distribution around zero, which is where the clip lies.
    /// The paper takes distances from the mean, which is the same for numbers whose mean is zero.
    pub fn spread(self, values: &[f32]) -> f64 {
        let values = finite(values);
        match self {
            Aciq::Laplace => mean(&values, f64::abs),
            Aciq::Gauss => mean(&values, |x| x * x).sqrt(),
        }
    }

    /// The optimal threshold over the spread for `2^steps_log2` steps over `[-a, a]`: from the
    /// paper's table for 1 to 8, carried to float64, and [`Aciq::solve`]d for other widths.
    ///
    /// ```
    /// use quantscope_quant::calibrate::aciq::Aciq;
    /// assert_eq!((Aciq::Laplace.optimum(4) * 100.0).round(), 503.0);
    /// assert_eq!((Aciq::Gauss.optimum(4) * 100.0).round(), 256.0);
    /// ```
    pub fn optimum(self, steps_log2: u32) -> f64 {
        let table = match self {
            Aciq::Laplace => &LAPLACE_OPTIMA,
            Aciq::Gauss => &GAUSS_OPTIMA,
        };
        (steps_log2 as usize)
            .checked_sub(1)
            .and_then(|place| table.get(place).copied())
            .unwrap_or_else(|| self.solve(steps_log2))
    }

    /// [`Aciq::optimum`] by the closed form's derivative in `a`, divided by two (Laplace) or by
    /// `2 a` (Gauss), which rises from below zero through one zero.
    pub fn solve(self, steps_log2: u32) -> f64 {
        // From 2^31 steps on the optimum no longer matters to float32.
        let rounding = rounding_factor(steps_log2.min(31));
        match self {
            Aciq::Laplace => zero(|a| rounding * a - (-a).exp(), 0.0, 64.0),
            Aciq::Gauss => zero(
                |a| {
                    let bell = FRAC_2_PI.sqrt() * (-a * a / 2.0).exp();
                    erfc(a * FRAC_1_SQRT_2) + rounding - bell / a
                },
                0.0,
                16.0,
            ),
        }
    }

    /// The mean squared error that the closed form predicts for numbers of this spread.
    ///
    /// Laplace: `2 b^2 e^(-a/b)` and `a^2 / (3 * 4^M)`. Gauss: `(s^2 + a^2) erfc(a / (s sqrt 2)) -
    /// sqrt(2/pi) a s e^(-a^2 / (2 s^2))` and the same. `M` is `bits` for signed codes; unsigned
    /// ones have all their steps on one side, so `M = bits + 1`. The form counts `2^M` steps of
    /// `2a / 2^M` where the quantizer that is measured has `2^M - 2` (unsigned `2^bits - 1` over
    /// `[0, a]`), which shows with few bits.
    pub fn predicted_loss(
        self,
        spread: f64,
        threshold: f64,
        bits: u32,
        signed: bool,
    ) -> ThresholdLoss {
        let a = threshold / spread;
        let clipping = match self {
            Aciq::Laplace => 2.0 * (-a).exp(),
            Aciq::Gauss => {
                let tails = (1.0 + a * a) * erfc(a * FRAC_1_SQRT_2);
                let bell = FRAC_2_PI.sqrt() * a * (-a * a / 2.0).exp();
                // Far out both round to the same.
                (tails - bell).max(0.0)
            }
        };
        ThresholdLoss {
            threshold,
            rounding: threshold * threshold * rounding_factor(steps_log2(bits, signed)),
            // Without a spread all numbers are zero.
            clipping: if spread > 0.0 {
                clipping * spread * spread
            } else {
                0.0
            },
        }
    }

    fn threshold(self, values: &[f32], bits: u32, signed: bool) -> f64 {
        self.spread(values) * self.optimum(steps_log2(bits, signed))
    }
}

/// `M`: `2^M` steps lie in `[-a, a]`, and as long ones in `[0, a]` for unsigned codes.
fn steps_log2(bits: u32, signed: bool) -> u32 {
    bits.min(super::MAX_BITS) + u32::from(!signed)
}

/// `1 / (3 * 4^M)`: a twelfth of the squared step `2a / 2^M`, over `a^2`.
fn rounding_factor(steps_log2: u32) -> f64 {
    2_f64.powf(-2.0 * f64::from(steps_log2)) / 3.0
}
