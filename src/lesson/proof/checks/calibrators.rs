//! Where to clip.

use super::{Check, Outcome, Rule};
use crate::lesson::proof::expected::{Expected, plain};
use crate::lesson::proof::tally::{Difference, Tally};
use crate::quant::Histogram;
use crate::quant::calibrate::aciq::Aciq;
use crate::quant::calibrate::entropy::entropy_threshold;
use crate::quant::calibrate::moving_average::MovingAverage;
use crate::quant::calibrate::octav::octav_sequence;
use crate::quant::calibrate::{CalibrationOptions, calibrate, threshold_losses};
use crate::quant::{Affine, AffineOptions, Range};

const fn check(
    id: &'static str,
    what: &'static str,
    against: &'static [&'static str],
    tolerance: f64,
    run: fn(&Check, &Expected, usize, &mut Tally) -> Outcome,
) -> Check {
    Check {
        part: "calibrators",
        id,
        what,
        against,
        rule: Rule::Relative(tolerance),
        pieces: |_| 1,
        run,
    }
}

pub const CHECKS: &[Check] = &[
    check(
        "moving_average",
        "Ranges of a moving average, and the scale and zero point of each",
        &["torch"],
        1e-6,
        moving_average,
    ),
    check(
        "percentile",
        "Percentiles of magnitudes",
        &["numpy"],
        1e-12,
        percentile,
    ),
    check(
        "mse",
        "The squared error at 100 thresholds, and which is the smallest",
        &["numpy"],
        1e-5,
        mse,
    ),
    check(
        "entropy",
        "The threshold of the smallest divergence of a histogram",
        &["onnxruntime"],
        1e-6,
        entropy,
    ),
    check(
        "aciq",
        "The optima of ACIQ, by a search on the closed forms",
        &["scipy"],
        5e-7,
        aciq,
    ),
    check(
        "octav",
        "Each step of OCTAV, by the paper\u{2019}s formula in float64",
        &["numpy"],
        1e-7,
        octav,
    ),
];

fn moving_average(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let mut observer = MovingAverage::default();
    for (place, step) in expected.affine.moving_average.steps.iter().enumerate() {
        let name = format!("batch {}", place + 1);
        observer.observe(&plain(&step.x_f32_bits));
        let found = [observer.min, observer.max];
        check.near(tally, &name, &found, &[step.min, step.max]);
        let range = Range {
            min: step.min as f32,
            max: step.max as f32,
        };
        let q = Affine::from_range(range, &AffineOptions::PYTORCH);
        check.near(tally, &name, &[q.scale.into()], &[step.scale]);
        tally.judge(q.zero_point == step.zero_point as f32, || Difference {
            input: name,
            expected: step.zero_point.to_string(),
            found: q.zero_point.to_string(),
        });
    }
    Ok(())
}

fn percentile(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let x = plain(&expected.calibrators.octav.x_f32_bits);
    for (percentile, right) in &expected.calibrators.percentile.numpy_linear_abs {
        let options = CalibrationOptions {
            percentile: percentile.parse()?,
            ..CalibrationOptions::default()
        };
        let found = calibrate("percentile", &x, &options)?;
        check.near(tally, &format!("{percentile} %"), &[found], &[*right]);
    }
    Ok(())
}

fn mse(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let x = plain(&expected.calibrators.octav.x_f32_bits);
    for (bits, right) in &expected.calibrators.mse_grid.results {
        let name = format!("{bits} bits");
        let grid: Vec<f64> = (1..=right.mse.len())
            .map(|hundredth| right.amax * hundredth as f64 / 100.0)
            .collect();
        let bits = bits.parse()?;
        let losses = threshold_losses(&x, bits, true, &grid);
        let found: Vec<f64> = losses.iter().map(|loss| loss.mse()).collect();
        check.near(tally, &name, &found, &right.mse);
        let options = CalibrationOptions {
            bits,
            signed: true,
            ..CalibrationOptions::default()
        };
        let best = calibrate("mse", &x, &options)?;
        let place = grid.iter().position(|threshold| *threshold == best);
        let place = place.map_or(-1, |place| place as i64 + 1);
        tally.whole(&format!("{name}: the best"), place, right.best_k as i64);
    }
    Ok(())
}

fn entropy(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let right = &expected.calibrators.entropy;
    let histogram = Histogram {
        min: -right.amax,
        max: right.amax,
        counts: right.hist.clone(),
    };
    let (low, high) = entropy_threshold(&histogram, right.num_quantized_bins);
    check.near(tally, "threshold", &[low, high], &right.threshold);
    Ok(())
}

fn aciq(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let right = &expected.calibrators.aciq;
    for (model, name, optima) in [
        (Aciq::Laplace, "Laplace", &right.laplace_alpha_over_b),
        (Aciq::Gauss, "Gauss", &right.gauss_alpha_over_sigma),
    ] {
        let found: Vec<f64> = right.bits.iter().map(|bits| model.optimum(*bits)).collect();
        check.near(tally, name, &found, optima);
    }
    Ok(())
}

fn octav(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let x = plain(&expected.calibrators.octav.x_f32_bits);
    for (bits, right) in &expected.calibrators.octav.sequences {
        let steps = right.len().saturating_sub(1);
        let found = octav_sequence(&x, bits.parse()?, true, steps);
        check.near(tally, &format!("{bits} bits"), &found, right);
    }
    Ok(())
}
