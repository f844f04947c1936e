//! One quantizer for each group of a tensor: per channel, or per block of an axis.
//!
//! As ONNX QuantizeLinear 21 has it: with `axis` alone, every index along the axis
//! has its own scale and zero point; with a block size as well, every run of that many
//! elements along the axis has. Tensors are row-major.

use core::fmt;

use crate::affine::{Affine, AffineOptions};
use crate::range::data_range;

/// How a tensor is divided into groups that share a quantizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Elements along the axis.
    length: usize,
    /// Elements between two neighbours along the axis: the product of later axes.
    inner: usize,
    /// Elements of a block; `None` for per-channel.
    block: Option<usize>,
    /// Elements of the whole tensor.
    count: usize,
}

/// A shape, axis or block size that does not go with the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupError {
    /// The tensor has fewer axes than that.
    Axis {
        /// The axis asked for.
        axis: usize,
        /// How many there are.
        axes: usize,
    },
    /// The shape stands for more elements than there can be.
    TooLarge,
    /// A block of no elements.
    EmptyBlock,
    /// The data is not as long as the shape says.
    Length {
        /// What the shape says.
        expected: usize,
        /// What was given.
        found: usize,
    },
}

impl fmt::Display for GroupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GroupError::Axis { axis, axes } => {
                write!(f, "there is no axis {axis}: the tensor has {axes}")
            }
            GroupError::TooLarge => {
                f.write_str("the shape stands for more elements than fit memory")
            }
            GroupError::EmptyBlock => f.write_str("a block needs at least one element"),
            GroupError::Length { expected, found } => {
                write!(
                    f,
                    "the shape stands for {expected} elements, but there are {found}"
                )
            }
        }
    }
}

impl core::error::Error for GroupError {}

impl Grouping {
    /// A group for each index along an axis.
    ///
    /// # Errors
    ///
    /// When there is no such axis, or the shape's product overflows.
    pub fn per_channel(shape: &[usize], axis: usize) -> Result<Grouping, GroupError> {
        Self::new(shape, axis, None)
    }

    /// A group for each run of `block` elements along an axis; the last run may be
    /// shorter.
    ///
    /// # Errors
    ///
    /// As [`Grouping::per_channel`], and when the block has no elements.
    pub fn per_block(shape: &[usize], axis: usize, block: usize) -> Result<Grouping, GroupError> {
        if block == 0 {
            return Err(GroupError::EmptyBlock);
        }
        Self::new(shape, axis, Some(block))
    }

    fn new(shape: &[usize], axis: usize, block: Option<usize>) -> Result<Grouping, GroupError> {
        let product = |sizes: &[usize]| {
            sizes
                .iter()
                .try_fold(1_usize, |product, &size| product.checked_mul(size))
                .ok_or(GroupError::TooLarge)
        };
        let &length = shape.get(axis).ok_or(GroupError::Axis {
            axis,
            axes: shape.len(),
        })?;
        Ok(Grouping {
            length,
            inner: product(&shape[axis + 1..])?,
            block,
            count: product(shape)?,
        })
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        match self.block {
            None => self.length,
            Some(_) if self.count == 0 => 0,
            // Per outer index: as many blocks as start along the axis, for each inner index.
            Some(block) => self.count / self.length * self.length.div_ceil(block),
        }
    }

    /// The group of the element at a row-major index.
    pub fn group(&self, index: usize) -> usize {
        let along = index / self.inner % self.length;
        match self.block {
            None => along,
            Some(block) => {
                let outer = index / self.inner / self.length;
                let blocks = self.length.div_ceil(block);
                (outer * blocks + along / block) * self.inner + index % self.inner
            }
        }
    }

    /// A quantizer for each group, from the range of its finite values.
    ///
    /// # Errors
    ///
    /// When the data is not as long as the shape says.
    ///
    /// ```
    /// use quantscope_quant::{AffineOptions, Grouping};
    /// let x = [1.0, -1.0, 100.0, 50.0];
    /// let rows = Grouping::per_channel(&[2, 2], 0)?;
    /// let options = AffineOptions { signed: true, symmetric: true, ..Default::default() };
    /// let quantizers = rows.quantizers(&x, &options)?;
    /// assert_eq!(quantizers[0].scale, 1.0 / 127.5);
    /// assert_eq!(rows.quantize(&x, &quantizers)?, [127, -128, 127, 64]);
    /// # Ok::<(), quantscope_quant::GroupError>(())
    /// ```
    pub fn quantizers(
        &self,
        x: &[f32],
        options: &AffineOptions,
    ) -> Result<Vec<Affine>, GroupError> {
        self.check(x.len())?;
        let mut members = vec![Vec::new(); self.groups()];
        for (index, &value) in x.iter().enumerate() {
            members[self.group(index)].push(value);
        }
        Ok(members
            .iter()
            .map(|values| Affine::from_range(data_range(values).or_zero(), options))
            .collect())
    }

    /// The code of every element. Groups beyond the quantizers given have the last
    /// one's; with no quantizer at all there is nothing to quantize with and the codes
    /// are zero.
    ///
    /// # Errors
    ///
    /// When the data is not as long as the shape says.
    pub fn quantize(&self, x: &[f32], quantizers: &[Affine]) -> Result<Vec<i32>, GroupError> {
        self.check(x.len())?;
        let code = |(index, &value): (usize, &f32)| {
            self.pick(index, quantizers)
                .map_or(0, |q| q.quantize(value))
        };
        Ok(x.iter().enumerate().map(code).collect())
    }

    /// The value of every code.
    ///
    /// # Errors
    ///
    /// When there are not as many codes as the shape says.
    pub fn dequantize(&self, codes: &[i32], quantizers: &[Affine]) -> Result<Vec<f32>, GroupError> {
        self.check(codes.len())?;
        let value = |(index, &code): (usize, &i32)| {
            self.pick(index, quantizers)
                .map_or(0.0, |q| q.dequantize(code))
        };
        Ok(codes.iter().enumerate().map(value).collect())
    }

    fn pick<'a>(&self, index: usize, quantizers: &'a [Affine]) -> Option<&'a Affine> {
        quantizers.get(self.group(index)).or(quantizers.last())
    }

    fn check(&self, found: usize) -> Result<(), GroupError> {
        if found == self.count {
            Ok(())
        } else {
            Err(GroupError::Length {
                expected: self.count,
                found,
            })
        }
    }
}
