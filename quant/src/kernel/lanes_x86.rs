//! Lanes with SSE2, which every x86-64 processor has.

use core::arch::x86_64 as arch;

/// Four f32.
#[derive(Clone, Copy)]
pub(crate) struct F4(arch::__m128);

/// Four 32-bit integers, or four masks of all ones or all zeros.
#[derive(Clone, Copy)]
pub(crate) struct I4(arch::__m128i);

/// Two f64.
#[derive(Clone, Copy)]
pub(crate) struct D2(arch::__m128d);

/// An SSE2 instruction.
macro_rules! sse2 {
    ($call:expr) => {
        // SAFETY: only needs SSE2, which is part of x86-64; registers in, registers out.
        unsafe { $call }
    };
}

impl F4 {
    #[inline(always)]
    pub(crate) fn splat(x: f32) -> F4 {
        F4(sse2!(arch::_mm_set1_ps(x)))
    }
    #[inline(always)]
    pub(crate) fn load(x: &[f32; 4]) -> F4 {
        // SAFETY: as above, and the address is that of four f32; it need not be aligned.
        F4(unsafe { arch::_mm_loadu_ps(x.as_ptr()) })
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [f32; 4]) {
        // SAFETY: as for `load`.
        unsafe { arch::_mm_storeu_ps(x.as_mut_ptr(), self.0) }
    }
    #[inline(always)]
    pub(crate) fn add(self, other: F4) -> F4 {
        F4(sse2!(arch::_mm_add_ps(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: F4) -> F4 {
        F4(sse2!(arch::_mm_sub_ps(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn mul(self, other: F4) -> F4 {
        F4(sse2!(arch::_mm_mul_ps(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn div(self, other: F4) -> F4 {
        F4(sse2!(arch::_mm_div_ps(self.0, other.0)))
    }
    /// `if self < other { self } else { other }`.
    #[inline(always)]
    pub(crate) fn least(self, other: F4) -> F4 {
        F4(sse2!(arch::_mm_min_ps(self.0, other.0)))
    }
    /// `if self > other { self } else { other }`.
    #[inline(always)]
    pub(crate) fn most(self, other: F4) -> F4 {
        F4(sse2!(arch::_mm_max_ps(self.0, other.0)))
    }
    /// Mask of `self == other`.
    #[inline(always)]
    pub(crate) fn equal(self, other: F4) -> I4 {
        I4(sse2!(arch::_mm_castps_si128(arch::_mm_cmpeq_ps(
            self.0, other.0
        ))))
    }
    /// Mask of `self != other`, true of NaN.
    #[inline(always)]
    pub(crate) fn differs(self, other: F4) -> I4 {
        I4(sse2!(arch::_mm_castps_si128(arch::_mm_cmpneq_ps(
            self.0, other.0
        ))))
    }
    /// Mask of `self < other`, false of NaN.
    #[inline(always)]
    pub(crate) fn below(self, other: F4) -> I4 {
        I4(sse2!(arch::_mm_castps_si128(arch::_mm_cmplt_ps(
            self.0, other.0
        ))))
    }
    #[inline(always)]
    pub(crate) fn bits(self) -> I4 {
        I4(sse2!(arch::_mm_castps_si128(self.0)))
    }
    /// The first two and the last two as f64.
    #[inline(always)]
    pub(crate) fn wide(self) -> (D2, D2) {
        let high = sse2!(arch::_mm_movehl_ps(self.0, self.0));
        (
            D2(sse2!(arch::_mm_cvtps_pd(self.0))),
            D2(sse2!(arch::_mm_cvtps_pd(high))),
        )
    }
}

impl I4 {
    #[inline(always)]
    pub(crate) fn load(x: &[u32; 4]) -> I4 {
        // SAFETY: the address is that of sixteen bytes; it need not be aligned.
        I4(unsafe { arch::_mm_loadu_si128(x.as_ptr().cast()) })
    }
    #[inline(always)]
    pub(crate) fn splat(x: u32) -> I4 {
        I4(sse2!(arch::_mm_set1_epi32(x as i32)))
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [u32; 4]) {
        // SAFETY: the address is that of sixteen bytes; it need not be aligned.
        unsafe { arch::_mm_storeu_si128(x.as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    pub(crate) fn add(self, other: I4) -> I4 {
        I4(sse2!(arch::_mm_add_epi32(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: I4) -> I4 {
        I4(sse2!(arch::_mm_sub_epi32(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn and(self, other: I4) -> I4 {
        I4(sse2!(arch::_mm_and_si128(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn or(self, other: I4) -> I4 {
        I4(sse2!(arch::_mm_or_si128(self.0, other.0)))
    }
    /// The bits of `self` that `other` has not.
    #[inline(always)]
    pub(crate) fn without(self, other: I4) -> I4 {
        I4(sse2!(arch::_mm_andnot_si128(other.0, self.0)))
    }
    /// Shifted right by `by` bits, zeros coming in.
    #[inline(always)]
    pub(crate) fn shr(self, by: u32) -> I4 {
        I4(sse2!(arch::_mm_srl_epi32(
            self.0,
            arch::_mm_cvtsi32_si128(by as i32)
        )))
    }
    /// Where the mask `self` is set `yes`, else `no`.
    #[inline(always)]
    pub(crate) fn choose(self, yes: I4, no: I4) -> I4 {
        yes.and(self).or(no.without(self))
    }
    /// Mask of the integers whose highest bit is set.
    #[inline(always)]
    pub(crate) fn negative(self) -> I4 {
        I4(sse2!(arch::_mm_srai_epi32(self.0, 31)))
    }
    /// Products of integers from 0 to 32767.
    #[inline(always)]
    pub(crate) fn times(self, other: I4) -> I4 {
        I4(sse2!(arch::_mm_madd_epi16(self.0, other.0)))
    }
    /// The sum of the lanes.
    #[inline(always)]
    pub(crate) fn total(self) -> u32 {
        let mut lanes = [0; 4];
        self.store(&mut lanes);
        lanes.into_iter().fold(0, u32::wrapping_add)
    }
    #[inline(always)]
    pub(crate) fn float(self) -> F4 {
        F4(sse2!(arch::_mm_castsi128_ps(self.0)))
    }
}

impl D2 {
    #[inline(always)]
    pub(crate) fn splat(x: f64) -> D2 {
        D2(sse2!(arch::_mm_set1_pd(x)))
    }
    #[inline(always)]
    pub(crate) fn add(self, other: D2) -> D2 {
        D2(sse2!(arch::_mm_add_pd(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: D2) -> D2 {
        D2(sse2!(arch::_mm_sub_pd(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn mul(self, other: D2) -> D2 {
        D2(sse2!(arch::_mm_mul_pd(self.0, other.0)))
    }
    /// First lane plus second lane.
    #[inline(always)]
    pub(crate) fn sum(self) -> f64 {
        sse2!(
            arch::_mm_cvtsd_f64(self.0)
                + arch::_mm_cvtsd_f64(arch::_mm_unpackhi_pd(self.0, self.0))
        )
    }
}

/// Sixteen bytes.
#[derive(Clone, Copy)]
pub(crate) struct B16(arch::__m128i);

impl B16 {
    #[inline(always)]
    pub(crate) fn splat(x: u8) -> B16 {
        B16(sse2!(arch::_mm_set1_epi8(x as i8)))
    }
    /// The low bytes of sixteen integers.
    #[inline(always)]
    pub(crate) fn pack([a, b, c, d]: [I4; 4]) -> B16 {
        let low = |x: I4| x.and(I4::splat(0xFF)).0;
        let ab = sse2!(arch::_mm_packs_epi32(low(a), low(b)));
        let cd = sse2!(arch::_mm_packs_epi32(low(c), low(d)));
        B16(sse2!(arch::_mm_packus_epi16(ab, cd)))
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [u8; 16]) {
        // SAFETY: the address is that of sixteen bytes; it need not be aligned.
        unsafe { arch::_mm_storeu_si128(x.as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    pub(crate) fn and(self, other: B16) -> B16 {
        B16(sse2!(arch::_mm_and_si128(self.0, other.0)))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: B16) -> B16 {
        B16(sse2!(arch::_mm_sub_epi8(self.0, other.0)))
    }
    /// Mask of `self == other`.
    #[inline(always)]
    pub(crate) fn equal(self, other: B16) -> B16 {
        B16(sse2!(arch::_mm_cmpeq_epi8(self.0, other.0)))
    }
}
