//! Which kernel takes in which data.

use crate::affine::Affine;
use crate::format::Format;
use crate::kernel::BLOCK;
use crate::kernel::affine::{AffineInside, AffineKernel};
use crate::kernel::bits::BitsKernel;
use crate::kernel::edge::Edge;
use crate::kernel::measure::Measure;
use crate::kernel::small::{SmallInside, SmallKernel};
use crate::random::random_bits;
use crate::range::Range;
use crate::rounding::{Overflow, Rounding};

/// What turns a block of numbers into codes and values.
pub(crate) enum Kernel {
    Affine(AffineKernel),
    AffineScalar(Affine),
    Small(SmallKernel),
    Bits(BitsKernel),
    FormatScalar {
        format: Format,
        scale: f32,
        rounding: Rounding,
        overflow: Overflow,
    },
}

impl Kernel {
    /// For an affine quantizer.
    pub(crate) fn affine(q: &Affine) -> Kernel {
        AffineKernel::new(q).map_or(Kernel::AffineScalar(*q), Kernel::Affine)
    }

    /// For a format at a scale.
    pub(crate) fn format(
        format: &Format,
        scale: f32,
        rounding: Rounding,
        overflow: Overflow,
    ) -> Kernel {
        let scalar = Kernel::FormatScalar {
            format: *format,
            scale,
            rounding,
            overflow,
        };
        if rounding != Rounding::NearestEven {
            return scalar;
        }
        let edge = Edge::new(format, scale, overflow);
        let small = SmallKernel::new(edge).map(Kernel::Small);
        small
            .or_else(|| BitsKernel::new(edge).map(Kernel::Bits))
            .unwrap_or(scalar)
    }
}

impl Kernel {
    /// Codes and values of a block that begins at an index of the data; returns how many finite
    /// numbers were clipped or overflowed.
    pub(crate) fn block(
        &self,
        x: &[f32],
        codes: &mut [u32],
        values: &mut [f32],
        seed: u64,
        index: u64,
    ) -> u32 {
        let numbers = x
            .iter()
            .zip(codes.iter_mut())
            .zip(values.iter_mut())
            .zip(index..);
        match self {
            Kernel::Affine(kernel) => kernel.block(x, codes, values),
            Kernel::Small(kernel) => kernel.block(x, codes, values),
            Kernel::Bits(kernel) => kernel.block(x, codes, values),
            Kernel::AffineScalar(q) => {
                let mut clipped = 0;
                for (((&x, code), value), index) in numbers {
                    let random = random_bits(seed, index);
                    let unclamped = q.unclamped_random(x, random);
                    let found = q.quantize_random(x, random);
                    *code = found as u32;
                    *value = q.dequantize(found);
                    let beyond = unclamped < f64::from(q.quantized_min)
                        || unclamped > f64::from(q.quantized_max);
                    clipped += u32::from(beyond && x.is_finite());
                }
                clipped
            }
            Kernel::FormatScalar {
                format,
                scale,
                rounding,
                overflow,
            } => {
                let mut clipped = 0;
                for (((&x, code), value), index) in numbers {
                    let random = random_bits(seed, index);
                    // The sign of a quotient of NaN is not defined.
                    let scaled = if x.is_nan() { x } else { x / scale };
                    let (found, over) =
                        format.encode_counted(f64::from(scaled), *rounding, *overflow, random);
                    *code = found;
                    *value = format.decode(found) * scale;
                    clipped += u32::from(over && x.is_finite());
                }
                clipped
            }
        }
    }
}

/// What takes in blocks by the fused loop.
pub(crate) enum FastKernel {
    Affine(AffineInside),
    Small(SmallInside<false>),
    Folded(SmallInside<true>),
    None,
}

impl FastKernel {
    /// Takes in a block; false, and nothing taken in, where that is not for the fused loop.
    pub(crate) fn block(
        &self,
        x: &[f32],
        codes: &mut [u8; BLOCK],
        values: &mut [f32],
        measure: &mut Measure,
    ) -> bool {
        let (x, []) = x.as_chunks() else { return false };
        let (values, _) = values.as_chunks_mut();
        match self {
            FastKernel::Affine(kernel) => measure.fused(kernel, x, codes, values),
            FastKernel::Small(kernel) => measure.fused(kernel, x, codes, values),
            FastKernel::Folded(kernel) => measure.fused(kernel, x, codes, values),
            FastKernel::None => false,
        }
    }
}

impl Kernel {
    /// The fast kernel for finite data in a range, if there is one.
    pub(crate) fn inside(&self, range: Range) -> FastKernel {
        match self {
            Kernel::Affine(kernel) => kernel
                .inside(range)
                .map_or(FastKernel::None, FastKernel::Affine),
            Kernel::Small(kernel) => {
                let folded = kernel.inside(range).map(FastKernel::Folded);
                let divided = || kernel.inside(range).map(FastKernel::Small);
                folded.or_else(divided).unwrap_or(FastKernel::None)
            }
            _ => FastKernel::None,
        }
    }
}
