//! The loops over many numbers: the rules of `quantscope_quant` without branches or calls, so that
//! the compiler makes vector instructions of them. The tests compare them with the rules.
//!
//! One thing differs: a NaN stays a NaN, so that a training that has diverged shows it.

use quantscope_quant::method::{Lsq, Pact, PactGradient};
use quantscope_quant::{Affine, Format, ZeroPoint};
use quantscope_quant::{AffineOptions, Overflow, Rounding};

/// 1.5 * 2^23: a sum with it is rounded to the nearest whole number, a tie to the even one, for
/// magnitudes below 2^22.
const WHOLE_32: f32 = 12_582_912.0;

/// 1.5 * 2^52: likewise for f64.
const WHOLE_64: f64 = 6_755_399_441_055_744.0;

/// Beyond this no code lies; what is clamped to it is rounded rightly.
const FAR: f32 = 1_048_576.0;

#[inline(always)]
fn nearest_32(x: f32) -> f32 {
    (x + WHOLE_32) - WHOLE_32
}

#[inline(always)]
fn nearest_64(x: f64) -> f64 {
    (x + WHOLE_64) - WHOLE_64
}

/// The larger of two, the second if it is NaN.
#[inline(always)]
fn most<T: PartialOrd>(low: T, x: T) -> T {
    if x < low { low } else { x }
}

/// The smaller of two, the second if it is NaN.
#[inline(always)]
fn least<T: PartialOrd>(high: T, x: T) -> T {
    if x > high { high } else { x }
}

/// PyTorch's observers and fake-quantize for so many bits, from the smallest to the largest number.
///
/// One bit is the exception: with a whole zero point one of its two values would be zero, so its
/// zero point is a float and the two are the ends of the range.
pub(super) fn affine_options(bits: u32) -> AffineOptions {
    AffineOptions {
        bits,
        zero_point: if bits == 1 {
            ZeroPoint::Float
        } else {
            ZeroPoint::Integer
        },
        ..AffineOptions::PYTORCH
    }
}

/// The code before its clamp, a whole number.
#[inline(always)]
fn affine_code<const SUM: bool>(x: f32, reciprocal: f32, zero_point: f32) -> f32 {
    let steps = most(-FAR, least(FAR, x * reciprocal));
    if SUM {
        nearest_32(steps + zero_point)
    } else {
        nearest_32(steps) + zero_point
    }
}

/// [`Affine::fake_quantize`] of each x, for quantizers of [`affine_options`].
pub(super) fn affine_forward(q: &Affine, x: &[f32], values: &mut [f32]) {
    if q.round_sum {
        affine_forward_by::<true>(q, x, values);
    } else {
        affine_forward_by::<false>(q, x, values);
    }
}

fn affine_forward_by<const SUM: bool>(q: &Affine, x: &[f32], values: &mut [f32]) {
    let (low, high) = (q.quantized_min as f32, q.quantized_max as f32);
    let (reciprocal, zero_point, scale) = (1.0 / q.scale, q.zero_point, q.scale);
    for (value, x) in values.iter_mut().zip(x) {
        let code = affine_code::<SUM>(*x, reciprocal, zero_point);
        *value = (most(low, least(high, code)) - zero_point) * scale;
    }
}

/// The upstream gradient where the rounded code needs no clamp, else 0.
pub(super) fn affine_backward(q: &Affine, x: &[f32], upstream: &[f32], gradient: &mut [f32]) {
    if q.round_sum {
        affine_backward_by::<true>(q, x, upstream, gradient);
    } else {
        affine_backward_by::<false>(q, x, upstream, gradient);
    }
}

fn affine_backward_by<const SUM: bool>(
    q: &Affine,
    x: &[f32],
    upstream: &[f32],
    gradient: &mut [f32],
) {
    let (low, high) = (q.quantized_min as f32, q.quantized_max as f32);
    let (reciprocal, zero_point) = (1.0 / q.scale, q.zero_point);
    for ((gradient, x), g) in gradient.iter_mut().zip(x).zip(upstream) {
        let code = affine_code::<SUM>(*x, reciprocal, zero_point);
        *gradient = if (low <= code) & (code <= high) {
            *g
        } else {
            0.0
        };
    }
}

/// `decode(encode(x / scale)) * scale` of each x, saturating.
pub(super) fn format_forward(format: &Format, scale: f32, x: &[f32], values: &mut [f32]) {
    // For a magnitude in a binade whose values lie 2^n apart, the sum with C = 2^(n + 23) is rounded
    // to a multiple of 2^n. C must be an f32.
    let shift = 23 - format.mantissa_bits;
    let room = format.max().to_bits() + (shift << 23) < f32::INFINITY.to_bits();
    if !room || format.mantissa_bits == 0 {
        for (value, x) in values.iter_mut().zip(x) {
            let scaled = f64::from(*x / scale);
            let code = format.encode(scaled, Rounding::NearestEven, Overflow::Saturate, 0);
            *value = if x.is_nan() {
                *x
            } else {
                format.decode(code) * scale
            };
        }
        return;
    }
    let (max, min_normal) = (format.max(), format.min_normal());
    for (value, x) in values.iter_mut().zip(x) {
        let scaled = *x / scale;
        let inside = least(max, scaled.abs());
        let binade = f32::from_bits(inside.to_bits() & 0x7F80_0000);
        let binade = most(min_normal, binade);
        let rounder = f32::from_bits(binade.to_bits() + (shift << 23));
        let rounded = (inside + rounder) - rounder;
        *value = rounded.copysign(*x) * scale;
    }
}

