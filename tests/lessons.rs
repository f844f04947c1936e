//! The lenses: settings and values in, a report out, held against plain arithmetic
//! that shares no code with them.

mod reference;

use std::collections::BTreeMap;

use proptest::prelude::*;
use quantscope::lesson::formats::settings::{Chosen, select_code, selected_code};
use quantscope::lesson::{self, AffineReport, FormatsReport, LESSONS, Sample, Side, schemas};
use quantscope::quant::{Histogram, Stats};
use quantscope::signal::{DISTRIBUTIONS, generate};
use quantscope::state::{Key, Kind, State};
use reference::{Asked, Choose, Figures, Grid, Row, SMALL_FLOATS, Steps, bins};
use serde::de::DeserializeOwned;

fn parse(hash: &str) -> State {
    State::parse(hash, &schemas())
}

fn report<R: DeserializeOwned>(hash: &str, values: &[f32]) -> R {
    let state = parse(hash);
    let bytes = lesson::look(&state, &Sample::new(values.to_vec()));
    postcard::from_bytes(&bytes).unwrap_or_else(|error| panic!("{hash}: {error}"))
}

fn near(found: f64, expected: f64, relative: f64, what: &str) {
    let fine = found == expected
        || (found - expected).abs() <= relative * expected.abs().max(f64::MIN_POSITIVE);
    assert!(
        fine || (found.is_nan() && expected.is_nan()),
        "{what}: {found} where {expected} is right"
    );
}

fn same_figures(found: &Stats, expected: &Figures, what: &str) {
    let counts = |s: &Stats| [s.count, s.measured, s.clipped, s.non_finite, s.underflow];
    let right = [
        expected.count,
        expected.measured,
        expected.clipped,
        expected.non_finite,
        expected.underflow,
    ];
    assert_eq!(
        counts(found),
        right,
        "{what}: count, measured, clipped, non_finite, underflow"
    );
    // Errors are taken in float32, sums in float64.
    near(found.mse, expected.mse, 1e-7, what);
    near(found.signal_power, expected.power, 1e-7, what);
    let sqnr = 10.0 * (expected.power / expected.mse).log10();
    assert!(
        found.sqnr_db == sqnr || (found.sqnr_db - sqnr).abs() < 1e-6,
        "{what}: {}",
        found.sqnr_db
    );
    near(found.max_abs_error, expected.max_abs_error, 1e-6, what);
    let room = 1e-7 * expected.mse.sqrt();
    assert!(
        (found.mean_error - expected.mean_error).abs() <= room,
        "{what}: mean error {}",
        found.mean_error
    );
}

/// The errors lie in the histogram's range and in its bins, give or take one bin for
/// an error that float32 cannot tell from an edge.
fn same_errors(found: &Histogram, expected: &Figures, range: (f64, f64), what: &str) {
    near(found.min, range.0, 1e-6, what);
    near(found.max, range.1, 1e-6, what);
    assert_eq!(found.counts.len(), 256, "{what}");
    let sum: u64 = found.counts.iter().map(|&count| u64::from(count)).sum();
    assert_eq!(
        sum, expected.measured,
        "{what}: every measured error is counted once"
    );
    let reach = 1e-6 * (range.1 - range.0) + expected.blur;
    for error in &expected.errors {
        assert!(
            (range.0 - reach..=range.1 + reach).contains(error),
            "{what}: {error} is outside {range:?}"
        );
    }
    let counts = bins(expected.errors.iter().copied(), found.min, found.max, 256);
    let (mut ours, mut theirs) = (0_u64, 0_u64);
    for bin in 0..255 {
        ours += counts[bin];
        theirs += u64::from(found.counts[bin]);
        let edge = found.min + (found.max - found.min) * (bin + 1) as f64 / 256.0;
        let blurred = expected
            .errors
            .iter()
            .filter(|&&error| (error - edge).abs() <= reach)
            .count();
        assert!(
            ours.abs_diff(theirs) <= blurred as u64,
            "{what}: {theirs} errors below {edge}, {ours} are right"
        );
    }
}

