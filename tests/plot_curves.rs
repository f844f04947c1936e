//! Pictures of line charts, kept as SVG, and what must hold for their marks.
//!
//! A snapshot is written with `INSTA_UPDATE=always cargo test --test plot_curves`
//! and then looked at; an ordinary run only compares.

mod pictures;

use pictures::{Case, case};
use quantscope::plot::{
    Arrow, Curves, Dot, Frame, LIGHT, Line, Mark, Path, Role, Scale, Scene, Shape, nice_codomain,
    nice_positive_codomain,
};

/// A function at `count` places from `low` to `high`.
fn sampled((low, high): (f64, f64), count: u32, f: impl Fn(f64) -> f64 + Copy) -> Vec<(f64, f64)> {
    (0..=count)
        .map(|i| low + (high - low) * f64::from(i) / f64::from(count))
        .map(|x| (x, f(x)))
        .collect()
}

const fn mark(x: f64, label: &'static str, role: Role) -> Mark<'static> {
    Mark { x, label, role }
}

/// What the clipped straight-through estimator lets pass.
fn ste(frame: &Frame) -> Scene {
    let steps = [
        (-2.0, 0.0),
        (-1.0, 0.0),
        (-1.0, 1.0),
        (1.0, 1.0),
        (1.0, 0.0),
        (2.0, 0.0),
    ];
    let tanh = sampled((-2.0, 2.0), 400, |x| 1.0 - x.tanh() * x.tanh());
    let arrows = [-1.6, -1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2, 1.6].map(|x: f64| {
        let passes = x.abs() <= 1.0;
        Arrow {
            x,
            from_y: 0.0,
            to_y: if passes { 0.6 } else { 0.25 },
            role: if passes {
                Role::Gradient
            } else {
                Role::Clipped
            },
            stopped: !passes,
        }
    });
    Curves {
        lines: &[
            Line {
                role: Role::Soft,
                dashed: true,
                width: 1.4,
                ..Line::new(&tanh)
            },
            Line {
                role: Role::Gradient,
                ..Line::new(&steps)
            },
        ],
        arrows: &arrows,
        domain: (-2.0, 2.0),
        codomain: (-0.2, 1.3),
        zero_line: true,
        x_label: "x",
        y_label: "∂x′/∂x",
        ..Curves::default()
    }
    .scene(frame)
}

/// Rounding and clipping error against the threshold, with every calibrator.
fn threshold(scale: Scale) -> impl Fn(&Frame) -> Scene {
    move |frame| {
        let domain = (0.5, 4.5);
        let rounding = |a: f64| a * a / (3.0 * 256.0);
        let clipping = |a: f64| 0.6 * (-a * a / 1.6).exp();
        let (first, second) = (
            sampled(domain, 300, rounding),
            sampled(domain, 300, clipping),
        );
        let sum = sampled(domain, 300, move |a| rounding(a) + clipping(a));
        let line = |points, role, dashed| Line {
            points,
            role,
            dashed,
            width: if dashed { 1.4 } else { 2.0 },
        };
        let lines = [
            line(&first, Role::Quantized, true),
            line(&second, Role::Clipped, true),
            line(&sum, Role::Error, false),
        ];
        Curves {
            lines: &lines,
            marks: &[
                mark(4.1, "min-max", Role::Ink),
                mark(3.29, "percentile", Role::Ink),
                mark(2.42, "entropy", Role::Ink),
                mark(2.56, "ACIQ Gauss", Role::Ink),
                mark(3.56, "ACIQ Laplace", Role::Ink),
                mark(2.49, "MSE", Role::Error),
                mark(2.51, "OCTAV", Role::Ink),
            ],
            dots: &[Dot {
                x: 3.0,
                y: rounding(3.0) + clipping(3.0),
                role: Role::Error,
                radius: 5.0,
                hollow: false,
            }],
            domain,
            codomain: match scale {
                Scale::Linear => nice_codomain(&lines, 0.05),
                _ => nice_positive_codomain(&lines[2..], 0.2),
            },
            y_scale: scale,
            x_label: "threshold",
            y_label: "MSE",
            ..Curves::default()
        }
        .scene(frame)
    }
}

/// Training a parameter over its loss, after so many steps.
fn training(steps: u32, rate: f64) -> impl Fn(&Frame) -> Scene {
    move |frame| {
        let loss = |a: f64| 0.02 * a * a + (-a).exp() + 0.012 * (9.0 * a).sin();
        let slope = |a: f64| 0.04 * a - (-a).exp();
        let curve = sampled((0.2, 6.0), 2000, loss);
        let mut alpha = 5.4;
        let mut points = vec![(alpha, loss(alpha))];
        for _ in 0..steps {
            alpha -= rate * slope(alpha);
            points.push((alpha, loss(alpha)));
        }
        let lines = [Line {
            role: Role::Error,
            width: 1.4,
            ..Line::new(&curve)
        }];
        Curves {
            lines: &lines,
            fill_under: Some(0),
            path: Some(Path {
                points: &points,
                role: Role::Gradient,
            }),
            dots: &[Dot {
                x: 5.4,
                y: loss(5.4),
                role: Role::Gradient,
                radius: 4.0,
                hollow: true,
            }],
            marks: &[
                mark(2.2, "best", Role::Soft),
                mark(alpha, "α", Role::Gradient),
            ],
            domain: (0.0, 6.0),
            codomain: nice_codomain(&lines, 0.1),
            x_label: "α",
            y_label: "L",
            ..Curves::default()
        }
        .scene(frame)
    }
}

/// The derivative of a learned step size: a sawtooth between two plateaus.
fn sawtooth(frame: &Frame) -> Scene {
    let teeth = sampled((-6.0, 6.0), 4800, |x| {
        let v = x.clamp(-4.0, 3.0);
        if x <= -4.0 || x >= 3.0 {
            v
        } else {
            v.round() - v
        }
    });
    let flat = [(-6.0, 0.0), (3.0, 0.0), (3.0, 1.0), (6.0, 1.0)];
    Curves {
        lines: &[
            Line {
                role: Role::Soft,
                dashed: true,
                width: 1.4,
                ..Line::new(&flat)
            },
            Line {
                role: Role::Gradient,
                ..Line::new(&teeth)
            },
        ],
        domain: (-6.0, 6.0),
        codomain: (-4.5, 3.5),
        zero_line: true,
        x_label: "v",
        y_label: "∂v̂/∂s",
        ..Curves::default()
    }
    .scene(frame)
}

/// Loss against a step size in powers of two, with a jump and a hole.
fn octaves(frame: &Frame) -> Scene {
    let mut loss: Vec<(f64, f64)> = sampled((-10.0, 2.0), 900, |e| {
        let s = e.exp2();
        s * s / 12.0 + 0.5 * (-s * 40.0).exp()
    });
    for (i, point) in loss.iter_mut().enumerate() {
        point.0 = point.0.exp2();
        if (300..330).contains(&i) {
            point.1 = f64::NAN;
        }
    }
    Curves {
        lines: &[Line {
            role: Role::Error,
            ..Line::new(&loss)
        }],
        fill_under: Some(0),
        marks: &[mark(0.0625, "start", Role::Original)],
        domain: (2f64.powi(-10), 4.0),
        codomain: (2f64.powi(-12), 2.0),
        x_scale: Scale::Log2,
        y_scale: Scale::Log2,
        ..Curves::default()
    }
    .scene(frame)
}

/// Tens of thousands of rough points that leave the frame at both ends.
fn rough(frame: &Frame) -> Scene {
    let mut state = 7u32;
    let mut points = sampled((0.0, 1.0), 40_000, |x| 4e-4 * (x * 20.0).sin());
    for point in &mut points {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        point.1 += 2e-4 * (f64::from(state >> 16) / 65536.0 - 0.5);
    }
    points[20_000].1 = f64::INFINITY;
    Curves {
        lines: &[Line {
            role: Role::Original,
            width: 1.0,
            ..Line::new(&points)
        }],
        domain: (0.0, 1.0),
        codomain: (-3.5e-4, 3.5e-4),
        fill_under: Some(0),
        ..Curves::default()
    }
    .scene(frame)
}

fn cases() -> Vec<Case> {
    vec![
        case("curves_ste", 190, ste),
        case("curves_threshold", 240, threshold(Scale::Linear)),
        case("curves_threshold_log", 240, threshold(Scale::Log10)),
        case("curves_training_start", 200, training(0, 1.0)),
        case("curves_training", 200, training(60, 2.0)),
        case("curves_training_swings", 200, training(300, 18.0)),
        case("curves_sawtooth", 220, sawtooth),
        case("curves_octaves", 200, octaves),
        case("curves_rough", 180, rough),
        case("curves_empty", 160, |frame| Curves::default().scene(frame)),
    ]
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

/// Marks at places that a fixed sequence gives, crowded and scattered.
fn crowd(seed: u32, count: usize, spread: f64) -> Vec<Mark<'static>> {
    const WORDS: [&str; 7] = [
        "min-max",
        "percentile",
        "MSE",
        "entropy",
        "ACIQ",
        "OCTAV",
        "α",
    ];
    let mut state = seed;
    (0..count)
        .map(|i| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let x = 0.5 + spread * (f64::from(state >> 8) / 16_777_216.0 - 0.5);
            mark(x, WORDS[i % WORDS.len()], Role::Ink)
        })
        .collect()
}

