//! Exponential and hyperbolic tangent over slices.
//!
//! Sums, products, one division and bit shifts only, without a branch: the compiler makes vector
//! instructions of the loops, and the numbers are the same on every machine. Range reduction by
//! powers of two, `e^t = 2^k e^r` with `|r| <= ln 2 / 2`, and the Taylor series of `e^r - 1`, whose
//! eighth term is below a quarter of float32's last bit there.

/// 1.5 * 2^23: a sum with it is rounded to a whole number, which then stands in its lowest bits.
const WHOLE: f32 = 12_582_912.0;

/// ln 2 in two parts: the product of the first with a whole number up to 2^9 is exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// From where on the float32 nearest to tanh is 1.
const TANH_END: f32 = 9.1;

/// Below this the exponential has left float32's normal numbers.
const EXPONENTIAL_END: f32 = -87.0;

/// `2^k` and `e^r - 1` with `t = k ln 2 + r`, for t from -87 to 87. NaN gives NaN for the second.
#[inline(always)]
fn split(t: f32) -> (f32, f32) {
    let shifted = t * core::f32::consts::LOG2_E + WHOLE;
    let k = shifted - WHOLE;
    let r = (t - k * LN_2_HIGH) - k * LN_2_LOW;
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    let tail = 1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5_040.0));
    let less_one = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * tail)));
    (power, less_one)
}

#[inline(always)]
fn tanh_of(x: f32) -> f32 {
    let size = x.abs();
    // Written so that a NaN stays one.
    let size = if size > TANH_END { TANH_END } else { size };
    let (power, less_one) = split(2.0 * size);
    // e^(2|x|) - 1, without the cancellation near zero, where the power is 1.
    let grown = power * less_one + (power - 1.0);
    (grown / (grown + 2.0)).copysign(x)
}

#[inline(always)]
fn exponential_of(x: f32) -> f32 {
    let x = if x < EXPONENTIAL_END {
        EXPONENTIAL_END
    } else {
        x
    };
    let (power, less_one) = split(x);
    power * less_one + power
}

/// Writes the hyperbolic tangent of each x, to two units in the last place.
pub(crate) fn tanh(x: &[f32], values: &mut [f32]) {
    for (value, x) in values.iter_mut().zip(x) {
        *value = tanh_of(*x);
    }
}

/// Writes `e^(x - less)` for each x with `x <= less`; below e^-87 it is e^-87.
pub(crate) fn exponential(x: &mut [f32], less: &[f32]) {
    for (x, less) in x.iter_mut().zip(less) {
        *x = exponential_of(*x - *less);
    }
}

#[cfg(test)]
mod tests {
    use super::{exponential_of, tanh_of};

    fn units(found: f32, exact: f64) -> f64 {
        let nearest = exact as f32;
        let unit = f64::from(nearest.abs().next_up()) - f64::from(nearest.abs());
        (f64::from(found) - exact).abs() / unit
    }

    #[test]
    fn the_tangent_is_right_to_two_last_places() {
        let mut worst = 0.0_f64;
        for i in -120_000..=120_000 {
            let x = i as f32 / 10_000.0;
            worst = worst.max(units(tanh_of(x), libm::tanh(f64::from(x))));
        }
        assert!(worst < 2.5, "{worst}");
        assert!(tanh_of(f32::NAN).is_nan());
        assert_eq!(tanh_of(f32::INFINITY), 1.0);
        assert_eq!(tanh_of(-1e30), -1.0);
        assert_eq!(tanh_of(-0.0).to_bits(), (-0.0_f32).to_bits());
    }

    #[test]
    fn the_exponential_is_right_to_two_last_places() {
        let mut worst = 0.0_f64;
        for i in -870_000..=0 {
            let x = i as f32 / 10_000.0;
            worst = worst.max(units(exponential_of(x), libm::exp(f64::from(x))));
        }
        assert!(worst < 2.5, "{worst}");
        assert!(exponential_of(f32::NAN).is_nan());
        assert!(exponential_of(f32::NEG_INFINITY) < 1e-37);
        assert_eq!(exponential_of(0.0), 1.0);
    }
}
