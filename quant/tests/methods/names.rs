//! The table of methods: what it says holds, and what it does not take is refused with the name.

use quantscope_quant::method::{
    Argument, Arguments, DiffQ, Domain, Lsq, LsqPlus, METHODS, Method, MethodError, Noise, Pact,
    PactGradient,
};

use super::near::{Outcome, method};

/// Every parameter of a method at one number.
fn all_at(method: &Method, pick: fn(&quantscope_quant::method::Parameter) -> f64) -> Arguments {
    let given = Arguments::new();
    method
        .parameters
        .iter()
        .fold(given, |given, p| given.with(p.id, pick(p)))
}

#[test]
fn the_table_is_in_order() {
    for (i, method) in METHODS.iter().enumerate() {
        assert!(METHODS[..i].iter().all(|other| other.id != method.id));
        assert_eq!(
            Method::by_id(method.id).map(|m| m.label),
            Some(method.label)
        );
        let ids: Vec<&str> = method.argument_ids().collect();
        for (i, id) in ids.iter().enumerate() {
            assert!(!ids[..i].contains(id), "{} has {id} twice", method.id);
        }
        for p in method.parameters {
            let what = format!("{}.{}", method.id, p.id);
            assert!(
                p.min < p.max && p.step > 0.0 && !p.label.is_empty(),
                "{what}"
            );
            for number in [p.min, p.max, p.default] {
                assert_eq!(p.check(number), Ok(number), "{what}");
            }
            assert!((p.min..=p.max).contains(&p.default), "{what}");
            if p.domain == Domain::Whole {
                assert_eq!(p.step.fract(), 0.0, "{what}");
            }
        }
        for choice in method.choices {
            assert!(choice.options.iter().any(|(id, _)| *id == choice.default));
        }
    }
}

/// Numbers of every kind, and none: a value and a gradient for each, NaN only from NaN.
#[test]
fn any_numbers_at_all_ends_of_the_parameters() -> Outcome {
    let x = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        1e-40,
        -1e30,
        f32::MAX,
        f32::MIN_POSITIVE,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::NAN,
    ];
    let g = [1.0; 11];
    for method in METHODS {
        for given in [
            Arguments::new(),
            all_at(method, |p| p.min),
            all_at(method, |p| p.max),
        ] {
            for count in [0, 1, 10, 11] {
                let what = format!("{} {given:?} {count}", method.id);
                // Numbers that do not split into so many groups are refused.
                if let Some(Argument::Number(groups)) = given.get("groups")
                    && count as f64 % groups != 0.0
                {
                    assert!((method.forward)(&given, &x[..count]).is_err(), "{what}");
                    continue;
                }
                let values = (method.forward)(&given, &x[..count])?;
                let found = (method.backward)(&given, &x[..count], &g[..count])?;
                assert_eq!((values.len(), found.input.len()), (count, count), "{what}");
                for (x, v) in x.iter().zip(&values) {
                    assert_eq!(v.is_nan(), x.is_nan(), "{what}: {v} of {x}");
                }
                // EWGS far outside of [0, 1] is 1 plus nothing: every gradient is a number.
                let finite = found.input.iter().zip(x).filter(|(_, x)| x.is_finite());
                assert!(finite.clone().all(|(g, _)| !g.is_nan()), "{what}");
                let ids: Vec<&str> = found.params.iter().map(|(id, _)| *id).collect();
                let trainable = method.parameters.iter().filter(|p| p.trainable);
                assert_eq!(ids, trainable.map(|p| p.id).collect::<Vec<_>>(), "{what}");
                let sums = found.params.iter().flat_map(|(_, sums)| sums);
                assert!(sums.clone().all(|sum| sum.is_finite()), "{what}");
            }
        }
        // Every option and both sides of every flag work.
        for choice in method.choices {
            for (id, _) in choice.options {
                (method.backward)(&Arguments::new().with(choice.id, *id), &x, &g)?;
            }
        }
        for flag in method.flags {
            for on in [false, true] {
                (method.backward)(&Arguments::new().with(flag.id, on), &x, &g)?;
            }
        }
    }
    Ok(())
}

