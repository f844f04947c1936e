//! The range of data, found in one pass.

/// A closed range of finite numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// The smallest.
    pub min: f32,
    /// The largest.
    pub max: f32,
}

impl Range {
    /// Finite and in order: NaN becomes 0, infinity the largest f32, swapped ends are swapped back.
    pub(crate) fn sanitized(self) -> Range {
        let finite = |x: f32| {
            if x.is_nan() {
                0.0
            } else {
                x.clamp(f32::MIN, f32::MAX)
            }
        };
        let (a, b) = (finite(self.min), finite(self.max));
        Range {
            min: a.min(b),
            max: a.max(b),
        }
    }
}

/// What [`data_range`] finds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DataRange {
    /// Smallest and largest of the finite values; `None` when there are none.
    pub range: Option<Range>,
    /// How many values are NaN.
    pub nan: u64,
    /// How many are plus or minus infinity.
    pub infinite: u64,
    /// How many are zero.
    pub zeros: u64,
    /// How many values there are.
    pub count: u64,
}

impl DataRange {
    /// The range, or `[0, 0]` for empty data and data without a finite value.
    pub fn or_zero(&self) -> Range {
        self.range.unwrap_or_default()
    }

    /// What both pieces of data have together.
    #[must_use]
    pub fn join(&self, other: &DataRange) -> DataRange {
        let range = match (self.range, other.range) {
            (Some(a), Some(b)) => Some(Range {
                min: a.min.min(b.min),
                max: a.max.max(b.max),
            }),
            (a, b) => a.or(b),
        };
        DataRange {
            range,
            nan: self.nan + other.nan,
            infinite: self.infinite + other.infinite,
            zeros: self.zeros + other.zeros,
            count: self.count + other.count,
        }
    }

    /// Whether every value is finite.
    pub fn all_finite(&self) -> bool {
        self.nan == 0 && self.infinite == 0
    }
}

/// Range of the finite values, and how many are not.
///
/// ```
/// use quantscope_quant::{Range, data_range};
/// let found = data_range(&[1.0, -2.0, f32::NAN, f32::INFINITY]);
/// assert_eq!(found.range, Some(Range { min: -2.0, max: 1.0 }));
/// assert_eq!((found.nan, found.infinite), (1, 1));
/// assert_eq!(data_range(&[]).range, None);
/// ```
pub fn data_range(x: &[f32]) -> DataRange {
    crate::kernel::range::data_range(x)
}
