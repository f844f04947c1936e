//! Straight-through estimators, DSQ and EWGS.

use quantscope_quant::method::{Arguments, Dsq, Estimator, Ewgs, Gradients, Ste};

use super::near::{
    Outcome, all_near, each_near, json, near, number, numbers, same_by_name, singles,
};

fn only(input: Vec<f32>) -> Gradients {
    Gradients {
        input,
        params: Vec::new(),
    }
}

#[test]
fn estimators() -> Outcome {
    let golden = &json("train.json")?["ste"];
    let (x, g) = (singles(&golden["x"])?, singles(&golden["g"])?);
    for estimator in Estimator::ALL {
        let key = match estimator {
            Estimator::Piecewise => "approx_sign_bireal",
            other => other.id(),
        };
        let ste = Ste { estimator };
        let mut input = vec![0.0; x.len()];
        ste.backward(&x, &g, &mut input)?;
        all_near(&input, &numbers(&golden[key])?, key);
        let mut values = vec![0.0; x.len()];
        ste.forward(&x, &mut values)?;
        let rounded: Vec<f32> = x.iter().map(|x| x.round_ties_even()).collect();
        assert_eq!(values, rounded);
        let given = Arguments::new().with("estimator", estimator.id());
        same_by_name(("ste", &given), (&x, &g), &values, &only(input))?;
    }
    Ok(())
}

#[test]
fn dsq() -> Outcome {
    let golden = &json("train.json")?["ste"];
    let (x, g) = (singles(&golden["x"])?, singles(&golden["g"])?);
    let golden = &golden["dsq"];
    let (alpha, delta) = (number(&golden["alpha"])?, number(&golden["delta"])?);
    let dsq = Dsq { alpha, delta };
    near(1.0 / (1.0 - alpha), number(&golden["s"])?, "s");
    near((2.0 / alpha - 1.0).ln() / delta, number(&golden["k"])?, "k");
    let mut values = vec![0.0; x.len()];
    dsq.forward(&x, &mut values)?;
    all_near(&values, &numbers(&golden["soft_value"])?, "soft value");
    let slopes = numbers(&golden["dvalue_dx"])?;
    each_near(&x, |x| dsq.slope(x), &slopes, "slope");
    // The value is the interval's lower end and phi.
    let (middles, phi) = (numbers(&golden["m"])?, numbers(&golden["phi"])?);
    let composed = middles.iter().zip(&phi);
    let composed: Vec<f64> = composed.map(|(m, phi)| m + delta / 2.0 * phi).collect();
    all_near(&values, &composed, "phi");

    let mut input = vec![0.0; x.len()];
    dsq.backward(&x, &g, &mut input)?;
    let products = slopes.iter().zip(&g);
    let products: Vec<f64> = products.map(|(slope, g)| slope * f64::from(*g)).collect();
    all_near(&input, &products, "input");
    let given = Arguments::new().with("alpha", alpha).with("delta", delta);
    same_by_name(("dsq", &given), (&x, &g), &values, &only(input.clone()))?;
    let given = given.with("estimator", "dsq");
    same_by_name(("ste", &given), (&x, &g), &values, &only(input))
}

#[test]
fn ewgs() -> Outcome {
    let golden = &json("train.json")?["ste"]["ewgs"];
    let (x, g) = (singles(&golden["x"])?, singles(&golden["g"])?);
    let (delta, levels) = (number(&golden["delta"])?, number(&golden["levels"])?);
    let ewgs = Ewgs {
        delta,
        levels: levels as u32,
    };
    let mut values = vec![0.0; x.len()];
    ewgs.forward(&x, &mut values)?;
    all_near(&values, &numbers(&golden["xq"])?, "values");
    let mut input = vec![0.0; x.len()];
    ewgs.backward(&x, &g, &mut input)?;
    all_near(&input, &numbers(&golden["gx"])?, "input");
    let given = Arguments::new().with("delta", delta).with("levels", levels);
    same_by_name(("ewgs", &given), (&x, &g), &values, &only(input.clone()))?;
    let given = given.with("estimator", "ewgs");
    same_by_name(("ste", &given), (&x, &g), &values, &only(input))
}
