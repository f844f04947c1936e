//! Thresholds of numbers and options of every kind.

use quantscope_quant::calibrate::{
    CALIBRATORS, CalibrationError, CalibrationOptions, Calibrator, calibrate,
};

use crate::common::Outcome;
use crate::{laplace, normal, signed};

/// Every calibrator, width, sign and sample: a threshold in its bounds, and the same of numbers
/// among which there are others that are not finite.
#[test]
fn thresholds_are_within_bounds() -> Outcome {
    let samples = [
        laplace(3000),
        normal(3000),
        vec![0.0, 0.0, 0.0, -2.0],
        vec![3e38, -1e-40, 1.0],
        vec![1e-40, 3e-45, -1e-42],
        vec![f32::MAX; 5],
        vec![f32::from_bits(1), 0.0],
        vec![-5.0],
    ];
    for calibrator in CALIBRATORS {
        for x in &samples {
            let largest = x.iter().map(|x| f64::from(x.abs())).fold(0.0, f64::max);
            let mut others = vec![f32::NAN, f32::INFINITY];
            others.extend(x);
            others.push(f32::NEG_INFINITY);
            for bits in 1..=16 {
                for signed in [true, false] {
                    let options = CalibrationOptions {
                        bits,
                        signed,
                        batch: 4096,
                        ..signed_or_not(signed)
                    };
                    let found = calibrator.threshold(x, &options)?;
                    let what = format!("{} {bits} {signed} {:?}: {found}", calibrator.id, &x[..1]);
                    assert!(
                        found > 0.0 && (found as f32) > 0.0 && (found as f32).is_finite(),
                        "{what}"
                    );
                    assert!(
                        found <= largest || calibrator.id.starts_with("aciq"),
                        "{what}"
                    );
                    assert_eq!(calibrator.threshold(&others, &options)?, found, "{what}");
                }
            }
        }
    }
    Ok(())
}

fn signed_or_not(signed: bool) -> CalibrationOptions {
    CalibrationOptions {
        signed,
        ..CalibrationOptions::default()
    }
}

#[test]
fn numbers_that_say_nothing() -> Outcome {
    let nothing: [&[f32]; 5] = [
        &[],
        &[0.0, -0.0, 0.0],
        &[f32::NAN; 3],
        &[f32::INFINITY, f32::NEG_INFINITY],
        &[f32::NAN, 0.0, f32::INFINITY],
    ];
    for calibrator in CALIBRATORS {
        for signed in [true, false] {
            for values in nothing {
                assert_eq!(
                    calibrator.threshold(values, &signed_or_not(signed))?,
                    1.0,
                    "{}",
                    calibrator.id
                );
            }
            for constant in [2.5, -0.3, 1e-3] {
                for count in [1, 2, 7, 1000] {
                    let found =
                        calibrator.threshold(&vec![constant; count], &signed_or_not(signed))?;
                    let expected = f64::from(constant.abs());
                    let close = (found / expected - 1.0).abs() < 1e-12;
                    let beyond = calibrator.id.starts_with("aciq") && found > expected;
                    assert!(
                        close || beyond,
                        "{} of {count} times {constant}: {found}",
                        calibrator.id
                    );
                }
            }
        }
    }
    // More than all that the percentile leaves in are zero.
    let mut mostly_zero = vec![0.0; 1000];
    mostly_zero[17] = -3.0;
    let options = CalibrationOptions {
        percentile: 50.0,
        ..signed(8)
    };
    assert_eq!(calibrate("percentile", &mostly_zero, &options)?, 3.0);
    Ok(())
}

#[test]
fn options_that_are_refused() {
    let default = CalibrationOptions::default();
    let x = [1.0];
    let cases = [
        (
            CalibrationOptions { bits: 0, ..default },
            CalibrationError::Bits(0),
        ),
        (
            CalibrationOptions {
                bits: 17,
                ..default
            },
            CalibrationError::Bits(17),
        ),
        (
            CalibrationOptions {
                percentile: 0.0,
                ..default
            },
            CalibrationError::Percentile(0.0),
        ),
        (
            CalibrationOptions {
                percentile: 100.5,
                ..default
            },
            CalibrationError::Percentile(100.5),
        ),
        (
            CalibrationOptions { bins: 0, ..default },
            CalibrationError::Bins(0),
        ),
        (
            CalibrationOptions {
                bins: 4097,
                ..default
            },
            CalibrationError::Bins(4097),
        ),
        (
            CalibrationOptions {
                batch: 0,
                ..default
            },
            CalibrationError::Batch,
        ),
    ];
    for calibrator in CALIBRATORS {
        for (options, error) in &cases {
            assert_eq!(calibrator.threshold(&x, options), Err(error.clone()));
        }
        let nan = CalibrationOptions {
            percentile: f64::NAN,
            ..default
        };
        assert!(calibrator.threshold(&x, &nan).is_err());
        assert!(Calibrator::by_id(calibrator.id).is_some_and(|one| one.label == calibrator.label));
        assert!(!calibrator.source.is_empty());
    }
    let unknown = calibrate("guess", &x, &default).map_err(|error| error.to_string());
    assert!(unknown.is_err_and(|text| text.contains("guess") && text.contains("aciq_gauss")));
}
