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
pub(crate) mod fused;
pub(crate) mod lanes;
pub(crate) mod measure;
pub(crate) mod range;
pub(crate) mod small;
pub(crate) mod tally;

use lanes::{F4, I4};

/// Numbers in a block: x, codes, values and slots are 4 KiB each.
pub(crate) const BLOCK: usize = 1024;

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

/// Runs a kernel over a block, four numbers at a time, and returns how often its mask was set.
#[inline(always)]
pub(crate) fn by_fours(
    x: &[f32],
    codes: &mut [u32],
    values: &mut [f32],
    kernel: impl Fn(F4) -> (I4, F4, I4),
) -> u32 {
    let (xs, x_rest) = x.as_chunks::<4>();
    let (cs, c_rest) = codes[..x.len()].as_chunks_mut::<4>();
    let (vs, v_rest) = values[..x.len()].as_chunks_mut::<4>();
    let mut set = I4::splat(0);
    for ((x, code), value) in xs.iter().zip(cs).zip(vs) {
        let (c, v, mask) = kernel(F4::load(x));
        c.store(code);
        v.store(value);
        // A mask is -1.
        set = set.sub(mask);
    }
    let mut lanes = [0; 4];
    set.store(&mut lanes);
    let mut count = lanes.into_iter().fold(0, u32::wrapping_add);
    let rest = x_rest.len();
    if rest > 0 {
        let (mut last, mut value) = ([0.0; 4], [0.0; 4]);
        last[..rest].copy_from_slice(x_rest);
        let (c, v, mask) = kernel(F4::load(&last));
        c.store(&mut lanes);
        c_rest.copy_from_slice(&lanes[..rest]);
        v.store(&mut value);
        v_rest.copy_from_slice(&value[..rest]);
        mask.store(&mut lanes);
        count += lanes[..rest].iter().map(|&m| m & 1).sum::<u32>();
    }
    count
}
