//! Binary weights against plain arithmetic: scales, errors, filters of the bank and a
//! picture through them; and what the lesson's sentences promise.

use quantscope::lesson::binary::{BinaryReport, Filtered};
use quantscope::lesson::filters::{FILTERS, Filter};
use quantscope::lesson::{self, LESSONS};
use quantscope::quant::binary::{BinaryGradient, BinarySlope};

use crate::compare::near;
use crate::one_bit::{
    bytes_of, camera, centred, convolved, hostile_pictures, mean, mean_magnitude, picture,
    same_results, seen, sign, sqnr, wide,
};
use crate::parse;
use crate::report;
use crate::training::drawn;

/// The size of a filter is a power, rounded to float32.
const NEAR: f64 = 1e-6;

/// Filters, how much larger the first is, and the signal.
const TABLE: [(usize, f64, &str); 8] = [
    (6, 4.0, "seed=1"),
    (1, 64.0, "seed=2&signal=laplace"),
    (2, 64.0, "seed=3&signal=uniform"),
    (16, 1.0, "seed=4&signal=student_t&count=1000"),
    (5, 8.5, "seed=5&signal=outliers&shift=1"),
    (7, 2.0, "seed=6&signal=half_normal&count=4097"),
    (16, 3.0, "seed=7&count=17"),
    (9, 2.0, "seed=8&count=5"),
];

fn address((filters, ratio, signal): (usize, f64, &str)) -> String {
    format!("binary?filters={filters}&ratio={ratio}&{signal}")
}

/// The weights of each filter: equal parts in order, each smaller than the one before
/// by the same factor.
fn split(values: &[f32], filters: usize, ratio: f64) -> Vec<Vec<f64>> {
    let length = values.len() / filters;
    (0..filters)
        .map(|filter| {
            let share = if filters > 1 {
                filter as f64 / (filters - 1) as f64
            } else {
                0.0
            };
            let size = ratio.powf(-share) as f32;
            let weights = &values[filter * length..(filter + 1) * length];
            weights.iter().map(|w| f64::from(w * size)).collect()
        })
        .collect()
}

fn squared(weights: &[f64], alpha: f64) -> f64 {
    weights.iter().map(|&w| (w - alpha * sign(w)).powi(2)).sum()
}

#[test]
fn scales_and_errors_are_those_of_the_sums() {
    for row in TABLE {
        let (filters, ratio, _) = row;
        let hash = address(row);
        let values = drawn(&hash);
        let found: BinaryReport = report(&hash, &values);
        let groups = split(&values, filters, ratio);
        assert_eq!(found.groups.len(), filters, "{hash}");
        for (group, weights) in found.groups.iter().zip(&groups) {
            let alpha = mean_magnitude(weights);
            assert_eq!(group.count, weights.len() as u64, "{hash}");
            near(group.alpha, alpha, NEAR, &hash);
            near(group.least, squared(weights, alpha), NEAR, &hash);
            near(group.energy, squared(weights, 0.0), NEAR, &hash);
            for alpha in [0.0, alpha / 2.0, 1.7 * alpha, 5.0] {
                near(group.error(alpha), squared(weights, alpha), NEAR, &hash);
            }
        }
        let all: Vec<f64> = groups.concat();
        let count = all.len() as f64;
        let alpha = mean_magnitude(&all);
        near(found.alpha(), alpha, NEAR, &hash);
        assert_eq!(found.count(), all.len() as u64, "{hash}");
        for alpha in [0.0, alpha, 3.0 * alpha] {
            let right = squared(&all, alpha) / count.max(1.0);
            near(found.error(alpha), right, NEAR, &hash);
        }
        let least: f64 = groups.iter().map(|w| squared(w, mean_magnitude(w))).sum();
        near(found.least(), least / count.max(1.0), NEAR, &hash);
        near(
            found.power(),
            squared(&all, 0.0) / count.max(1.0),
            NEAR,
            &hash,
        );
        let first = &groups[0][..groups[0].len().min(9 * 64)];
        assert_eq!(wide(&found.first), first, "{hash}");
        assert_eq!(found.picture, None, "{hash}: without a picture");
    }
}

/// A parabola whose bottom is the mean magnitude: each step away costs its square.
#[test]
fn the_error_is_a_parabola_with_its_bottom_at_the_mean_magnitude() {
    let hash = "binary?filters=3&ratio=10";
    let values = drawn(hash);
    let found: BinaryReport = report(hash, &values);
    let bottom = found.alpha();
    for step in [-0.3, -0.01, 0.002, 0.25, 7.0] {
        let rise = found.error(bottom + step) - found.error(bottom);
        near(rise, step * step, 1e-9, hash);
    }
}

