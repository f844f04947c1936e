//! The page that proves: every comparison agrees, none is left out, and one that does not agree is
//! told.

#[path = "../proof/golden.rs"]
mod golden;

use std::collections::BTreeSet;

use quantscope::lesson::job::Job;
use quantscope::lesson::proof::disagreements::DISAGREEMENTS;
use quantscope::lesson::proof::expected::{Bits, Expected};
use quantscope::lesson::proof::references::{REFERENCES, with_version};
use quantscope::lesson::proof::speed::{KERNELS, Speed, SpeedReport};
use quantscope::lesson::proof::{
    CHECKS, LISTED, PARTS, ProofReport, Rule, Run, Stage, Told, checks, settings,
};
use quantscope::lesson::{self, LESSONS, Shelf};
use quantscope::quant::method::{ClipRule, Lsq, Pact, PactGradient};
use quantscope::quant::{Affine, AffineOptions, Format, Overflow, Range, Rounding, ZeroPoint};
use serde_json::Value;

use crate::parse;
use golden::{Fallible, path};

const FILE: &str = "page/proof/expected.bin";

fn still() -> f64 {
    3.0
}

/// Some time passes between two looks.
fn passing() -> f64 {
    use std::cell::Cell;
    thread_local!(static NOW: Cell<f64> = const { Cell::new(0.0) });
    NOW.set(NOW.get() + 7.0);
    NOW.get()
}

/// All reports of a run.
fn run(bytes: Option<Vec<u8>>, clock: fn() -> f64) -> Vec<ProofReport> {
    let mut run = Run::new(bytes);
    let mut reports = Vec::new();
    while let Some(bytes) = run.advance(clock) {
        match postcard::from_bytes(&bytes) {
            Ok(Told::Checked(report)) => reports.push(report),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(run.advance(clock), None, "what has ended stays so");
    reports
}

fn last(expected: &Expected) -> Fallible<ProofReport> {
    let reports = run(Some(postcard::to_allocvec(expected)?), still);
    Ok(reports.last().ok_or("no report")?.clone())
}

/// The report of one comparison.
fn of<'a>(report: &'a ProofReport, id: &str) -> &'a lesson::proof::Checked {
    let place = checks().position(|check| check.id == id);
    &report.checked[place.unwrap_or_else(|| panic!("no comparison {id}"))]
}

#[test]
fn the_page_ships_the_golden_files() -> Fallible<()> {
    let shipped = std::fs::read(path(FILE))?;
    assert!(
        shipped == golden::bytes()?,
        "the golden files have changed: run `cargo run --example expected`"
    );
    assert_eq!(
        postcard::from_bytes::<Expected>(&shipped)?,
        golden::golden()?
    );
    Ok(())
}

