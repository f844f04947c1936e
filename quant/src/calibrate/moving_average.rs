//! The observer of quantization-aware training: a range that follows the batches slowly.

use super::Calibrator;
use crate::range::{Range, data_range};

/// How much of the way to a batch's minimum and maximum the averages go (PyTorch's
/// `averaging_constant`).
pub const AVERAGING: f64 = 0.01;

/// `a` = the larger end of the averaged range.
///
/// The slice is read as consecutive batches of `options.batch` numbers, the last one shorter if it
/// does not come out even. One batch alone gives `max|x|`; numbers beyond the average are clipped.
pub(super) const CALIBRATOR: Calibrator = Calibrator {
    id: "moving_average",
    label: "moving average",
    source: "Jacob et al. 2018, section 3.1; PyTorch MovingAverageMinMaxObserver",
    find: |values, options| {
        let mut observer = MovingAverage::default();
        for batch in values.chunks(options.batch) {
            observer.observe(batch);
        }
        observer.min.abs().max(observer.max.abs())
    },
};

/// Averages of the batches' minima and maxima: the first batch sets them, each further one moves
/// them by `m <- m + c (x - m)` with `c` = [`AVERAGING`].
///
/// ```
/// use quantscope_quant::calibrate::moving_average::MovingAverage;
/// let mut observer = MovingAverage::default();
/// observer.observe(&[-1.0, 2.0]);
/// observer.observe(&[-2.0, 2.0]);
/// assert_eq!((observer.min, observer.max), (-1.01, 2.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MovingAverage {
    /// The average of the minima; 0 before the first batch.
    pub min: f64,
    /// The average of the maxima.
    pub max: f64,
    seen: bool,
}

impl MovingAverage {
    /// Takes in a batch. One without a finite number changes nothing.
    pub fn observe(&mut self, batch: &[f32]) {
        let Some(Range { min, max }) = data_range(batch).range else {
            return;
        };
        let (min, max) = (f64::from(min), f64::from(max));
        if self.seen {
            self.min += AVERAGING * (min - self.min);
            self.max += AVERAGING * (max - self.max);
        } else {
            (self.min, self.max, self.seen) = (min, max, true);
        }
    }
}