fn same_spikes(found: &[(f64, u64)], expected: &BTreeMap<u64, u64>, what: &str) {
    assert!(
        found.is_sorted_by(|a, b| a.0 < b.0),
        "{what}: values ascend"
    );
    let found: BTreeMap<u64, u64> = found
        .iter()
        .map(|&(value, count)| (key(value), count))
        .collect();
    assert_eq!(&found, expected, "{what}");
}

/// A value's bits with one zero.
fn key(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

fn count_up(values: impl Iterator<Item = f64>) -> BTreeMap<u64, u64> {
    let mut counts = BTreeMap::new();
    for value in values.filter(|value| value.is_finite()) {
        *counts.entry(key(value)).or_default() += 1;
    }
    counts
}

const ROUNDINGS: [(&str, Choose); 5] = [
    ("nearest_even", Choose::Even),
    ("nearest_away", Choose::Away),
    ("toward_zero", Choose::Zero),
    ("up", Choose::Up),
    ("down", Choose::Down),
];

fn same_side(
    side: &Side,
    row: Row,
    values: &[f32],
    scale: f32,
    choose: Choose,
    saturate: bool,
    what: &str,
) {
    let grid = Grid::new(row);
    let rounded: Vec<(f64, bool)> = values
        .iter()
        .map(|&x| grid.round(f64::from(x / scale), choose, saturate))
        .collect();
    let back = |value: f64| f64::from(value as f32 * scale);
    let figures = Figures::of(
        values
            .iter()
            .zip(&rounded)
            .map(|(&x, &(value, over))| (x, back(value), over)),
    );
    same_figures(&side.stats, &figures, what);

    let finite = || {
        values
            .iter()
            .map(|&x| f64::from(x))
            .filter(|x| x.is_finite())
    };
    let (low, high) = finite().fold((INFINITY, -INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
    let largest = low.abs().max(high.abs()) / f64::from(scale);
    let nearest = matches!(choose, Choose::Even | Choose::Away);
    let step =
        grid.ulp(largest.min(grid.max())) * f64::from(scale) * if nearest { 0.5 } else { 1.0 };
    let last = grid.max() * f64::from(scale);
    let range = (-step.max(high - last), step.max(-last - low));
    same_errors(&side.error, &figures, range, what);

    if row.1 + row.2 < 12 {
        same_spikes(
            &side.spikes,
            &count_up(rounded.iter().map(|&(value, _)| value * f64::from(scale))),
            what,
        );
    } else {
        assert!(side.spikes.is_empty(), "{what}");
    }
}

const INFINITY: f64 = f64::INFINITY;

/// Numbers of all sizes around a format's, with its ties and ends among them.
fn mixed(row: Row, scale: f32) -> Vec<f32> {
    let grid = Grid::new(row);
    let max = grid.max() as f32 * scale;
    let mut values = generate("student_t", 3, 700).expect("the table has it");
    values.iter_mut().for_each(|value| *value *= max / 40.0);
    values.extend(
        generate("log_normal", 4, 300)
            .expect("the table has it")
            .iter()
            .map(|x| -x * max * 1e-3),
    );
    for code in 0..64_u8 {
        let (whole, tie) = (
            f32::from(code) * max / 64.0,
            (f32::from(code) + 0.5) * max / 64.0,
        );
        values.extend([whole, -whole, tie, -tie, tie.next_up(), tie.next_down()]);
    }
    values.extend(
        [1.01, 1.02, 1.04, 1.1, 1.25, 1.5, 3.0]
            .map(|beyond| max * beyond)
            .iter()
            .flat_map(|&x| [x, -x]),
    );
    values.extend([0.0, -0.0, max * 1e-9, -max * 1e-9]);
    values
}

#[test]
fn small_floats_as_by_hand() {
    for row in SMALL_FLOATS {
        for (rounding, choose) in ROUNDINGS {
            for saturate in [true, false] {
                for scale in [1.0_f32, 0.25, 0.3] {
                    // float16 and bfloat16 have no room above their largest value in float32 sums.
                    if row.1 == 8 && scale != 1.0 {
                        continue;
                    }
                    let overflow = if saturate { "saturate" } else { "special" };
                    let id = row.0;
                    let hash = format!(
                        "formats?format={id}&rounding={rounding}&overflow={overflow}&scale={scale}"
                    );
                    let values = if row.1 == 8 {
                        generate("student_t", 3, 2000).expect("the table has it")
                    } else {
                        mixed(row, scale)
                    };
                    let found: FormatsReport = report(&hash, &values);
                    same_side(&found.side, row, &values, scale, choose, saturate, &hash);
                    assert!(found.versus.is_none());
                }
            }
        }
    }
}

/// Exponent bits, mantissa bits, bias, the switches, and what the reference makes of them.
#[test]
fn custom_formats_as_by_hand() {
    let nan = f64::NAN;
    let table: [(&str, Row); 9] = [
        (
            "exponent=3&mantissa=2&bias=3&infinity=0&nan=0",
            ("", 3, 2, 3, 0, 28.0, 0.0),
        ),
        (
            "exponent=3&mantissa=2&infinity=0",
            ("", 3, 2, 3, 1, nan, nan),
        ),
        ("exponent=4&mantissa=3", ("", 4, 3, 7, 8, INFINITY, nan)),
        (
            "exponent=4&mantissa=3&negative_zero=0",
            ("", 4, 3, 7, 1, INFINITY, nan),
        ),
        (
            "exponent=4&mantissa=3&infinity=0&negative_zero=0",
            ("", 4, 3, 7, 0, nan, nan),
        ),
        (
            "exponent=5&mantissa=0&nan=0",
            ("", 5, 0, 15, 1, INFINITY, 0.0),
        ),
        ("exponent=2&mantissa=9", ("", 2, 9, 1, 512, INFINITY, nan)),
        (
            "exponent=8&mantissa=10",
            ("", 8, 10, 127, 1024, INFINITY, nan),
        ),
        (
            "exponent=1&mantissa=10&infinity=0&nan=0&bias=-10",
            ("", 1, 10, -10, 0, 4094.0, 0.0),
        ),
    ];
    for (settings, row) in table {
        let hash = format!("formats?format=custom&overflow=special&{settings}");
        let state = parse(&hash);
        assert_eq!(Chosen::of(&state).refused, None, "{hash}");
        let values = if row.1 == 8 {
            generate("student_t", 3, 2000).expect("the table has it")
        } else {
            let mut values = mixed(row, 1.0);
            values.extend([f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
            values
        };
        let found: FormatsReport = report(&hash, &values);
        same_side(&found.side, row, &values, 1.0, Choose::Even, false, &hash);
    }
}

/// A format that cannot be is refused in words, and one that can stands in.
#[test]
fn impossible_formats_are_refused() {
    let values = generate("normal", 1, 500).expect("the table has it");
    let table = [
        (
            "exponent=8&mantissa=0&bias=0&infinity=0&nan=0",
            "the bias has to be at least",
        ),
        ("exponent=1&mantissa=10&bias=140", ""),
        ("exponent=8&mantissa=10&bias=140", ""),
        ("exponent=4&mantissa=0", "at least 1 mantissa bit"),
        ("nan=0&negative_zero=0", "allow NaN or keep"),
    ];
    for (settings, expected) in table {
        let hash = format!("formats?format=custom&{settings}");
        let chosen = Chosen::of(&parse(&hash));
        match &chosen.refused {
            Some(reason) => assert!(
                !expected.is_empty() && reason.contains(expected),
                "{hash}: {reason}"
            ),
            None => assert!(expected.is_empty(), "{hash} is not refused"),
        }
        let found: FormatsReport = report(&hash, &values);
        assert_eq!(found.side.stats.count, 500, "{hash}");
        assert!(
            found.side.stats.sqnr_db.is_finite(),
            "{hash}: {:?}",
            found.side.stats
        );
    }
}

#[test]
fn the_format_beside_it_is_a_second_side() {
    let values = mixed(SMALL_FLOATS[0], 1.0);
    let alone: FormatsReport = report("formats?format=float8_e5m2", &values);
    let beside: FormatsReport = report("formats?versus=float8_e5m2", &values);
    assert_eq!(beside.versus, Some(alone.side));
    assert_eq!(
        beside.side,
        report::<FormatsReport>("formats", &values).side
    );
    same_side(
        &beside.side,
        SMALL_FLOATS[0],
        &values,
        1.0,
        Choose::Even,
        true,
        "beside",
    );
}

/// A scale has no sign and no zero: powers of two only.
#[test]
fn scales_as_by_hand() {
    let values = [1.0, 1.4, 1.5, 1.6, 3.0, 0.0, -2.0, 1e-30, 3e38_f32];
    let found: FormatsReport = report("formats?format=float8_e8m0fnu", &values);
    // 0 and -2 saturate to the smallest scale, 2^-127, which float32 shows as a subnormal.
    let powers = [
        1.0,
        1.0,
        2.0,
        2.0,
        4.0,
        2_f64.powi(-127),
        2_f64.powi(-127),
        2_f64.powi(-100),
        2_f64.powi(127),
    ];
    same_spikes(&found.side.spikes, &count_up(powers.into_iter()), "e8m0");
}

/// The same seed rounds alike, another one otherwise, and on average nothing is lost.
#[test]
fn stochastic_rounding_is_seeded_and_fair() {
    let values = vec![0.3_f32; 100_000];
    let hash = "formats?format=float4_e2m1fn&rounding=stochastic";
    let first: FormatsReport = report(hash, &values);
    assert_eq!(first, report(hash, &values));
    assert_ne!(first, report(&format!("{hash}&seed=2"), &values));
    let [(low, down), (high, up)] = first.side.spikes[..] else {
        panic!("{:?}", first.side.spikes)
    };
    assert_eq!((low, high, down + up), (0.0, 0.5, 100_000));
    // 0.3 lies at 0.6 of the way; five standard deviations are 0.0078.
    assert!((up as f64 / 1e5 - 0.6).abs() < 0.0078, "{up}");
    near(
        first.side.stats.mean_error,
        up as f64 / 1e5 * 0.5 - f64::from(0.3_f32),
        1e-6,
        "mean error",
    );
}

fn affine_hash(asked: Asked, range: Option<(f32, f32)>) -> String {
    let flag = |on: bool| if on { "1" } else { "0" };
    let mut hash = format!(
        "affine?bits={}&signed={}&symmetric={}&rounding={}&zero_point={}&precision={}",
        asked.bits,
        flag(asked.signed),
        flag(asked.symmetric),
        if asked.away {
            "nearest_away"
        } else {
            "nearest_even"
        },
        asked.zero_point,
        if asked.single { "float32" } else { "float64" },
    );
    if let Some((min, max)) = range {
        hash.push_str(&format!("&min={min}&max={max}"));
    }
    hash
}

fn every_affine() -> impl Iterator<Item = Asked> {
    let flags = || [false, true].into_iter();
    (1..=8).flat_map(move |bits| {
        flags().flat_map(move |signed| {
            flags().flat_map(move |symmetric| {
                flags().flat_map(move |away| {
                    flags().flat_map(move |single| {
                        ["integer", "float", "notes"].map(|zero_point| Asked {
                            bits,
                            signed,
                            symmetric,
                            away,
                            zero_point,
                            single,
                        })
                    })
                })
            })
        })
    })
}

#[test]
fn affine_as_by_hand() {
    let mut values = generate("normal", 5, 600).expect("the table has it");
    values.extend([0.0, -0.0, 0.5, -0.5, 0.25, 1.0, -1.0, 7.0, -7.0, 1e-20]);
    let shifted: Vec<f32> = values.iter().map(|x| x / 16.0 + 20.0).collect();
    let signals: [(&[f32], Option<(f32, f32)>); 6] = [
        (&values, None),
        (&values, Some((-1.0, 1.0))),
        (&values, Some((-0.5, 3.0))),
        // Handles dragged past each other mean the same.
        (&values, Some((2.0, -2.5))),
        (&shifted, None),
        (&shifted, Some((19.0, 20.5))),
    ];
    for asked in every_affine() {
        for (values, range) in signals {
            let hash = affine_hash(asked, range);
            let found: AffineReport = report(&hash, values);
            let data = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &x| {
                (low.min(x), high.max(x))
            });
            let (a, b) = range.unwrap_or(data);
            let steps = Steps::new(a.min(b), a.max(b), asked);
            let rounded: Vec<(f64, i32, bool)> = values.iter().map(|&x| steps.round(x)).collect();
            let triples = values
                .iter()
                .zip(&rounded)
                .map(|(&x, &(back, _, clipped))| (x, back, clipped));
            let figures = Figures::of(triples);
            same_figures(&found.stats, &figures, &hash);
            let (first, last) = (
                steps.value(steps.low as i32),
                steps.value(steps.high as i32),
            );
            let half = f64::from(steps.scale) / 2.0;
            let above = f64::from(data.1) - f64::from(last);
            let below = f64::from(first) - f64::from(data.0);
            same_errors(
                &found.error,
                &figures,
                (-half.max(above), half.max(below)),
                &hash,
            );
            same_spikes(&found.spikes, &count_up(rounded.iter().map(|r| r.0)), &hash);
            assert_eq!(
                found.spikes.iter().map(|spike| spike.1).sum::<u64>(),
                values.len() as u64,
                "{hash}"
            );
        }
    }
}

/// With the notes' sign a signal about zero loses everything below it, and more.
#[test]
fn the_wrong_sign_destroys_the_signal() {
    let values = generate("uniform", 1, 4096).expect("the table has it");
    let right: AffineReport = report("affine?bits=8", &values);
    let wrong: AffineReport = report("affine?bits=8&zero_point=notes", &values);
    assert!(
        right.stats.sqnr_db > 45.0 && wrong.stats.sqnr_db < 10.0,
        "{:?}",
        wrong.stats
    );
    assert!(
        right.stats.clipped < 20 && wrong.stats.clipped > 4000,
        "{:?}",
        wrong.stats
    );
}

#[test]
fn the_float_beside_it_as_by_hand() {
    let mut values = generate("laplace", 9, 3000).expect("the table has it");
    values.extend([f32::NAN, f32::INFINITY]);
    for row in SMALL_FLOATS {
        let largest = values
            .iter()
            .filter(|x| x.is_finite())
            .fold(0_f32, |most, x| most.max(x.abs()));
        let fitted = largest / Grid::new(row).max() as f32;
        for (scale, setting) in [
            (fitted, String::new()),
            (0.5, "&against_scale=0.5".to_owned()),
        ] {
            // bfloat16 needs no scale, and this one's is below float32's normal numbers.
            let scale = if scale.is_normal() { scale } else { 1.0 };
            let hash = format!("affine?against={}{setting}", row.0);
            let found: AffineReport = report(&hash, &values);
            let side = Side {
                stats: found.against,
                error: found.against_error,
                spikes: Vec::new(),
            };
            let wide = (row.0, row.1, row.2.max(12), row.3, 0, 0.0, 0.0);
            if row.2 >= 10 {
                same_side(&side, row, &values, scale, Choose::Even, true, &hash);
            } else {
                let grid = Grid::new(row);
                let back = |x: f32| {
                    let (value, over) = grid.round(f64::from(x / scale), Choose::Even, true);
                    (x, f64::from(value as f32 * scale), over)
                };
                same_figures(
                    &side.stats,
                    &Figures::of(values.iter().map(|&x| back(x))),
                    &hash,
                );
                assert!(wide.2 >= 12);
            }
        }
    }
}

#[test]
fn the_signal_as_by_hand() {
    for distribution in DISTRIBUTIONS {
        let mut values = generate(distribution.id, 2, 5000).expect("it is in the table");
        values.extend([
            0.0,
            -0.0,
            f32::NAN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            1e-42,
            2_f32.powf(0.25),
        ]);
        let found: FormatsReport = report("formats", &values);
        let finite: Vec<f64> = values
            .iter()
            .filter(|x| x.is_finite())
            .map(|&x| f64::from(x))
            .collect();
        let (low, high) = finite
            .iter()
            .fold((INFINITY, -INFINITY), |(low, high), &x| {
                (low.min(x), high.max(x))
            });
        assert_eq!(
            (
                found.summary.nan,
                found.summary.infinite,
                found.summary.count
            ),
            (1, 2, values.len() as u64)
        );
        assert_eq!(
            (
                found.summary.min.map(f64::from),
                found.summary.max.map(f64::from)
            ),
            (Some(low), Some(high))
        );
        assert_eq!((found.signal.min, found.signal.max), (low, high));
        let counts = bins(finite.iter().copied(), low, high, found.signal.counts.len());
        let off: u64 = counts
            .iter()
            .zip(&found.signal.counts)
            .map(|(&a, &b)| a.abs_diff(u64::from(b)))
            .sum();
        assert!(off <= 4, "{}: {off} values in another bin", distribution.id);
        assert_eq!(
            found
                .signal
                .counts
                .iter()
                .map(|&c| u64::from(c))
                .sum::<u64>(),
            finite.len() as u64
        );
        octaves(&found, &finite, distribution.id);
        assert_eq!(
            found.signal,
            report::<AffineReport>("affine", &values).signal
        );
    }
}

/// A quarter octave each, from the logarithm; 1e-42 is below float32's normal
/// numbers, which share the octave under them.
fn octaves(found: &FormatsReport, finite: &[f64], what: &str) {
    let (first, last) = found.octaves.log2_range;
    assert_eq!(
        ((last - first) * 4.0) as usize,
        found.octaves.counts.len(),
        "{what}"
    );
    assert_eq!(first, -127.0, "{what}");
    let mut counts = vec![0_u64; found.octaves.counts.len()];
    for x in finite
        .iter()
        .filter(|x| **x != 0.0 && x.abs() >= f64::from(f32::MIN_POSITIVE))
    {
        // The exact powers of two are nothing that rounding could miss.
        let octave = x.abs().log2().floor();
        let quarters = (1..4).filter(|&quarter| {
            let edge = (octave + f64::from(quarter) / 4.0).exp2() as f32;
            x.abs() >= f64::from(edge)
        });
        counts[((octave - first) * 4.0) as usize + quarters.count()] += 1;
    }
    let subnormal = finite
        .iter()
        .filter(|x| **x != 0.0 && x.abs() < f64::from(f32::MIN_POSITIVE))
        .count();
    assert_eq!(
        found.octaves.counts[..4].iter().sum::<u32>(),
        subnormal as u32,
        "{what}"
    );
    for (bin, (&a, &b)) in counts.iter().zip(&found.octaves.counts).enumerate().skip(4) {
        assert_eq!(a, u64::from(b), "{what}: bin {bin}");
    }
}

/// Samples that break careless code.
fn hostile() -> Vec<Vec<f32>> {
    let (nan, inf, max) = (f32::NAN, f32::INFINITY, f32::MAX);
    let tiny = f32::from_bits(1);
    vec![
        vec![],
        vec![nan],
        vec![-nan; 1000],
        vec![inf],
        vec![inf, -inf, nan],
        vec![0.0],
        vec![-0.0],
        vec![0.0, -0.0, nan],
        vec![tiny],
        vec![-tiny, tiny],
        vec![f32::MIN_POSITIVE],
        vec![max],
        vec![-max, max],
        vec![-max, 1.0, nan, inf],
        vec![max; 600],
        vec![3.5],
        vec![3.5; 700],
        vec![-2.0; 513],
        vec![1e-30, 1e30],
        vec![1e9, 1e9 + 64.0],
        vec![tiny, max],
        vec![464.0, 465.0, -464.0, 448.0],
        (0..520)
            .map(|i| if i % 17 == 0 { nan } else { i as f32 })
            .collect(),
    ]
}

fn check_stats(stats: &Stats, values: &[f32]) -> Result<(), TestCaseError> {
    let finite = values.iter().filter(|x| x.is_finite()).count() as u64;
    prop_assert_eq!(
        (stats.count, stats.non_finite),
        (values.len() as u64, values.len() as u64 - finite)
    );
    prop_assert!(
        stats.measured <= finite && stats.clipped <= finite && stats.underflow <= stats.measured
    );
    for number in [stats.mse, stats.max_abs_error, stats.signal_power] {
        prop_assert!(number.is_finite() && number >= 0.0, "{:?}", stats);
    }
    prop_assert!(stats.mean_error.is_finite());
    prop_assert!(stats.max_abs_error * 1.000_001 >= stats.mean_error.abs());
    prop_assert!(!stats.sqnr_db.is_nan() || stats.mse == 0.0, "{:?}", stats);
    Ok(())
}

fn check_error(error: &Histogram, stats: &Stats) -> Result<(), TestCaseError> {
    prop_assert!(
        error.min.is_finite() && error.max.is_finite() && error.min < error.max,
        "{} {}",
        error.min,
        error.max
    );
    prop_assert_eq!(
        error
            .counts
            .iter()
            .map(|&count| u64::from(count))
            .sum::<u64>(),
        stats.measured
    );
    Ok(())
}

fn check_signal(signal: &Histogram, values: &[f32]) -> Result<(), TestCaseError> {
    let finite = values.iter().filter(|x| x.is_finite()).count() as u64;
    prop_assert!(signal.min.is_finite() && signal.max.is_finite() && signal.min < signal.max);
    prop_assert_eq!(
        signal
            .counts
            .iter()
            .map(|&count| u64::from(count))
            .sum::<u64>(),
        finite
    );
    Ok(())
}

fn check_spikes(spikes: &[(f64, u64)]) -> Result<u64, TestCaseError> {
    prop_assert!(spikes.is_sorted_by(|a, b| a.0 < b.0));
    prop_assert!(
        spikes
            .iter()
            .all(|(value, count)| value.is_finite() && *count > 0)
    );
    Ok(spikes.iter().map(|spike| spike.1).sum())
}

/// What must hold of every report.
fn check(hash: &str, values: &[f32]) -> Result<(), TestCaseError> {
    let state = parse(hash);
    let sample = Sample::new(values.to_vec());
    let bytes = lesson::look(&state, &sample);
    // What the question leaves out changes nothing.
    prop_assert_eq!(
        &lesson::look(&parse(&lesson::question(&state)), &sample),
        &bytes
    );
    match state.lesson() {
        "formats" => {
            let report: FormatsReport =
                postcard::from_bytes(&bytes).map_err(|e| TestCaseError::fail(e.to_string()))?;
            check_signal(&report.signal, values)?;
            for side in [Some(&report.side), report.versus.as_ref()]
                .into_iter()
                .flatten()
            {
                check_stats(&side.stats, values)?;
                check_error(&side.error, &side.stats)?;
                // Specials are on no value.
                prop_assert!(check_spikes(&side.spikes)? <= side.stats.count);
            }
        }
        "affine" => {
            let report: AffineReport =
                postcard::from_bytes(&bytes).map_err(|e| TestCaseError::fail(e.to_string()))?;
            check_signal(&report.signal, values)?;
            check_stats(&report.stats, values)?;
            check_stats(&report.against, values)?;
            check_error(&report.error, &report.stats)?;
            check_error(&report.against_error, &report.against)?;
            prop_assert_eq!(check_spikes(&report.spikes)?, values.len() as u64);
        }
        other => return Err(TestCaseError::fail(format!("no check for {other}"))),
    }
    Ok(())
}

#[test]
fn hostile_samples_at_the_defaults() {
    for lesson in LESSONS {
        for values in hostile() {
            let hash = format!("#/{}", lesson.schema.id);
            check(&hash, &values).unwrap_or_else(|error| {
                panic!("{hash} {:?}: {error}", &values[..values.len().min(4)])
            });
        }
    }
}

fn setting(key: &'static Key) -> BoxedStrategy<String> {
    let id = key.id;
    match key.kind {
        Kind::Number {
            min, max, scale, ..
        } => {
            let (left, right) = (scale.to_slider(min), scale.to_slider(max));
            prop_oneof![
                (0.0..=1.0_f64)
                    .prop_map(move |share| scale.from_slider(left + (right - left) * share)),
                prop::sample::select(vec![min, max, 0.0, 1.0, -1.0, 1e-12]),
                -4.0..4.0_f64,
            ]
            .prop_map(move |number| format!("{id}={number:e}"))
            .boxed()
        }
        Kind::Choice { options, .. } => {
            let ids: Vec<&str> = options().iter().map(|choice| choice.id).collect();
            prop::sample::select(ids)
                .prop_map(move |choice| format!("{id}={choice}"))
                .boxed()
        }
        Kind::Flag { .. } => any::<bool>()
            .prop_map(move |on| format!("{id}={}", u8::from(on)))
            .boxed(),
        Kind::Words => Just(format!("{id}=title,try")).boxed(),
    }
}

/// Any setting of a lesson, each with its chance.
fn address() -> impl Strategy<Value = String> {
    let lessons: Vec<BoxedStrategy<String>> = LESSONS
        .iter()
        .map(|lesson| {
            let keys: Vec<&'static Key> = lesson.schema.all_keys().collect();
            let pairs: Vec<_> = keys
                .into_iter()
                .map(|key| prop::option::of(setting(key)))
                .collect();
            pairs
                .prop_map(|pairs| pairs.into_iter().flatten().collect::<Vec<_>>().join("&"))
                .prop_map(|query| format!("#/{}?{query}", lesson.schema.id))
                .boxed()
        })
        .collect();
    prop::strategy::Union::new(lessons)
}

fn number() -> impl Strategy<Value = f32> {
    prop_oneof![
        any::<u32>().prop_map(f32::from_bits),
        -4.0..4.0_f32,
        prop::sample::select(vec![
            0.0,
            -0.0,
            f32::NAN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::MAX,
            f32::MIN,
            448.0
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_state_and_any_sample_give_a_report(
        hash in address(),
        values in prop_oneof![prop::sample::select(hostile()), prop::collection::vec(number(), 0..40)],
    ) {
        check(&hash, &values)?;
    }

    /// A code that is selected is the one that is shown, whatever the scale and the rounding.
    #[test]
    fn codes_are_selected_by_value_or_by_themselves(hash in address(), code in any::<u32>()) {
        let hash = hash.replace("#/affine", "#/formats");
        let mut state = parse(&hash);
        let chosen = Chosen::of(&state);
        let code = code % chosen.format.code_count();
        select_code(&mut state, &chosen, code);
        prop_assert_eq!(selected_code(&state, &chosen), code);
        prop_assert_eq!(selected_code(&parse(&state.to_hash()), &chosen), code);
    }
}
