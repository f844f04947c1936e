//! The same as [`super::small`] for formats that reach to the top of f32 (bfloat16) or have no
//! mantissa bit: rounding on the bits.
//!
//! With the exponent field moved to the format's bias, the upper bits of an f32 are the code, and
//! adding half of what is cut off, less one where the code is even, rounds ties to the even code.

use super::edge::Edge;
use super::lanes::{F4, I4};
use crate::codec::{exponent_of, power_of_two};
use crate::format::ZeroEncoding;

/// A format prepared for the loop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BitsKernel {
    edge: Edge,
    /// The smallest normal value, lifted.
    min_normal: f32,
    /// Adding it rounds a magnitude below the smallest normal value to a multiple of the smallest
    /// value, ties to even, and leaves the multiple in the low bits.
    magic: f32,
}

impl BitsKernel {
    /// The kernel for a format that has a zero and, with what is added to it, does not leave f32.
    pub(crate) fn new(edge: Edge) -> Option<BitsKernel> {
        let format = edge.format;
        let min_normal = edge.lifted(format.min_normal());
        let magic = exponent_of(f64::from(min_normal)) + 23 - format.mantissa_bits as i32;
        let works = format.zero != ZeroEncoding::None
            && magic <= 127
            && edge.max.is_finite()
            && edge.overflow_from.is_finite();
        works.then(|| BitsKernel {
            edge,
            min_normal,
            magic: power_of_two(magic) as f32,
        })
    }

    /// Codes and values of a block; returns how many finite numbers overflowed.
    pub(crate) fn block(&self, x: &[f32], codes: &mut [u32], values: &mut [f32]) -> u32 {
        let Edge {
            format,
            scale,
            lift,
            lower,
            max,
            overflow_from,
            ..
        } = self.edge;
        let shift = 23 - format.mantissa_bits;
        let sign_shift = 32 - format.bits();
        let (scale, lift, lower) = (F4::splat(scale), F4::splat(lift), F4::splat(lower));
        let (max, overflow_from) = (F4::splat(max), F4::splat(overflow_from));
        let (min_normal, magic) = (F4::splat(self.min_normal), F4::splat(self.magic));
        let half = I4::splat((1u32 << shift) / 2 - 1);
        let one = I4::splat(1);
        // The exponent field of the smallest normal value becomes 1.
        let rebias = I4::splat(self.min_normal.to_bits() - 0x0080_0000);
        let kept = I4::splat(u32::MAX << shift);
        let sign_bit = I4::splat(0x8000_0000);
        let zero = F4::splat(0.0);
        let keep = I4::splat(if format.zero == ZeroEncoding::Signed {
            u32::MAX
        } else {
            0
        });
        let fine = super::by_fours(x, codes, values, |x| {
            let t = x.div(scale).mul(lift);
            let sign = t.bits().and(sign_bit);
            let magnitude = t.bits().without(sign_bit).float();
            let inside = magnitude.least(max);
            let moved = inside.bits().sub(rebias);
            let rounded = moved.add(half).add(moved.shr(shift).and(one));
            let w = inside.add(magic);
            let subnormal = inside.below(min_normal);
            let code = subnormal.choose(w.bits().sub(magic.bits()), rounded.shr(shift));
            let value = subnormal
                .choose(w.sub(magic).bits(), rounded.and(kept).add(rebias))
                .float();
            let sign = sign.and(value.differs(zero).or(keep));
            let value = value.mul(lower).bits().or(sign).float().mul(scale);
            (
                code.or(sign.shr(sign_shift)),
                value,
                magnitude.below(overflow_from),
            )
        });
        // The rest is beyond, or NaN.
        if fine < x.len() as u32 {
            self.edge.specials(x, codes, values)
        } else {
            0
        }
    }
}
