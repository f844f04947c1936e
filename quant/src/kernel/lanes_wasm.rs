//! Lanes with `simd128` of WebAssembly.

use core::arch::wasm32 as arch;

/// Four f32.
#[derive(Clone, Copy)]
pub(crate) struct F4(arch::v128);

/// Four 32-bit integers, or four masks of all ones or all zeros.
#[derive(Clone, Copy)]
pub(crate) struct I4(arch::v128);

/// Two f64.
#[derive(Clone, Copy)]
pub(crate) struct D2(arch::v128);

impl F4 {
    #[inline(always)]
    pub(crate) fn splat(x: f32) -> F4 {
        F4(arch::f32x4_splat(x))
    }
    #[inline(always)]
    pub(crate) fn load(x: &[f32; 4]) -> F4 {
        // SAFETY: the address is that of sixteen bytes; it need not be aligned.
        F4(unsafe { arch::v128_load(x.as_ptr().cast()) })
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [f32; 4]) {
        // SAFETY: as for `load`.
        unsafe { arch::v128_store(x.as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    pub(crate) fn add(self, other: F4) -> F4 {
        F4(arch::f32x4_add(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: F4) -> F4 {
        F4(arch::f32x4_sub(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn mul(self, other: F4) -> F4 {
        F4(arch::f32x4_mul(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn div(self, other: F4) -> F4 {
        F4(arch::f32x4_div(self.0, other.0))
    }
    /// `if self < other { self } else { other }`.
    #[inline(always)]
    pub(crate) fn least(self, other: F4) -> F4 {
        // `pmin(a, b)` is `if b < a { b } else { a }`.
        F4(arch::f32x4_pmin(other.0, self.0))
    }
    /// `if self > other { self } else { other }`.
    #[inline(always)]
    pub(crate) fn most(self, other: F4) -> F4 {
        // `pmax(a, b)` is `if a < b { b } else { a }`.
        F4(arch::f32x4_pmax(other.0, self.0))
    }
    /// Mask of `self == other`.
    #[inline(always)]
    pub(crate) fn equal(self, other: F4) -> I4 {
        I4(arch::f32x4_eq(self.0, other.0))
    }
    /// Mask of `self != other`, true of NaN.
    #[inline(always)]
    pub(crate) fn differs(self, other: F4) -> I4 {
        I4(arch::f32x4_ne(self.0, other.0))
    }
    /// Mask of `self < other`, false of NaN.
    #[inline(always)]
    pub(crate) fn below(self, other: F4) -> I4 {
        I4(arch::f32x4_lt(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn bits(self) -> I4 {
        I4(self.0)
    }
    /// The first two and the last two as f64.
    #[inline(always)]
    pub(crate) fn wide(self) -> (D2, D2) {
        let high = arch::i32x4_shuffle::<2, 3, 2, 3>(self.0, self.0);
        (
            D2(arch::f64x2_promote_low_f32x4(self.0)),
            D2(arch::f64x2_promote_low_f32x4(high)),
        )
    }
}

impl I4 {
    #[inline(always)]
    pub(crate) fn load(x: &[u32; 4]) -> I4 {
        // SAFETY: the address is that of sixteen bytes; it need not be aligned.
        I4(unsafe { arch::v128_load(x.as_ptr().cast()) })
    }
    #[inline(always)]
    pub(crate) fn splat(x: u32) -> I4 {
        I4(arch::u32x4_splat(x))
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [u32; 4]) {
        // SAFETY: the address is that of sixteen bytes; it need not be aligned.
        unsafe { arch::v128_store(x.as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    pub(crate) fn add(self, other: I4) -> I4 {
        I4(arch::i32x4_add(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: I4) -> I4 {
        I4(arch::i32x4_sub(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn and(self, other: I4) -> I4 {
        I4(arch::v128_and(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn or(self, other: I4) -> I4 {
        I4(arch::v128_or(self.0, other.0))
    }
    /// The bits of `self` that `other` has not.
    #[inline(always)]
    pub(crate) fn without(self, other: I4) -> I4 {
        I4(arch::v128_andnot(self.0, other.0))
    }
    /// Shifted right by `by` bits, zeros coming in.
    #[inline(always)]
    pub(crate) fn shr(self, by: u32) -> I4 {
        I4(arch::u32x4_shr(self.0, by))
    }
    /// Where the mask `self` is set `yes`, else `no`.
    #[inline(always)]
    pub(crate) fn choose(self, yes: I4, no: I4) -> I4 {
        yes.and(self).or(no.without(self))
    }
    /// Mask of the integers whose highest bit is set.
    #[inline(always)]
    pub(crate) fn negative(self) -> I4 {
        I4(arch::i32x4_shr(self.0, 31))
    }
    /// Products of integers from 0 to 32767.
    #[inline(always)]
    pub(crate) fn times(self, other: I4) -> I4 {
        I4(arch::i32x4_dot_i16x8(self.0, other.0))
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
        F4(self.0)
    }
}

impl D2 {
    #[inline(always)]
    pub(crate) fn splat(x: f64) -> D2 {
        D2(arch::f64x2_splat(x))
    }
    #[inline(always)]
    pub(crate) fn add(self, other: D2) -> D2 {
        D2(arch::f64x2_add(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: D2) -> D2 {
        D2(arch::f64x2_sub(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn mul(self, other: D2) -> D2 {
        D2(arch::f64x2_mul(self.0, other.0))
    }
    /// First lane plus second lane.
    #[inline(always)]
    pub(crate) fn sum(self) -> f64 {
        arch::f64x2_extract_lane::<0>(self.0) + arch::f64x2_extract_lane::<1>(self.0)
    }
}

/// Sixteen bytes.
#[derive(Clone, Copy)]
pub(crate) struct B16(arch::v128);

impl B16 {
    #[inline(always)]
    pub(crate) fn splat(x: u8) -> B16 {
        B16(arch::u8x16_splat(x))
    }
    /// The low bytes of sixteen integers.
    #[inline(always)]
    pub(crate) fn pack([a, b, c, d]: [I4; 4]) -> B16 {
        let low = |x: I4| x.and(I4::splat(0xFF)).0;
        let ab = arch::i16x8_narrow_i32x4(low(a), low(b));
        let cd = arch::i16x8_narrow_i32x4(low(c), low(d));
        B16(arch::u8x16_narrow_i16x8(ab, cd))
    }
    /// Sixteen integers from 0 to 255.
    ///
    /// Narrowing would saturate, which the compiler spells out in four times as many instructions:
    /// here the low bytes are laid over one another and then put in order.
    #[inline(always)]
    pub(crate) fn pack_small([a, b, c, d]: [I4; 4]) -> B16 {
        let ab = arch::v128_or(a.0, arch::i32x4_shl(b.0, 8));
        let cd = arch::v128_or(arch::i32x4_shl(c.0, 16), arch::i32x4_shl(d.0, 24));
        let laid = arch::v128_or(ab, cd);
        B16(arch::i8x16_shuffle::<
            0,
            4,
            8,
            12,
            1,
            5,
            9,
            13,
            2,
            6,
            10,
            14,
            3,
            7,
            11,
            15,
        >(laid, laid))
    }
    #[inline(always)]
    pub(crate) fn add(self, other: B16) -> B16 {
        B16(arch::i8x16_add(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [u8; 16]) {
        // SAFETY: the address is that of sixteen bytes; it need not be aligned.
        unsafe { arch::v128_store(x.as_mut_ptr().cast(), self.0) }
    }
    #[inline(always)]
    pub(crate) fn and(self, other: B16) -> B16 {
        B16(arch::v128_and(self.0, other.0))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: B16) -> B16 {
        B16(arch::i8x16_sub(self.0, other.0))
    }
    /// Mask of `self == other`.
    #[inline(always)]
    pub(crate) fn equal(self, other: B16) -> B16 {
        B16(arch::i8x16_eq(self.0, other.0))
    }
}
