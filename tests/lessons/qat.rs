//! The three trainings: the same whoever computes them, and what the lesson says of them.

use npyz::NpyFile;
use proptest::prelude::*;
use quantscope::lesson::job::Job;
use quantscope::lesson::qat::files::{npy, safetensors};
use quantscope::lesson::qat::settings::{Chosen, TASK, read_own};
use quantscope::lesson::qat::speed::{Speed, SpeedReport};
use quantscope::lesson::qat::{Edit, QatReport};
use quantscope::lesson::{self, Given, Sample, Shelf};
use quantscope::state::{Kind, State};
use safetensors::SafeTensors;

use crate::parse;

/// A worker's shelf with the digits on it.
fn shelf() -> Shelf {
    let digits = concat!(env!("CARGO_MANIFEST_DIR"), "/page/data/digits.bin");
    Shelf {
        digits: Some(std::fs::read(digits).expect("they ship")),
        ..Shelf::default()
    }
}

fn look(shelf: &Shelf, hash: &str) -> QatReport {
    let sample = Sample::new(vec![0.0]);
    let given = Given {
        shelf: Some(shelf),
        ..Given::from(&sample)
    };
    let bytes = lesson::look(&parse(hash), &given);
    postcard::from_bytes(&bytes).expect("a report")
}

/// Held-out accuracies in full precision, after post-training quantization, and with
/// quantization-aware training, each the mean of five seeds.
fn reached(hash: &str) -> [f64; 3] {
    let shelf = shelf();
    let mut sums = [0.0; 3];
    for seed in 1..=5 {
        let report = look(&shelf, &format!("{hash}&seed={seed}"));
        assert_eq!(report.problem, None, "{hash}");
        for (sum, arm) in sums.iter_mut().zip(&report.arms) {
            *sum += arm.accuracy.expect("classes") / 5.0;
        }
    }
    sums
}

/// What must hold of every report.
pub fn check_qat(state: &State, report: &QatReport) -> Result<(), TestCaseError> {
    if let Some(problem) = &report.problem {
        prop_assert!(problem.len() > 10 && report.arms.is_empty(), "{}", problem);
        return Ok(());
    }
    let layers = Chosen::of(state).settings.hidden.len() + 1;
    prop_assert_eq!(report.arms.len(), 3);
    for arm in &report.arms {
        prop_assert_eq!(arm.layers.len(), layers);
        prop_assert!(
            arm.accuracy
                .is_none_or(|share| (0.0..=1.0).contains(&share))
        );
        prop_assert!(arm.size > 0);
    }
    let steps: Vec<u32> = report.history.iter().map(|moment| moment.step).collect();
    prop_assert!(steps.is_sorted_by(|a, b| a < b) && steps.first() == Some(&0));
    Ok(())
}

const SHORT: &str = "qat?data=moons&hidden=8&warmup=60";

#[test]
fn the_same_address_gives_the_same_numbers_however_one_comes_there() {
    let fresh = |at: u32| look(&shelf(), &format!("{SHORT}&at={at}"));
    let kept = shelf();
    // Forwards, back, and forwards again; and between two points of the curves.
    for at in [0, 1, 59, 60, 61, 130, 40, 200, 200, 25] {
        assert_eq!(
            look(&kept, &format!("{SHORT}&at={at}")),
            fresh(at),
            "at {at}"
        );
    }
    // Another experiment in between.
    look(&kept, "qat?data=circles&hidden=4&at=30");
    assert_eq!(look(&kept, &format!("{SHORT}&at=25")), fresh(25));
}