/// The upstream gradient where |x / scale| is within the format, else 0.
pub(super) fn format_backward(
    format: &Format,
    scale: f32,
    x: &[f32],
    upstream: &[f32],
    gradient: &mut [f32],
) {
    let end = format.max();
    for ((gradient, x), g) in gradient.iter_mut().zip(x).zip(upstream) {
        *gradient = if (*x / scale).abs() <= end { *g } else { 0.0 };
    }
}

/// [`Lsq::value`] of each v.
pub(super) fn lsq_forward(lsq: &Lsq, v: &[f32], values: &mut [f32]) {
    let (low, high) = lsq.code_range();
    let step = lsq.step;
    for (value, v) in values.iter_mut().zip(v) {
        let z = most(low, least(high, f64::from(*v) / step));
        *value = (nearest_64(z) * step) as f32;
    }
}

/// The upstream gradient times [`Lsq::slope`], and the sum of it times [`Lsq::step_slope`], without
/// the gradient scale.
pub(super) fn lsq_backward(lsq: &Lsq, v: &[f32], upstream: &[f32], gradient: &mut [f32]) -> f64 {
    let (low, high) = lsq.code_range();
    let step = lsq.step;
    pull(v, upstream, gradient, |v, g| {
        let z = f64::from(v) / step;
        let clamped = most(low, least(high, z));
        let inside = (low < z) & (z < high);
        let sawtooth = nearest_64(clamped) - if inside { z } else { 0.0 };
        (if inside { g } else { 0.0 }, f64::from(g) * sawtooth)
    })
}

