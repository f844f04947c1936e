//! The same as [`super::small`] for formats that reach to the top of f32 (bfloat16) or have no
//! mantissa bit: rounding on the bits.
//!
//! With the exponent field moved to the format's bias, the upper bits of an f32 are the code, and
//! adding half of what is cut off, less one where the code is even, rounds ties to the even code.

use super::edge::Edge;
use super::least;
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
    /// The kernel for a format that has a zero and, lifted, does not leave f32.
    pub(crate) fn new(edge: Edge) -> Option<BitsKernel> {
        let format = edge.format;
        let min_normal = edge.lifted(format.min_normal());
        let magic = exponent_of(f64::from(min_normal)) + 23 - format.mantissa_bits as i32;
        let works = format.zero != ZeroEncoding::None
            && edge.max.is_finite()
            && edge.overflow_from.is_finite();
        works.then(|| BitsKernel {
            edge,
            min_normal,
            magic: power_of_two(magic) as f32,
        })
    }

    /// Codes and values of a block; returns how many numbers overflowed, infinities among them.
    pub(crate) fn block(&self, x: &[f32], codes: &mut [i32], values: &mut [f32]) -> u32 {
        let n = x.len();
        let (codes, values) = (&mut codes[..n], &mut values[..n]);
        let BitsKernel {
            edge,
            min_normal,
            magic,
        } = *self;
        let Edge {
            format,
            scale,
            lift,
            lower,
            max,
            overflow_from,
            ..
        } = edge;
        let shift = 23 - format.mantissa_bits;
        let half = (1u32 << shift) / 2 - 1;
        // The exponent field of the smallest normal value becomes 1.
        let rebias = min_normal.to_bits() - 0x0080_0000;
        let sign_shift = 32 - format.bits();
        let keeps_sign = format.zero == ZeroEncoding::Signed;
        let mut beyond = 0u32;
        for i in 0..n {
            let t = x[i] / scale * lift;
            let sign = t.to_bits() & 0x8000_0000;
            let magnitude = t.abs();
            // Written so that NaN counts as well: both are put right afterwards.
            beyond += u32::from(!(magnitude < overflow_from));
            let inside = least(magnitude, max);
            let moved = inside.to_bits().wrapping_sub(rebias);
            let code = moved.wrapping_add(half + ((moved >> shift) & 1)) >> shift;
            let value = f32::from_bits((code << shift).wrapping_add(rebias));
            let w = inside + magic;
            let (code, value) = if inside < min_normal {
                (w.to_bits() - magic.to_bits(), w - magic)
            } else {
                (code, value)
            };
            let sign = if value != 0.0 || keeps_sign { sign } else { 0 };
            codes[i] = (code | (sign >> sign_shift)) as i32;
            values[i] = f32::from_bits((value * lower).to_bits() | sign) * scale;
        }
        if beyond > 0 {
            edge.specials(x, codes, values)
        } else {
            0
        }
    }
}