#[test]
fn preparing_piece_by_piece_leads_to_the_same() {
    // A clock that makes every piece as short as it can be.
    let mut sample = Sample::new(vec![0.0]);
    sample.clock = || {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NOW: AtomicU32 = AtomicU32::new(0);
        f64::from(NOW.fetch_add(1, Ordering::Relaxed)) * 15.0
    };
    let shelf = shelf();
    let state = parse(&format!("{SHORT}&at=120"));
    let given = Given {
        shelf: Some(&shelf),
        ..Given::from(&sample)
    };
    let prepare = (lesson::of(&state).part)().prepare.expect("it takes long");
    let mut pieces = 0;
    let mut last = 0.0;
    while let Some(done) = prepare(&state, &given) {
        assert!((last..=1.0).contains(&done), "{done} after {last}");
        last = done;
        pieces += 1;
    }
    assert!(pieces > 10, "{pieces}");
    let found: QatReport = postcard::from_bytes(&lesson::look(&state, &given)).expect("a report");
    assert_eq!(found, look(&self::shelf(), &format!("{SHORT}&at=120")));
}

#[test]
fn a_report_is_whole() {
    for (hash, classes, points) in [
        ("qat?data=moons&at=30&hidden=8", 2, 200),
        ("qat?data=plane&at=30&hidden=8", 0, 200),
        ("qat?data=digits&at=30&hidden=8", 10, 0),
    ] {
        let report = look(&shelf(), hash);
        assert_eq!((report.problem, report.classes), (None, classes));
        assert_eq!((report.points.len(), report.arms.len()), (points, 3));
        let steps: Vec<u32> = report.history.iter().map(|moment| moment.step).collect();
        assert_eq!(steps, [0, 25]);
        for arm in &report.arms {
            assert_eq!(arm.plane.len(), if points > 0 { 64 * 64 } else { 0 });
            assert_eq!(arm.confusion.len() as u32, classes * classes);
            assert_eq!(arm.accuracy.is_some(), classes > 0);
            for layer in &arm.layers {
                let count = layer.rows * layer.row_length;
                assert_eq!((layer.weights.len(), layer.quantized.len()), (count, count));
            }
        }
    }
}

#[test]
fn every_choice_of_every_menu_trains_or_says_why_not() {
    let shelf = shelf();
    let keys = quantscope::lesson::qat::settings::KEYS;
    for key in keys {
        let Kind::Choice { options, .. } = key.kind else {
            continue;
        };
        for choice in options() {
            for activation in ["relu", "tanh"] {
                let report = look(
                    &shelf,
                    &format!(
                        "qat?hidden=8&at=20&warmup=5&activation={activation}&{}={}",
                        key.id, choice.id
                    ),
                );
                match report.problem {
                    None => assert_eq!(report.arms.len(), 3),
                    Some(problem) => {
                        assert!(
                            activation == "tanh" && problem.contains("tanh"),
                            "{problem}"
                        );
                    }
                }
            }
        }
    }
    assert_eq!(TASK.id, "data");
}

#[test]
fn without_the_digits_it_says_so() {
    let report = look(&Shelf::default(), "qat?data=digits");
    assert_eq!(
        report.problem.as_deref(),
        Some("The digits are not there yet.")
    );
    assert!(report.arms.is_empty());
}

#[test]
fn a_weight_set_by_hand_is_set_at_its_step_and_trains_on() {
    let at = |step: u64| format!("{SHORT}&at={step}");
    let edit = Edit {
        step: 100,
        layer: 0,
        index: 3,
        value: 2.5,
    };
    let edited = |step: u64| format!("{}&edits={}", at(step), edit.to_word());
    let kept = shelf();
    let weight = |report: &QatReport| report.arms[2].layers[0].weights[3];
    assert_eq!(look(&kept, &edited(99)), look(&kept, &at(99)));
    // Made while it is looked at, and when one comes back to it.
    let now = look(&kept, &edited(100));
    assert_eq!(weight(&now), 2.5);
    assert_ne!(weight(&look(&kept, &at(100))), 2.5);
    let later = look(&kept, &edited(140));
    assert_eq!(later, look(&shelf(), &edited(140)));
    assert_ne!(later, look(&kept, &at(140)));
    assert!((weight(&later) - 2.5).abs() < 1.0);
    // The network in full precision is not touched.
    assert_eq!(later.arms[0], look(&shelf(), &at(140)).arms[0]);
    // What is not there cannot be set.
    let nowhere = format!("{}&edits=10-9-9-40000000,5-0-99999-40000000", at(30));
    assert_eq!(look(&kept, &nowhere).arms, look(&kept, &at(30)).arms);
}

