//! Lanes as arrays, for processors without an own version.

/// Four f32.
#[derive(Clone, Copy)]
pub(crate) struct F4([f32; 4]);

/// Four 32-bit integers, or four masks of all ones or all zeros.
#[derive(Clone, Copy)]
pub(crate) struct I4([u32; 4]);

/// Two f64.
#[derive(Clone, Copy)]
pub(crate) struct D2([f64; 2]);

fn both<const N: usize, A: Copy, B>(a: [A; N], b: [A; N], of: impl Fn(A, A) -> B) -> [B; N] {
    core::array::from_fn(|l| of(a[l], b[l]))
}

fn mask(yes: bool) -> u32 {
    if yes { u32::MAX } else { 0 }
}

impl F4 {
    #[inline(always)]
    pub(crate) fn splat(x: f32) -> F4 {
        F4([x; 4])
    }
    #[inline(always)]
    pub(crate) fn load(x: &[f32; 4]) -> F4 {
        F4(*x)
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [f32; 4]) {
        *x = self.0;
    }
    #[inline(always)]
    pub(crate) fn add(self, other: F4) -> F4 {
        F4(both(self.0, other.0, |a, b| a + b))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: F4) -> F4 {
        F4(both(self.0, other.0, |a, b| a - b))
    }
    #[inline(always)]
    pub(crate) fn mul(self, other: F4) -> F4 {
        F4(both(self.0, other.0, |a, b| a * b))
    }
    #[inline(always)]
    pub(crate) fn div(self, other: F4) -> F4 {
        F4(both(self.0, other.0, |a, b| a / b))
    }
    /// `if self < other { self } else { other }`.
    #[inline(always)]
    pub(crate) fn least(self, other: F4) -> F4 {
        F4(both(self.0, other.0, super::super::least))
    }
    /// `if self > other { self } else { other }`.
    #[inline(always)]
    pub(crate) fn most(self, other: F4) -> F4 {
        F4(both(self.0, other.0, super::super::most))
    }
    /// Mask of `self == other`.
    #[inline(always)]
    pub(crate) fn equal(self, other: F4) -> I4 {
        I4(both(self.0, other.0, |a, b| mask(a == b)))
    }
    /// Mask of `self != other`, true of NaN.
    #[inline(always)]
    pub(crate) fn differs(self, other: F4) -> I4 {
        I4(both(self.0, other.0, |a, b| mask(a != b)))
    }
    /// Mask of `self < other`, false of NaN.
    #[inline(always)]
    pub(crate) fn below(self, other: F4) -> I4 {
        I4(both(self.0, other.0, |a, b| mask(a < b)))
    }
    #[inline(always)]
    pub(crate) fn bits(self) -> I4 {
        I4(self.0.map(f32::to_bits))
    }
    /// The first two and the last two as f64.
    #[inline(always)]
    pub(crate) fn wide(self) -> (D2, D2) {
        let [a, b, c, d] = self.0.map(f64::from);
        (D2([a, b]), D2([c, d]))
    }
}

impl I4 {
    #[inline(always)]
    pub(crate) fn load(x: &[u32; 4]) -> I4 {
        I4(*x)
    }
    #[inline(always)]
    pub(crate) fn splat(x: u32) -> I4 {
        I4([x; 4])
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [u32; 4]) {
        *x = self.0;
    }
    #[inline(always)]
    pub(crate) fn add(self, other: I4) -> I4 {
        I4(both(self.0, other.0, u32::wrapping_add))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: I4) -> I4 {
        I4(both(self.0, other.0, u32::wrapping_sub))
    }
    #[inline(always)]
    pub(crate) fn and(self, other: I4) -> I4 {
        I4(both(self.0, other.0, |a, b| a & b))
    }
    #[inline(always)]
    pub(crate) fn or(self, other: I4) -> I4 {
        I4(both(self.0, other.0, |a, b| a | b))
    }
    /// The bits of `self` that `other` has not.
    #[inline(always)]
    pub(crate) fn without(self, other: I4) -> I4 {
        I4(both(self.0, other.0, |a, b| a & !b))
    }
    /// Shifted right by `by` bits, zeros coming in.
    #[inline(always)]
    pub(crate) fn shr(self, by: u32) -> I4 {
        I4(self.0.map(|a| a >> by))
    }
    /// Where the mask `self` is set `yes`, else `no`.
    #[inline(always)]
    pub(crate) fn choose(self, yes: I4, no: I4) -> I4 {
        yes.and(self).or(no.without(self))
    }
    /// Mask of the integers whose highest bit is set.
    #[inline(always)]
    pub(crate) fn negative(self) -> I4 {
        I4(self.0.map(|a| mask(a >> 31 == 1)))
    }
    /// Products of integers from 0 to 32767.
    #[inline(always)]
    pub(crate) fn times(self, other: I4) -> I4 {
        I4(both(self.0, other.0, |a, b| a * b))
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
        F4(self.0.map(f32::from_bits))
    }
}

impl D2 {
    #[inline(always)]
    pub(crate) fn splat(x: f64) -> D2 {
        D2([x; 2])
    }
    #[inline(always)]
    pub(crate) fn add(self, other: D2) -> D2 {
        D2(both(self.0, other.0, |a, b| a + b))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: D2) -> D2 {
        D2(both(self.0, other.0, |a, b| a - b))
    }
    #[inline(always)]
    pub(crate) fn mul(self, other: D2) -> D2 {
        D2(both(self.0, other.0, |a, b| a * b))
    }
    /// First lane plus second lane.
    #[inline(always)]
    pub(crate) fn sum(self) -> f64 {
        self.0[0] + self.0[1]
    }
}

/// Sixteen bytes.
#[derive(Clone, Copy)]
pub(crate) struct B16([u8; 16]);

impl B16 {
    #[inline(always)]
    pub(crate) fn splat(x: u8) -> B16 {
        B16([x; 16])
    }
    /// The low bytes of sixteen integers.
    #[inline(always)]
    pub(crate) fn pack(from: [I4; 4]) -> B16 {
        B16(core::array::from_fn(|i| from[i / 4].0[i % 4] as u8))
    }
    #[inline(always)]
    pub(crate) fn store(self, x: &mut [u8; 16]) {
        *x = self.0;
    }
    #[inline(always)]
    pub(crate) fn and(self, other: B16) -> B16 {
        B16(both(self.0, other.0, |a, b| a & b))
    }
    #[inline(always)]
    pub(crate) fn sub(self, other: B16) -> B16 {
        B16(both(self.0, other.0, u8::wrapping_sub))
    }
    /// Mask of `self == other`.
    #[inline(always)]
    pub(crate) fn equal(self, other: B16) -> B16 {
        B16(both(self.0, other.0, |a, b| if a == b { 0xFF } else { 0 }))
    }
}
