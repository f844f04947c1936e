//! Every state and every sample have a report.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope::lesson::formats::settings::{Chosen, select_code, selected_code};
use quantscope::lesson::{self, AffineReport, FormatsReport, Given, LESSONS, Sample};
use quantscope::quant::{Histogram, Stats};
use quantscope::signal::Picture;
use quantscope::state::{Key, Kind};
use serde::de::DeserializeOwned;

use crate::one_bit::hostile_pictures;
use quantscope::lesson::qat::settings;

use crate::{learned, one_bit, parse, qat};

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
        [max, -max].repeat(300),
        [tiny, -tiny].repeat(300),
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

pub fn check_signal(signal: &Histogram, values: &[f32]) -> Result<(), TestCaseError> {
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

fn decode<R: DeserializeOwned>(bytes: &[u8]) -> Result<R, TestCaseError> {
    postcard::from_bytes(bytes).map_err(|error| TestCaseError::fail(error.to_string()))
}

/// What must hold of every report.
fn check(hash: &str, values: &[f32], picture: Option<&Picture>) -> Result<(), TestCaseError> {
    let mut state = parse(hash);
    if state.lesson() == "qat" {
        // What is asked of a report does not need a whole training.
        let step = state.real(&settings::AT).min(30.0);
        state.set_number(&settings::AT, step);
    }
    let sample = Sample::new(values.to_vec());
    fn with<'a>(sample: &'a Sample, picture: Option<&'a Picture>) -> Given<'a> {
        Given {
            picture,
            ..Given::from(sample)
        }
    }
    let bytes = lesson::look(&state, &with(&sample, picture));
    // What the question leaves out changes nothing.
    let asked = parse(&lesson::question(&state));
    prop_assert_eq!(&lesson::look(&asked, &with(&sample, picture)), &bytes);
    // Nor does anything that a sample remembers, or the time of day.
    let anew = Sample::new(values.to_vec());
    prop_assert_eq!(&lesson::look(&state, &with(&anew, picture)), &bytes);
    // Nor a picture that the lesson does not look at.
    if !lesson::of(&state).picture {
        let without = lesson::look(&state, &Given::from(&sample));
        prop_assert_eq!(&without, &bytes);
    }
    match state.lesson() {
        "formats" => {
            let report: FormatsReport = decode(&bytes)?;
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
            let report: AffineReport = decode(&bytes)?;
            check_signal(&report.signal, values)?;
            check_stats(&report.stats, values)?;
            check_stats(&report.against, values)?;
            check_error(&report.error, &report.stats)?;
            check_error(&report.against_error, &report.against)?;
            prop_assert_eq!(check_spikes(&report.spikes)?, values.len() as u64);
        }
        "clipping" => learned::check_clipping(&decode(&bytes)?, values)?,
        "ste" => {
            prop_assert!(bytes.is_empty());
            learned::check_ste(&state)?;
        }
        "pact" => learned::check_pact(&decode(&bytes)?, values)?,
        "lsq" => learned::check_lsq(&decode(&bytes)?, values)?,
        "diffq" => learned::check_diffq(&decode(&bytes)?, values)?,
        "binary" => one_bit::check_binary(&state, &decode(&bytes)?, values, picture)?,
        "xnor" => one_bit::check_xnor(&state, &decode(&bytes)?, picture)?,
        "qat" => qat::check_qat(&state, &decode(&bytes)?)?,
        // Nothing is computed before it is asked for.
        "start" | "proof" => prop_assert!(bytes.is_empty()),
        other => return Err(TestCaseError::fail(format!("no check for {other}"))),
    }
    Ok(())
}

#[test]
fn hostile_samples_at_the_defaults() {
    for lesson in LESSONS {
        for values in hostile() {
            let hash = format!("#/{}", lesson.schema.id);
            check(&hash, &values, None).unwrap_or_else(|error| {
                panic!("{hash} {:?}: {error}", &values[..values.len().min(4)])
            });
        }
    }
}

#[test]
fn hostile_pictures_at_the_defaults() {
    for lesson in LESSONS.iter().filter(|lesson| lesson.picture) {
        for picture in hostile_pictures() {
            for radius in 1..=5 {
                let hash = format!("#/{}?radius={radius}", lesson.schema.id);
                check(&hash, &[0.5, -1.0], Some(&picture))
                    .unwrap_or_else(|error| panic!("{hash} {:?}: {error}", picture.info));
            }
        }
    }
}

/// Small pictures of any shades.
fn any_picture() -> impl Strategy<Value = Option<Picture>> {
    let sides = (1..16_usize, 1..16_usize);
    let shades = sides.prop_flat_map(|(width, height)| {
        let grey = prop::collection::vec(any::<u8>(), width * height);
        grey.prop_map(move |grey| Picture::from_grey("any", width, height, &grey).ok())
    });
    prop_oneof![
        1 => Just(None),
        2 => shades,
        1 => prop::sample::select(hostile_pictures()).prop_map(Some),
    ]
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
    #![proptest_config(ProptestConfig {
        cases: 4000,
        failure_persistence: None,
        // The same cases every time: a check of one day is that of the next.
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_state_and_any_sample_give_a_report(
        hash in address(),
        values in prop_oneof![prop::sample::select(hostile()), prop::collection::vec(number(), 0..40)],
        picture in any_picture(),
    ) {
        check(&hash, &values, picture.as_ref())?;
    }

    /// A code that is selected is the one that is shown, whatever the scale and the rounding.
    #[test]
    fn codes_are_selected_by_value_or_by_themselves(hash in address(), code in any::<u32>()) {
        let query = hash.split_once('?').map_or("", |(_, query)| query);
        let hash = format!("#/formats?{query}");
        let mut state = parse(&hash);
        let chosen = Chosen::of(&state);
        let code = code % chosen.format.code_count();
        select_code(&mut state, &chosen, code);
        prop_assert_eq!(selected_code(&state, &chosen), code);
        prop_assert_eq!(selected_code(&parse(&state.to_hash()), &chosen), code);
    }
}
