//! Quantizers that are trained: values and gradients.

use super::{Check, Outcome, Rule};
use crate::lesson::proof::expected::Expected;
use crate::lesson::proof::tally::Tally;
use crate::quant::method::diffq_size::{bits_of, bits_slope, model_size, model_size_slope};
use crate::quant::method::{
    ClipRule, DiffQ, Dsq, Estimator, Ewgs, Lsq, LsqPlus, Noise, Pact, PactGradient, Ste,
};

/// What the project promises against golden numbers.
const TOLERANCE: f64 = 1e-5;

const fn check(
    id: &'static str,
    what: &'static str,
    against: &'static [&'static str],
    pieces: fn(&Expected) -> usize,
    run: fn(&Check, &Expected, usize, &mut Tally) -> Outcome,
) -> Check {
    Check {
        part: "gradients",
        id,
        what,
        against,
        rule: Rule::Relative(TOLERANCE),
        pieces,
        run,
    }
}

pub const CHECKS: &[Check] = &[
    check(
        "ste",
        "Straight-through estimators, DSQ and EWGS: values and slopes",
        &["torch"],
        |_| 1,
        estimators,
    ),
    check(
        "pact",
        "PACT: values, gradients of the input and of \u{3b1} in both conventions",
        &["torch"],
        |expected| expected.methods.pact.cases.len(),
        pact,
    ),
    check(
        "lsq",
        "LSQ: values, gradients of the input and of the step, on clip points by each rule",
        &["torch"],
        |expected| expected.methods.lsq.cases.len() + 1,
        lsq,
    ),
    check(
        "lsq_plus",
        "LSQ+: values, gradients of the input, the step and the offset",
        &["torch"],
        |expected| expected.methods.lsq_plus.cases.len(),
        lsq_plus,
    ),
    check(
        "diffq",
        "DiffQ: noisy values, gradients of weights and bits, size",
        &["diffq", "torch"],
        |expected| expected.methods.diffq.cases.len(),
        diffq,
    ),
    Check {
        // The package computes in float32, whose rounding is relative to the range.
        rule: Rule::OfLargest(1e-6),
        ..check(
            "diffq_evaluated",
            "DiffQ evaluated: whole bits, levels, values",
            &["diffq"],
            |expected| expected.methods.diffq.cases.len(),
            diffq_evaluated,
        )
    },
];

/// `f` of each number.
fn each(x: &[f32], f: impl Fn(f64) -> f64) -> Vec<f64> {
    x.iter().map(|x| f(f64::from(*x))).collect()
}

/// The upstream gradient times a slope, at each number.
fn times(x: &[f32], g: &[f32], slope: impl Fn(f64) -> f64) -> Vec<f64> {
    let pairs = x.iter().zip(g);
    pairs
        .map(|(x, g)| slope(f64::from(*x)) * f64::from(*g))
        .collect()
}

/// What is not at one of the places.
fn without<N: Copy>(list: &[N], places: &[usize]) -> Vec<N> {
    let numbered = list.iter().enumerate();
    let kept = numbered.filter(|(place, _)| !places.contains(place));
    kept.map(|(_, number)| *number).collect()
}

fn estimators(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let given = &expected.methods.ste;
    let mut input = vec![0.0; given.x.len()];
    for (estimator, right) in [
        (Estimator::Identity, &given.identity),
        (Estimator::Clipped, &given.clipped),
        (Estimator::Tanh, &given.tanh),
        (Estimator::Piecewise, &given.approx_sign_bireal),
    ] {
        Ste { estimator }.backward(&given.x, &given.g, &mut input)?;
        check.near32(tally, estimator.id(), &input, right);
    }
    let right = &given.dsq;
    let dsq = Dsq {
        alpha: right.alpha,
        delta: right.delta,
    };
    dsq.forward(&given.x, &mut input)?;
    check.near32(tally, "DSQ, value", &input, &right.soft_value);
    let slopes = each(&given.x, |x| dsq.slope(x));
    check.near(tally, "DSQ, slope", &slopes, &right.dvalue_dx);

    let right = &given.ewgs;
    let ewgs = Ewgs {
        delta: right.delta,
        levels: right.levels,
    };
    let mut input = vec![0.0; right.x.len()];
    ewgs.forward(&right.x, &mut input)?;
    check.near32(tally, "EWGS, value", &input, &right.xq);
    ewgs.backward(&right.x, &right.g, &mut input)?;
    check.near32(tally, "EWGS, gradient", &input, &right.gx);
    Ok(())
}

