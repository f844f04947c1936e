//! Signs, scales and gradients beyond the golden numbers.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope_quant::binary::{
    BinaryGradient, BinarySlope, BinaryWeights, MAX_NUMBERS, Parabola, alpha, binarize,
};
use quantscope_quant::method::{Arguments, Method, Xnor};
use quantscope_quant::random_bits;

use super::near::Outcome;

/// Numbers between -2 and 2 that are no end of a convention: not 0, -1 or 1.
fn numbers(seed: u64, count: usize) -> Vec<f32> {
    let place = |i| (f64::from(random_bits(seed, i as u64)) + 0.5) / 4_294_967_296.0;
    (0..count).map(|i| (4.0 * place(i) - 2.0) as f32).collect()
}

#[test]
fn the_error_is_least_at_the_mean_magnitude() {
    for (seed, count) in [(1, 1), (2, 2), (3, 27), (4, 1000)] {
        let w = numbers(seed, count);
        let mean = w.iter().map(|w| f64::from(w.abs())).sum::<f64>() / count as f64;
        let parabola = Parabola::of(&w);
        assert!((alpha(&w) - mean).abs() < 1e-12);
        let error = |alpha: f64| -> f64 {
            let each = w.iter().map(|w| f64::from(*w));
            each.map(|w| (w - alpha * if w < 0.0 { -1.0 } else { 1.0 }).powi(2))
                .sum()
        };
        for step in -40..=40 {
            let alpha = mean + f64::from(step) * 0.05;
            let found = parabola.at(alpha);
            assert!((found - error(alpha)).abs() <= 1e-9 * (1.0 + error(alpha)));
            assert!(found >= parabola.at(mean));
            assert_eq!(step == 0, found <= parabola.at(mean) + 1e-12);
        }
    }
}

#[test]
fn several_scales_lose_less_than_one() -> Outcome {
    // Filters of different size: each its own scale.
    let mut w = numbers(5, 400);
    for (i, w) in w.iter_mut().enumerate() {
        *w *= [0.1, 1.0, 3.0, 10.0][i / 100];
    }
    let error = |groups| -> Result<f64, Box<dyn std::error::Error>> {
        let found = binarize(&w, groups)?;
        let pairs = w.iter().zip(&found.values);
        Ok(pairs.map(|(w, v)| f64::from(w - v).powi(2)).sum())
    };
    assert!(error(4)? < 0.5 * error(1)?);
    Ok(())
}

/// The exact convention is the derivative of alpha times the clipped identity's stand-in for the
/// sign. Beyond |w| = 1 the stand-in is flat, and only alpha moves: a true derivative.
#[test]
fn the_exact_gradient_is_the_difference_quotient() -> Outcome {
    let (w, g) = (numbers(6, 24), numbers(7, 24));
    let binary = BinaryWeights {
        groups: 3,
        gradient: BinaryGradient::Exact,
        channels: 1,
    };
    let input = binary.backward(&w, &g)?;
    // The loss sum(g alpha(w) s) with the stand-in: s moves with w where |w| <= 1.
    let loss = |moved: &[f64]| -> f64 {
        let filters = moved.chunks(8).zip(w.chunks(8)).zip(g.chunks(8));
        filters
            .map(|((moved, w), g)| {
                let alpha = moved.iter().map(|w| w.abs()).sum::<f64>() / 8.0;
                let each = moved.iter().zip(w).zip(g);
                each.map(|((moved, w), g)| {
                    let start = f64::from(*w);
                    let step = if start.abs() <= 1.0 {
                        moved - start
                    } else {
                        0.0
                    };
                    f64::from(*g) * alpha * (start.signum() + step)
                })
                .sum::<f64>()
            })
            .sum()
    };
    let start: Vec<f64> = w.iter().map(|w| f64::from(*w)).collect();
    for i in 0..w.len() {
        let at = |h: f64| {
            let mut moved = start.clone();
            moved[i] += h;
            loss(&moved)
        };
        let quotient = (at(1e-5) - at(-1e-5)) / 2e-5;
        assert!(
            (f64::from(input[i]) - quotient).abs() < 1e-6,
            "{i}: {} instead of {quotient}",
            input[i]
        );
    }
    // Where no stand-in is needed, the values themselves are differentiated.
    for i in (0..w.len()).filter(|i| w[*i].abs() > 1.0) {
        let at = |h: f32| -> Result<f64, Box<dyn std::error::Error>> {
            let mut moved = w.clone();
            moved[i] += h;
            let values = binary.forward(&moved)?;
            let each = values.iter().zip(&g);
            Ok(each.map(|(v, g)| f64::from(*v) * f64::from(*g)).sum())
        };
        let quotient = (at(0.125)? - at(-0.125)?) / 0.25;
        assert!((f64::from(input[i]) - quotient).abs() < 1e-5);
    }
    Ok(())
}

