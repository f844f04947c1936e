//! Calibrators against onnxruntime, numpy and the papers' iterations, and what holds of each.

use quantscope_quant::calibrate::aciq::Aciq;
use quantscope_quant::calibrate::entropy::entropy_threshold;
use quantscope_quant::calibrate::moving_average::MovingAverage;
use quantscope_quant::calibrate::octav::octav_sequence;
use quantscope_quant::calibrate::{
    CALIBRATORS, CalibrationError, CalibrationOptions, Calibrator, calibrate, clipped_share,
    sqnr_db, threshold_losses,
};
use quantscope_quant::{Histogram, random_bits};
use serde_json::Value;

#[path = "common/mod.rs"]
mod common;
#[path = "calibrators/losses.rs"]
mod losses;

use common::{Outcome, floats, integer, integers, json};

/// Signed codes.
fn signed(bits: u32) -> CalibrationOptions {
    CalibrationOptions {
        bits,
        signed: true,
        ..CalibrationOptions::default()
    }
}

fn number(value: &Value) -> Result<f64, String> {
    value.as_f64().ok_or_else(|| format!("no number: {value}"))
}

fn numbers(value: &Value) -> Result<Vec<f64>, String> {
    let list = value.as_array().ok_or("no list")?;
    list.iter().map(number).collect()
}

/// The largest relative difference of two lists, which must be as long as each other.
fn worst(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    found
        .iter()
        .zip(expected)
        .map(|(found, expected)| (found / expected - 1.0).abs())
        .fold(0.0, f64::max)
}

fn agree(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    let worst = worst(found, expected);
    println!("{what}: off by {worst:.1e}");
    assert!(worst <= tolerance, "{what}: off by {worst:e}");
}

fn uniform(seed: u64, index: u64) -> f64 {
    (f64::from(random_bits(seed, index)) + 0.5) / 4_294_967_296.0
}

/// Laplace numbers with b = 1.
fn laplace(count: u64) -> Vec<f32> {
    (0..count)
        .map(|i| {
            let magnitude = -uniform(11, i).ln();
            (if random_bits(12, i) & 1 == 0 {
                magnitude
            } else {
                -magnitude
            }) as f32
        })
        .collect()
}

/// Standard normal numbers by Box and Muller.
fn normal(count: u64) -> Vec<f32> {
    (0..count)
        .map(|i| {
            let radius = (-2.0 * uniform(13, i).ln()).sqrt();
            (radius * (std::f64::consts::TAU * uniform(14, i)).cos()) as f32
        })
        .collect()
}

/// The 512 Laplace numbers of the golden file.
fn golden_values(golden: &Value) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    floats(&golden["octav"]["x_f32_bits"])
}

#[test]
fn aciq_optima() -> Outcome {
    let golden = &json("calib.json")?["aciq"];
    for (model, key) in [
        (Aciq::Laplace, "laplace_alpha_over_b"),
        (Aciq::Gauss, "gauss_alpha_over_sigma"),
    ] {
        let bits: Vec<u32> = integers(&golden["bits"])?
            .into_iter()
            .map(u32::try_from)
            .collect::<Result<_, _>>()?;
        let table: Vec<f64> = bits.iter().map(|bits| model.optimum(*bits)).collect();
        let solved: Vec<f64> = bits.iter().map(|bits| model.solve(*bits)).collect();
        // A search for a minimum ends about 1e-8 from it.
        agree(key, &table, &numbers(&golden[key])?, 5e-7);
        agree("the table is the derivative's zero", &table, &solved, 1e-12);
        for steps in 0..20 {
            assert!(model.optimum(steps) < model.optimum(steps + 1));
        }
        // What the calibrator does with it.
        let x = laplace(500);
        for bits in 1..=16 {
            let id = format!(
                "aciq_{}",
                if model == Aciq::Laplace {
                    "laplace"
                } else {
                    "gauss"
                }
            );
            let unsigned = CalibrationOptions {
                signed: false,
                ..signed(bits)
            };
            let spread = model.spread(&x);
            assert_eq!(
                calibrate(&id, &x, &signed(bits))?,
                spread * model.optimum(bits)
            );
            assert_eq!(
                calibrate(&id, &x, &unsigned)?,
                spread * model.optimum(bits + 1)
            );
        }
    }
    Ok(())
}