fn pact(check: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.methods.pact.cases[piece];
    let name = |what: &str| format!("{} bits, \u{3b1} = {}, {what}", case.k, case.alpha);
    let paper = Pact {
        bits: case.k,
        alpha: case.alpha,
        gradient: PactGradient::Paper,
    };
    let scale = Pact {
        gradient: PactGradient::Scale,
        ..paper
    };
    let clipped = each(&case.x, |x| paper.clip(x));
    check.near(tally, &name("clipped"), &clipped, &case.y);
    let slip = each(&case.x, |x| paper.notes_clip(x));
    check.near(
        tally,
        &name("the notes\u{2019} formula"),
        &slip,
        &case.note_formula,
    );
    let mut out = vec![0.0; case.x.len()];
    paper.forward(&case.x, &mut out)?;
    check.near32(tally, &name("value"), &out, &case.yq);
    let found = paper.backward(&case.x, &case.g, &mut out)?;
    check.near(
        tally,
        &name("d\u{3b1}, paper"),
        &[found],
        &[case.dalpha_paper],
    );
    let places = &case.boundary_indices;
    let (found, right) = (without(&out, places), without(&case.dx, places));
    check.near32(tally, &name("dx"), &found, &right);
    let found = scale.backward(&case.x, &case.g, &mut out)?;
    let right = [case.dalpha_scale_aware];
    check.near(
        tally,
        &name("d\u{3b1}, through the scale"),
        &[found],
        &right,
    );
    Ok(())
}

fn lsq(check: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let Some(case) = expected.methods.lsq.cases.get(piece) else {
        return on_the_clip_points(check, expected, tally);
    };
    let name = |what: &str| format!("{} bits, {what}", case.bits);
    let lsq = Lsq {
        bits: case.bits,
        signed: case.signed,
        step: case.s,
        gradient_scale: true,
    };
    let unscaled = Lsq {
        gradient_scale: false,
        ..lsq
    };
    let factor = lsq.scale_for(case.v.len());
    check.near(
        tally,
        &name("gradient scale"),
        &[factor],
        &[case.grad_scale],
    );
    let mut out = vec![0.0; case.v.len()];
    lsq.forward(&case.v, &mut out)?;
    check.near32(tally, &name("value"), &out, &case.vhat);
    let found = unscaled.backward(&case.v, &case.g, &mut out)?;
    check.near(tally, &name("ds, unscaled"), &[found], &[case.ds_unscaled]);
    let found = lsq.backward(&case.v, &case.g, &mut out)?;
    check.near(tally, &name("ds"), &[found], &[case.ds]);
    let places = &case.boundary_indices;
    let (found, right) = (without(&out, places), without(&case.dv, places));
    check.near32(tally, &name("dv"), &found, &right);

    let rule = ClipRule::Rounded;
    let slopes = times(&case.v, &case.g, |v| lsq.step_slope_by(v, rule));
    let sum = slopes.iter().sum::<f64>() * factor;
    let right = [case.ds_pytorch_rule];
    check.near(tally, &name("ds by PyTorch\u{2019}s rule"), &[sum], &right);
    let found = times(&case.v, &case.g, |v| lsq.slope_by(v, rule));
    let right = &case.dv_pytorch_rule;
    check.near(tally, &name("dv by PyTorch\u{2019}s rule"), &found, right);
    Ok(())
}

fn on_the_clip_points(check: &Check, expected: &Expected, tally: &mut Tally) -> Outcome {
    let given = &expected.methods.lsq.boundary;
    let lsq = Lsq {
        bits: 3,
        signed: true,
        step: given.s,
        gradient_scale: false,
    };
    for (rule, name, slopes, sum) in [
        (
            ClipRule::Strict,
            "strict",
            &given.dv_strict,
            given.ds_strict_sum,
        ),
        (
            ClipRule::Inclusive,
            "inclusive",
            &given.dv_inclusive,
            given.ds_inclusive_sum,
        ),
    ] {
        let name = format!("on a clip point, {name}");
        let found = each(&given.v, |v| lsq.slope_by(v, rule));
        check.near(tally, &name, &found, slopes);
        let found = each(&given.v, |v| lsq.step_slope_by(v, rule));
        check.near(tally, &name, &[found.iter().sum()], &[sum]);
    }
    Ok(())
}

