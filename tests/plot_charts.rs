//! Pictures of every chart, kept as SVG, and what must hold for any of them.
//!
//! A snapshot is written with `INSTA_UPDATE=always cargo test --test plot_charts`
//! and then looked at; an ordinary run only compares.

use plotters::prelude::SVGBackend;
use quantscope::plot::{
    Band, Curve, DARK, ErrorHistogram, Frame, LIGHT, LogDensity, NumberLine, NumberLineLog,
    Outline, Scene, SignalHistogram, Staircase,
};

/// A chart with its data, ready to be drawn into any frame.
struct Case {
    name: &'static str,
    height: u32,
    scene: Box<dyn Fn(&Frame) -> Scene>,
}

fn case(name: &'static str, height: u32, scene: impl Fn(&Frame) -> Scene + 'static) -> Case {
    Case {
        name,
        height,
        scene: Box::new(scene),
    }
}

/// The finite values of E4M3 from zero up: exponent bias 7, three mantissa bits,
/// the last code of 128 is NaN.
fn e4m3() -> Vec<f64> {
    (0..127u32)
        .map(|code| {
            let (exponent, mantissa) = ((code >> 3) as i32, f64::from(code & 7));
            if exponent == 0 {
                mantissa * 2f64.powi(-9)
            } else {
                (8.0 + mantissa) * 2f64.powi(exponent - 10)
            }
        })
        .collect()
}

/// E4M3 with its negative half, ascending, one zero.
fn e4m3_both() -> Vec<f64> {
    let positive = e4m3();
    let mut all: Vec<f64> = positive[1..].iter().rev().map(|v| -v).collect();
    all.extend(positive);
    all
}

/// Intervals of rounding to nearest.
fn bands(values: &[f64]) -> Vec<Band<'static>> {
    (0..values.len())
        .map(|i| Band {
            lower: if i == 0 {
                f64::NEG_INFINITY
            } else {
                (values[i - 1] + values[i]) / 2.0
            },
            upper: values
                .get(i + 1)
                .map_or(f64::INFINITY, |next| (values[i] + next) / 2.0),
            value: values[i],
            label: None,
        })
        .collect()
}

/// Samples whose density is `shape`, one per step of a fine grid, roughened by a
/// fixed sequence, so that the pictures have the grain of real data.
fn samples(shape: impl Fn(f64) -> f64) -> Vec<(f64, u32)> {
    let mut state = 1u32;
    (-42_000..=42_000)
        .map(|i| {
            let x = f64::from(i) / 7000.3 + 0.00013;
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = 0.5 + f64::from(state >> 16) / 65536.0;
            (x, (shape(x) * 60.0 * grain).round() as u32)
        })
        .collect()
}

fn normal(x: f64) -> f64 {
    (-x * x / 2.0).exp() * 0.3989
}

fn histogram(samples: &[(f64, u32)], range: (f64, f64), bins: usize) -> Vec<u32> {
    let mut counts = vec![0; bins];
    for &(x, n) in samples {
        let t = (x - range.0) / (range.1 - range.0);
        if (0.0..1.0).contains(&t) {
            counts[(t * bins as f64) as usize] += n;
        }
    }
    counts
}

/// The value of `levels` nearest to x.
fn nearest(levels: &[f64], x: f64) -> usize {
    let above = levels
        .partition_point(|v| *v < x)
        .clamp(1, levels.len() - 1);
    if x - levels[above - 1] <= levels[above] - x {
        above - 1
    } else {
        above
    }
}

fn quantize(samples: &[(f64, u32)], levels: &[f64]) -> Vec<(f64, u64)> {
    let mut counts = vec![0u64; levels.len()];
    for &(x, n) in samples {
        counts[nearest(levels, x)] += u64::from(n);
    }
    levels.iter().copied().zip(counts).collect()
}

fn errors(samples: &[(f64, u32)], levels: &[f64]) -> Vec<(f64, u32)> {
    samples
        .iter()
        .map(|&(x, n)| (levels[nearest(levels, x)] - x, n))
        .collect()
}

/// `count` levels from `low` to `high`.
fn uniform(low: f64, high: f64, count: u32) -> Vec<f64> {
    (0..count)
        .map(|i| low + (high - low) * f64::from(i) / f64::from(count - 1))
        .collect()
}

