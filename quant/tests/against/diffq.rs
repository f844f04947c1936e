//! DiffQ.

use quantscope_quant::method::diffq_size::{
    bits_of, bits_slope, logit_of, model_size, model_size_slope,
};
use quantscope_quant::method::noise::normal_quantile;
use quantscope_quant::method::{Arguments, DiffQ, Gradients, Noise};
use serde_json::Value;

use super::near::{
    Outcome, all_near, backward, cases, json, near, number, numbers, same_by_name, singles,
};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn read(case: &Value) -> Fallible<DiffQ> {
    let noise = case["noise"].as_str().and_then(Noise::by_id);
    Ok(DiffQ {
        bits: numbers(&case["bits"])?,
        group_size: number(&case["group_size"])? as usize,
        noise: noise.ok_or("noise")?,
        u: Some(singles(&case["u"])?),
        seed: 0,
    })
}

fn pairs_near(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        near(*found, *expected, what);
    }
}

#[test]
fn noise_and_gradients() -> Outcome {
    let golden = json("train.json")?;
    for case in cases(&golden, "diffq")? {
        let diffq = read(case)?;
        let (w, g) = (singles(&case["w"])?, singles(&case["g"])?);
        let mut values = vec![0.0; w.len()];
        diffq.forward(&w, &mut values)?;
        all_near(&values, &numbers(&case["w_noisy"])?, "values");
        let mut input = vec![0.0; w.len()];
        let bits = diffq.backward(&w, &g, &mut input)?;
        all_near(&input, &numbers(&case["dw"])?, "input");
        pairs_near(&bits, &numbers(&case["dbits"])?, "bits");
        // What is not at an end of the range has the upstream gradient alone.
        let detached = singles(&case["dw_range_detached"])?;
        let changed = input.iter().zip(&detached);
        let changed = changed.filter(|(a, b)| a != b).count();
        assert_eq!(changed, 2);

        // By name the bits come as float32, which the golden ones are not.
        let narrow: Vec<f32> = diffq.bits.iter().map(|bits| *bits as f32).collect();
        let rounded = DiffQ {
            bits: narrow.iter().map(|bits| f64::from(*bits)).collect(),
            ..diffq.clone()
        };
        rounded.forward(&w, &mut values)?;
        let bits = rounded.backward(&w, &g, &mut input)?;
        all_near(&values, &numbers(&case["w_noisy"])?, "values by name");
        all_near(&input, &numbers(&case["dw"])?, "input by name");
        pairs_near(&bits, &numbers(&case["dbits"])?, "bits by name");
        let given = Arguments::new()
            .with("bits", narrow)
            .with("u", singles(&case["u"])?);
        let gradients = Gradients {
            input,
            params: vec![("bits", bits)],
        };
        // The group's size follows from the number of groups.
        same_by_name(("diffq", &given), (&w, &g), &values, &gradients)?;
        let given = given.with("groupSize", diffq.group_size as f64);
        same_by_name(("diffq", &given), (&w, &g), &values, &gradients)?;
    }
    Ok(())
}

#[test]
fn logits_and_size() -> Outcome {
    let golden = json("train.json")?;
    for case in cases(&golden, "diffq")? {
        let diffq = read(case)?;
        let (groups, count) = (diffq.bits.len(), singles(&case["w"])?.len());
        let logits = numbers(&case["logit"])?;
        let bits: Vec<f64> = logits.iter().map(|logit| bits_of(*logit)).collect();
        pairs_near(&bits, &diffq.bits, "bits");
        let back: Vec<f64> = bits.iter().map(|bits| logit_of(*bits)).collect();
        pairs_near(&back, &logits, "logits");
        let slopes: Vec<f64> = logits.iter().map(|logit| bits_slope(*logit)).collect();
        let chained = |gradient: &[f64]| -> Vec<f64> {
            gradient.iter().zip(&slopes).map(|(a, b)| a * b).collect()
        };
        let gradient = chained(&numbers(&case["dbits"])?);
        pairs_near(&gradient, &numbers(&case["dlogit"])?, "dlogit");

        let size = model_size(&diffq.bits, diffq.group_size, count);
        near(size, number(&case["model_size_mb"])?, "size");
        let gradient = chained(&model_size_slope(groups, diffq.group_size, count));
        pairs_near(&gradient, &numbers(&case["dsize_dlogit"])?, "dsize");
        let lowest = number(&case["min_bits"])?;
        assert_eq!((bits_of(-800.0), bits_of(800.0)), (lowest, 15.0));
        let init = number(&case["init_bits"])?;
        near(bits_of(logit_of(init)), init, "the bits to start from");
    }
    Ok(())
}