fn lsq_plus(check: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.methods.lsq_plus.cases[piece];
    let name = |what: &str| format!("{} bits, {what}", case.bits);
    let lsq = LsqPlus {
        bits: case.bits,
        signed: false,
        step: case.s,
        gradient_scale: true,
        offset: case.beta,
    };
    let factor = lsq.scale_for(case.x.len());
    check.near(
        tally,
        &name("gradient scale"),
        &[factor],
        &[case.grad_scale],
    );
    let mut out = vec![0.0; case.x.len()];
    lsq.forward(&case.x, &mut out)?;
    check.near32(tally, &name("value"), &out, &case.xhat);
    let found = lsq.backward(&case.x, &case.g, &mut out)?;
    check.near32(tally, &name("dx"), &out, &case.dx);
    check.near(tally, &name("ds"), &[found.step], &[case.ds]);
    check.near(tally, &name("d\u{3b2}"), &[found.offset], &[case.dbeta]);
    Ok(())
}

fn quantizer(expected: &Expected, piece: usize) -> Result<DiffQ, String> {
    let case = &expected.methods.diffq.cases[piece];
    Ok(DiffQ {
        bits: case.bits.clone(),
        group_size: case.group_size,
        noise: Noise::by_id(&case.noise).ok_or_else(|| format!("no noise {}", case.noise))?,
        u: Some(case.u.clone()),
        seed: 0,
    })
}

fn diffq(check: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.methods.diffq.cases[piece];
    let diffq = quantizer(expected, piece)?;
    let name = |what: &str| format!("{}, groups of {}, {what}", case.noise, case.group_size);
    let mut out = vec![0.0; case.w.len()];
    diffq.forward(&case.w, &mut out)?;
    check.near32(tally, &name("noisy value"), &out, &case.w_noisy);
    let slopes = diffq.backward(&case.w, &case.g, &mut out)?;
    check.near32(tally, &name("dw"), &out, &case.dw);
    check.near(tally, &name("dB"), &slopes, &case.dbits);

    let of_logits = |f: fn(f64) -> f64| -> Vec<f64> { case.logit.iter().map(|l| f(*l)).collect() };
    check.near(
        tally,
        &name("B of its logit"),
        &of_logits(bits_of),
        &case.bits,
    );
    let chained = |gradient: &[f64]| -> Vec<f64> {
        let pairs = gradient.iter().zip(of_logits(bits_slope));
        pairs.map(|(gradient, slope)| gradient * slope).collect()
    };
    let found = chained(&case.dbits);
    check.near(tally, &name("dlogit"), &found, &case.dlogit);
    let size = model_size(&diffq.bits, diffq.group_size, case.w.len());
    check.near(tally, &name("size"), &[size], &[case.model_size_mb]);
    let slope = model_size_slope(diffq.bits.len(), diffq.group_size, case.w.len());
    let found = chained(&slope);
    check.near(
        tally,
        &name("slope of the size"),
        &found,
        &case.dsize_dlogit,
    );
    Ok(())
}

fn diffq_evaluated(check: &Check, expected: &Expected, piece: usize, tally: &mut Tally) -> Outcome {
    let case = &expected.methods.diffq.cases[piece];
    let diffq = quantizer(expected, piece)?;
    let bits: Vec<f64> = diffq.whole_bits().collect();
    check.near(tally, "whole bits", &bits, &case.eval_bits);
    let mut levels = vec![0; case.w.len()];
    diffq.levels(&case.w, &mut levels)?;
    let levels: Vec<f64> = levels.into_iter().map(f64::from).collect();
    check.near(tally, "levels", &levels, &case.eval_levels);
    let mut values = vec![0.0; case.w.len()];
    diffq.evaluate(&case.w, &mut values)?;
    check.near32(tally, "values", &values, &case.eval_w);
    Ok(())
}