#[test]
fn octav_sequences() -> Outcome {
    let golden = &json("calib.json")?;
    let x = golden_values(golden)?;
    let sequences = golden["octav"]["sequences"]
        .as_object()
        .ok_or("sequences")?;
    assert_eq!(sequences.len(), 3);
    for (bits, expected) in sequences {
        let (expected, bits) = (numbers(expected)?, bits.parse()?);
        let found = octav_sequence(&x, bits, true, expected.len() - 1);
        agree(&format!("octav, {bits} bits"), &found, &expected, 1e-7);
        let fixed = calibrate("octav", &x, &signed(bits))?;
        agree("its fixed point", &[fixed], &expected[12..], 1e-12);
        let unsigned = CalibrationOptions {
            signed: false,
            ..signed(bits)
        };
        // A quarter of the rounding error is one bit more.
        let one_more = calibrate("octav", &x, &signed(bits + 1))?;
        assert!((calibrate("octav", &x, &unsigned)? / one_more - 1.0).abs() < 1e-12);
    }
    Ok(())
}

#[test]
fn mse_grid() -> Outcome {
    let golden = &json("calib.json")?;
    let x = golden_values(golden)?;
    let results = golden["mse_grid"]["results"].as_object().ok_or("results")?;
    assert_eq!(results.len(), 3);
    for (bits, result) in results {
        let bits = bits.parse()?;
        let (expected, largest) = (numbers(&result["mse"])?, number(&result["amax"])?);
        let grid: Vec<f64> = (1..=100u32)
            .map(|k| largest * f64::from(k) / 100.0)
            .collect();
        let losses = threshold_losses(&x, bits, true, &grid);
        let found: Vec<f64> = losses.iter().map(|loss| loss.mse()).collect();
        assert_eq!(found.len(), 100);
        agree(&format!("mse, {bits} bits"), &found, &expected, 1e-5);
        let best = usize::try_from(integer(&result["best_k"])?)?;
        assert_eq!(calibrate("mse", &x, &signed(bits))?, grid[best - 1]);
        assert!(found.iter().all(|mse| *mse >= found[best - 1]));
    }
    Ok(())
}