#[test]
fn evaluation() -> Outcome {
    let golden = json("train.json")?;
    for case in cases(&golden, "diffq")? {
        let diffq = read(case)?;
        let w = singles(&case["w"])?;
        let bits: Vec<f64> = diffq.whole_bits().collect();
        assert_eq!(bits, numbers(&case["eval_bits"])?);
        let mut levels = vec![0; w.len()];
        diffq.levels(&w, &mut levels)?;
        let levels: Vec<f64> = levels.into_iter().map(f64::from).collect();
        assert_eq!(levels, numbers(&case["eval_levels"])?);
        let mut values = vec![0.0; w.len()];
        diffq.evaluate(&w, &mut values)?;
        // The package computes this in float32, whose rounding is relative to the range.
        let expected = numbers(&case["eval_w"])?;
        for (found, expected) in values.iter().zip(expected) {
            assert!((f64::from(*found) - expected).abs() < 1e-6);
        }
    }
    Ok(())
}

/// Several that are equally large, as PyTorch's `max()` shares among them.
#[test]
fn ties_share_the_range_evenly() -> Outcome {
    let diffq = DiffQ {
        bits: vec![1.0],
        group_size: 0,
        noise: Noise::Uniform,
        u: Some(vec![0.5, 0.5, 0.5, 0.5, 0.5]),
        seed: 0,
    };
    let mut input = [0.0; 5];
    diffq.backward(&[1.0, -1.0, 1.0, 0.0, -1.0], &[1.0; 5], &mut input)?;
    assert_eq!(input, [2.25, -0.25, 2.25, 1.0, -0.25]);
    diffq.backward(&[3.0; 5], &[1.0; 5], &mut input)?;
    assert_eq!(input, [1.0; 5]);
    Ok(())
}

#[test]
fn a_number_is_every_groups() -> Outcome {
    let (w, g) = ([1.0, -2.0, 3.0, 0.5, 0.25], [1.0; 5]);
    for (size, groups) in [(0.0, 1), (2.0, 3), (5.0, 1), (9.0, 1)] {
        let given = Arguments::new().with("bits", 3.0).with("groupSize", size);
        let found = backward("diffq", &given, &w, &g)?;
        assert_eq!(found.params[0].1.len(), groups, "groups of {size}");
    }
    Ok(())
}

/// Moments and ends of the drawn noise, and that a seed is the noise.
#[test]
fn drawn_noise() {
    const COUNT: u64 = 200_000;
    for (noise, deviation, most) in [
        (Noise::Uniform, (1.0_f64 / 12.0).sqrt(), 0.5),
        (Noise::Gaussian, 0.5, 3.3),
    ] {
        let drawn: Vec<f64> = (0..COUNT).map(|i| noise.sample(11, i)).collect();
        let mean = drawn.iter().sum::<f64>() / COUNT as f64;
        let square = drawn.iter().map(|u| u * u).sum::<f64>() / COUNT as f64;
        assert!(
            mean.abs() < 5.0 * deviation / (COUNT as f64).sqrt(),
            "{mean}"
        );
        assert!((square.sqrt() / deviation - 1.0).abs() < 0.01);
        assert!(drawn.iter().all(|u| u.abs() < most));
        assert_eq!(drawn[7], noise.sample(11, 7));
        assert_ne!(drawn[7], noise.sample(12, 7));
    }
    // Tables of the normal distribution, in each of the three pieces.
    for (p, x) in [
        (0.5, 0.0),
        (0.25, -0.674_489_750_196_081_7),
        (0.841_344_746_068_542_9, 1.0),
        (0.975, 1.959_963_984_540_054),
        (1e-9, -5.997_807_015_007_687),
        (1e-12, -7.034_483_825_301_132),
    ] {
        near(normal_quantile(p), x, "quantile");
        assert!((normal_quantile(p) - x).abs() < 1e-14, "{p}");
    }
}
