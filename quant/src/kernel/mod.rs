//! The loops over millions of numbers.
//!
//! A pass runs over blocks that fit the first-level cache: a kernel turns a block of numbers into
//! codes and values, [`measure`] takes errors, sums and histogram places from it. All are plain
//! loops over arrays without branches, which the compiler turns into vector instructions natively
//! and on wasm32 with `simd128` alike; the same code is therefore tested natively against the
//! scalar codec.

pub(crate) mod affine;
pub(crate) mod bits;
pub(crate) mod edge;
pub(crate) mod measure;
pub(crate) mod range;
pub(crate) mod small;

/// Numbers in a block: x, codes, values and places are 2 KiB each.
pub(crate) const BLOCK: usize = 512;

/// The smaller of two: compiles to one vector instruction. `b` when `a` is NaN.
#[inline(always)]
pub(crate) fn least(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The larger of two: compiles to one vector instruction. `b` when `a` is NaN.
#[inline(always)]
pub(crate) fn most(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}