fn middles(levels: &[f64]) -> Vec<f64> {
    levels.windows(2).map(|w| (w[0] + w[1]) / 2.0).collect()
}

fn signal_cases() -> Vec<Case> {
    let wide = (-4.5, 4.5);
    let signal = samples(normal);
    let counts = histogram(&signal, wide, 256);
    let through = |levels: &[f64]| quantize(&signal, levels);
    let (float, four, eight, narrow) = (
        through(&e4m3_both()),
        through(&uniform(-4.0, 4.0, 16)),
        through(&uniform(-4.0, 4.0, 256)),
        through(&uniform(-1.5, 1.5, 8)),
    );
    let half = samples(|x| if x > 0.0 { normal(x) } else { 0.0 });
    let zeros: u32 = half.iter().map(|s| s.1).sum();
    let relu: Vec<(f64, u32)> = half.into_iter().chain([(0.0, zeros)]).collect();
    let relu_counts = histogram(&relu, (0.0, 4.5), 192);
    let relu_quantized = quantize(&relu, &uniform(0.0, 4.5, 32));
    let draw = move |counts: Vec<u32>, quantized: Vec<(f64, u64)>, range, domain, clip| {
        move |frame: &Frame| {
            SignalHistogram {
                counts: &counts,
                range,
                quantized: &quantized,
                domain,
                clip,
            }
            .scene(frame)
        }
    };
    vec![
        case(
            "signal_e4m3",
            210,
            draw(counts.clone(), float, wide, wide, None),
        ),
        case(
            "signal_4_bits",
            210,
            draw(counts.clone(), four, wide, wide, Some((-4.0, 4.0))),
        ),
        case(
            "signal_8_bits",
            210,
            draw(counts.clone(), eight, wide, wide, None),
        ),
        case(
            "signal_clipped",
            210,
            draw(counts, narrow, wide, wide, Some((-1.5, 1.5))),
        ),
        case(
            "signal_relu",
            210,
            draw(relu_counts, relu_quantized, (0.0, 4.5), (-0.5, 5.0), None),
        ),
    ]
}

fn line_cases() -> Vec<Case> {
    let line = |domain, typed: f64| {
        move |frame: &Frame| {
            let bands = bands(&e4m3_both());
            NumberLine {
                bands: &bands,
                domain,
                highlighted: bands
                    .iter()
                    .position(|b| b.lower <= typed && typed < b.upper),
                typed: Some(typed),
            }
            .scene(frame)
        }
    };
    let log = |typed: f64, density: bool| {
        move |frame: &Frame| {
            let values = &e4m3()[1..];
            let counts: Vec<u32> = (0..96)
                .map(|i| {
                    let x = (f64::from(i) / 4.0 - 18.0).exp2();
                    (normal(x) * x * 1e6) as u32
                })
                .collect();
            NumberLineLog {
                values,
                min_normal: 2f64.powi(-6),
                underflow: 2f64.powi(-10),
                overflow: 464.0,
                typed: Some(typed),
                value: Some(values[nearest(values, typed)]),
                density: density.then_some(LogDensity {
                    counts: &counts,
                    log2_range: (-18.0, 6.0),
                }),
            }
            .scene(frame)
        }
    };
    vec![
        case("line_near", 118, line((3.6, 10.4), 5.37)),
        case("line_whole", 118, line((-480.0, 480.0), 100.0)),
        case("line_zero", 118, line((-0.05, 0.05), -0.0123)),
        case("line_outside", 118, line((3.6, 10.4), 11.9)),
        case("log_signal", 150, log(5.37, true)),
        case("log_bare", 100, log(0.01, false)),
    ]
}

