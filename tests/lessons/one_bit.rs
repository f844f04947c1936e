//! What the tests of the lessons on one bit have in common: pictures, convolutions by
//! the definition, and what holds of all of their reports.

use proptest::prelude::*;
use quantscope::lesson::binary::BinaryReport;
use quantscope::lesson::filters::FILTERS;
use quantscope::lesson::xnor::XnorReport;
use quantscope::lesson::{self, Given, Sample};
use quantscope::signal::Picture;
use quantscope::state::State;
use serde::de::DeserializeOwned;

use crate::parse;

type Checked = Result<(), TestCaseError>;

/// The picture that ships.
pub fn camera() -> Picture {
    let bytes = include_bytes!("../../page/pictures/camera.pgm");
    Picture::read_pgm("camera", bytes).expect("what ships can be read")
}

/// A picture whose shades a rule gives, of column and row.
pub fn picture(width: usize, height: usize, shade: impl Fn(usize, usize) -> u8) -> Picture {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let grey: Vec<u8> = places.map(|(x, y)| shade(x, y)).collect();
    Picture::from_grey("made up", width, height, &grey).expect("its sides are allowed")
}

/// Pictures that break careless code.
pub fn hostile_pictures() -> Vec<Picture> {
    let mut pictures = vec![
        picture(1, 1, |_, _| 0),
        picture(1, 1, |_, _| 255),
        picture(160, 1, |x, _| x as u8),
        picture(1, 160, |_, y| y as u8),
        // Around the sides of the filters, which are 3 to 11.
        picture(2, 2, |x, y| (x + y) as u8),
        picture(3, 3, |x, y| (90 * x + 20 * y) as u8),
        picture(3, 160, |x, y| (x * y) as u8),
        picture(10, 11, |x, y| (7 * x + 11 * y) as u8),
        picture(11, 11, |x, y| (20 * x + y) as u8),
        picture(7, 12, |x, y| (x * x + y * y) as u8),
    ];
    for shade in [0, 1, 127, 255] {
        pictures.push(picture(31, 17, |_, _| shade));
    }
    pictures.push(picture(
        20,
        20,
        |x, y| {
            if (x, y) == (10, 10) { 255 } else { 0 }
        },
    ));
    pictures.push(picture(
        20,
        20,
        |x, y| if (x + y) % 2 == 0 { 255 } else { 0 },
    ));
    pictures
}

/// What a lesson says of values and a picture.
pub fn seen<R: DeserializeOwned>(hash: &str, values: &[f32], picture: &Picture) -> R {
    let bytes = bytes_of(hash, values, Some(picture));
    postcard::from_bytes(&bytes).unwrap_or_else(|error| panic!("{hash}: {error}"))
}

/// The same as it travels.
pub fn bytes_of(hash: &str, values: &[f32], picture: Option<&Picture>) -> Vec<u8> {
    let sample = Sample::new(values.to_vec());
    let given = Given {
        picture,
        ..Given::from(&sample)
    };
    lesson::look(&parse(hash), &given)
}

/// Minus one below zero, else one.
pub fn sign(x: f64) -> f64 {
    if x < 0.0 { -1.0 } else { 1.0 }
}

pub fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for number in numbers {
        sum += number;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

pub fn mean_magnitude(numbers: &[f64]) -> f64 {
    mean(numbers.iter().map(|x| x.abs()))
}

pub fn wide(numbers: &[f32]) -> Vec<f64> {
    numbers.iter().map(|&x| f64::from(x)).collect()
}

/// A picture with its mean at zero; the difference is taken in float32.
pub fn centred(values: &[f32]) -> Vec<f64> {
    let mean = mean(values.iter().map(|&x| f64::from(x))) as f32;
    values.iter().map(|&x| f64::from(x - mean)).collect()
}

/// What stands under a filter at each of its places, row by row.
fn windows(width: usize, height: usize, side: usize) -> impl Iterator<Item = Vec<usize>> {
    let places =
        (0..height - side + 1).flat_map(move |y| (0..width - side + 1).map(move |x| (x, y)));
    places.map(move |(x, y)| {
        let rows = (0..side).flat_map(|down| (0..side).map(move |right| (right, down)));
        rows.map(|(right, down)| (y + down) * width + x + right)
            .collect()
    })
}

/// A filter at each place of a picture, by the definition, and how large what was
/// summed is: float32 loses a share of that.
pub fn convolved(
    (width, height): (usize, usize),
    values: &[f64],
    weights: &[f64],
) -> Vec<(f64, f64)> {
    let side = (weights.len() as f64).sqrt().round() as usize;
    windows(width, height, side)
        .map(|window| {
            let products = window.iter().zip(weights).map(|(&at, w)| values[at] * w);
            products.fold((0.0, 0.0), |(sum, size), x| (sum + x, size + x.abs()))
        })
        .collect()
}

/// All of one result, near those of another.
pub fn same_results(found: &[f32], right: &[(f64, f64)], what: &str) {
    assert_eq!(found.len(), right.len(), "{what}");
    for (place, (&found, &(right, size))) in found.iter().zip(right).enumerate() {
        assert!(
            (f64::from(found) - right).abs() <= 2e-6 * size + 1e-30,
            "{what} at {place}: {found} where {right} is right"
        );
    }
}

/// Signal over error in dB.
pub fn sqnr(exact: &[f64], found: &[f64]) -> f64 {
    let power: f64 = exact.iter().map(|x| x * x).sum();
    let noise: f64 = exact.iter().zip(found).map(|(x, y)| (x - y).powi(2)).sum();
    10.0 * (power / noise).log10()
}

/// Pearson's correlation.
pub fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let (a, b) = (mean(one.iter().copied()), mean(other.iter().copied()));
    let pairs = || one.iter().zip(other).map(|(x, y)| (x - a, y - b));
    let both: f64 = pairs().map(|(x, y)| x * y).sum();
    let squares: f64 = pairs().map(|(x, _)| x * x).sum();
    let others: f64 = pairs().map(|(_, y)| y * y).sum();
    both / (squares * others).sqrt()
}

