//! LSQ and LSQ+.

use quantscope_quant::method::{Arguments, ClipRule, Gradients, Lsq, LsqPlus};

use super::near::{
    Outcome, all_near, all_near_but, cases, each_near, json, near, number, numbers, places,
    same_by_name, singles,
};

/// Sum of an upstream gradient times a slope.
fn sum(v: &[f32], g: &[f32], slope: impl Fn(f64) -> f64) -> f64 {
    let pairs = v.iter().zip(g);
    pairs
        .map(|(v, g)| slope(f64::from(*v)) * f64::from(*g))
        .sum()
}

#[test]
fn values_and_gradients() -> Outcome {
    let golden = json("train.json")?;
    for case in cases(&golden, "lsq")? {
        let bits = number(&case["bits"])?;
        let signed = case["signed"].as_bool().ok_or("signed")?;
        let step = number(&case["s"])?;
        let lsq = Lsq {
            bits: bits as u32,
            signed,
            step,
            gradient_scale: true,
        };
        let what = format!("{lsq:?}");
        let (v, g) = (singles(&case["v"])?, singles(&case["g"])?);
        let ends = (number(&case["Qn"])?, number(&case["Qp"])?);
        assert_eq!(lsq.code_range(), ends, "{what}");
        near(lsq.scale_for(v.len()), number(&case["grad_scale"])?, &what);
        near(Lsq::init(&v[..60], lsq.bits, signed), step, &what);

        let mut values = vec![0.0; v.len()];
        lsq.forward(&v, &mut values)?;
        all_near(&values, &numbers(&case["vhat"])?, &what);
        let mut input = vec![0.0; v.len()];
        let scaled = lsq.backward(&v, &g, &mut input)?;
        near(scaled, number(&case["ds"])?, &what);
        let boundary = places(&case["boundary_indices"])?;
        all_near_but(&input, &numbers(&case["dv"])?, &boundary, &what);
        let unscaled = Lsq {
            gradient_scale: false,
            ..lsq
        };
        let plain = unscaled.backward(&v, &g, &mut input.clone())?;
        near(plain, number(&case["ds_unscaled"])?, &what);

        let rounded = |v| lsq.step_slope_by(v, ClipRule::Rounded);
        let pytorch = sum(&v, &g, rounded) * lsq.scale_for(v.len());
        near(pytorch, number(&case["ds_pytorch_rule"])?, &what);
        let pairs = v.iter().zip(&g);
        let pytorch: Vec<f32> = pairs
            .map(|(v, g)| lsq.slope_by(f64::from(*v), ClipRule::Rounded) as f32 * g)
            .collect();
        all_near(&pytorch, &numbers(&case["dv_pytorch_rule"])?, &what);

        for (gradient_scale, found) in [(true, scaled), (false, plain)] {
            let given = Arguments::new()
                .with("bits", bits)
                .with("signed", signed)
                .with("step", step)
                .with("gradientScale", gradient_scale);
            let gradients = Gradients {
                input: input.clone(),
                params: vec![("step", vec![found])],
            };
            same_by_name(("lsq", &given), (&v, &g), &values, &gradients)?;
        }
    }
    Ok(())
}

/// Exactly on a clip point, by both rules that are in use.
#[test]
fn on_the_clip_points() -> Outcome {
    let golden = &json("train.json")?["lsq"]["boundary"];
    let v = singles(&golden["v"])?;
    let lsq = Lsq {
        bits: 3,
        signed: true,
        step: number(&golden["s"])?,
        gradient_scale: false,
    };
    let ends = (number(&golden["Qn"])?, number(&golden["Qp"])?);
    assert_eq!(lsq.code_range(), ends);
    for (rule, slopes, sums) in [
        (ClipRule::Strict, "dv_strict", "ds_strict_sum"),
        (ClipRule::Inclusive, "dv_inclusive", "ds_inclusive_sum"),
    ] {
        let slopes = numbers(&golden[slopes])?;
        each_near(&v, |v| lsq.slope_by(v, rule), &slopes, &format!("{rule:?}"));
        let found = sum(&v, &[1.0; 4], |v| lsq.step_slope_by(v, rule));
        near(found, number(&golden[sums])?, &format!("{rule:?}"));
    }
    let mut input = [9.0; 4];
    let found = lsq.backward(&v, &[1.0; 4], &mut input)?;
    near(found, number(&golden["ds_strict_sum"])?, "the paper's rule");
    assert_eq!(input, [0.0; 4]);
    Ok(())
}

#[test]
fn with_an_offset() -> Outcome {
    let golden = json("train.json")?;
    for case in cases(&golden, "lsq_plus")? {
        let bits = number(&case["bits"])?;
        let (step, offset) = (number(&case["s"])?, number(&case["beta"])?);
        let lsq = LsqPlus {
            bits: bits as u32,
            signed: false,
            step,
            gradient_scale: true,
            offset,
        };
        let what = format!("{lsq:?}");
        let (x, g) = (singles(&case["x"])?, singles(&case["g"])?);
        let ends = (number(&case["Qn"])?, number(&case["Qp"])?);
        assert_eq!(lsq.code_range(), ends, "{what}");
        near(lsq.scale_for(x.len()), number(&case["grad_scale"])?, &what);

        let mut values = vec![0.0; x.len()];
        lsq.forward(&x, &mut values)?;
        all_near(&values, &numbers(&case["xhat"])?, &what);
        let mut input = vec![0.0; x.len()];
        let found = lsq.backward(&x, &g, &mut input)?;
        all_near(&input, &numbers(&case["dx"])?, &what);
        near(found.step, number(&case["ds"])?, &what);
        near(found.offset, number(&case["dbeta"])?, &what);

        let given = Arguments::new()
            .with("bits", bits)
            .with("step", step)
            .with("offset", offset);
        let gradients = Gradients {
            input,
            params: vec![("step", vec![found.step]), ("offset", vec![found.offset])],
        };
        same_by_name(("lsq_plus", &given), (&x, &g), &values, &gradients)?;
    }
    Ok(())
}

/// Without an offset LSQ+ is LSQ.
#[test]
fn no_offset_is_lsq() -> Outcome {
    let golden = json("train.json")?;
    for case in cases(&golden, "lsq")? {
        let (v, g) = (singles(&case["v"])?, singles(&case["g"])?);
        let given = Arguments::new()
            .with("bits", number(&case["bits"])?)
            .with("signed", case["signed"].as_bool().ok_or("signed")?)
            .with("step", number(&case["s"])?);
        let plain = super::near::backward("lsq", &given, &v, &g)?;
        let mut plus = super::near::backward("lsq_plus", &given, &v, &g)?;
        plus.params.truncate(1);
        assert_eq!(plus, plain);
    }
    Ok(())
}