fn staircase_cases() -> Vec<Case> {
    let steps = |levels: Vec<f64>, other: Option<Vec<f64>>, clip| {
        move |frame: &Frame| {
            let breakpoints = middles(&levels);
            let other = other.clone().unwrap_or_default();
            let other_breaks = middles(&other);
            Staircase {
                curve: Curve::Steps {
                    breakpoints: &breakpoints,
                    levels: &levels,
                },
                comparison: (!other.is_empty()).then_some(Curve::Steps {
                    breakpoints: &other_breaks,
                    levels: &other,
                }),
                domain: (-1.5, 1.5),
                codomain: (-1.5, 1.5),
                clip,
            }
            .scene(frame)
        }
    };
    let float: Vec<f64> = [-6.0, -4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0]
        .iter()
        .chain(&[0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0])
        .map(|v| v / 6.0)
        .collect();
    vec![
        case(
            "stairs_3_bits",
            300,
            steps(uniform(-1.0, 1.0, 8), None, Some((-1.0, 1.0))),
        ),
        case(
            "stairs_compared",
            300,
            steps(uniform(-1.0, 1.0, 16), Some(float), None),
        ),
        case(
            "stairs_8_bits",
            300,
            steps(uniform(-1.0, 1.0, 256), None, Some((-1.0, 1.0))),
        ),
    ]
}

fn error_cases() -> Vec<Case> {
    let signal = samples(normal);
    let step = 8.0 / 63.0;
    let range = (-0.08, 0.08);
    let affine = histogram(&errors(&signal, &uniform(-4.0, 4.0, 64)), range, 128);
    let float = histogram(&errors(&signal, &e4m3_both()), range, 128);
    let clipped = histogram(&errors(&signal, &uniform(-1.5, 1.5, 8)), (-3.0, 3.0), 256);
    let draw = |counts: Vec<u32>, range, uniform_step, other: Option<Vec<u32>>| {
        move |frame: &Frame| {
            ErrorHistogram {
                counts: &counts,
                range,
                half_width: range.1,
                uniform_step,
                comparison: other.as_deref().map(|counts| Outline { counts, range }),
            }
            .scene(frame)
        }
    };
    vec![
        case(
            "error_uniform",
            140,
            draw(affine.clone(), range, Some(step), None),
        ),
        case(
            "error_compared",
            140,
            draw(affine, range, Some(step), Some(float)),
        ),
        case(
            "error_clipped",
            140,
            draw(clipped, (-3.0, 3.0), Some(3.0 / 7.0), None),
        ),
    ]
}

fn cases() -> Vec<Case> {
    let mut all = signal_cases();
    all.extend(line_cases());
    all.extend(staircase_cases());
    all.extend(error_cases());
    all
}

fn svg(scene: &Scene, frame: &Frame) -> String {
    let mut text = String::new();
    scene
        .draw(
            &mut SVGBackend::with_string(&mut text, frame.device_size()),
            frame,
        )
        .expect("drawing into a string cannot fail");
    text
}

#[test]
fn every_chart_looks_as_it_did() {
    for case in cases() {
        for (variant, frame) in [
            ("wide_light", Frame::new(760, case.height, 1.0, &LIGHT)),
            ("wide_dark", Frame::new(760, case.height, 2.0, &DARK)),
            ("phone_light", Frame::new(316, case.height, 2.0, &LIGHT)),
            ("phone_dark", Frame::new(316, case.height, 1.0, &DARK)),
        ] {
            let frame = frame.for_svg();
            let picture = svg(&(case.scene)(&frame), &frame);
            insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
                insta::assert_snapshot!(format!("{}_{variant}", case.name), picture);
            });
        }
    }
}

/// Numbers of an attribute like `x="12"` or `points="1,2 3,4 "`.
fn numbers(tag: &str, attribute: &str) -> Vec<f64> {
    tag.split(&format!(" {attribute}=\""))
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .map(|list| {
            list.split([',', ' '])
                .filter(|s| !s.is_empty())
                .map(|s| s.parse().expect("a number"))
                .collect()
        })
        .unwrap_or_default()
}

