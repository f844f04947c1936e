//! XNOR-Net's convolution against plain arithmetic, the two rows of signs, and what the
//! lesson's sentences promise.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope::lesson::filters::{FILTERS, Filter};
use quantscope::lesson::xnor::settings::{A, B, LENGTH, painted, sign as sign_at};
use quantscope::lesson::xnor::{Steps, XnorReport};
use quantscope::lesson::{self};
use quantscope::signal::Picture;

use crate::compare::near;
use crate::one_bit::{
    bytes_of, camera, centred, convolved, correlation, hostile_pictures, mean, mean_magnitude,
    picture, same_results, seen, sign, sqnr, wide,
};
use crate::parse;

fn steps(hash: &str, picture: &Picture) -> Steps {
    let found: XnorReport = seen(hash, &[], picture);
    found.steps.unwrap_or_else(|| panic!("{hash}: no steps"))
}

fn signs(values: &[f64]) -> Vec<f64> {
    values.iter().map(|&x| sign(x)).collect()
}

fn magnitudes(values: &[f64]) -> Vec<f64> {
    values.iter().map(|x| x.abs()).collect()
}

/// Everything anew: I, sign(I), W, sign(W), alpha, K, counts, both results.
fn same_steps(hash: &str, picture: &Picture) {
    let state = parse(hash);
    let has = |setting: &str| hash.contains(setting);
    let radius = state.integer(&lesson::filters::RADIUS) as usize;
    let sides = (picture.info.width, picture.info.height);
    let side = 2 * radius + 1;
    let found = steps(hash, picture);
    assert_eq!(found.picture, sides, "{hash}");
    assert_eq!(
        found.result,
        (sides.0 + 1 - side, sides.1 + 1 - side),
        "{hash}"
    );

    let input = if has("centre=0") {
        wide(&picture.values)
    } else {
        centred(&picture.values)
    };
    let weights = wide(&Filter::by_id(state.choice(&lesson::filters::FILTER)).weights(radius));
    assert_eq!(wide(&found.input), input, "{hash}");
    assert_eq!(wide(&found.input_signs), signs(&input), "{hash}");
    assert_eq!(wide(&found.weights), weights, "{hash}");
    assert_eq!(wide(&found.weight_signs), signs(&weights), "{hash}");
    let alpha = mean_magnitude(&weights);
    near(f64::from(found.alpha), alpha, 1e-6, hash);
    near(
        f64::from(found.mean_magnitude),
        mean_magnitude(&input),
        1e-6,
        hash,
    );

    let counts: Vec<f64> = found.counts.iter().map(|&count| f64::from(count)).collect();
    let counted = convolved(sides, &signs(&input), &signs(&weights));
    let right: Vec<f64> = counted.iter().map(|count| count.0).collect();
    assert_eq!(counts, right, "{hash}");

    let share = 1.0 / (side * side) as f64;
    let means = convolved(sides, &magnitudes(&input), &vec![share; side * side]);
    let scales: Vec<f64> = if has("k=mean") {
        vec![mean_magnitude(&input); counts.len()]
    } else {
        means.iter().map(|mean| mean.0).collect()
    };
    for (found, right) in found.scales.iter().zip(&scales) {
        near(f64::from(*found), *right, 2e-6, hash);
    }
    let approximation: Vec<f64> = counts
        .iter()
        .zip(&scales)
        .map(|(count, k)| count * k * alpha)
        .collect();
    for (found, right) in found.approximation.iter().zip(&approximation) {
        near(f64::from(*found), *right, 4e-6, hash);
    }
    let exact = convolved(sides, &input, &weights);
    same_results(&found.exact, &exact, hash);

    // Of results that are nothing but rounding errors nothing is said.
    let noise = exact.iter().all(|(sum, size)| sum.abs() <= 1e-5 * size);
    if !noise {
        let exact = wide(&found.exact);
        let approximation = wide(&found.approximation);
        let right = correlation(&exact, &approximation);
        let right = if right.is_nan() { 0.0 } else { right };
        assert!((found.correlation - right).abs() < 1e-6, "{hash}");
        let right = sqnr(&exact, &approximation);
        assert!(
            found.sqnr_db == right || (found.sqnr_db - right).abs() < 1e-6,
            "{hash}: {} where {right} is right",
            found.sqnr_db
        );
    }
}

#[test]
fn every_step_is_what_the_definition_says() {
    let made = picture(29, 13, |x, y| (x * x * 3 + y * 41 + x * y % 5) as u8);
    for picture in [camera(), made] {
        for hash in [
            "xnor",
            "xnor?filter=edge_x&radius=1",
            "xnor?centre=0&filter=spot",
            "xnor?filter=blur&k=mean&radius=2",
            "xnor?centre=0&filter=sharpen&k=mean&radius=5",
        ] {
            same_steps(hash, &picture);
        }
        for filter in FILTERS {
            same_steps(&format!("xnor?filter={}&radius=2", filter.id), &picture);
        }
    }
}

#[test]
fn pictures_that_the_filter_does_not_fit_have_no_steps() {
    for picture in hostile_pictures() {
        for radius in 1..=5 {
            let hash = format!("xnor?radius={radius}");
            let found: XnorReport = seen(&hash, &[], &picture);
            let side = 2 * radius + 1;
            let fits = picture.info.width >= side && picture.info.height >= side;
            assert_eq!(found.steps.is_some(), fits, "{hash}: {:?}", picture.info);
            if fits {
                same_steps(&hash, &picture);
            }
        }
    }
}