#[test]
fn entropy_threshold_of_onnxruntime() -> Outcome {
    let golden = &json("calib.json")?["entropy"];
    let counts = integers(&golden["hist"])?
        .into_iter()
        .map(u32::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    let (largest, bins) = (number(&golden["amax"])?, integer(&golden["num_bins"])?);
    assert_eq!(counts.len(), usize::try_from(bins)?);
    let coarse = usize::try_from(integer(&golden["num_quantized_bins"])?)?;
    let fine = Histogram {
        min: -largest,
        max: largest,
        counts: counts.clone(),
    };
    let (low, high) = entropy_threshold(&fine, coarse);
    agree(
        "entropy",
        &[low, high],
        &numbers(&golden["threshold"])?,
        1e-6,
    );

    // The calibrator's own histogram, from numbers in the middle of the bins and the two ends.
    let width = 2.0 * largest / bins as f64;
    let mut x: Vec<f32> = counts
        .iter()
        .enumerate()
        .flat_map(|(bin, count)| {
            let middle = (-largest + width * (bin as f64 + 0.5)) as f32;
            std::iter::repeat_n(middle, *count as usize)
        })
        .collect();
    *x.last_mut().ok_or("no numbers")? = largest as f32;
    let options = CalibrationOptions {
        bins: counts.len(),
        ..signed(8)
    };
    agree(
        "its calibrator",
        &[calibrate("entropy", &x, &options)?],
        &[high],
        1e-12,
    );
    Ok(())
}

#[test]
fn percentiles_of_numpy() -> Outcome {
    let golden = &json("calib.json")?;
    let x = golden_values(golden)?;
    let expected = golden["percentile"]["numpy_linear_abs"]
        .as_object()
        .ok_or("percentiles")?;
    assert_eq!(expected.len(), 3);
    for (percentile, expected) in expected {
        let options = CalibrationOptions {
            percentile: percentile.parse()?,
            ..signed(8)
        };
        let found = calibrate("percentile", &x, &options)?;
        agree(percentile, &[found], &[number(expected)?], 1e-12);
    }
    let half = CalibrationOptions {
        percentile: 50.0,
        ..signed(8)
    };
    assert_eq!(
        calibrate("percentile", &[4.0, -1.0, 2.0, -3.0], &half)?,
        2.5
    );
    let all = CalibrationOptions {
        percentile: 100.0,
        ..signed(8)
    };
    assert_eq!(
        calibrate("percentile", &x, &all)?,
        calibrate("minmax", &x, &all)?
    );
    Ok(())
}

#[test]
fn moving_average_of_pytorch() -> Outcome {
    let golden = &json("affine.json")?["moving_average"];
    let mut observer = MovingAverage::default();
    let mut all = Vec::new();
    for step in golden["steps"].as_array().ok_or("steps")? {
        let batch = floats(&step["x_f32_bits"])?;
        observer.observe(&batch);
        let expected = [number(&step["min"])?, number(&step["max"])?];
        agree(
            "moving average",
            &[observer.min, observer.max],
            &expected,
            1e-6,
        );
        let size = batch.len();
        all.extend(batch);
        let options = CalibrationOptions {
            batch: size,
            ..signed(8)
        };
        assert_eq!(
            calibrate("moving_average", &all, &options)?,
            observer.max.max(-observer.min)
        );
    }
    Ok(())
}

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

/// The closed form's prediction, the quantizer's error on numbers that were drawn, and that the
/// form's minimum is where it says.
#[test]
fn aciq_predicts_what_is_measured() {
    for (model, x) in [
        (Aciq::Laplace, laplace(1 << 20)),
        (Aciq::Gauss, normal(1 << 20)),
    ] {
        let spread = model.spread(&x);
        assert!((spread - 1.0).abs() < 5e-3, "{spread}");
        for bits in [4u32, 6, 8] {
            let threshold = spread * model.optimum(bits);
            let predicted = model.predicted_loss(spread, threshold, bits, true);
            let [measured] = threshold_losses(&x, bits, true, &[threshold])[..] else {
                panic!("one threshold, one loss");
            };
            // Steps of a / (2^(bits-1) - 1), where the form has a / 2^(bits-1).
            let half = f64::from(1u32 << (bits - 1));
            let rounding = predicted.rounding * (half / (half - 1.0)).powi(2);
            println!(
                "{model:?} {bits}: {measured:?} for {rounding:e} + {:e}",
                predicted.clipping
            );
            let inside = 1.0 - clipped_share(&x, threshold, true);
            let whole = rounding * inside + predicted.clipping;
            assert!((measured.rounding / (rounding * inside) - 1.0).abs() < 0.03);
            assert!((measured.mse() / whole - 1.0).abs() < 0.03);
            let sqnr = sqnr_db(&x, threshold, bits, true);
            let power = if model == Aciq::Laplace { 2.0 } else { 1.0 };
            assert!(
                (sqnr - 10.0 * (power / whole).log10()).abs() < 0.2,
                "{sqnr}"
            );
            for factor in [0.97, 1.03] {
                let beside = model.predicted_loss(spread, threshold * factor, bits, true);
                assert!(beside.mse() > predicted.mse());
            }
        }
    }
}

/// On numbers of a known distribution the searches and the formulas meet.
#[test]
fn calibrators_agree_where_they_should() -> Outcome {
    for (id, x) in [
        ("aciq_laplace", laplace(1 << 16)),
        ("aciq_gauss", normal(1 << 16)),
    ] {
        for bits in [4, 6] {
            let measured = |threshold| threshold_losses(&x, bits, true, &[threshold])[0].mse();
            let best = measured(calibrate("mse", &x, &signed(bits))?);
            for other in [id, "octav"] {
                let loss = measured(calibrate(other, &x, &signed(bits))?);
                assert!(
                    loss >= best * 0.999 && loss < best * 1.1,
                    "{other} {bits}: {loss} {best}"
                );
            }
        }
        // One batch follows nothing.
        let one = CalibrationOptions {
            batch: x.len(),
            ..signed(8)
        };
        assert_eq!(
            calibrate("moving_average", &x, &one)?,
            calibrate("minmax", &x, &one)?
        );
    }
    Ok(())
}
