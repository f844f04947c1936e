//! PACT.

use quantscope_quant::method::{Arguments, Gradients, Pact, PactGradient};

use super::near::{
    Outcome, all_near_but, cases, each_near, json, near, number, numbers, places, same_by_name,
    singles,
};

#[test]
fn values_and_gradients() -> Outcome {
    let golden = json("train.json")?;
    for case in cases(&golden, "pact")? {
        let (bits, alpha) = (number(&case["k"])?, number(&case["alpha"])?);
        let (x, g) = (singles(&case["x"])?, singles(&case["g"])?);
        let boundary = places(&case["boundary_indices"])?;
        for (gradient, key) in [
            (PactGradient::Paper, "dalpha_paper"),
            (PactGradient::Scale, "dalpha_scale_aware"),
        ] {
            let what = format!("pact {bits} bits, alpha {alpha}, {}", gradient.id());
            let pact = Pact {
                bits: bits as u32,
                alpha,
                gradient,
            };
            each_near(&x, |x| pact.clip(x), &numbers(&case["y"])?, &what);
            let notes = numbers(&case["note_formula"])?;
            each_near(&x, |x| pact.notes_clip(x), &notes, &what);

            let mut values = vec![0.0; x.len()];
            pact.forward(&x, &mut values)?;
            all_near_but(&values, &numbers(&case["yq"])?, &[], &what);
            let mut input = vec![0.0; x.len()];
            let found = pact.backward(&x, &g, &mut input)?;
            near(found, number(&case[key])?, &what);
            all_near_but(&input, &numbers(&case["dx"])?, &boundary, &what);
            // The boundary is x = 0, which lies in the linear piece of equation 1.
            for i in boundary.iter().copied() {
                assert_eq!((x[i], input[i]), (0.0, g[i]), "{what}");
            }

            let given = Arguments::new()
                .with("bits", bits)
                .with("alpha", alpha)
                .with("gradient", gradient.id());
            let gradients = Gradients {
                input,
                params: vec![("alpha", vec![found])],
            };
            same_by_name(("pact", &given), (&x, &g), &values, &gradients)?;
        }
    }
    Ok(())
}

#[test]
fn the_penalty_pulls_alpha_down() {
    let pact = Pact {
        bits: 4,
        alpha: 3.0,
        gradient: PactGradient::Paper,
    };
    assert_eq!((pact.penalty(0.5), pact.penalty_slope(0.5)), (4.5, 3.0));
}