#[test]
fn marks_leave_each_other_alone() {
    for seed in 0..60 {
        for count in [1, 2, 3, 5, 7, 12, 40] {
            for spread in [0.0, 0.02, 0.2, 1.0] {
                let marks = crowd(seed, count, spread);
                let frame = Frame::new(280 + seed * 13, 220, 1.0, &LIGHT);
                let chart = Curves {
                    marks: &marks,
                    y_label: "loss",
                    ..Curves::default()
                };
                let scene = chart.scene(&frame);
                let labels = scene.labels();
                for (i, a) in labels.iter().enumerate() {
                    for b in &labels[..i] {
                        let apart = a.0 >= b.2 || b.0 >= a.2 || a.1 >= b.3 || b.1 >= a.3;
                        assert!(apart, "{seed} {count} {spread}: {a:?} touches {b:?}");
                    }
                }
                let top = chart.y_axis(&frame).range().1;
                let mut lines = 0;
                for shape in scene.shapes() {
                    let Shape::Vertical(x, from, to, ..) = shape else {
                        continue;
                    };
                    lines += usize::from(*from <= top && to > from);
                    for a in &labels {
                        let through = *x > a.0 && *x < a.2 && *from < a.3 && *to > a.1;
                        assert!(!through, "{seed} {count} {spread}: a line through {a:?}");
                    }
                }
                assert_eq!(lines, count, "every mark has its line");
                let words = labels.iter().filter(|a| a.1 < top - 6.0).count() - 1;
                assert!(
                    words >= count.min(3),
                    "{seed} {count} {spread}: {words} labels"
                );
            }
        }
    }
}