#[test]
fn histograms_share_their_bins_and_hold_every_weight() {
    for row in TABLE {
        let (filters, ratio, _) = row;
        let hash = address(row);
        let values = drawn(&hash);
        let found: BinaryReport = report(&hash, &values);
        let groups = split(&values, filters, ratio);
        let largest = groups.concat().iter().fold(0.0_f64, |a, w| a.max(w.abs()));
        for (group, weights) in found.groups.iter().zip(&groups) {
            let bins = &group.weights;
            if largest > 0.0 {
                near(bins.max, largest, NEAR, &hash);
            } else {
                assert_eq!(bins.max, 1.0, "{hash}");
            }
            assert_eq!(bins.min, -bins.max, "{hash}");
            let (below, above) = bins.counts.split_at(bins.counts.len() / 2);
            let negative = weights.iter().filter(|&&w| w < 0.0).count();
            let counted = |part: &[u32]| part.iter().map(|&x| x as usize).sum::<usize>();
            assert_eq!(counted(below), negative, "{hash}: no bin has both signs");
            assert_eq!(counted(above), weights.len() - negative, "{hash}");
        }
    }
}

/// What is drawn on the page changes nothing of what is computed, with a picture too.
#[test]
fn the_page_s_own_settings_ask_for_nothing() {
    let (values, camera) = (drawn("binary"), camera());
    let whole = bytes_of("binary?radius=4", &values, Some(&camera));
    let other = "binary?alpha=3&channels=7&radius=4&t=0.25&upstream=error";
    assert!(bytes_of(other, &values, Some(&camera)) == whole);
    assert_eq!(lesson::question(&parse(other)), "#/binary?radius=4");
    for changed in ["filters=5", "ratio=2", "per=filter", "filter=blur"] {
        let hash = format!("binary?{changed}&radius=4");
        assert!(bytes_of(&hash, &values, Some(&camera)) != whole, "{hash}");
        assert!(lesson::question(&parse(&hash)).contains(changed), "{hash}");
    }
    let asking: Vec<&str> = LESSONS
        .iter()
        .filter(|l| l.picture)
        .map(|l| l.schema.id)
        .collect();
    assert_eq!(asking, ["binary", "xnor"]);
}

/// The formulas of the bank, on the square from -1 to 1.
fn formula(id: &str, x: f64, y: f64) -> f64 {
    let bell = |deviation: f64| (-(x * x + y * y) / (2.0 * deviation * deviation)).exp();
    let gabor = |degrees: f64| {
        let along = x * degrees.to_radians().cos() + y * degrees.to_radians().sin();
        (1.6 * std::f64::consts::PI * along).cos() * bell(0.55)
    };
    match id {
        "edge_x" => (x + y / 8.0) * bell(0.5),
        "edge_y" => (y - x / 8.0) * bell(0.5),
        "edge_down" => ((x - y) + (x + y) / 8.0) * bell(0.5),
        "spot" => (1.0 - (x * x + y * y) / (2.0 * 0.3 * 0.3)) * bell(0.3),
        "gabor_0" => gabor(0.0),
        "gabor_45" => gabor(45.0),
        "gabor_90" => gabor(90.0),
        "gabor_135" => gabor(-45.0),
        "blur" | "sharpen" => bell(0.5),
        other => panic!("no formula for {other}"),
    }
}

/// A filter's weights by its formula, row by row.
fn weights(id: &str, radius: usize) -> Vec<f64> {
    let side = 2 * radius + 1;
    let place = |step: usize| (step as f64 - radius as f64) / (radius as f64 + 0.5);
    let mut found: Vec<f64> = (0..side * side)
        .map(|at| formula(id, place(at % side), place(at / side)))
        .collect();
    let sum: f64 = found.iter().sum();
    let count = found.len() as f64;
    match id {
        "blur" => found.iter_mut().for_each(|w| *w /= sum),
        // Twice the picture less its blur.
        "sharpen" => {
            found.iter_mut().for_each(|w| *w /= -sum);
            found[side * side / 2] += 2.0;
        }
        _ => found.iter_mut().for_each(|w| *w -= sum / count),
    }
    // An edge is zero in its middle.
    if id.starts_with("edge") {
        found[side * side / 2] = 0.0;
    }
    found
}

