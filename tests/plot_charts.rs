//! Pictures of every chart, kept as SVG, and what must hold for any of them.
//!
//! A snapshot is written with `INSTA_UPDATE=always cargo test --test plot_charts`
//! and then looked at; an ordinary run only compares.

mod pictures;

use pictures::{Case, case};
use quantscope::plot::{
    Band, Curve, ErrorHistogram, Frame, LogDensity, Mark, NumberLine, NumberLineLog, Outline, Role,
    SignalHistogram, Staircase,
};

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

/// What calibrators choose for a normal signal and four bits.
const THRESHOLDS: [Mark; 7] = [
    threshold(4.1, "min-max"),
    threshold(3.29, "percentile"),
    threshold(2.42, "entropy"),
    threshold(2.56, "ACIQ Gauss"),
    threshold(3.56, "ACIQ Laplace"),
    threshold(2.49, "MSE"),
    threshold(2.51, "OCTAV"),
];

const fn threshold(x: f64, label: &'static str) -> Mark<'static> {
    Mark {
        x,
        label,
        role: Role::Ink,
    }
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
    let marked_four = through(&uniform(-2.5, 2.5, 16));
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
                marks: &[],
            }
            .scene(frame)
        }
    };
    let marked_counts = counts.clone();
    let marked = move |frame: &Frame| {
        SignalHistogram {
            counts: &marked_counts,
            range: wide,
            quantized: &marked_four,
            domain: wide,
            clip: Some((-2.5, 2.5)),
            marks: &THRESHOLDS,
        }
        .scene(frame)
    };
    vec![
        case("signal_marked", 240, marked),
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

#[test]
fn every_chart_looks_as_it_did() {
    pictures::look_as_they_did(&cases());
}

#[test]
fn every_chart_becomes_a_document() {
    pictures::become_documents(&cases());
}

#[test]
fn nothing_leaves_the_frame() {
    pictures::stay_inside(&cases());
}

#[test]
fn labels_stay_inside_and_apart() {
    pictures::labels_stay_apart(&cases());
}
