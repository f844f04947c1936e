//! One bit: binary weights and XNOR-Net's convolution.

use super::{Check, Outcome, Rule};
use crate::lesson::proof::expected::Expected;
use crate::lesson::proof::tally::Tally;
use crate::quant::binary::{BinaryGradient, BinaryWeights, Convolution, binarize};

const fn check(
    id: &'static str,
    what: &'static str,
    run: fn(&Check, &Expected, usize, &mut Tally) -> Outcome,
) -> Check {
    Check {
        part: "one_bit",
        id,
        what,
        against: &["torch"],
        rule: Rule::Relative(1e-5),
        pieces: |_| 1,
        run,
    }
}

pub const CHECKS: &[Check] = &[
    check(
        "bwn",
        "Binary weights: signs, scales, values, gradients in three conventions",
        weights,
    ),
    check(
        "xnor",
        "XNOR-Net: counted signs, the map K, the product and the exact convolution",
        convolution,
    ),
];

/// The golden tensor has so many filters, of 3 channels and 3 by 3.
const FILTERS: usize = 4;

fn wide(found: impl IntoIterator<Item = impl Into<f64>>) -> Vec<f64> {
    found.into_iter().map(Into::into).collect()
}

fn weights(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let given = &expected.methods.bwn;
    let found = binarize(&given.weights, FILTERS)?;
    check.near(tally, "\u{3b1}", &wide(found.alpha), &given.alpha);
    check.near(tally, "sign", &wide(found.signs), &given.sign);
    check.near32(tally, "value", &found.values, &given.values);
    for (gradient, right) in [
        (BinaryGradient::Paper, &given.paper),
        (BinaryGradient::Exact, &given.exact),
        (BinaryGradient::ReferenceCode, &given.reference_code),
    ] {
        let binary = BinaryWeights {
            groups: FILTERS,
            gradient,
            channels: 3,
        };
        let input = binary.backward(&given.weights, &given.g)?;
        check.near32(tally, gradient.id(), &input, right);
    }
    Ok(())
}

fn convolution(check: &Check, expected: &Expected, _: usize, tally: &mut Tally) -> Outcome {
    let (given, weights) = (&expected.methods.xnor, &expected.methods.bwn.weights);
    let sizes = Convolution {
        channels: 3,
        height: 6,
        width: 6,
        filters: FILTERS,
        filter_height: 3,
        filter_width: 3,
    };
    let found = sizes.xnor(&given.picture, weights)?;
    check.near(tally, "counted signs", &wide(found.signs), &given.sign_conv);
    let magnitudes = sizes.mean_magnitudes(&given.picture)?;
    check.near32(tally, "A", &magnitudes, &given.magnitudes);
    check.near32(tally, "K", &found.scale_map, &given.scale_map);
    check.near32(tally, "product", &found.approximation, &given.approx);
    let exact = sizes.exact(&given.picture, weights)?;
    check.near32(tally, "exact", &exact, &given.exact_conv);
    Ok(())
}
