//! Numbers to codes of a small float, ties to even, without branches.
//!
//! For a magnitude t in the binade `[2^E, 2^(E+1))` the values of a format with m mantissa bits lie
//! `2^(E-m)` apart, below its smallest normal exponent as far as there. Let `C = 2^(E-m+23)`, whose
//! last bit as an f32 is worth just that distance. Then `w = t + C` is t rounded to the format, ties
//! to even, `w - C` is the value, and the bits of w less the bits of C are its number of quanta,
//! from which the code follows as in the exact codec.

use super::edge::Edge;
use super::fused::Inside;
use super::lanes::{F4, I4};
use crate::codec::exponent_of;
use crate::format::ZeroEncoding;
use crate::range::Range;

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
        let min_normal = F4::splat(self.min_normal);
        let raise = I4::splat(shift << 23);
        let first = I4::splat(self.min_normal.to_bits() + (shift << 23));
        let (sign_bit, exponent_bits) = (I4::splat(0x8000_0000), I4::splat(0x7F80_0000));
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
            let binade = inside.bits().and(exponent_bits).float().most(min_normal);
            let c = binade.bits().add(raise);
            let w = inside.add(c.float());
            let value = w.sub(c.float());
            let code = c.sub(first).shr(shift).add(w.bits().sub(c));
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

impl SmallKernel {
    /// The kernel for data whose ends do not overflow, for a format with a signed zero and no need
    /// of a lift.
    pub(crate) fn inside(&self, range: Range) -> Option<SmallInside> {
        let Edge {
            format,
            scale,
            lift,
            overflow_from,
            ..
        } = self.edge;
        let within = |x: f32| (x / scale).abs() < overflow_from;
        // The smallest value times the scale must not become zero.
        let smallest = format.min_subnormal() * scale;
        let plain = lift == 1.0
            && format.zero == ZeroEncoding::Signed
            && format.bits() <= 8
            && smallest >= f32::MIN_POSITIVE;
        (plain && within(range.min) && within(range.max)).then(|| {
            let shift = 23 - format.mantissa_bits;
            SmallInside {
                scale: F4::splat(scale),
                sign_bit: I4::splat(0x8000_0000),
                exponent_bits: I4::splat(0x7F80_0000),
                min_normal: F4::splat(self.min_normal),
                raise: I4::splat(shift << 23),
                first: I4::splat(self.min_normal.to_bits() + (shift << 23)),
                binade: I4::splat(1 << format.mantissa_bits),
                code_sign: I4::splat(format.sign_bit()),
                magnitude_bits: format.magnitude_mask() as u8,
            }
        })
    }
}

/// [`SmallKernel`] without NaN and overflow.
pub(crate) struct SmallInside {
    scale: F4,
    sign_bit: I4,
    exponent_bits: I4,
    min_normal: F4,
    raise: I4,
    first: I4,
    binade: I4,
    code_sign: I4,
    magnitude_bits: u8,
}

impl Inside for SmallInside {
    #[inline(always)]
    fn four(&self, x: F4) -> (I4, F4) {
        let t = x.div(self.scale);
        let sign = t.bits().and(self.sign_bit);
        let magnitude = t.bits().without(self.sign_bit).float();
        let binade = t
            .bits()
            .and(self.exponent_bits)
            .float()
            .most(self.min_normal);
        let c = binade.bits().add(self.raise);
        let w = magnitude.add(c.float());
        let value = w.sub(c.float()).bits().or(sign).float().mul(self.scale);
        // Constant shifts: one by a variable takes the processor several steps. A binade is 2^m
        // codes, and there are at most 255 of them.
        let binades = c.sub(self.first).shr(23).times(self.binade);
        let code = binades
            .add(w.bits().sub(c))
            .or(t.bits().negative().and(self.code_sign));
        (code, value)
    }

    fn zero(&self) -> (u8, u8) {
        (self.magnitude_bits, 0)
    }
}