#[test]
fn bad_arguments_are_named() -> Outcome {
    let list = || Argument::Numbers(vec![1.0, 2.0]);
    let bad: Vec<(&str, &'static str, Argument, &str)> = vec![
        (
            "ste",
            "estimator",
            "guess".into(),
            "must be one of identity, clipped, tanh, piecewise, dsq, ewgs, not 'guess'",
        ),
        (
            "ste",
            "estimator",
            1.0.into(),
            "must be one of identity, clipped, tanh, piecewise, dsq, ewgs, not 1",
        ),
        (
            "dsq",
            "alpha",
            1.0.into(),
            "must be a number from 0.001 to 0.999, not 1",
        ),
        (
            "dsq",
            "delta",
            0.0.into(),
            "must be a positive number, not 0",
        ),
        (
            "ewgs",
            "levels",
            1.0.into(),
            "must be a whole number from 2 to 65536, not 1",
        ),
        (
            "ewgs",
            "delta",
            (-0.5).into(),
            "must be a number of 0 or more, not -0.5",
        ),
        (
            "pact",
            "bits",
            2.5.into(),
            "must be a whole number from 1 to 8, not 2.5",
        ),
        (
            "pact",
            "bits",
            0.0.into(),
            "must be a whole number from 1 to 8, not 0",
        ),
        (
            "pact",
            "bits",
            "8".into(),
            "must be a whole number from 1 to 8, not '8'",
        ),
        (
            "pact",
            "alpha",
            f64::NAN.into(),
            "must be a positive number, not NaN",
        ),
        (
            "pact",
            "alpha",
            f64::INFINITY.into(),
            "must be a positive number, not inf",
        ),
        (
            "pact",
            "gradient",
            true.into(),
            "must be one of paper, scale, not true",
        ),
        (
            "lsq",
            "step",
            (-1.0).into(),
            "must be a positive number, not -1",
        ),
        (
            "lsq",
            "step",
            list(),
            "must be a positive number, not a list of numbers",
        ),
        ("lsq", "signed", 1.0.into(), "must be true or false, not 1"),
        (
            "lsq",
            "gradientScale",
            "yes".into(),
            "must be true or false, not 'yes'",
        ),
        (
            "lsq_plus",
            "offset",
            f64::NAN.into(),
            "must be a finite number, not NaN",
        ),
        (
            "diffq",
            "bits",
            16.0.into(),
            "must be a number from 1 to 15, not 16",
        ),
        (
            "diffq",
            "bits",
            list(),
            "must be one number a group, 1 in all, not 2",
        ),
        (
            "diffq",
            "bits",
            Argument::Numbers(vec![]),
            "must be one number a group, 1 in all, not 0",
        ),
        (
            "diffq",
            "bits",
            Argument::Numbers(vec![4.0, 0.5, 4.0]),
            "must be a number from 1 to 15, not 0.5",
        ),
        (
            "diffq",
            "bits",
            Argument::Other("an array"),
            "must be a number from 1 to 15, not an array",
        ),
        (
            "diffq",
            "groupSize",
            1.5.into(),
            "must be a whole number from 0 to 16777216, not 1.5",
        ),
        (
            "diffq",
            "noise",
            "pink".into(),
            "must be one of uniform, gaussian, not 'pink'",
        ),
        (
            "diffq",
            "u",
            list(),
            "must be one number a value, 3 in all, not 2",
        ),
        (
            "diffq",
            "u",
            0.5.into(),
            "must be a list of 32-bit numbers (a Float32Array), not 0.5",
        ),
        (
            "diffq",
            "seed",
            (-1.0).into(),
            "must be a whole number from 0 to 4294967295, not -1",
        ),
        (
            "bwn",
            "groups",
            2.0.into(),
            "must be a divisor of the number of values, 3, not 2",
        ),
        (
            "bwn",
            "groups",
            0.0.into(),
            "must be a whole number from 1 to 67108864, not 0",
        ),
        (
            "bwn",
            "channels",
            0.0.into(),
            "must be a whole number from 1 to 65536, not 0",
        ),
        (
            "bwn",
            "gradient",
            "scale".into(),
            "must be one of paper, exact, reference_code, not 'scale'",
        ),
        (
            "xnor",
            "groups",
            6.0.into(),
            "must be a divisor of the number of values, 3, not 6",
        ),
    ];
    for (id, name, argument, reason) in bad {
        let given = Arguments::new().with(name, argument);
        let expected = MethodError::Argument {
            name,
            reason: reason.into(),
        };
        let found = (method(id)?.forward)(&given, &[1.0; 3]);
        assert_eq!(found, Err(expected.clone()), "{id}");
        let found = (method(id)?.backward)(&given, &[1.0; 3], &[1.0; 3]);
        assert_eq!(found, Err(expected.clone()), "{id}");
        assert_eq!(expected.to_string(), format!("{name} {reason}"));
    }
    Ok(())
}

