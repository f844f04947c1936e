//! Random bits for stochastic rounding that depend on the seed and the place only, so that a
//! result does not depend on the order or the number of parts in which it was computed.

/// 32 uniform bits for the value at `index` under `seed`.
///
/// The output function of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", 2014) on a Weyl sequence, its upper half.
///
/// ```
/// use quantscope_quant::random_bits;
/// assert_eq!(random_bits(7, 3), random_bits(7, 3));
/// assert_ne!(random_bits(7, 3), random_bits(7, 4));
/// ```
#[inline]
pub const fn random_bits(seed: u64, index: u64) -> u32 {
    let mut z = seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 32) as u32
}