/// How many numbers each comparison has, counted in the golden files as they are.
fn counted() -> Fallible<Vec<(&'static str, u64)>> {
    let file = |name: &str| golden::json(&format!("quant/tests/golden/{name}.json"));
    fn long(value: &Value) -> u64 {
        match value {
            Value::Array(list) => list.iter().map(long).sum(),
            Value::Object(table) => table.values().map(long).sum(),
            _ => 1,
        }
    }
    let of =
        |value: &Value, keys: &[&str]| -> u64 { keys.iter().map(|key| long(&value[*key])).sum() };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let each = |value: &Value, keys: &[&str]| -> u64 {
        list(value).iter().map(|case| of(case, keys)).sum()
    };

    let formats = file("formats")?;
    let decode: u64 = formats
        .as_object()
        .ok_or("formats")?
        .values()
        .filter_map(|format| format.get("values_f32_bits"))
        .map(long)
        .sum();
    let index = file("encode.index")?;
    let sections = |matches: &dyn Fn(&str) -> bool| -> u64 {
        let named = list(&index).into_iter();
        named
            .filter(|entry| entry["name"].as_str().is_some_and(matches))
            .filter_map(|entry| entry["count"].as_u64())
            .sum()
    };
    // What was searched for, for no package saturates that format.
    let searched: u64 = list(&index)
        .iter()
        .filter(|entry| {
            let source = entry["src"].as_str().unwrap_or_default();
            source.starts_with("exact search")
        })
        .filter_map(|entry| entry["count"].as_u64())
        .sum();
    let affine = file("affine")?;
    let cases = &affine["cases"];
    let gathered =
        |key: &str| -> Value { list(cases).iter().map(|case| case[key].clone()).collect() };
    let variants: Value = list(&gathered("variants")).iter().flat_map(list).collect();
    let pytorch: u64 = list(&gathered("pytorch_minmax")).iter().map(long).sum();
    let codes = ["scale_f32_bits", "zero_point", "q"];
    let gemmlowp: Value = list(&gathered("gemmlowp_numpy"))
        .into_iter()
        .filter(|g| !g.is_null())
        .collect();
    let calib = file("calib")?;
    let best = calib["mse_grid"]["results"]
        .as_object()
        .ok_or("results")?
        .len() as u64;
    let mse: u64 = calib["mse_grid"]["results"]
        .as_object()
        .ok_or("results")?
        .values()
        .map(|result| long(&result["mse"]))
        .sum();
    let train = file("train")?;
    let on_boundary = |section: &str| each(&train[section]["cases"], &["boundary_indices"]);
    let ste = &train["ste"];
    let networks = golden::json("train/tests/golden/train.json")?;
    Ok(vec![
        ("decode", decode),
        ("decode_16", 2 * 65_536),
        ("round_trip", decode + 2 * 65_536),
        ("float16", sections(&|name| name.starts_with("f16grid/"))),
        ("edges", sections(&|name| name.ends_with("/nonsat"))),
        (
            "saturated",
            sections(&|name| name.ends_with("/sat") || name.ends_with("_nearest_sat")) - searched,
        ),
        ("searched", searched),
        (
            "scales",
            sections(&|name| name.ends_with("_up_sat") || name.ends_with("_down_sat")),
        ),
        (
            "stochastic",
            file("stochastic")?["cases"]
                .as_object()
                .ok_or("cases")?
                .values()
                .map(|case| long(&case["y_f32_bits"]))
                .sum(),
        ),
        (
            "static",
            each(
                &variants,
                &["scale_f32_bits", "zero_point", "q", "dq_f32_bits"],
            ),
        ),
        (
            "dynamic",
            each(&gathered("dynamic_quantize_linear"), &codes),
        ),
        ("pytorch", pytorch),
        ("gemmlowp", each(&gemmlowp, &codes)),
        (
            "channels",
            each(
                &affine["multi_scale"]["variants"],
                &["scale_f32_bits", "zero_point", "q", "dq_f32_bits"],
            ),
        ),
        ("grid", long(&affine["int_grid"]["q"])),
        (
            "moving_average",
            each(
                &affine["moving_average"]["steps"],
                &["min", "max", "scale", "zero_point"],
            ),
        ),
        ("percentile", long(&calib["percentile"]["numpy_linear_abs"])),
        ("mse", mse + best),
        ("entropy", long(&calib["entropy"]["threshold"])),
        (
            "aciq",
            of(
                &calib["aciq"],
                &["laplace_alpha_over_b", "gauss_alpha_over_sigma"],
            ),
        ),
        ("octav", long(&calib["octav"]["sequences"])),
        (
            "ste",
            of(ste, &["identity", "clipped", "tanh", "approx_sign_bireal"])
                + of(&ste["dsq"], &["soft_value", "dvalue_dx"])
                + of(&ste["ewgs"], &["xq", "gx"]),
        ),
        (
            "pact",
            each(
                &train["pact"]["cases"],
                &[
                    "y",
                    "yq",
                    "dx",
                    "dalpha_paper",
                    "dalpha_scale_aware",
                    "note_formula",
                ],
            ) - on_boundary("pact"),
        ),
        (
            "lsq",
            each(
                &train["lsq"]["cases"],
                &[
                    "grad_scale",
                    "vhat",
                    "dv",
                    "ds",
                    "ds_unscaled",
                    "ds_pytorch_rule",
                    "dv_pytorch_rule",
                ],
            ) - on_boundary("lsq")
                + of(
                    &train["lsq"]["boundary"],
                    &[
                        "ds_strict_sum",
                        "dv_strict",
                        "ds_inclusive_sum",
                        "dv_inclusive",
                    ],
                ),
        ),
        (
            "lsq_plus",
            each(
                &train["lsq_plus"]["cases"],
                &["grad_scale", "xhat", "dx", "ds", "dbeta"],
            ),
        ),
        (
            "diffq",
            each(
                &train["diffq"]["cases"],
                &[
                    "bits",
                    "w_noisy",
                    "dw",
                    "dbits",
                    "dlogit",
                    "model_size_mb",
                    "dsize_dlogit",
                ],
            ),
        ),
        (
            "diffq_evaluated",
            each(
                &train["diffq"]["cases"],
                &["eval_bits", "eval_levels", "eval_w"],
            ),
        ),
        (
            "bwn",
            of(
                &train["bwn"],
                &[
                    "alpha",
                    "sign",
                    "What",
                    "dW_paper",
                    "dW_chain_rule",
                    "dW_allenai_lua_sgd",
                ],
            ),
        ),
        (
            "xnor",
            of(
                &train["xnor"],
                &["A", "K", "sign_conv", "approx", "exact_conv"],
            ),
        ),
        (
            "networks",
            each(
                &networks["cases"],
                &["losses", "gradients", "last", "trained"],
            ),
        ),
    ])
}

