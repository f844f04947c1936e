//! Every array of the golden file.

use quantscope_quant::Histogram;
use quantscope_quant::calibrate::aciq::Aciq;
use quantscope_quant::calibrate::entropy::entropy_threshold;
use quantscope_quant::calibrate::moving_average::MovingAverage;
use quantscope_quant::calibrate::octav::octav_sequence;
use quantscope_quant::calibrate::{CalibrationOptions, calibrate, threshold_losses};
use serde_json::Value;

use crate::common::{Outcome, floats, integer, integers, json};
use crate::{laplace, signed};

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