#[test]
fn lengths_have_to_agree() {
    let too_long = |name| MethodError::Length {
        name,
        expected: 2,
        found: 3,
    };
    for method in METHODS {
        let found = (method.backward)(&Arguments::new(), &[1.0; 2], &[1.0; 3]);
        assert_eq!(found, Err(too_long("upstream")), "{}", method.id);
    }
    let pact = Pact {
        bits: 4,
        alpha: 1.0,
        gradient: PactGradient::Paper,
    };
    assert_eq!(
        pact.forward(&[1.0; 2], &mut [0.0; 3]),
        Err(too_long("values"))
    );
    let found = pact.backward(&[1.0; 2], &[1.0; 2], &mut [0.0; 3]);
    assert_eq!(found, Err(too_long("input")));
    let diffq = DiffQ {
        bits: vec![4.0],
        group_size: 0,
        noise: Noise::Gaussian,
        u: None,
        seed: 1,
    };
    assert_eq!(
        diffq.levels(&[1.0; 2], &mut [0; 3]),
        Err(too_long("levels"))
    );
    assert_eq!(
        diffq.evaluate(&[1.0; 2], &mut [0.0; 3]),
        Err(too_long("values"))
    );
    assert_eq!(
        too_long("upstream").to_string(),
        "upstream must be as long as the values: 2 numbers, not 3"
    );
}

/// Fields that a caller fills wrongly are refused, not computed with.
#[test]
fn structs_check_their_fields() {
    let lsq = Lsq {
        bits: 4,
        signed: true,
        step: 0.0,
        gradient_scale: true,
    };
    let refused = |found: Result<(), MethodError>, name: &str| {
        assert!(matches!(found, Err(MethodError::Argument { name: found, .. }) if found == name));
    };
    let mut out = [0.0];
    refused(lsq.forward(&[1.0], &mut out), "step");
    refused(
        Lsq {
            bits: 40,
            step: 1.0,
            ..lsq
        }
        .forward(&[1.0], &mut out),
        "bits",
    );
    let plus = LsqPlus {
        bits: 4,
        signed: false,
        step: 1.0,
        gradient_scale: true,
        offset: f64::NAN,
    };
    refused(plus.forward(&[1.0], &mut out), "offset");
    let pact = Pact {
        bits: 0,
        alpha: 1.0,
        gradient: PactGradient::Scale,
    };
    refused(pact.forward(&[1.0], &mut out), "bits");
}

/// Starting points of steps and offsets are such that the methods take them.
#[test]
fn starting_points() {
    let data: [&[f32]; 5] = [
        &[],
        &[0.0; 3],
        &[f32::NAN],
        &[2.0; 4],
        &[-1e-3, 5.0, f32::INFINITY],
    ];
    for values in data {
        for (bits, signed) in [(1, true), (1, false), (4, true), (8, false)] {
            let step = Lsq::init(values, bits, signed);
            let (spread, offset) = LsqPlus::init(values, bits, signed);
            assert!(step.is_finite() && step > 0.0, "{values:?}");
            assert!(
                spread.is_finite() && spread > 0.0 && offset.is_finite(),
                "{values:?}"
            );
        }
    }
    // The range lands on the end codes.
    let (step, offset) = LsqPlus::init(&[-1.0, 3.0, 0.5], 4, true);
    let plus = LsqPlus {
        bits: 4,
        signed: true,
        step,
        gradient_scale: false,
        offset,
    };
    assert!((plus.value(-1.0) + 1.0).abs() < 1e-12 && (plus.value(3.0) - 3.0).abs() < 1e-12);
}