#[test]
fn ends_and_odd_numbers() -> Outcome {
    let odd = [
        f32::NAN,
        f32::INFINITY,
        -2.0,
        0.0,
        -0.0,
        1.0,
        -1.0,
        f32::MAX,
    ];
    let found = binarize(&odd, 1)?;
    assert_eq!(found.signs, [1, 1, -1, 1, 1, 1, -1, 1]);
    assert!(found.values[0].is_nan() && found.values[1..].iter().all(|v| v.is_finite()));
    for gradient in BinaryGradient::ALL {
        assert_eq!(BinaryGradient::by_id(gradient.id()), Some(gradient));
        let binary = BinaryWeights {
            groups: 1,
            gradient,
            channels: 2,
        };
        let input = binary.backward(&odd, &[1.0; 8])?;
        assert_eq!(input[0], 0.0, "{gradient:?}");
        assert!(input.iter().all(|g| !g.is_nan()), "{gradient:?}");
        // At |w| = 1 the slope is 1, but for the published code.
        let ones = binary.backward(&[1.0, -1.0], &[1.0, 1.0])?;
        let expected = match gradient {
            BinaryGradient::Paper => 1.5,
            BinaryGradient::Exact => 1.0,
            BinaryGradient::ReferenceCode => 0.5,
        };
        assert_eq!(ones, [expected; 2], "{gradient:?}");
        assert!(binary.backward(&odd, &[1.0; 7]).is_err());
        assert!(binary.backward(&[], &[])?.is_empty());
    }
    assert_eq!(binarize(&[], 3)?.alpha, [0.0; 3]);
    for (groups, sentence) in [
        (0, "groups must be 1 or more, not 0"),
        (
            3,
            "groups must divide the number of values, and 3 does not divide 8",
        ),
        (
            9,
            "groups must divide the number of values, and 9 does not divide 8",
        ),
    ] {
        let refused = binarize(&odd, groups).map_err(|refused| refused.to_string());
        assert_eq!(refused, Err(sentence.into()));
    }
    assert!(binarize(&[], MAX_NUMBERS + 1).is_err());
    Ok(())
}

/// The scale of activations is a constant backward: only what is clipped passes nothing.
#[test]
fn activations_are_signs_times_their_mean_magnitude() -> Outcome {
    let (x, g) = (numbers(8, 30), numbers(9, 30));
    let (mut values, mut input) = ([0.0; 30], [0.0; 30]);
    for groups in [1, 3, 30] {
        let xnor = Xnor { groups };
        xnor.forward(&x, &mut values)?;
        xnor.backward(&x, &g, &mut input)?;
        assert_eq!(values[..], binarize(&x, groups)?.values);
        for (i, (x, g)) in x.iter().zip(&g).enumerate() {
            let beta = f64::from(values[i].abs());
            let expected = if x.abs() <= 1.0 {
                beta * f64::from(*g)
            } else {
                0.0
            };
            assert!((f64::from(input[i]) - expected).abs() < 1e-6);
        }
        let method = Method::by_id("xnor").ok_or("no method xnor")?;
        let given = Arguments::new().with("groups", groups as f64);
        assert_eq!((method.forward)(&given, &x)?, values);
        assert_eq!((method.backward)(&given, &x, &g)?.input, input);
    }
    for groups in [0, 4] {
        let xnor = Xnor { groups };
        assert!(xnor.forward(&x, &mut values).is_err());
        assert!(xnor.backward(&x, &g, &mut input).is_err());
    }
    Ok(())
}

/// Any weight: usual ones, the ends of the conventions, and what is not finite.
fn weight() -> impl Strategy<Value = f32> {
    let odd = vec![
        0.0,
        -0.0,
        1.0,
        -1.0,
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::MAX,
    ];
    prop_oneof![6 => -3.0..3.0_f32, 1 => prop::sample::select(odd)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        rng_seed: RngSeed::Fixed(47),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// One filter's slope at its own weights is its gradient, bit for bit.
    #[test]
    fn a_slope_is_the_gradient_of_its_filter(
        pairs in prop::collection::vec((weight(), -2.0..2.0_f32), 1..40),
        groups in 1..4_usize,
        channels in 0..70_u32,
    ) {
        let pairs = pairs.repeat(groups);
        let (w, g): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
        let length = w.len() / groups;
        for gradient in BinaryGradient::ALL {
            let binary = BinaryWeights { groups, gradient, channels };
            let right = binary.backward(&w, &g).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let filters = w.chunks(length).zip(g.chunks(length));
            let found: Vec<u32> = filters
                .flat_map(|(w, g)| {
                    let slope = BinarySlope::of(gradient, channels, w, g);
                    w.iter().zip(g).map(move |(w, g)| slope.at(*w, *g).to_bits())
                })
                .collect();
            let right: Vec<u32> = right.into_iter().map(f32::to_bits).collect();
            prop_assert_eq!(found, right, "{:?}", gradient);
        }
    }

    /// Between the weights it is the convention's formula, with the filter's own alpha and n.
    #[test]
    fn a_slope_is_its_formula_everywhere(
        w in prop::collection::vec(-2.0..2.0_f32, 1..30),
        at in -2.0..2.0_f32,
        g in -2.0..2.0_f32,
        channels in 1..70_u32,
    ) {
        let upstream: Vec<f32> = w.iter().map(|w| 0.5 - w).collect();
        let n = w.len() as f64;
        let alpha = w.iter().map(|w| f64::from(w.abs())).sum::<f64>() / n;
        let pulls = w.iter().zip(&upstream);
        let pull = pulls.map(|(w, g)| f64::from(*g) * if *w < 0.0 { -1.0 } else { 1.0 }).sum::<f64>() / n;
        let (g64, inside) = (f64::from(g), f64::from(u8::from(at.abs() < 1.0)));
        let direction = if at < 0.0 { -1.0 } else { f64::from(u8::from(at > 0.0)) };
        let share = 1.0 / n + alpha * inside;
        for (gradient, right) in [
            (BinaryGradient::Paper, g64 * share),
            (BinaryGradient::Exact, g64 * alpha * inside + direction * pull),
            (BinaryGradient::ReferenceCode, g64 * share * (1.0 - 1.0 / f64::from(channels)) * n),
        ] {
            prop_assume!(at.abs() != 1.0);
            let found = BinarySlope::of(gradient, channels, &w, &upstream).at(at, g);
            prop_assert!((f64::from(found) - right).abs() <= 1e-6 * (1.0 + right.abs()), "{:?}", gradient);
        }
    }
}