#[test]
fn the_bank_has_the_filters_of_its_formulas() {
    for filter in FILTERS {
        for radius in 1..=5 {
            let what = format!("{} of radius {radius}", filter.id);
            let found = filter.weights(radius);
            let right = weights(filter.id, radius);
            assert_eq!(found.len(), right.len(), "{what}");
            for (found, right) in found.iter().zip(&right) {
                assert!((f64::from(*found) - right).abs() < 1e-7, "{what}");
                assert_eq!(sign(f64::from(*found)), sign(*right), "{what}");
                // A sign that rounding decides would be none.
                assert!(*right == 0.0 || right.abs() > 1e-9, "{what}: {right}");
            }
            let zeros = right.iter().filter(|&&w| w == 0.0).count();
            assert_eq!(zeros, usize::from(filter.id.starts_with("edge")), "{what}");
            let sum: f64 = right.iter().sum();
            let even = ["blur", "sharpen"].contains(&filter.id);
            assert!((sum - f64::from(u8::from(even))).abs() < 1e-9, "{what}");
        }
    }
    assert_eq!(Filter::by_id("no such filter").id, FILTERS[0].id);
}

/// A picture's way through a filter, by the definition.
struct Right {
    shades: Vec<f64>,
    weights: Vec<f64>,
    alpha: f64,
    shared: f64,
    exact: Vec<(f64, f64)>,
    signs: Vec<(f64, f64)>,
}

impl Right {
    fn new(shades: &[f32], sides: (usize, usize), id: &str, radius: usize) -> Self {
        let single = |id: &str| -> Vec<f64> { wide(&Filter::by_id(id).weights(radius)) };
        let (shades, weights) = (centred(shades), single(id));
        let signs: Vec<f64> = weights.iter().map(|&w| sign(w)).collect();
        let bank: Vec<f64> = FILTERS
            .iter()
            .flat_map(|filter| single(filter.id))
            .collect();
        Self {
            alpha: mean_magnitude(&weights),
            shared: mean_magnitude(&bank),
            exact: convolved(sides, &shades, &weights),
            signs: convolved(sides, &shades, &signs),
            shades,
            weights,
        }
    }

    fn scaled(&self, alpha: f64) -> Vec<(f64, f64)> {
        let both = self.signs.iter();
        both.map(|&(sum, size)| (alpha * sum, alpha * size))
            .collect()
    }

    /// SQNR in dB at an alpha.
    fn sqnr(&self, alpha: f64) -> f64 {
        let first = |results: &[(f64, f64)]| results.iter().map(|x| x.0).collect::<Vec<_>>();
        sqnr(&first(&self.exact), &first(&self.scaled(alpha)))
    }
}

fn through(hash: &str, picture: &quantscope::signal::Picture) -> Filtered {
    let found: BinaryReport = seen(hash, &[1.0; 12], picture);
    found
        .picture
        .unwrap_or_else(|| panic!("{hash}: no picture"))
}

#[test]
fn a_picture_goes_through_a_filter_and_through_its_signs() {
    let made = picture(23, 14, |x, y| (x * 37 + y * y * 11 + x * y % 7) as u8);
    for picture in [camera(), made] {
        let sides = (picture.info.width, picture.info.height);
        for (id, radius, per) in [
            ("gabor_45", 3, "tensor"),
            ("edge_x", 1, "filter"),
            ("spot", 5, "tensor"),
            ("sharpen", 2, "filter"),
            ("blur", 4, "tensor"),
        ] {
            let hash = format!("binary?filter={id}&per={per}&radius={radius}");
            let found = through(&hash, &picture);
            let right = Right::new(&picture.values, sides, id, radius);
            let alpha = if per == "filter" {
                right.alpha
            } else {
                right.shared
            };
            assert_eq!(found.picture, sides, "{hash}");
            let left = (sides.0 - 2 * radius, sides.1 - 2 * radius);
            assert_eq!(found.result, left, "{hash}");
            assert_eq!(wide(&found.shades), right.shades, "{hash}");
            assert_eq!(wide(&found.weights), right.weights, "{hash}");
            for (found, w) in found.binary.iter().zip(&right.weights) {
                near(f64::from(*found), alpha * sign(*w), NEAR, &hash);
            }
            same_results(&found.exact_result, &right.exact, &hash);
            same_results(&found.binary_result, &right.scaled(alpha), &hash);
        }
    }
}

#[test]
fn the_bank_names_what_each_filter_loses() {
    let camera = camera();
    for radius in [1, 3] {
        let found = through(&format!("binary?radius={radius}"), &camera);
        assert_eq!(found.bank.len(), FILTERS.len());
        for (filter, &(alpha, own, shared)) in FILTERS.iter().zip(&found.bank) {
            let right = Right::new(&camera.values, (160, 160), filter.id, radius);
            near(alpha, right.alpha, 1e-6, filter.id);
            assert!(
                (own - right.sqnr(right.alpha)).abs() < 1e-3,
                "{}",
                filter.id
            );
            assert!(
                (shared - right.sqnr(right.shared)).abs() < 1e-3,
                "{}",
                filter.id
            );
        }
    }
}

