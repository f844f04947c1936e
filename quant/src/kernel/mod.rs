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

/// Runs a kernel over a block, four numbers at a time. The kernel must turn zero into something that
/// it does not count: a last group is filled with zeros.
#[inline(always)]
pub(crate) fn by_fours(
    x: &[f32],
    codes: &mut [u32],
    values: &mut [f32],
    mut kernel: impl FnMut(lanes::F4) -> (lanes::I4, lanes::F4),
) {
    let (xs, x_rest) = x.as_chunks::<4>();
    let (cs, c_rest) = codes[..x.len()].as_chunks_mut::<4>();
    let (vs, v_rest) = values[..x.len()].as_chunks_mut::<4>();
    for ((x, code), value) in xs.iter().zip(cs).zip(vs) {
        let (c, v) = kernel(lanes::F4::load(x));
        c.store(code);
        v.store(value);
    }
    if !x_rest.is_empty() {
        let (mut last, mut code, mut value) = ([0.0; 4], [0; 4], [0.0; 4]);
        last[..x_rest.len()].copy_from_slice(x_rest);
        let (c, v) = kernel(lanes::F4::load(&last));
        c.store(&mut code);
        v.store(&mut value);
        c_rest.copy_from_slice(&code[..x_rest.len()]);
        v_rest.copy_from_slice(&value[..x_rest.len()]);
    }
}