#[test]
fn words_of_the_address_come_back() {
    assert_eq!(read_own("1-4-float4_e2m1fn"), Some((1, 4, "float4_e2m1fn")));
    for word in ["", "1", "1-4", "x-4-lsq", "1-0-lsq", "1-9-lsq", "1-4-guess"] {
        assert_eq!(read_own(word), None, "{word}");
    }
    for word in [
        "",
        "1-2-3",
        "1-2-3-zz",
        "1-2-3-7f800000",
        "1-2-3-40000000-5",
    ] {
        assert_eq!(Edit::from_word(word), None, "{word}");
    }
}

#[test]
fn a_layer_of_its_own_has_its_own_bits() {
    let report = look(&shelf(), &format!("{SHORT}&at=80&own=1-4-affine"));
    let bits: Vec<f64> = report.arms[2]
        .layers
        .iter()
        .map(|l| l.weight_bits)
        .collect();
    assert_eq!(bits, [2.0, 4.0]);
}

#[test]
fn another_program_reads_the_files() {
    let report = look(&shelf(), &format!("{SHORT}&at=80"));
    let layers = &report.arms[2].layers;
    let note = "a \"note\" with \\ and \n and \u{3b1}";
    let file = safetensors(layers, note);
    let read = SafeTensors::deserialize(&file).expect("safetensors");
    let (_, metadata) = SafeTensors::read_metadata(&file).expect("a header");
    let about = metadata.metadata().as_ref().expect("metadata");
    assert_eq!(about["about"], note);
    assert_eq!(read.len(), 4 * layers.len());
    for (number, layer) in layers.iter().enumerate() {
        let tensor = |name: &str| {
            read.tensor(&format!("layers.{number}.{name}"))
                .expect("it is there")
        };
        let floats = |name: &str| -> Vec<f32> {
            let bytes = tensor(name).data().as_chunks::<4>().0.to_vec();
            bytes.into_iter().map(f32::from_le_bytes).collect()
        };
        assert_eq!(tensor("weight").shape(), [layer.rows, layer.row_length]);
        assert_eq!(floats("weight"), layer.weights);
        assert_eq!(floats("bias"), layer.biases);
        assert_eq!(floats("weight_quantized"), layer.quantized);
        let codes = tensor("codes").data().as_chunks::<4>().0.to_vec();
        let codes: Vec<i32> = codes.into_iter().map(i32::from_le_bytes).collect();
        assert_eq!(codes, layer.codes);
    }
    let layer = &layers[0];
    let bytes = npy(&layer.weights, layer.rows, layer.row_length);
    let file = NpyFile::new(&bytes[..]).expect("npy");
    assert_eq!(file.shape(), [layer.rows as u64, layer.row_length as u64]);
    assert_eq!(file.into_vec::<f32>().expect("floats"), layer.weights);
}

#[test]
fn the_measurement_ends_and_gives_both_speeds() {
    let state: State = parse(&format!("{SHORT}&batch=4"));
    let mut speed = Speed::new(&state, &shelf());
    let clock = || {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NOW: AtomicU32 = AtomicU32::new(0);
        f64::from(NOW.fetch_add(1, Ordering::Relaxed)) * 10.0
    };
    let mut last = SpeedReport::default();
    while let Some(bytes) = speed.advance(clock) {
        last = postcard::from_bytes(&bytes).expect("a report");
    }
    assert_eq!(last.done, 1.0);
    // Two looks of 20 steps at 10 ms each: 40 steps in 20 ms.
    assert_eq!((last.full, last.aware), (Some(2000.0), Some(2000.0)));
}

// What the lesson says under "Try this".

