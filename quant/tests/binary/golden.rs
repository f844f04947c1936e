//! The golden sections `bwn` and `xnor`.

use quantscope_quant::binary::{BinaryGradient, BinaryWeights, Convolution, binarize};
use quantscope_quant::method::{Arguments, Method};

use super::near::{Outcome, all_near, list, section, singles};

#[test]
fn binary_weights() -> Outcome {
    let golden = section("bwn")?;
    let (w, g) = (singles(&golden["W"])?, singles(&golden["g"])?);
    let found = binarize(&w, 4)?;
    all_near(
        found.alpha.into_iter().map(f64::from),
        &list(&golden["alpha"])?,
        "alpha",
    );
    let signs: Vec<f64> = found.signs.into_iter().map(f64::from).collect();
    assert_eq!(signs, list(&golden["sign"])?);
    let values = list(&golden["What"])?;
    all_near(
        found.values.iter().copied().map(f64::from),
        &values,
        "values",
    );
    for (gradient, key) in [
        (BinaryGradient::Paper, "dW_paper"),
        (BinaryGradient::Exact, "dW_chain_rule"),
        (BinaryGradient::ReferenceCode, "dW_allenai_lua_sgd"),
    ] {
        let binary = BinaryWeights {
            groups: 4,
            gradient,
            channels: 3,
        };
        assert_eq!(binary.forward(&w)?, found.values);
        let input = binary.backward(&w, &g)?;
        let given = Arguments::new()
            .with("groups", 4.0)
            .with("gradient", gradient.id());
        let method = Method::by_id("bwn").ok_or("no method bwn")?;
        assert_eq!((method.forward)(&given, &w)?, found.values);
        assert_eq!((method.backward)(&given, &w, &g)?.input, input);
        all_near(input.into_iter().map(f64::from), &list(&golden[key])?, key);
    }
    Ok(())
}

#[test]
fn xnor_convolution() -> Outcome {
    let weights = singles(&section("bwn")?["W"])?;
    let golden = section("xnor")?;
    let picture = singles(&golden["I"])?;
    let sizes = Convolution {
        channels: 3,
        height: 6,
        width: 6,
        filters: 4,
        filter_height: 3,
        filter_width: 3,
    };
    let found = sizes.xnor(&picture, &weights)?;
    let signs: Vec<f64> = found.signs.into_iter().map(f64::from).collect();
    assert_eq!(signs, list(&golden["sign_conv"])?);
    for (found, key) in [
        (sizes.mean_magnitudes(&picture)?, "A"),
        (found.scale_map, "K"),
        (found.approximation, "approx"),
        (sizes.exact(&picture, &weights)?, "exact_conv"),
    ] {
        all_near(found.into_iter().map(f64::from), &list(&golden[key])?, key);
    }
    Ok(())
}
