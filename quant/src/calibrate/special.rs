//! Two tools of the closed forms: the complementary error function, and a zero between two bounds.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

/// Above this the continued fraction is quick, below it the series loses few digits.
const SERIES_UP_TO: f64 = 2.0;

/// Terms of the series, and depth of the continued fraction, that float64 can see at
/// [`SERIES_UP_TO`], where both are slowest.
const TERMS: u32 = 60;

/// `erfc(x) = 2 / sqrt(pi) * integral of e^(-t^2) from x to infinity`, for `x >= 0`, to about 13
/// digits.
///
/// Abramowitz and Stegun 1964, equations 7.1.6 (series) and 7.1.14 (continued fraction).
pub(super) fn erfc(x: f64) -> f64 {
    let bell = (-x * x).exp();
    if x < SERIES_UP_TO {
        let mut term = x;
        let mut sum = x;
        for n in 1..TERMS {
            term *= 2.0 * x * x / f64::from(2 * n + 1);
            sum += term;
        }
        1.0 - FRAC_2_SQRT_PI * bell * sum
    } else {
        let fraction = (1..=TERMS)
            .rev()
            .fold(x, |below, n| x + f64::from(n) / 2.0 / below);
        bell / (PI.sqrt() * fraction)
    }
}

/// Where a function that rises from below zero at `low` to above zero at `high` is zero, to the
/// last bit or two, by bisection.
pub(super) fn zero(rising: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    loop {
        let middle = low + (high - low) / 2.0;
        // Neighbours: no float lies between.
        if middle <= low || middle >= high {
            return high;
        }
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{erfc, zero};

    /// Values of the C library's function.
    #[test]
    fn erfc_has_its_values() {
        for (x, expected) in [
            (0.0, 1.0),
            (0.5, 0.479_500_122_186_953_5),
            (1.0, 0.157_299_207_050_285_13),
            (1.999, 0.004_698_443_348_629_488),
            (2.0, 0.004_677_734_981_047_266),
            (3.0, 2.209_049_699_858_544e-5),
            (5.0, 1.537_459_794_428_035e-12),
        ] {
            let found = erfc(x);
            assert!(
                (found / expected - 1.0).abs() < 1e-12,
                "{x}: {found} for {expected}"
            );
        }
    }

    #[test]
    fn a_zero_is_found() {
        assert_eq!(zero(|x| x * x - 4.0, 0.0, 100.0), 2.0);
    }
}