#[test]
fn everything_agrees_and_nothing_is_left_out() -> Fallible<()> {
    let reports = run(Some(std::fs::read(path(FILE))?), passing);
    let mut done = 0.0;
    for report in &reports {
        assert!((done..=1.0).contains(&report.done), "{}", report.done);
        done = report.done;
        let running = report
            .checked
            .iter()
            .filter(|one| one.stage == Stage::Running);
        assert!(running.count() <= 1);
    }
    assert!(reports.len() > 50, "{} reports", reports.len());
    let last = reports.last().ok_or("no report")?;
    assert!(last.finished());
    let counted = counted()?;
    assert_eq!(counted.len(), checks().count());
    for ((id, count), check) in counted.iter().zip(checks()) {
        assert_eq!(*id, check.id);
        let found = of(last, id);
        assert_eq!(found.stage, Stage::Done, "{id}");
        assert_eq!(found.tally.differences, [], "{id}");
        assert_eq!(found.tally.count, *count, "{id}: how many");
        assert_eq!(found.tally.agreed, *count, "{id}");
        assert!(*count > 0 && found.milliseconds > 0.0, "{id}");
    }
    let all = counted.iter().map(|(_, count)| count).sum();
    assert_eq!(last.total(), (all, all));
    println!("{all} of {all}");
    Ok(())
}

/// The run can fail: one number changed in each kind of expectation is found and told.
#[test]
fn a_corrupted_expectation_is_told() -> Fallible<()> {
    let right = golden::golden()?;
    let mut wrong = right.clone();
    wrong.formats[0].values_f32_bits[9] = Bits(1234.5);
    wrong.encoded[0].columns[0].codes[100] ^= 0x55;
    wrong.stochastic[1].y_f32_bits[3].0 *= 2.0;
    wrong.affine.cases[0].variants[0].scale_f32_bits.0 = 0.25;
    wrong.affine.cases[1].variants[2].q[5] += 1;
    wrong.affine.int_grid.q.get_mut("uint4").ok_or("uint4")?[7] -= 1;
    wrong.calibrators.entropy.threshold[1] *= 1.001;
    wrong
        .calibrators
        .mse_grid
        .results
        .get_mut("4")
        .ok_or("4")?
        .best_k += 1;
    wrong.methods.pact.cases[2].dalpha_paper += 1e-3;
    wrong.methods.lsq.cases[0].vhat[4] += 0.01;
    wrong.methods.bwn.sign[0] *= -1.0;
    wrong.training[11].losses[2] *= 1.001;
    let report = last(&wrong)?;
    assert!(report.finished());
    let changed = [
        "decode",
        "edges",
        "stochastic",
        "static",
        "grid",
        "mse",
        "entropy",
        "pact",
        "lsq",
        "bwn",
        "networks",
    ];
    for check in checks() {
        let tally = &of(&report, check.id).tally;
        let expected = match check.id {
            "static" => 2,
            id if changed.contains(&id) => 1,
            _ => 0,
        };
        assert_eq!(tally.differences.len(), expected, "{}", check.id);
        assert_eq!(tally.count - tally.agreed, expected as u64, "{}", check.id);
    }
    let (agreed, count) = report.total();
    assert_eq!(count - agreed, 12);
    // The input, what was expected and what came.
    let told = &of(&report, "decode").tally.differences[0];
    let format = Format::by_id(&right.formats[0].id).ok_or("a format")?;
    assert_eq!(told.input, format!("0x09 of {}", format.label));
    assert_eq!(told.expected, "1234.5");
    assert_eq!(told.found, format.decode(9).to_string());
    let told = &of(&report, "bwn").tally.differences[0];
    assert_eq!((told.expected.as_str(), told.found.as_str()), ("-1", "1"));
    Ok(())
}

