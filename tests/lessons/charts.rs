//! Every chart of every lesson without a page.

use quantscope::lesson::{self, Charts, Given, LESSONS, Sample, Shelf, schemas, source};
use quantscope::plot::{DARK, LIGHT};
use quantscope::signal::Picture;
use quantscope::state::State;

use crate::parse;

const CAMERA: &[u8] = include_bytes!("../../page/pictures/camera.pgm");
const DIGITS: &[u8] = include_bytes!("../../page/data/digits.bin");

/// Addresses besides the defaults, and the charts that they have.
const CASES: &[(&str, &[&str])] = &[
    ("#/formats", &["line", "log-line", "signal", "error"]),
    (
        "#/formats?versus=float8_e5m2&code=255",
        &[
            "line",
            "line-versus",
            "log-line",
            "signal",
            "signal-versus",
            "error",
        ],
    ),
    (
        "#/formats?format=bfloat16&count=1",
        &["line", "log-line", "signal", "error"],
    ),
    ("#/affine", &["signal", "stairs", "error"]),
    (
        "#/affine?bits=8&zero_point=notes&count=1",
        &["signal", "stairs", "error"],
    ),
    ("#/clipping", &["signal", "errors"]),
    (
        "#/clipping?bits=2&signed=0&threshold=0.5&count=1",
        &["signal", "errors"],
    ),
    ("#/ste", &["forward", "backward", "bowl", "path"]),
    (
        "#/ste?estimator=ewgs&step=0",
        &["forward", "backward", "bowl", "path"],
    ),
    ("#/pact", &["forward", "backward", "loss", "path"]),
    (
        "#/pact?notes=1&step=0&count=1",
        &["forward", "backward", "loss", "path"],
    ),
    ("#/lsq", &["forward", "backward", "loss", "path"]),
    (
        "#/lsq?s=0.5&step=17&offset=1",
        &["forward", "backward", "loss", "path"],
    ),
    ("#/diffq", &["noise", "decibels", "bits", "size", "error"]),
    (
        "#/diffq?step=0&ratio=8",
        &["noise", "decibels", "bits", "size", "error"],
    ),
    (
        "#/binary",
        &[
            "weights",
            "parabola",
            "filters",
            "gradient",
            "picture",
            "exact",
            "binary",
            "difference",
        ],
    ),
    (
        "#/binary?count=1&per=filter&channels=1",
        &[
            "weights",
            "parabola",
            "filters",
            "gradient",
            "picture",
            "exact",
            "binary",
            "difference",
        ],
    ),
    (
        "#/xnor",
        &[
            "input",
            "signs",
            "counts",
            "scales",
            "approximation",
            "exact",
            "difference",
        ],
    ),
    (
        "#/qat?at=10&layer=2",
        &[
            "history",
            "weights-full",
            "weights-ptq",
            "weights-qat",
            "latent",
            "used",
        ],
    ),
    (
        "#/qat?at=0&data=digits",
        &[
            "history",
            "weights-full",
            "weights-ptq",
            "weights-qat",
            "latent",
            "used",
        ],
    ),
];

fn charts(hash: &str, values: Option<Vec<f32>>) -> Charts {
    let state = State::parse_strictly(hash, &schemas()).unwrap_or_else(|error| panic!("{error}"));
    let sample = Sample::new(values.unwrap_or_else(|| {
        let drawn = source(&state);
        let mut values = vec![0.0; drawn.count];
        drawn.draw()(&mut values);
        values
    }));
    let picture = Picture::read_pgm("camera.pgm", CAMERA).expect("the picture that ships");
    let shelf = Shelf {
        digits: Some(DIGITS.to_vec()),
        ..Shelf::default()
    };
    let given = Given {
        sample: &sample,
        picture: Some(&picture),
        shelf: Some(&shelf),
    };
    lesson::charts(&state, &lesson::look(&state, &given))
}

#[test]
fn every_lesson_is_tried() {
    for lesson in LESSONS.iter().filter(|lesson| lesson.in_course) {
        let tried = |case: &&(&str, _)| parse(case.0).lesson() == lesson.schema.id;
        assert!(CASES.iter().any(|case| tried(&case)), "{}", lesson.label);
    }
}

#[test]
fn every_chart_is_a_picture_with_words_and_figures() {
    for (hash, expected) in CASES {
        let charts = charts(hash, None);
        assert_eq!(charts.problem(), None, "{hash}");
        let ids: Vec<&str> = charts.iter().map(|chart| chart.id()).collect();
        assert_eq!(ids, *expected, "{hash}");
        for chart in charts.iter() {
            let what = format!("{hash} {}", chart.id());
            for (width, palette) in [(720, &LIGHT), (280, &DARK)] {
                let svg = chart.to_svg(width, palette);
                let size = format!("viewBox=\"0 0 {width} {}\"", chart.height(width));
                assert!(
                    svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
                    "{what}"
                );
                assert!(svg.contains(&size), "{what}: {size}");
                assert!(svg.lines().count() > 6, "{what}: {svg}");
                assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{what}");
            }
            assert!(
                chart.name().len() > 1 && chart.summary().ends_with('.'),
                "{what}"
            );
            let table = chart.table();
            // A format of very many codes has no spikes to count.
            let counted = !(hash.contains("bfloat16") && chart.id() == "signal");
            assert!(
                counted != table.rows.is_empty() && !table.head.is_empty(),
                "{what}"
            );
            for row in &table.rows {
                assert_eq!(row.len(), table.head.len(), "{what}");
            }
            assert_eq!(
                table.to_csv().lines().count(),
                table.rows.len() + 1,
                "{what}"
            );
        }
    }
}

#[test]
fn charts_of_any_numbers_are_pictures() {
    let hostile: [&[f32]; 6] = [
        &[],
        &[f32::NAN],
        &[0.0; 9],
        &[f32::MAX, -f32::MAX],
        &[f32::from_bits(1)],
        &[f32::INFINITY, 1.0],
    ];
    for (hash, _) in CASES {
        if !lesson::of(&parse(hash)).signal {
            continue;
        }
        for values in hostile {
            for chart in charts(hash, Some(values.to_vec())).iter() {
                let svg = chart.to_svg(400, &LIGHT);
                assert!(
                    svg.ends_with("</svg>\n"),
                    "{hash} {} {values:?}",
                    chart.id()
                );
                chart.table();
            }
        }
    }
}

/// Half of its codes lie where no value does: that is to be seen.
#[test]
fn a_symmetric_range_is_seen_whole() {
    for (symmetric, expected) in [("0", false), ("1", true)] {
        let hash = format!("#/affine?signal=half_normal&symmetric={symmetric}");
        for chart in charts(&hash, None).iter().take(2) {
            let ticks = chart.to_svg(720, &LIGHT).contains(">\u{2212}4<");
            assert_eq!(ticks, expected, "{hash} {}", chart.id());
        }
    }
}

#[test]
fn what_cannot_be_trained_says_why() {
    let state = parse("#/qat?data=digits");
    let report = lesson::look(&state, &Given::from(&Sample::new(Vec::new())));
    let charts = lesson::charts(&state, &report);
    assert_eq!(charts.problem(), Some("The digits are not there yet."));
    assert_eq!(charts.iter().count(), 0);
}
