//! Numbers to codes of a small float, ties to even, without branches.
//!
//! For a magnitude t in the binade `[2^E, 2^(E+1))` the values of a format with m mantissa bits lie
//! `2^(E-m)` apart, below its smallest normal exponent as far as there. Let `C = 2^(E-m+23)`, whose
//! last bit as an f32 is worth just that distance. Then `w = t + C` is t rounded to the format, ties
//! to even, `w - C` is the value, and the bits of w less the bits of C are its number of quanta,
//! from which the code follows as in the exact codec.

use super::edge::Edge;
use super::{least, most};
use crate::codec::exponent_of;
use crate::format::ZeroEncoding;

/// A format prepared for the loop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SmallKernel {
    edge: Edge,
    /// The smallest normal value, lifted.
    min_normal: f32,
}

impl SmallKernel {
    /// The kernel for a format, where the trick works: a mantissa bit to be even in, and C within
    /// f32.
    pub(crate) fn new(edge: Edge) -> Option<SmallKernel> {
        let format = edge.format;
        let top = exponent_of(f64::from(edge.max)) + 23 - format.mantissa_bits as i32;
        let works = format.zero != ZeroEncoding::None && format.mantissa_bits >= 1 && top <= 127;
        works.then(|| SmallKernel {
            edge,
            min_normal: edge.lifted(format.min_normal()),
        })
    }

    /// Codes and values of a block; returns how many numbers overflowed, infinities among them.
    pub(crate) fn block(&self, x: &[f32], codes: &mut [i32], values: &mut [f32]) -> u32 {
        let n = x.len();
        let (codes, values) = (&mut codes[..n], &mut values[..n]);
        let SmallKernel { edge, min_normal } = *self;
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
        let raise = shift << 23;
        let first = min_normal.to_bits() + raise;
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
            let binade = most(f32::from_bits(inside.to_bits() & 0x7F80_0000), min_normal);
            let c = binade.to_bits() + raise;
            let w = inside + f32::from_bits(c);
            let value = w - f32::from_bits(c);
            let code = ((c - first) >> shift) + (w.to_bits() - c);
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