/// Many differences are all counted, and some told; what makes no sense does not stop the run.
#[test]
fn hostile_expectations_do_not_stop_it() -> Fallible<()> {
    let mut wrong = golden::golden()?;
    for value in &mut wrong.formats[3].values_f32_bits {
        *value = Bits(9.0e9);
    }
    wrong.formats[4].id = "float8_unheard_of".to_owned();
    wrong.affine.cases[0].variants[0].dtype = "complex".to_owned();
    wrong.affine.multi_scale.shape = vec![3, 5];
    wrong.methods.bwn.weights.pop();
    wrong.methods.diffq.cases[0].noise = "pink".to_owned();
    wrong.training[0].sizes.clear();
    wrong.training[1].first[0].0.pop();
    wrong.training[2].activation = "none".to_owned();
    wrong.stochastic[0].nbits = 99;
    let report = last(&wrong)?;
    assert!(report.finished());
    let decoded = &of(&report, "decode").tally;
    assert_eq!(decoded.differences.len(), LISTED);
    assert_eq!(decoded.count - decoded.agreed, 256 + 1);
    let told = of(&report, "networks").tally.differences.iter();
    assert!(told.clone().any(|one| one.found == "no activation none"));
    Ok(())
}

#[test]
fn without_expectations_it_says_so() {
    for bytes in [None, Some(Vec::new()), Some(vec![0xFF; 1000])] {
        let reports = run(bytes, still);
        assert_eq!(reports.len(), 1);
        assert!(reports[0].unreadable && !reports[0].finished());
        assert_eq!(reports[0].total(), (0, 0));
    }
}

