//! One quantizer for each slice of a tensor.

use core::fmt;

use crate::affine::{Affine, AffineOptions};
use crate::range::data_range;

/// Which numbers of a tensor share a scale and a zero point. The tensor lies in C order: the last
/// index runs fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// All of them.
    Tensor,
    /// Those with the same index along an axis (ONNX QuantizeLinear's `axis`).
    Channel {
        /// The axis, from 0.
        axis: usize,
    },
    /// Those with all indices equal but that along an axis, in blocks along it (ONNX
    /// QuantizeLinear's `axis` and `block_size`); the last block may be shorter.
    Block {
        /// The axis, from 0.
        axis: usize,
        /// Numbers in a block, at least 1.
        size: usize,
    },
}

/// A shape that does not fit the values or the granularity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeError {
    /// The product of the shape is not the number of values.
    Count {
        /// Number of values.
        values: usize,
    },
    /// There is no such axis.
    Axis {
        /// The axis asked for.
        axis: usize,
        /// Number of axes.
        axes: usize,
    },
    /// A block of no numbers.
    EmptyBlock,
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShapeError::Count { values } => write!(f, "the shape does not hold {values} values"),
            ShapeError::Axis { axis, axes } => write!(f, "axis {axis} of {axes}: counted from 0"),
            ShapeError::EmptyBlock => f.write_str("a block needs at least 1 number"),
        }
    }
}

impl core::error::Error for ShapeError {}

/// A tensor's quantizers, one a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Channels {
    /// The quantizers, in C order of the groups: along the axis for [`Granularity::Channel`], in the
    /// tensor's shape with the axis divided by the block for [`Granularity::Block`].
    pub quantizers: Vec<Affine>,
    /// Numbers between two neighbours along the axis.
    inner: usize,
    /// Numbers along the axis.
    length: usize,
    granularity: Granularity,
}

impl Channels {
    /// Derives a quantizer for each group from the range of its values.
    ///
    /// # Errors
    ///
    /// When the shape fits neither the values nor the axis.
    ///
    /// ```
    /// use quantscope_quant::{AffineOptions, Channels, Granularity};
    /// let x = [1.0, -1.0, 100.0, -50.0];
    /// let int8 = AffineOptions { signed: true, symmetric: true, ..Default::default() };
    /// let rows = Channels::of(&x, &[2, 2], Granularity::Channel { axis: 0 }, &int8)?;
    /// assert_eq!(rows.quantizers.len(), 2);
    /// assert_eq!(rows.quantize(&x), [127, -127, 127, -64]);
    /// # Ok::<(), quantscope_quant::ShapeError>(())
    /// ```
    pub fn of(
        x: &[f32],
        shape: &[usize],
        granularity: Granularity,
        options: &AffineOptions,
    ) -> Result<Channels, ShapeError> {
        let product = |part: &[usize]| part.iter().try_fold(1usize, |p, &n| p.checked_mul(n));
        if product(shape) != Some(x.len()) {
            return Err(ShapeError::Count { values: x.len() });
        }
        let axis = match granularity {
            Granularity::Tensor => None,
            Granularity::Block { size: 0, .. } => return Err(ShapeError::EmptyBlock),
            Granularity::Channel { axis } | Granularity::Block { axis, .. } => Some(axis),
        };
        let (length, inner) = match axis {
            None => (1, x.len()),
            Some(axis) if axis >= shape.len() => {
                return Err(ShapeError::Axis {
                    axis,
                    axes: shape.len(),
                });
            }
            // A factor of a product that did not overflow, unless another is zero; then all are idle.
            Some(axis) => (shape[axis], product(&shape[axis + 1..]).unwrap_or(0)),
        };
        let mut channels = Channels {
            quantizers: Vec::new(),
            inner,
            length,
            granularity,
        };
        let mut groups: Vec<Vec<f32>> = Vec::new();
        for (index, &value) in x.iter().enumerate() {
            let group = channels.group(index);
            if group >= groups.len() {
                groups.resize(group + 1, Vec::new());
            }
            groups[group].push(value);
        }
        channels.quantizers = groups
            .iter()
            .map(|g| Affine::from_range(data_range(g).or_zero(), options))
            .collect();
        Ok(channels)
    }

    /// The group of the value at an index of the tensor.
    pub fn group(&self, index: usize) -> usize {
        // Zero only in a tensor without values, which has no index.
        let (inner, length) = (self.inner.max(1), self.length.max(1));
        let along = index / inner % length;
        match self.granularity {
            Granularity::Tensor => 0,
            Granularity::Channel { .. } => along,
            Granularity::Block { size, .. } => {
                let outer = index / inner / length;
                (outer * length.div_ceil(size) + along / size) * inner + index % inner
            }
        }
    }

    /// The codes of a tensor of the same shape; of values beyond it, nothing.
    pub fn quantize(&self, x: &[f32]) -> Vec<i32> {
        let known = x.iter().enumerate();
        known
            .filter_map(|(i, &x)| Some(self.quantizers.get(self.group(i))?.quantize(x)))
            .collect()
    }

    /// The values of codes of the same shape.
    pub fn dequantize(&self, codes: &[i32]) -> Vec<f32> {
        let known = codes.iter().enumerate();
        known
            .filter_map(|(i, &q)| Some(self.quantizers.get(self.group(i))?.dequantize(q)))
            .collect()
    }
}
