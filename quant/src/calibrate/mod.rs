//! Calibration: where to clip.
//!
//! A calibrator looks at numbers and chooses a threshold `a`: signed codes cover `[-a, a]`,
//! unsigned ones `[0, a]`. A small `a` makes small steps and clips much, a large one clips nothing
//! and makes large steps; the calibrators differ in how they weigh the two.
//!
//! The quantizer they choose for is symmetric: codes `-(2^(bits-1) - 1)` to `2^(bits-1) - 1` with
//! scale `a / (2^(bits-1) - 1)`, or 0 to `2^bits - 1` with scale `a / (2^bits - 1)`, rounded half
//! to even. [`threshold_losses`] measures its error, split into what each side of the bargain costs.
//!
//! All calibrators see magnitudes `|x|`. For unsigned codes that supposes numbers without negatives,
//! as after a ReLU: a negative number comes back as zero whatever the threshold.

pub mod aciq;
pub mod entropy;
mod losses;
mod minmax;
pub mod moving_average;
mod mse;
pub mod octav;
mod percentile;
mod special;

use std::borrow::Cow;
use std::fmt;

pub use losses::{ThresholdLoss, clipped_share, sqnr_db, threshold_losses};

use crate::histogram::MAX_BINS;

/// The most bits of a code that a calibrator chooses for.
pub const MAX_BITS: u32 = 16;

/// A way to choose a threshold.
#[derive(Debug)]
pub struct Calibrator {
    /// Its name in links and calls, such as `"aciq_laplace"`.
    pub id: &'static str,
    /// Its name for people, such as `"ACIQ, Laplace"`.
    pub label: &'static str,
    /// Who describes it: a paper or a program.
    pub source: &'static str,
    /// The threshold of finite numbers, at least one of which is not zero.
    find: fn(&[f32], &CalibrationOptions) -> f64,
}

/// Every calibrator, in the order in which a list should show them.
///
/// ```
/// use quantscope_quant::calibrate::CALIBRATORS;
/// assert_eq!(CALIBRATORS[0].id, "minmax");
/// ```
pub const CALIBRATORS: &[Calibrator] = &[
    minmax::CALIBRATOR,
    percentile::CALIBRATOR,
    moving_average::CALIBRATOR,
    mse::CALIBRATOR,
    entropy::CALIBRATOR,
    aciq::LAPLACE,
    aciq::GAUSS,
    octav::CALIBRATOR,
];

/// What a threshold is for, and the settings of single calibrators.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationOptions {
    /// Bits of a code, 1 to [`MAX_BITS`]. With 1 bit the only signed code is 0: every threshold
    /// loses the same.
    pub bits: u32,
    /// Codes on both sides of zero, so that the clip is `[-a, a]` instead of `[0, a]`.
    pub signed: bool,
    /// Of `percentile`: how many in a hundred magnitudes are not clipped, above 0, at most 100.
    pub percentile: f64,
    /// Of `entropy`: bins of the histogram over `[-max|x|, max|x|]`, 1 to
    /// [`MAX_BINS`].
    pub bins: usize,
    /// Of `moving_average`: numbers in a batch, at least 1.
    pub batch: usize,
}

impl Default for CalibrationOptions {
    /// 8 unsigned bits, as [`AffineOptions`](crate::AffineOptions) has them, the percentile 99.99, 2048 bins, batches of 1024 numbers.
    fn default() -> Self {
        CalibrationOptions {
            bits: 8,
            signed: false,
            percentile: 99.99,
            bins: 2048,
            batch: 1024,
        }
    }
}

/// Why there is no threshold.
#[derive(Clone, Debug, PartialEq)]
pub enum CalibrationError {
    /// No calibrator has this id.
    Unknown(String),
    /// `bits` is not from 1 to [`MAX_BITS`].
    Bits(u32),
    /// `percentile` is not above 0 and at most 100.
    Percentile(f64),
    /// `bins` is not from 1 to [`MAX_BINS`].
    Bins(usize),
    /// `batch` is zero.
    Batch,
}

