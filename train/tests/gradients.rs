//! Gradients of whole networks in full precision against central finite differences.

mod common;

use std::sync::Arc;

use common::{Fallible, Outcome};
use quantscope_train::task::{Data, Examples, Goal};
use quantscope_train::{Activation, Settings, Training};

/// How far a weight is moved each way. The loss, computed in float32, is right to about 1e-7, so a
/// difference over twice this is right to 1e-7/2^-6 = 6e-6; its truncation is of the order of the
/// third derivative times 2^-14/6 = 1e-5.
const REACH: f32 = 1.0 / 128.0;

/// Allowed, relative to the largest gradient of the network: some ten times either.
const TOLERANCE: f64 = 2e-4;

fn number(i: usize) -> f32 {
    quantscope_quant::random_bits(9, i as u64) as f32 / 2_147_483_648.0 - 1.0
}

fn data(features: usize, goal: Goal) -> Fallible<Arc<Data>> {
    let count = 13;
    let inputs: Vec<f32> = (0..count * features).map(number).collect();
    let target = |i: usize| match goal {
        Goal::Classes(classes) => (i % classes) as f32,
        Goal::Number => number(1000 + i),
    };
    let set = Examples {
        inputs,
        targets: (0..count).map(target).collect(),
    };
    Ok(Arc::new(Data::new(features, goal, set.clone(), set)?))
}

/// What is left when a bend lies so near to a weight that differences do not show it.
const UNSEEN_BEND: f64 = 1e-2;

/// The deviation that 99 of 100 weights stay below, the worst one, both relative to the largest
/// gradient, and the share of weights without a bend.
fn compare(settings: &Settings, data: &Arc<Data>) -> Fallible<[f64; 3]> {
    let mut stepped = Training::new(settings, Arc::clone(data))?;
    stepped.step();
    let mut moved = Training::new(settings, Arc::clone(data))?;
    let gradients: Vec<Vec<f32>> = stepped.report().into_iter().map(|l| l.gradient).collect();
    let all = gradients.iter().flatten();
    let most = f64::from(all.fold(0.0_f32, |most, g| most.max(g.abs())));
    let (mut found, mut count) = (Vec::new(), 0);
    for (layer, gradient) in gradients.iter().enumerate() {
        let weights = moved.report()[layer].weights.clone();
        for (index, (g, w)) in gradient.iter().zip(&weights).enumerate() {
            let mut slope = |reach: f32| -> Fallible<f64> {
                moved.set_weight(layer, index, w + reach)?;
                let above = moved.evaluate_train().loss;
                moved.set_weight(layer, index, w - reach)?;
                let below = moved.evaluate_train().loss;
                moved.set_weight(layer, index, *w)?;
                Ok((above - below) / (f64::from(w + reach) - f64::from(w - reach)))
            };
            let (wide, narrow) = (slope(REACH)?, slope(REACH / 2.0)?);
            count += 1;
            // Where the two differ, a bend of ReLU, PACT or pooling lies in between, and a
            // difference is no derivative.
            if (wide - narrow).abs() < TOLERANCE * most {
                found.push((narrow - f64::from(*g)).abs() / most);
            }
        }
    }
    found.sort_by(f64::total_cmp);
    let smooth = found.len() as f64 / f64::from(count);
    let nearly_all = found[found.len() * 99 / 100];
    Ok([nearly_all, found[found.len() - 1], smooth])
}

fn check(name: &str, settings: &Settings, data: &Arc<Data>, tolerance: f64) -> Outcome {
    let [nearly_all, worst, smooth] = compare(settings, data)?;
    println!("{name}: {nearly_all:.1e}, worst {worst:.1e}, smooth {smooth:.2}");
    assert!(
        nearly_all < tolerance && worst < UNSEEN_BEND,
        "{name}: {nearly_all}, {worst}"
    );
    assert!(smooth > 0.6, "{name}: {smooth}");
    Ok(())
}

#[test]
fn gradients_are_those_of_differences() -> Outcome {
    for activation in Activation::HIDDEN {
        for goal in [Goal::Classes(3), Goal::Number] {
            let settings = Settings {
                hidden: vec![6, 5],
                activation,
                batch: 13,
                ..Settings::default()
            };
            check(
                &format!("{activation:?}, {goal:?}"),
                &settings,
                &data(4, goal)?,
                TOLERANCE,
            )?;
        }
    }
    Ok(())
}

#[test]
fn gradients_of_the_convolution_are_those_of_differences() -> Outcome {
    let pictures = common::pictures()?;
    // With ReLU behind pooling a quarter of the weights have a bend in reach, and some of the others
    // one so near that the differences do not show it.
    for (activation, tolerance) in [
        (Activation::Tanh, TOLERANCE),
        (Activation::Relu, 5.0 * TOLERANCE),
    ] {
        let settings = Settings {
            filters: 3,
            hidden: vec![5],
            activation,
            batch: 13,
            ..Settings::default()
        };
        let name = format!("convolution, {activation:?}");
        check(&name, &settings, &few(&pictures, 13)?, tolerance)?;
    }
    Ok(())
}

/// The first pictures only, as both sets.
fn few(pictures: &Data, count: usize) -> Fallible<Arc<Data>> {
    let features = pictures.features();
    let set = Examples {
        inputs: pictures.train().inputs[..count * features].to_vec(),
        targets: pictures.train().targets[..count].to_vec(),
    };
    let data = Data::pictures(8, pictures.goal(), set.clone(), set)?;
    Ok(Arc::new(data))
}
