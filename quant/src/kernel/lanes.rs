//! Four numbers at a time, where the compiler does not find the vectors by itself.
//!
//! Loops that add several sums side by side are paired the wrong way by LLVM's vectorizer, so the
//! kernels spell out their lanes with these types: SSE2 on x86-64, `simd128` on wasm32, arrays
//! elsewhere. Every operation is the same IEEE operation on each lane in all three, so results do
//! not depend on which is used; the tests below hold each against plain arithmetic.

#[cfg(target_arch = "x86_64")]
#[path = "lanes_x86.rs"]
mod machine;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "lanes_wasm.rs"]
mod machine;
#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "wasm32", target_feature = "simd128")
)))]
#[path = "lanes_plain.rs"]
mod machine;

pub(crate) use machine::{B16, D2, F4, I4};

#[cfg(test)]
mod tests {
    use super::{B16, D2, F4, I4};

    const A: [f32; 4] = [1.5, -0.0, f32::NAN, 3e38];
    const B: [f32; 4] = [-2.25, 0.0, 1.0, f32::INFINITY];

    fn floats(of: F4) -> [u32; 4] {
        let mut out = [0.0; 4];
        of.store(&mut out);
        out.map(f32::to_bits)
    }

    fn integers(of: I4) -> [u32; 4] {
        let mut out = [0; 4];
        of.store(&mut out);
        out
    }

    fn each(of: impl Fn(f32, f32) -> f32) -> [u32; 4] {
        core::array::from_fn(|l| of(A[l], B[l]).to_bits())
    }

    fn masks(of: impl Fn(f32, f32) -> bool) -> [u32; 4] {
        core::array::from_fn(|l| if of(A[l], B[l]) { u32::MAX } else { 0 })
    }

    /// NaN has no sign here.
    fn without_nan(bits: [u32; 4]) -> [u32; 4] {
        bits.map(|b| if f32::from_bits(b).is_nan() { 0 } else { b })
    }

    #[test]
    fn floats_are_those_of_each_lane() {
        let (a, b) = (F4::load(&A), F4::load(&B));
        assert_eq!(
            without_nan(floats(a.add(b))),
            without_nan(each(|a, b| a + b))
        );
        assert_eq!(
            without_nan(floats(a.sub(b))),
            without_nan(each(|a, b| a - b))
        );
        assert_eq!(
            without_nan(floats(a.mul(b))),
            without_nan(each(|a, b| a * b))
        );
        assert_eq!(
            without_nan(floats(a.div(b))),
            without_nan(each(|a, b| a / b))
        );
        assert_eq!(floats(a.least(b)), each(super::super::least));
        assert_eq!(floats(a.most(b)), each(super::super::most));
        assert_eq!(integers(a.equal(b)), masks(|a, b| a == b));
        assert_eq!(integers(a.differs(b)), masks(|a, b| a != b));
        assert_eq!(integers(a.below(b)), masks(|a, b| a < b));
        assert_eq!(integers(a.bits()), A.map(f32::to_bits));
        assert_eq!(floats(F4::splat(0.1)), [0.1f32.to_bits(); 4]);
        let (low, high) = F4::load(&[1.0, 2.0, 4.0, 8.0]).wide();
        assert_eq!((low.sum(), high.sum()), (3.0, 12.0));
        let d = D2::splat(3.0);
        assert_eq!(
            (d.add(d).sum(), d.mul(d).sum(), d.sub(D2::splat(1.0)).sum()),
            (12.0, 18.0, 4.0)
        );
    }

    #[test]
    fn integers_are_those_of_each_lane() {
        let (a, b) = ([0, 5, 0x8000_0001, u32::MAX], [7, 3, 2, 1]);
        let (x, y) = (I4::load(&a), I4::load(&b));
        let each = |of: fn(u32, u32) -> u32| core::array::from_fn::<u32, 4, _>(|l| of(a[l], b[l]));
        assert_eq!(integers(x.add(y)), each(u32::wrapping_add));
        assert_eq!(integers(x.sub(y)), each(u32::wrapping_sub));
        assert_eq!(integers(x.and(y)), each(|a, b| a & b));
        assert_eq!(integers(x.or(y)), each(|a, b| a | b));
        assert_eq!(integers(x.without(y)), each(|a, b| a & !b));
        assert_eq!(integers(x.shr(3)), a.map(|a| a >> 3));
        assert_eq!(integers(x.negative()), [0, 0, u32::MAX, u32::MAX]);
        assert_eq!(integers(x.negative().choose(y, I4::splat(9))), [9, 9, 2, 1]);
        assert_eq!(
            integers(I4::load(&[254, 0, 1, 32767]).times(I4::splat(8))),
            [2032, 0, 8, 262_136]
        );
        let mut bytes = [0; 16];
        let packed = B16::pack([
            I4::load(&[1, 2, 3, 4]),
            I4::splat(0xFFFF_FF80),
            I4::splat(255),
            I4::splat(0),
        ]);
        packed.store(&mut bytes);
        assert_eq!(
            bytes,
            [
                1, 2, 3, 4, 128, 128, 128, 128, 255, 255, 255, 255, 0, 0, 0, 0
            ]
        );
        packed
            .equal(B16::splat(255))
            .and(B16::splat(3))
            .sub(B16::splat(1))
            .store(&mut bytes);
        assert_eq!(bytes[7..10], [255, 2, 2]);
    }
}
