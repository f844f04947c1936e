//! A line of numbers, such as a piece of sound, and what is left of it in a few bits.

use crate::quant::{Affine, AffineOptions, Range, ZeroPoint};

/// Numbers of the line.
pub const COUNT: usize = 401;

/// Weights of a middle-sized language model.
pub const WEIGHTS: f64 = 7e9;

/// Heights that the line passes through, evenly spaced.
const THROUGH: [f64; 14] = [
    -0.35, 0.2, 0.72, 0.46, -0.1, -0.02, 0.58, 0.97, 0.6, -0.38, -0.93, -0.7, -0.12, -0.2,
];

/// The numbers as they are: smooth, between -1 and 1.
#[must_use]
pub fn numbers() -> Vec<f32> {
    // The first and last height only bend the line (Catmull and Rom 1974).
    let spans = THROUGH.len() - 3;
    (0..COUNT)
        .map(|index| {
            let along = index as f64 / (COUNT - 1) as f64 * spans as f64;
            let span = (along as usize).min(spans - 1);
            let t = along - span as f64;
            let [a, b, c, d] = [0, 1, 2, 3].map(|next| THROUGH[span + next]);
            let height = b + 0.5
                * t
                * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
            height as f32
        })
        .collect()
}

/// The quantizer of the page: as many bits, all codes spread from -1 to 1.
#[must_use]
pub fn quantizer(bits: u32) -> Affine {
    let options = AffineOptions {
        bits,
        zero_point: ZeroPoint::Float,
        ..AffineOptions::default()
    };
    Affine::from_range(
        Range {
            min: -1.0,
            max: 1.0,
        },
        &options,
    )
}

/// What the numbers cost and lose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    pub values: u32,
    /// Gigabytes (10^9 bytes) of [`WEIGHTS`] weights.
    pub gigabytes: f64,
    /// The largest error, as a share of the range.
    pub error: f64,
}

#[must_use]
pub fn cost(numbers: &[f32], bits: u32) -> Cost {
    let affine = quantizer(bits);
    let error = numbers
        .iter()
        .map(|&x| f64::from((affine.fake_quantize(x) - x).abs()))
        .fold(0.0, f64::max);
    Cost {
        values: 1 << bits,
        gigabytes: WEIGHTS * f64::from(bits) / 8e9,
        error: error / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_smooth_and_stays_between_the_ends() {
        let numbers = numbers();
        assert_eq!(numbers.len(), COUNT);
        assert!(numbers.iter().all(|x| x.abs() <= 1.0));
        assert!(
            numbers
                .windows(2)
                .all(|pair| (pair[1] - pair[0]).abs() < 0.05)
        );
        assert!(numbers.iter().any(|x| *x > 0.9) && numbers.iter().any(|x| *x < -0.9));
    }

    #[test]
    fn every_bit_halves_the_error_or_nearly() {
        let numbers = numbers();
        for bits in 2..=8 {
            let (one, more) = (cost(&numbers, bits - 1), cost(&numbers, bits));
            assert_eq!(more.values, 2 * one.values);
            assert!(more.error < 0.65 * one.error, "{bits}");
            // Half a step at most, of 2^bits - 1 steps.
            assert!(more.error <= 0.502 / f64::from(more.values - 1), "{bits}");
        }
        assert_eq!(cost(&numbers, 4).gigabytes, 3.5);
    }
}
