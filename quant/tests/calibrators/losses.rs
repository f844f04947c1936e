//! The losses of a threshold against plain arithmetic and against the passes.

use quantscope_quant::calibrate::{clipped_share, sqnr_db, threshold_losses};
use quantscope_quant::{
    Affine, AffineOptions, Outputs, PassSettings, Range, SymmetricDivisor, affine_pass,
};

use crate::{laplace, normal};

/// The quantizer of a threshold.
fn symmetric(threshold: f32, bits: u32, signed: bool) -> Affine {
    let options = AffineOptions {
        bits,
        signed,
        symmetric: signed,
        divisor: SymmetricDivisor::Restricted,
        ..AffineOptions::default()
    };
    let min = if signed { -threshold } else { 0.0 };
    Affine::from_range(
        Range {
            min,
            max: threshold,
        },
        &options,
    )
}

/// Error and sum are those of a pass with the quantizer, and each part is that of its numbers.
#[test]
fn losses_are_those_of_the_quantizer() {
    for x in [laplace(2001), normal(1003)] {
        for bits in [1, 2, 3, 4, 5, 6, 7, 8, 16] {
            for signed in [true, false] {
                if signed && bits == 1 {
                    continue;
                }
                let thresholds = [0.01, 0.3, 1.0, f64::from(2.7f32), 9.5, 100.0];
                let losses = threshold_losses(&x, bits, signed, &thresholds);
                for (loss, threshold) in losses.iter().zip(thresholds) {
                    let what = format!("{bits} {signed} {threshold}");
                    assert_eq!(loss.threshold, threshold);
                    let exact = f64::from(threshold as f32) == threshold;
                    let q = symmetric(threshold as f32, bits, signed);
                    let pass = affine_pass(&x, &q, &PassSettings::default(), Outputs::default());
                    let stats = pass.map(|pass| pass.stats).unwrap_or_default();
                    // A pass is good to 1e-7; the scale of a threshold that float32 rounds may be its
                    // neighbour.
                    let tolerance = if exact { 1e-7 } else { 1e-5 };
                    let off = (loss.mse() / stats.mse - 1.0).abs();
                    assert!(off <= tolerance, "{what}: {off:e}");
                    let sqnr = sqnr_db(&x, threshold, bits, signed);
                    assert!((sqnr - stats.sqnr_db).abs() < 1e-4, "{what}: {sqnr}");
                    if exact {
                        let (rounding, clipping) = plainly(&x, &q, threshold, signed);
                        assert!(
                            (loss.rounding - rounding).abs() <= 1e-12 * rounding,
                            "{what}"
                        );
                        assert!(
                            (loss.clipping - clipping).abs() <= 1e-12 * clipping,
                            "{what}"
                        );
                    }
                }
            }
        }
    }
}

/// The two parts, number by number.
fn plainly(x: &[f32], q: &Affine, threshold: f64, signed: bool) -> (f64, f64) {
    let (mut rounding, mut clipping) = (0.0, 0.0);
    for &x in x {
        let error = f64::from(q.fake_quantize(x) - x);
        let wide = f64::from(x);
        let inside = wide <= threshold && wide >= if signed { -threshold } else { 0.0 };
        *if inside { &mut rounding } else { &mut clipping } += error * error;
    }
    (rounding / x.len() as f64, clipping / x.len() as f64)
}

#[test]
fn losses_are_never_negative_and_one_falls_while_the_other_rises() {
    for x in [laplace(5000), normal(5000)] {
        let largest = x.iter().fold(0f32, |most, x| most.max(x.abs()));
        let thresholds: Vec<f64> = (1..=64u32)
            .map(|k| f64::from(largest) * f64::from(k) / 64.0)
            .collect();
        for bits in 1..=16 {
            for signed in [true, false] {
                let losses = threshold_losses(&x, bits, signed, &thresholds);
                for pair in losses.windows(2) {
                    assert!(pair[0].rounding >= 0.0 && pair[0].clipping >= pair[1].clipping);
                }
                let last = losses[63];
                if signed {
                    // min-max clips nothing.
                    assert_eq!(
                        (last.clipping, clipped_share(&x, f64::from(largest), true)),
                        (0.0, 0.0)
                    );
                    let shares = thresholds.iter().map(|a| clipped_share(&x, *a, true));
                    assert!(shares.is_sorted_by(|a, b| a >= b));
                }
                if bits > 1 {
                    assert!(last.rounding > losses[0].rounding, "{bits} {signed}");
                }
            }
        }
    }
}

#[test]
fn thresholds_and_numbers_at_the_ends() {
    let x = [
        0.0,
        -0.0,
        3e38,
        -3e38,
        1e-45,
        f32::NAN,
        f32::INFINITY,
        1.0,
        -2.0,
    ];
    let odd = [
        0.0,
        -1.0,
        f64::NAN,
        f64::INFINITY,
        1e300,
        1e-50,
        1e-44,
        f64::from(f32::MAX),
    ];
    for bits in [0, 1, 2, 8, 16, 40] {
        for signed in [true, false] {
            for loss in threshold_losses(&x, bits, signed, &odd) {
                assert!(
                    loss.rounding.is_finite() && loss.rounding >= 0.0,
                    "{loss:?}"
                );
                assert!(
                    loss.clipping.is_finite() && loss.clipping >= 0.0,
                    "{loss:?}"
                );
            }
            for nothing in [&[][..], &[f32::NAN; 5]] {
                let losses = threshold_losses(nothing, bits, signed, &[1.0]);
                assert_eq!((losses[0].rounding, losses[0].clipping), (0.0, 0.0));
                assert_eq!(clipped_share(nothing, 1.0, signed), 0.0);
                assert!(sqnr_db(nothing, 1.0, bits, signed).is_nan());
            }
        }
    }
    assert!(threshold_losses(&x, 8, true, &[]).is_empty());
    // The only signed code of one bit is zero.
    let [loss] = threshold_losses(&[1.0, -3.0], 1, true, &[2.0])[..] else {
        panic!("one threshold, one loss");
    };
    assert_eq!((loss.rounding, loss.clipping), (0.5, 4.5));
    // A number on the threshold is within it, one above it is not.
    assert_eq!(
        clipped_share(&[1.5, -1.5, 1.500_000_1], 1.5, true),
        1.0 / 3.0
    );
    assert_eq!(clipped_share(&[-1.5, 0.0], 1.5, false), 0.5);
}