impl fmt::Display for CalibrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CalibrationError::Unknown(id) => {
                let known: Vec<&str> = CALIBRATORS.iter().map(|one| one.id).collect();
                write!(
                    f,
                    "there is no calibrator '{id}', only {}",
                    known.join(", ")
                )
            }
            CalibrationError::Bits(bits) => {
                write!(f, "bits must be from 1 to {MAX_BITS}, not {bits}")
            }
            CalibrationError::Percentile(percentile) => {
                write!(
                    f,
                    "percentile must be above 0 and at most 100, not {percentile}"
                )
            }
            CalibrationError::Bins(bins) => {
                write!(f, "bins must be from 1 to {MAX_BINS}, not {bins}")
            }
            CalibrationError::Batch => f.write_str("batch must be at least 1"),
        }
    }
}

impl std::error::Error for CalibrationError {}

impl Calibrator {
    /// The calibrator with this id.
    pub fn by_id(id: &str) -> Option<&'static Calibrator> {
        CALIBRATORS.iter().find(|calibrator| calibrator.id == id)
    }

    /// The threshold that it chooses, a positive number from float32's smallest to its largest.
    ///
    /// NaN and infinity are left out. When nothing is left, or zeros only, every threshold is as
    /// good and the answer is 1. When the rule itself gives no positive number (a percentile that
    /// is zero because most numbers are), it is `max|x|`. Equal numbers `c` give `|c|`.
    ///
    /// No threshold is above `max|x|` but those of ACIQ, which knows a spread and no largest number.
    ///
    /// # Errors
    ///
    /// An option outside its range.
    pub fn threshold(
        &self,
        values: &[f32],
        options: &CalibrationOptions,
    ) -> Result<f64, CalibrationError> {
        options.check()?;
        let values = finite(values);
        let largest = largest_magnitude(&values);
        if largest == 0.0 {
            return Ok(1.0);
        }
        let found = (self.find)(&values, options);
        let found = if found > 0.0 { found } else { largest };
        Ok(found.clamp(f64::from(f32::from_bits(1)), f64::from(f32::MAX)))
    }
}

impl CalibrationOptions {
    fn check(&self) -> Result<(), CalibrationError> {
        if !(1..=MAX_BITS).contains(&self.bits) {
            return Err(CalibrationError::Bits(self.bits));
        }
        if !(self.percentile > 0.0 && self.percentile <= 100.0) {
            return Err(CalibrationError::Percentile(self.percentile));
        }
        if !(1..=MAX_BINS).contains(&self.bins) {
            return Err(CalibrationError::Bins(self.bins));
        }
        if self.batch == 0 {
            return Err(CalibrationError::Batch);
        }
        Ok(())
    }
}

/// The threshold that the calibrator with this id chooses; see [`Calibrator::threshold`].
///
/// ```
/// use quantscope_quant::calibrate::{CalibrationOptions, calibrate};
/// let values = [0.5, -2.0, 1.0, f32::NAN];
/// let options = CalibrationOptions { bits: 4, ..CalibrationOptions::default() };
/// assert_eq!(calibrate("minmax", &values, &options), Ok(2.0));
/// assert_eq!(calibrate("minmax", &[], &options), Ok(1.0));
/// assert!(calibrate("guess", &values, &options).is_err());
/// ```
///
/// # Errors
///
/// An id that [`CALIBRATORS`] has not, or an option outside its range.
pub fn calibrate(
    id: &str,
    values: &[f32],
    options: &CalibrationOptions,
) -> Result<f64, CalibrationError> {
    Calibrator::by_id(id)
        .ok_or_else(|| CalibrationError::Unknown(id.to_owned()))?
        .threshold(values, options)
}

/// The finite numbers; a copy only where others are among them.
fn finite(values: &[f32]) -> Cow<'_, [f32]> {
    if crate::range::data_range(values).all_finite() {
        Cow::Borrowed(values)
    } else {
        Cow::Owned(values.iter().copied().filter(|x| x.is_finite()).collect())
    }
}

/// `max|x|` of finite numbers, 0 of none.
fn largest_magnitude(values: &[f32]) -> f64 {
    let range = crate::range::data_range(values).or_zero();
    f64::from(range.max.max(-range.min))
}

/// The mean of a function of each number, 0 of none.
fn mean(values: &[f32], of: impl Fn(f64) -> f64) -> f64 {
    let sum: f64 = values.iter().map(|x| of(f64::from(*x))).sum();
    sum / values.len().max(1) as f64
}
