//! Values that were read, and what there is to say about them.

use serde::{Deserialize, Serialize};

/// Values, and where they came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Everything but the values.
    pub info: TensorInfo,
    /// The values in row-major order (the last index runs fastest), whatever
    /// their order in the file was.
    pub values: Vec<f32>,
}

/// What there is to say about a [`Tensor`] without its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TensorInfo {
    /// The file's name, or `"pasted numbers"`.
    pub name: String,
    /// The size of each axis, slowest first; empty for a single number.
    pub shape: Vec<u64>,
    /// The type in the file: NumPy's name, such as `"float64"`, or `"text"`.
    pub dtype: String,
    /// The order of the values in the file.
    pub order: Order,
    /// Counts and range of the values.
    pub summary: Summary,
    /// How many values changed on their way to 32-bit floats.
    ///
    /// For binary types this counts each value that a 32-bit float cannot hold
    /// exactly (NaN stays NaN and is not counted). Decimal text is nearly always
    /// rounded, so there only numbers that became infinite or zero are counted.
    pub narrowed: u64,
}

/// The order of the values in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// The last index runs fastest ("C order").
    RowMajor,
    /// The first index runs fastest ("Fortran order").
    ColumnMajor,
}

impl Order {
    /// The order's usual name: `"C"` or `"Fortran"`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Order::RowMajor => "C",
            Order::ColumnMajor => "Fortran",
        }
    }
}

/// Counts and range of some values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How many values there are, of any kind.
    pub count: u64,
    /// The least finite value; `None` if no value is finite.
    pub min: Option<f32>,
    /// The greatest finite value; `None` if no value is finite.
    pub max: Option<f32>,
    /// How many are NaN.
    pub nan: u64,
    /// How many are positive or negative infinity.
    pub infinite: u64,
}

impl Summary {
    /// Looks at every value once.
    ///
    /// ```
    /// use quantscope::signal::Summary;
    ///
    /// let summary = Summary::of(&[2.0, f32::NAN, -1.0, f32::INFINITY]);
    /// assert_eq!((summary.min, summary.max), (Some(-1.0), Some(2.0)));
    /// assert_eq!((summary.count, summary.nan, summary.infinite), (4, 1, 1));
    /// ```
    #[must_use]
    pub fn of(values: &[f32]) -> Summary {
        let (mut min, mut max) = (f32::INFINITY, f32::NEG_INFINITY);
        let (mut nan, mut infinite) = (0, 0);
        for &x in values {
            if x.is_finite() {
                min = if x < min { x } else { min };
                max = if x > max { x } else { max };
            } else if x.is_nan() {
                nan += 1;
            } else {
                infinite += 1;
            }
        }
        let any = min <= max;
        Summary {
            count: values.len() as u64,
            min: any.then_some(min),
            max: any.then_some(max),
            nan,
            infinite,
        }
    }
}

impl Tensor {
    /// A tensor whose summary is made from its values.
    pub(super) fn new(
        name: &str,
        shape: Vec<u64>,
        dtype: &str,
        order: Order,
        values: Vec<f32>,
        narrowed: u64,
    ) -> Tensor {
        let info = TensorInfo {
            name: name.to_owned(),
            shape,
            dtype: dtype.to_owned(),
            order,
            summary: Summary::of(&values),
            narrowed,
        };
        Tensor { info, values }
    }
}