#[test]
fn eight_bits_cost_nothing() {
    let [full, post, aware] = reached("qat?bits=8&value_bits=8&weights=affine&values=affine");
    assert!(
        (full - post).abs() < 0.01 && (full - aware).abs() < 0.02,
        "{full} {post} {aware}"
    );
    let report = look(
        &shelf(),
        "qat?bits=8&value_bits=8&weights=affine&values=affine",
    );
    let ratio = report.arms[0].size as f64 / report.arms[2].size as f64;
    assert!((2.0..4.0).contains(&ratio), "{ratio}");
}

#[test]
fn two_bits_break_it_and_training_brings_most_back() {
    let [full, post, aware] = reached("qat?");
    assert!(full > 0.95 && post < 0.65, "{full} {post}");
    assert!(aware - post > 0.5 * (full - post), "{full} {post} {aware}");
}

#[test]
fn binary_weights_suffice_for_circles() {
    let [_, post, aware] = reached("qat?data=circles&weights=bwn&values=none");
    assert!(aware > 0.97 && aware > post, "{post} {aware}");
}

#[test]
fn pacts_alpha_moves_on_from_the_largest_value() {
    let kept = shelf();
    let report = |at: u32| {
        let hash = format!("qat?data=digits&hidden=32&values=pact&activation=pact&at={at}");
        look(&kept, &hash)
    };
    let alpha = |report: &QatReport, arm: usize| {
        let trained = &report.arms[arm].layers[0].trained;
        let alpha = trained.iter().find(|(name, _)| name.contains("alpha"));
        alpha.expect("PACT has one").1
    };
    // Where the quantizer comes in, it is what the same values give without training.
    let first = report(800);
    let calibrated = alpha(&first, 2) / alpha(&first, 1);
    assert!((calibrated - 1.0).abs() < 0.01, "{calibrated}");
    let moved = alpha(&report(2000), 2) / alpha(&first, 2);
    assert!((moved - 1.0).abs() > 0.05, "{moved}");
}

#[test]
fn diffq_gives_each_layer_its_own_bits() {
    let report = look(
        &shelf(),
        "qat?data=digits&hidden=32&weights=diffq&values=none&lambda=40&at=2000",
    );
    let bits: Vec<f64> = report.arms[2]
        .layers
        .iter()
        .map(|l| l.weight_bits)
        .collect();
    assert!(
        bits.iter().all(|bits| *bits < 8.0) && (bits[0] - bits[1]).abs() > 0.25,
        "{bits:?}"
    );
}

#[test]
fn a_scale_sixteen_times_too_large_cannot_be_mended() {
    let good = reached("qat?weights=float4_e2m1fn&values=none");
    let bad = reached("qat?weights=float4_e2m1fn&values=none&factor=16");
    assert!(
        good[1] - bad[1] > 0.2 && good[2] - bad[2] > 0.05,
        "{good:?} {bad:?}"
    );
    let report = look(&shelf(), "qat?weights=float4_e2m1fn&values=none&factor=16");
    let zeros: usize = report.arms[1]
        .layers
        .iter()
        .map(|l| l.quantized.iter().filter(|w| **w == 0.0).count())
        .sum();
    let all: usize = report.arms[1]
        .layers
        .iter()
        .map(|l| l.quantized.len())
        .sum();
    assert!(2 * zeros > all, "{zeros} of {all}");
}

#[test]
fn a_large_learning_rate_makes_latent_weights_jump() {
    // Codes that differ from those of the step before, over fifty steps.
    let changes = |rate: f64| -> usize {
        let kept = shelf();
        let mut looks = (1550..=1600).map(|at| {
            let hash = format!("qat?weights=affine&values=none&rate={rate}&at={at}");
            let report = look(&kept, &hash);
            let layers = report.arms[2].layers.iter();
            layers
                .flat_map(|layer| layer.codes.clone())
                .collect::<Vec<i32>>()
        });
        let mut last = looks.next().expect("a look");
        let mut changes = 0;
        for codes in looks {
            changes += codes.iter().zip(&last).filter(|(a, b)| a != b).count();
            last = codes;
        }
        changes
    };
    let (large, small) = (changes(0.03), changes(0.005));
    assert!(large > 4 * small, "{large} {small}");
}