#[test]
fn the_axes_stand_still_while_marks_move() {
    let frame = Frame::new(500, 220, 1.0, &LIGHT);
    let axis = |x: f64| {
        let marks = [mark(x, "a", Role::Ink), mark(0.5, "b", Role::Ink)];
        Curves {
            marks: &marks,
            ..Curves::default()
        }
        .y_axis(&frame)
    };
    for x in [-1.0, 0.0, 0.5, 0.51, 1.0, f64::NAN] {
        assert_eq!(axis(x), axis(0.9));
    }
}

#[test]
fn a_path_fades_and_its_newest_point_is_large() {
    let points: Vec<(f64, f64)> = (0..30).map(|i| (f64::from(i) / 30.0, 0.5)).collect();
    let chart = Curves {
        path: Some(Path {
            points: &points,
            role: Role::Gradient,
        }),
        ..Curves::default()
    };
    let scene = chart.scene(&Frame::new(600, 200, 1.0, &LIGHT));
    let discs: Vec<(f64, f64)> = scene
        .shapes()
        .iter()
        .filter_map(|shape| match shape {
            Shape::Disc(_, radius, color) => Some((*radius, color.3)),
            _ => None,
        })
        .collect();
    // 29 older ones, and the newest on its ring of paper.
    assert_eq!(discs.len(), 31);
    let older = &discs[..29];
    assert!(older.windows(2).all(|pair| pair[0].1 < pair[1].1));
    assert_eq!(discs[30].1, 1.0);
    assert!(discs[30].0 > older[28].0);
}

#[test]
fn thousands_of_points_become_a_few_for_each_pixel() {
    let frame = Frame::new(600, 180, 1.0, &LIGHT);
    let count: usize = rough(&frame)
        .shapes()
        .iter()
        .map(|shape| match shape {
            Shape::Line(points, ..) => points.len(),
            _ => 0,
        })
        .sum();
    assert!((600..4 * 600).contains(&count), "{count} points");
}