#[test]
fn pictures_that_no_filter_fits_are_left_out() {
    for picture in hostile_pictures() {
        for radius in 1..=5 {
            let hash = format!("binary?radius={radius}");
            let found: BinaryReport = seen(&hash, &[1.0, -2.0], &picture);
            let side = 2 * radius + 1;
            let fits = picture.info.width >= side && picture.info.height >= side;
            assert_eq!(found.picture.is_some(), fits, "{hash}: {:?}", picture.info);
            let Some(found) = found.picture else { continue };
            let even = picture.values.iter().all(|&x| x == picture.values[0]);
            if even {
                assert!(found.shades.iter().all(|&x| x == 0.0), "{:?}", picture.info);
                assert!(found.exact_result.iter().all(|&x| x == 0.0));
                assert!(found.bank.iter().all(|row| (row.1, row.2) == (0.0, 0.0)));
            }
        }
    }
}

/// The share of the weights' power that one alpha for all loses.
fn lost(hash: &str) -> f64 {
    let found: BinaryReport = report(hash, &drawn(hash));
    found.error(found.alpha()) / found.power()
}

/// The sentences of "Try this", as facts.
#[test]
fn what_the_sentences_promise_is_so() {
    // Filters alike: every bottom within the noise of a mean of 10,922 magnitudes.
    let alike = "binary?ratio=1";
    let found: BinaryReport = report(alike, &drawn(alike));
    for group in &found.groups {
        near(group.alpha, found.alpha(), 0.04, alike);
    }
    let (one, each) = (found.error(found.alpha()), found.least());
    near(one, each, 0.005, "one alpha serves them all");

    // Filters that are not alike: in most of them, more error than signal.
    let unlike = "binary?ratio=64";
    let found: BinaryReport = report(unlike, &drawn(unlike));
    let drowned = |alpha: f64| {
        let small = found.groups.iter().filter(|g| g.error(alpha) > g.energy);
        small.count()
    };
    assert!(drowned(found.alpha()) >= 3, "{}", drowned(found.alpha()));
    for group in &found.groups {
        let decibels = 10.0 * (group.energy / group.least).log10();
        assert!((4.0..5.0).contains(&decibels), "{decibels}");
    }

    // Half of a Laplace distribution's power goes, a third of a normal one's, a
    // quarter of a uniform one's: 1/2, 1 - 2/pi and 1/4.
    for (signal, share) in [
        ("laplace", 0.5),
        ("normal", 1.0 - std::f64::consts::FRAC_2_PI),
        ("uniform", 0.25),
    ] {
        let found = lost(&format!("binary?ratio=1&signal={signal}"));
        assert!((found - share).abs() < 0.02, "{signal}: {found}");
    }

    // Sharpen is one large number, and its signs say nothing of it; blur is an even
    // mean.
    let camera = camera();
    let sharpen = through("binary?filter=sharpen&per=filter", &camera);
    let (largest, rest) = sharpen
        .weights
        .iter()
        .fold((0.0_f32, 0.0_f32), |(most, next), w| {
            let w = w.abs();
            if w > most {
                (w, most)
            } else {
                (most, next.max(w))
            }
        });
    assert!(largest > 10.0 * rest, "{largest} and {rest}");
    let own = |id: &str| {
        let place = FILTERS.iter().position(|filter| filter.id == id);
        sharpen.bank[place.expect("it is in the bank")].1
    };
    assert!(own("sharpen") < 1.0, "{}", own("sharpen"));
    let blur = through("binary?filter=blur&per=filter", &camera);
    assert!(blur.binary.iter().all(|&w| w == blur.binary[0] && w > 0.0));
    near(
        mean(wide(&blur.binary).into_iter()),
        1.0 / 49.0,
        1e-6,
        "blur",
    );
    for filter in FILTERS {
        assert!(own("blur") >= own(filter.id), "{}", filter.id);
    }
    assert!(own("blur") > 15.0, "{}", own("blur"));

    // Of one input channel the paper's code makes nothing.
    let (w, g) = ([0.5, -0.25, 1.5], [1.0, 1.0, 1.0]);
    let code = BinarySlope::of(BinaryGradient::ReferenceCode, 1, &w, &g);
    assert_eq!(w.map(|w| code.at(w, 1.0)), [0.0; 3]);
    let two = BinarySlope::of(BinaryGradient::ReferenceCode, 2, &w, &g);
    assert!(two.at(0.5, 1.0) > 0.0);
}