#[test]
fn versions_are_those_of_the_golden_files() -> Fallible<()> {
    let readme = std::fs::read_to_string(path("quant/tests/golden/README.md"))?;
    let line = readme
        .lines()
        .find_map(|line| line.strip_prefix("Versions: "));
    let line = line.ok_or("no versions")?.trim_end_matches('.');
    let lock = std::fs::read_to_string(path("Cargo.lock"))?;
    for reference in REFERENCES {
        let written = with_version(reference.name);
        if reference.name == "half" {
            let entry = format!("name = \"half\"\nversion = \"{}\"", reference.version);
            assert!(lock.contains(&entry), "{written}");
        } else {
            assert!(line.split(", ").any(|one| one == written), "{written}");
        }
    }
    let networks = golden::json("train/tests/golden/train.json")?;
    let torch = networks["versions"]["torch"].as_str().ok_or("torch")?;
    assert_eq!(
        format!("torch {}", torch.split('+').next().unwrap_or(torch)),
        with_version("torch")
    );
    for check in checks() {
        for name in check.against {
            assert!(
                REFERENCES.iter().any(|reference| reference.name == *name),
                "{name}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_table_is_in_order() {
    let mut ids = BTreeSet::new();
    for (list, part) in CHECKS.iter().zip(PARTS) {
        assert!(!list.is_empty());
        for check in *list {
            assert_eq!(check.part, part.id);
            assert!(ids.insert(check.id), "two comparisons {}", check.id);
            let share = match check.rule {
                Rule::Exact => 0.0,
                Rule::Relative(share) | Rule::OfLargest(share) => share,
            };
            assert!((0.0..=1e-5).contains(&share));
        }
        let state = parse(&format!("#/proof?part={}", part.id));
        assert_eq!(state.choice(&settings::PART), part.id);
        assert_eq!(lesson::question(&state), "#/proof");
    }
}

/// What a lesson's story names as its proof is a part of the page.
#[test]
fn every_story_leads_to_a_part() {
    for lesson in LESSONS {
        if let Some(course) = &(lesson.part)().course {
            let part = course.story.proof;
            assert!(PARTS.iter().any(|known| known.id == part), "{part}");
        }
    }
}

#[test]
fn the_work_is_chosen_by_the_address() -> Fallible<()> {
    let shelf = Shelf {
        expected: Some(std::fs::read(path(FILE))?),
        ..Shelf::default()
    };
    let begin = |hash: &str| {
        let state = parse(hash);
        let job = (lesson::of(&state).part)().job.ok_or("no work")?;
        let bytes = job(&state, &shelf).advance(still).ok_or("no report")?;
        Ok::<Told, Box<dyn std::error::Error>>(postcard::from_bytes(&bytes)?)
    };
    assert!(matches!(begin("#/proof")?, Told::Checked(report) if report.finished()));
    assert!(matches!(begin("#/proof?work=measure")?, Told::Measured(report) if report.done > 0.0));
    Ok(())
}

#[test]
fn the_machine_is_measured() -> Fallible<()> {
    let mut speed = Speed::new();
    let (mut done, mut last) = (0.0, SpeedReport::default());
    while let Some(bytes) = speed.advance(passing) {
        let Told::Measured(report) = postcard::from_bytes(&bytes)? else {
            return Err("another report".into());
        };
        assert!(report.done > done);
        (done, last) = (report.done, report);
    }
    assert_eq!(done, 1.0);
    // Between two looks at this clock pass 7 ms, so each is run once.
    assert_eq!(last.medians, [Some(7.0); KERNELS.len()]);
    Ok(())
}

/// Every link is the address of a state as the page writes it, in a lesson of the course.
#[test]
fn every_disagreement_opens_in_a_lesson() {
    let mut ids = BTreeSet::new();
    for one in DISAGREEMENTS {
        assert!(ids.insert(one.id));
        assert!(one.says.len() >= 2, "{}", one.id);
        let state = parse(one.address);
        assert_eq!(state.to_hash(), format!("#/{}", one.address), "{}", one.id);
        assert!(lesson::of(&state).in_course);
    }
}

/// The figures that the table of disagreements names.
#[test]
fn the_figures_of_the_disagreements() -> Fallible<()> {
    let format = |id: &str| Format::by_id(id).ok_or("a format");
    let (e4m3, even) = (format("float8_e4m3fn")?, Rounding::NearestEven);
    let value = |x: f64, rounding, overflow| e4m3.decode(e4m3.encode(x, rounding, overflow, 0));
    let (special, saturate) = (Overflow::Special, Overflow::Saturate);
    assert!(value(500.0, even, special).is_nan() && value(490.0, even, special).is_nan());
    assert_eq!((value(500.0, even, saturate), e4m3.max()), (448.0, 448.0));
    assert_eq!(value(300.0, even, saturate), 288.0);
    assert_eq!(format("float8_e4m3")?.max(), 240.0);
    assert_eq!(value(17.0, even, saturate), 16.0);
    assert_eq!(value(17.0, Rounding::NearestAway, saturate), 18.0);
    let scale = format("float8_e8m0fnu")?;
    assert_eq!(scale.encode(0.0, even, special, 0), 0xFF);
    assert_eq!(scale.encode(0.0, even, saturate, 0), 0);

    let q = |min, max, options: &AffineOptions| Affine::from_range(Range { min, max }, options);
    let static_rule = AffineOptions::ONNX_STATIC;
    assert_eq!(q(-1.0, 1.0, &static_rule).zero_point, 128.0);
    assert_eq!(q(-1.0, 1.0, &AffineOptions::ONNX_DYNAMIC).zero_point, 127.0);
    let four = AffineOptions {
        bits: 4,
        ..static_rule
    };
    let away = AffineOptions {
        rounding: Rounding::NearestAway,
        ..four
    };
    assert_eq!(
        (q(0.0, 15.0, &four).scale, q(0.0, 15.0, &four).quantize(2.5)),
        (1.0, 2)
    );
    assert_eq!(q(0.0, 15.0, &away).quantize(2.5), 3);
    let symmetric = AffineOptions {
        signed: true,
        symmetric: true,
        ..static_rule
    };
    assert_eq!(q(-1.0, 1.0, &symmetric).scale, (1.0_f64 / 127.5) as f32);
    let notes = AffineOptions {
        zero_point: ZeroPoint::NotesSign,
        ..static_rule
    };
    let literal = q(-1.0, 1.0, &notes);
    let (low, high) = (literal.unclamped(-1.0), literal.unclamped(1.0));
    assert!(low < 0.0 && high <= 0.0, "{low} {high}");

    let pact = Pact {
        bits: 2,
        alpha: 1.0,
        gradient: PactGradient::Paper,
    };
    let scale = Pact {
        gradient: PactGradient::Scale,
        ..pact
    };
    for x in [-1.0_f64, 0.3, 0.9, 2.0] {
        assert_eq!(pact.clip(x), x.clamp(0.0, 1.0));
        assert_eq!(pact.notes_clip(x), x.max(1.0));
        if x < 1.0 {
            assert_eq!(pact.alpha_slope(x), 0.0);
            let through = (scale.value(x) - scale.clip(x)) / scale.alpha;
            assert!((scale.alpha_slope(x) - through).abs() < 1e-12);
        }
    }
    let lsq = Lsq {
        bits: 3,
        signed: true,
        step: 0.25,
        gradient_scale: false,
    };
    assert_eq!(lsq.slope_by(0.75, ClipRule::Strict), 0.0);
    assert_eq!(lsq.slope_by(0.75, ClipRule::Inclusive), 1.0);
    assert_eq!(quantscope::quant::binary::sign(0.0), 1);
    Ok(())
}