/// An even picture has nothing but its mean: K and both results are zero, and no ratio
/// of nothing to nothing is shown.
#[test]
fn an_even_picture_is_nothing() {
    for shade in [0, 77, 255] {
        let found = steps("xnor", &picture(24, 18, |_, _| shade));
        assert!(found.scales.iter().all(|&k| k == 0.0));
        assert!(found.approximation.iter().all(|&x| x == 0.0));
        assert!(found.exact.iter().all(|&x| x == 0.0));
        assert_eq!((found.correlation, found.sqnr_db), (0.0, 0.0));
        assert!(found.input_signs.iter().all(|&x| x == 1.0), "sign(0) is +1");
    }
}

#[test]
fn the_rows_of_signs_are_the_page_s_own() {
    let camera = camera();
    let whole = bytes_of("xnor?radius=2", &[], Some(&camera));
    let other = "xnor?a=1&b=65534&radius=2";
    assert!(bytes_of(other, &[], Some(&camera)) == whole);
    assert_eq!(lesson::question(&parse(other)), "#/xnor?radius=2");
    // It looks at no signal.
    assert!(bytes_of("xnor?radius=2", &[1.0, f32::NAN], Some(&camera)) == whole);
    for changed in ["centre=0", "filter=blur", "k=mean"] {
        let hash = format!("xnor?{changed}&radius=2");
        assert!(bytes_of(&hash, &[], Some(&camera)) != whole, "{hash}");
    }
}

/// n - 2 popcount(a xor b), and the sum of the products.
fn both(a: u32, b: u32) -> (i32, i32) {
    let counted = LENGTH as i32 - 2 * (a ^ b).count_ones() as i32;
    let products = (0..LENGTH).map(|place| sign_at(a, place) * sign_at(b, place));
    (counted, products.sum())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(4),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_count_is_the_sum_of_the_products(a in 0..1_u32 << LENGTH, b in 0..1_u32 << LENGTH) {
        let (counted, products) = both(a, b);
        prop_assert_eq!(counted, products);
    }

    #[test]
    fn painting_turns_one_sign(row in 0..1_u32 << LENGTH, place in 0..LENGTH, up in any::<bool>()) {
        let to = if up { 1 } else { -1 };
        let now = painted(row, place, to);
        for other in 0..LENGTH {
            let right = if other == place { to } else { sign_at(row, other) };
            prop_assert_eq!(sign_at(now, other), right);
        }
        prop_assert!(now < 1 << LENGTH);
        // The address holds it.
        let state = parse(&format!("xnor?a={now}&b={row}"));
        prop_assert_eq!((state.integer(&A), state.integer(&B)), (now, row));
    }
}

/// Of the places with the least of K and those with the most, a quarter each: how large
/// the approximation is on average.
fn quiet_and_loud(scales: &[f32], results: &[f32]) -> (f64, f64) {
    let mut order: Vec<usize> = (0..scales.len()).collect();
    order.sort_by(|&a, &b| scales[a].total_cmp(&scales[b]));
    let quarter = order.len() / 4;
    let size = |places: &[usize]| mean(places.iter().map(|&at| f64::from(results[at].abs())));
    (size(&order[..quarter]), size(&order[3 * quarter..]))
}

/// The sentences of "Try this", as facts.
#[test]
fn what_the_sentences_promise_is_so() {
    assert_eq!(both(65535, 65535), (16, 16));
    assert_eq!(both(65535, 0), (-16, -16));
    assert_eq!(both(43690, 52428), (0, 0));

    let camera = camera();
    let of = |id: &str| steps(&format!("xnor?filter={id}"), &camera).correlation;
    let (edge, spot) = (of("edge_x"), of("spot"));
    assert!(edge > 0.85, "an edge survives: {edge}");
    assert!(spot.abs() < 0.1, "spots do not: {spot}");
    for filter in FILTERS
        .iter()
        .filter(|filter| filter.id.starts_with("edge"))
    {
        assert!(of(filter.id) > 0.8, "{}", filter.id);
    }

    let (map, even) = (steps("xnor", &camera), steps("xnor?k=mean", &camera));
    let (quiet, loud) = quiet_and_loud(&map.scales, &map.approximation);
    let (with_one, loud_with_one) = quiet_and_loud(&map.scales, &even.approximation);
    assert!(quiet < 0.5 * loud, "{quiet} and {loud}");
    assert!(
        with_one > 0.8 * loud_with_one,
        "{with_one} and {loud_with_one}"
    );

    let bright = steps("xnor?centre=0", &camera);
    assert!(
        bright.input.iter().all(|&x| x > 0.0),
        "every place is positive"
    );
    assert!(bright.input_signs.iter().all(|&x| x == 1.0));
    let sum: f32 = bright.weight_signs.iter().sum();
    assert!(bright.counts.iter().all(|&count| count as f32 == sum));
    let factor = bright.approximation[0] / bright.scales[0];
    for (result, k) in bright.approximation.iter().zip(&bright.scales) {
        near(
            f64::from(*result),
            f64::from(k * factor),
            1e-5,
            "only K is left",
        );
    }

    let distinct = |hash: &str| {
        let mut counts = steps(hash, &camera).counts;
        counts.sort_unstable();
        counts.dedup();
        counts.len()
    };
    let (nine, many) = (
        distinct("xnor?filter=edge_x&radius=1"),
        distinct("xnor?filter=edge_x&radius=5"),
    );
    assert!(nine <= 10, "{nine}");
    assert!(many > 50, "{many}");
}