/// Numbers of a result: as many as its places, and each of them a number.
fn check_grid(values: &[f32], (width, height): (usize, usize)) -> Checked {
    prop_assert_eq!(values.len(), width * height);
    prop_assert!(values.iter().all(|x| x.is_finite()));
    Ok(())
}

/// Whether the filter of a state finds room in a picture, and what it leaves.
fn room(state: &State, picture: Option<&Picture>) -> Option<(usize, usize)> {
    let radius = state.integer(&lesson::filters::RADIUS) as usize;
    let info = &picture?.info;
    let left = |side: usize| (side + 1).checked_sub(2 * radius + 1).filter(|&x| x > 0);
    Some((left(info.width)?, left(info.height)?))
}

pub fn check_binary(
    state: &State,
    report: &BinaryReport,
    values: &[f32],
    picture: Option<&Picture>,
) -> Checked {
    let filters = state.integer(&lesson::binary::settings::COUNT) as usize;
    prop_assert_eq!(report.groups.len(), filters);
    let length = values.len() / filters;
    for (group, weights) in report.groups.iter().zip(values.chunks(length.max(1))) {
        let finite = weights.iter().filter(|w| w.is_finite()).count();
        let finite = if length == 0 { 0 } else { finite };
        prop_assert_eq!(group.count, finite as u64);
        for number in [group.alpha, group.least, group.energy] {
            prop_assert!(number.is_finite() && number >= 0.0, "{:?}", number);
        }
        prop_assert!(group.least <= group.energy * 1.000_001);
        let bins = &group.weights;
        prop_assert!(bins.min < 0.0 && bins.min == -bins.max && bins.max.is_finite());
        let counted: u64 = bins.counts.iter().map(|&count| u64::from(count)).sum();
        prop_assert_eq!(counted, group.count);
    }
    for number in [report.alpha(), report.least(), report.power()] {
        prop_assert!(number.is_finite() && number >= 0.0, "{:?}", number);
    }
    prop_assert!(report.least() <= report.error(report.alpha()) * 1.000_001);
    prop_assert!(report.first.iter().all(|w| w.is_finite()));

    let result = room(state, picture);
    prop_assert_eq!(report.picture.as_ref().map(|found| found.result), result);
    let Some(found) = &report.picture else {
        return Ok(());
    };
    check_grid(&found.shades, found.picture)?;
    check_grid(&found.exact_result, found.result)?;
    check_grid(&found.binary_result, found.result)?;
    prop_assert_eq!(found.weights.len(), found.binary.len());
    prop_assert_eq!(found.bank.len(), FILTERS.len());
    for &(alpha, own, shared) in &found.bank {
        prop_assert!(alpha.is_finite() && alpha > 0.0);
        prop_assert!(!own.is_nan() && !shared.is_nan());
    }
    Ok(())
}

pub fn check_xnor(state: &State, report: &XnorReport, picture: Option<&Picture>) -> Checked {
    let result = room(state, picture);
    prop_assert_eq!(report.steps.as_ref().map(|steps| steps.result), result);
    let Some(steps) = &report.steps else {
        return Ok(());
    };
    check_grid(&steps.input, steps.picture)?;
    check_grid(&steps.input_signs, steps.picture)?;
    for result in [&steps.scales, &steps.approximation, &steps.exact] {
        check_grid(result, steps.result)?;
    }
    let taps = steps.weights.len() as i32;
    prop_assert_eq!(steps.counts.len(), steps.exact.len());
    for count in &steps.counts {
        prop_assert!(count.abs() <= taps && (count - taps) % 2 == 0, "{}", count);
    }
    let signs = steps.input_signs.iter().chain(&steps.weight_signs);
    prop_assert!(signs.into_iter().all(|x| x.abs() == 1.0));
    prop_assert!(steps.scales.iter().all(|&k| k >= 0.0));
    prop_assert!(steps.alpha > 0.0 && steps.mean_magnitude >= 0.0);
    prop_assert!(
        steps.correlation.abs() <= 1.000_001,
        "{}",
        steps.correlation
    );
    prop_assert!(!steps.sqnr_db.is_nan());
    Ok(())
}