/// The sum of the squared differences of each v from its value.
pub(super) fn lsq_error(lsq: &Lsq, v: &[f32]) -> f64 {
    let (low, high) = lsq.code_range();
    let step = lsq.step;
    let error = |v: f32| {
        let z = f64::from(v) / step;
        let distance = (nearest_64(most(low, least(high, z))) - z) * step;
        distance * distance
    };
    let (fours, rest) = v.as_chunks::<4>();
    let mut sums = [0.0_f64; 4];
    for four in fours {
        for (sum, v) in sums.iter_mut().zip(four) {
            *sum += error(*v);
        }
    }
    let rest: f64 = rest.iter().map(|v| error(*v)).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// [`Pact::value`] of each x.
pub(super) fn pact_forward(pact: &Pact, x: &[f32], values: &mut [f32]) {
    let steps = f64::from(2_u32.saturating_pow(pact.bits)) - 1.0;
    let alpha = pact.alpha;
    for (value, x) in values.iter_mut().zip(x) {
        let y = most(0.0, least(alpha, f64::from(*x)));
        *value = (nearest_64(y * steps / alpha) * alpha / steps) as f32;
    }
}

/// The upstream gradient times [`Pact::slope`], and the sum of it times [`Pact::alpha_slope`].
pub(super) fn pact_backward(pact: &Pact, x: &[f32], upstream: &[f32], gradient: &mut [f32]) -> f64 {
    let steps = f64::from(2_u32.saturating_pow(pact.bits)) - 1.0;
    let alpha = pact.alpha;
    let through_scale = pact.gradient == PactGradient::Scale;
    pull(x, upstream, gradient, |x, g| {
        let x = f64::from(x);
        let y = most(0.0, least(alpha, x));
        let error = (nearest_64(y * steps / alpha) * alpha / steps - y) / alpha;
        let below = if through_scale { error } else { 0.0 };
        let slope = if x >= alpha { 1.0 } else { below };
        let inside = (x >= 0.0) & (x < alpha);
        (if inside { g } else { 0.0 }, f64::from(g) * slope)
    })
}

/// Writes the first of what `pass` gives for each x and its upstream gradient, and returns the sum
/// of the second, added up in four interleaved parts.
#[inline(always)]
fn pull(
    x: &[f32],
    upstream: &[f32],
    gradient: &mut [f32],
    pass: impl Fn(f32, f32) -> (f32, f64),
) -> f64 {
    let mut sums = [0.0_f64; 4];
    let (xs, x_rest) = x.as_chunks::<4>();
    let (gs, g_rest) = upstream.as_chunks::<4>();
    let (outs, out_rest) = gradient.as_chunks_mut::<4>();
    for ((x, g), out) in xs.iter().zip(gs).zip(outs) {
        for lane in 0..4 {
            let (own, part) = pass(x[lane], g[lane]);
            out[lane] = own;
            sums[lane] += part;
        }
    }
    for (((x, g), out), sum) in x_rest.iter().zip(g_rest).zip(out_rest).zip(&mut sums) {
        let (own, part) = pass(*x, *g);
        *out = own;
        *sum += part;
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

#[cfg(test)]
mod tests {
    use super::*;
    use quantscope_quant::{FORMATS, Range, random_bits};

    /// Numbers around the codes of a step of 1/4: ties, ends, neighbours, and random ones.
    fn numbers() -> Vec<f32> {
        let mut x: Vec<f32> = (-80..=80).map(|i| i as f32 / 8.0).collect();
        x.extend((0..20_000).map(|i| (random_bits(1, i) as f32 / 2_147_483_648.0 - 1.0) * 3.0));
        x.extend([
            1e-30,
            -1e30,
            f32::MAX,
            f32::INFINITY,
            f32::NEG_INFINITY,
            0.0,
            -0.0,
        ]);
        let near: Vec<f32> = x
            .iter()
            .flat_map(|x| [x.next_up(), x.next_down()])
            .collect();
        x.extend(near.into_iter().filter(|x| !x.is_nan()));
        x
    }

    #[test]
    fn affine_is_that_of_the_rules() {
        let x = numbers();
        let ones = vec![1.0; x.len()];
        let (mut found, mut slope) = (ones.clone(), ones.clone());
        for bits in 1..=8 {
            for (min, max) in [
                (-1.0, 2.0),
                (0.0, 3.7),
                (-0.3, 0.0),
                (-2.0, -1.0),
                (0.0, 0.0),
            ] {
                let q = Affine::from_range(Range { min, max }, &affine_options(bits));
                affine_forward(&q, &x, &mut found);
                affine_backward(&q, &x, &ones, &mut slope);
                for ((x, found), slope) in x.iter().zip(&found).zip(&slope) {
                    assert_eq!(*found, q.fake_quantize(*x), "{bits} bits of {x}");
                    let code = q.unclamped(*x);
                    let ends = f64::from(q.quantized_min)..=f64::from(q.quantized_max);
                    assert_eq!(*slope == 1.0, ends.contains(&code), "{bits} bits of {x}");
                }
            }
        }
    }

    #[test]
    fn formats_are_those_of_the_codec() {
        let x = numbers();
        let mut found = vec![0.0; x.len()];
        for format in FORMATS.iter().filter(|f| f.signed) {
            for scale in [1.0, 0.013, 5.0] {
                format_forward(format, scale, &x, &mut found);
                for (x, found) in x.iter().zip(&found) {
                    let scaled = f64::from(*x / scale);
                    let code = format.encode(scaled, Rounding::NearestEven, Overflow::Saturate, 0);
                    assert_eq!(*found, format.decode(code) * scale, "{} of {x}", format.id);
                }
            }
        }
    }

    #[test]
    fn lsq_and_pact_are_those_of_the_rules() {
        let x = numbers();
        let g: Vec<f32> = (0..x.len() as u64)
            .map(|i| random_bits(2, i) as f32 * 1e-9)
            .collect();
        let (mut found, mut slope) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        for bits in 1..=8 {
            for signed in [true, false] {
                for step in [0.25, 0.1, 3.0] {
                    let lsq = Lsq {
                        bits,
                        signed,
                        step,
                        gradient_scale: false,
                    };
                    lsq_forward(&lsq, &x, &mut found);
                    let sum = lsq_backward(&lsq, &x, &g, &mut slope);
                    let mut expected = vec![0.0; x.len()];
                    let exact = lsq.backward(&x, &g, &mut expected).unwrap();
                    assert_eq!(slope, expected);
                    assert!((sum - exact).abs() <= 1e-9 * exact.abs().max(1.0));
                    lsq.forward(&x, &mut expected).unwrap();
                    assert_eq!(found, expected);
                    let near = &x[..161];
                    let distance = |v: &f32| lsq.value(f64::from(*v)) - f64::from(*v);
                    let exact: f64 = near.iter().map(|v| distance(v).powi(2)).sum();
                    assert!((lsq_error(&lsq, near) - exact).abs() <= 1e-9 * exact.max(1.0));
                }
            }
            for gradient in PactGradient::ALL {
                let pact = Pact {
                    bits,
                    alpha: 1.3,
                    gradient,
                };
                pact_forward(&pact, &x, &mut found);
                let sum = pact_backward(&pact, &x, &g, &mut slope);
                let mut expected = vec![0.0; x.len()];
                let exact = pact.backward(&x, &g, &mut expected).unwrap();
                assert_eq!(slope, expected);
                assert!((sum - exact).abs() <= 1e-9 * exact.abs().max(1.0));
                pact.forward(&x, &mut expected).unwrap();
                assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn a_nan_stays_one() {
        let mut found = [0.0];
        let q = Affine::from_range(
            Range {
                min: -1.0,
                max: 1.0,
            },
            &affine_options(4),
        );
        affine_forward(&q, &[f32::NAN], &mut found);
        assert!(found[0].is_nan());
        for format in FORMATS.iter().filter(|f| f.signed) {
            format_forward(format, 1.0, &[f32::NAN], &mut found);
            assert!(found[0].is_nan(), "{}", format.id);
        }
    }
}