#[test]
fn nothing_leaves_the_frame() {
    for case in cases() {
        for width in [280, 316, 500, 760, 1400] {
            for ratio in [1.0, 1.25, 2.0, 3.0] {
                let frame = Frame::new(width, case.height, ratio, &LIGHT).for_svg();
                let (w, h) = frame.device_size();
                let (w, h) = (f64::from(w), f64::from(h));
                let text = svg(&(case.scene)(&frame), &frame);
                let inside = |x: f64, y: f64, tag: &str| {
                    assert!(
                        (0.0..=w).contains(&x) && (0.0..=h).contains(&y),
                        "{} at {width} x {ratio}: {tag}",
                        case.name
                    );
                };
                for tag in text.lines().filter(|l| l.starts_with('<')) {
                    for p in numbers(tag, "points").chunks(2) {
                        inside(p[0], p[1], tag);
                    }
                    let (x, y) = (numbers(tag, "x"), numbers(tag, "y"));
                    if let ([x], [y]) = (&x[..], &y[..]) {
                        inside(*x, *y, tag);
                        if tag.starts_with("<rect") {
                            let (rw, rh) = (numbers(tag, "width")[0], numbers(tag, "height")[0]);
                            assert!(rw >= 0.0 && rh >= 0.0, "{}: {tag}", case.name);
                            inside(x + rw, y + rh, tag);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn labels_stay_inside_and_apart() {
    for case in cases() {
        for width in (280..=1400).step_by(7) {
            let frame = Frame::new(width, case.height, 1.0, &LIGHT);
            let scene = (case.scene)(&frame);
            let labels = scene.labels();
            for (i, a) in labels.iter().enumerate() {
                assert!(
                    a.0 >= 0.0
                        && a.2 <= f64::from(width)
                        && a.1 >= 0.0
                        && a.3 <= f64::from(case.height),
                    "{} at {width}: {a:?} leaves the frame",
                    case.name
                );
                for b in &labels[..i] {
                    let apart = a.0 >= b.2 || b.0 >= a.2 || a.1 >= b.3 || b.1 >= a.3;
                    assert!(apart, "{} at {width}: {a:?} touches {b:?}", case.name);
                }
            }
        }
    }
}

#[test]
fn an_empty_chart_is_no_accident() {
    let bad = [
        (f64::NAN, f64::NAN),
        (0.0, 0.0),
        (1.0, -1.0),
        (f64::NEG_INFINITY, f64::INFINITY),
        (-f64::MAX, f64::MAX),
        (0.0, f64::MIN_POSITIVE),
        (-1.0, 1.0),
    ];
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        -0.0,
        5e-324,
        f64::MAX,
    ];
    let quantized: Vec<(f64, u64)> = odd.iter().map(|&v| (v, u64::MAX)).collect();
    let bands: Vec<Band> = odd
        .iter()
        .map(|&v| Band {
            lower: v,
            upper: v,
            value: v,
            label: None,
        })
        .collect();
    let pairs: Vec<(f64, f64)> = odd.iter().map(|&v| (v, v)).collect();
    for (width, height) in [(0, 0), (1, 1), (30, 30), (60, 500), (316, 10), (316, 160)] {
        for domain in bad {
            for some in [false, true] {
                let frame = Frame::new(width, height, if some { f64::NAN } else { 2.0 }, &LIGHT);
                let counts: &[u32] = if some { &[0, u32::MAX, 3] } else { &[] };
                let scenes = [
                    SignalHistogram {
                        counts,
                        range: domain,
                        quantized: if some { &quantized } else { &[] },
                        domain,
                        clip: some.then_some(domain),
                    }
                    .scene(&frame),
                    NumberLine {
                        bands: if some { &bands } else { &[] },
                        domain,
                        highlighted: Some(3),
                        typed: some.then_some(domain.0),
                    }
                    .scene(&frame),
                    NumberLineLog {
                        values: if some { &odd } else { &[] },
                        min_normal: domain.0,
                        underflow: domain.1,
                        overflow: domain.0,
                        typed: some.then_some(domain.1),
                        value: Some(domain.0),
                        density: Some(LogDensity {
                            counts,
                            log2_range: domain,
                        }),
                    }
                    .scene(&frame),
                    Staircase {
                        curve: Curve::Steps {
                            breakpoints: if some { &odd } else { &[] },
                            levels: if some { &odd } else { &[] },
                        },
                        comparison: Some(Curve::Samples(if some { &pairs } else { &[] })),
                        domain,
                        codomain: domain,
                        clip: Some(domain),
                    }
                    .scene(&frame),
                    ErrorHistogram {
                        counts,
                        range: domain,
                        half_width: domain.1,
                        uniform_step: Some(domain.0),
                        comparison: Some(Outline {
                            counts,
                            range: domain,
                        }),
                    }
                    .scene(&frame),
                ];
                for scene in scenes {
                    assert!(svg(&scene, &frame).ends_with("</svg>\n"));
                }
            }
        }
    }
}
