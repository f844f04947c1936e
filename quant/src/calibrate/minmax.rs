//! Clip nothing.

use super::{Calibrator, largest_magnitude};

/// `a = max|x|`: no number is clipped, and one outlier alone sets the step of all.
pub(super) const CALIBRATOR: Calibrator = Calibrator {
    id: "minmax",
    label: "min-max",
    source: "Jacob et al. 2018, section 3",
    find: |values, _| largest_magnitude(values),
};
