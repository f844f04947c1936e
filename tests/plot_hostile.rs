//! Charts of what makes no sense: no panic, and a picture that ends.

use plotters::prelude::SVGBackend;
use quantscope::plot::{
    Arrow, Band, Curve, Curves, Dot, ErrorHistogram, Frame, LIGHT, Line, LogDensity, Mark,
    NumberLine, NumberLineLog, Outline, Path, Role, Scale, Scene, SignalHistogram, Staircase,
};

/// Domains that no chart can show as they are, and one that it can.
const DOMAINS: [(f64, f64); 8] = [
    (f64::NAN, f64::NAN),
    (0.0, 0.0),
    (1.0, -1.0),
    (f64::NEG_INFINITY, f64::INFINITY),
    (-f64::MAX, f64::MAX),
    (0.0, f64::MIN_POSITIVE),
    (1.0, 1.0 + f64::EPSILON),
    (-1.0, 1.0),
];

const ODD: [f64; 7] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    0.0,
    -0.0,
    5e-324,
    f64::MAX,
];

const SIZES: [(u32, u32); 6] = [(0, 0), (1, 1), (30, 30), (60, 500), (316, 10), (316, 160)];

fn svg(scene: &Scene, frame: &Frame) -> String {
    let mut text = String::new();
    let mut backend = SVGBackend::with_string(&mut text, frame.device_size());
    let drawn = scene.draw(&mut backend, frame);
    drop(backend);
    assert_eq!(drawn, Ok(()));
    text
}

/// A mark at every odd place, each with a label.
fn marks() -> Vec<Mark<'static>> {
    let mark = |x| Mark {
        x,
        label: "here",
        role: Role::Gradient,
    };
    ODD.into_iter().map(mark).collect()
}

#[test]
fn curves_of_anything_end() {
    let marks = marks();
    let points: Vec<(f64, f64)> = ODD.iter().flat_map(|&x| ODD.map(|y| (x, y))).collect();
    let lines = [false, true].map(|dashed| Line {
        dashed,
        width: f64::NAN,
        ..Line::new(&points)
    });
    let dots: Vec<Dot> = points
        .iter()
        .map(|&(x, y)| Dot {
            x,
            y,
            role: Role::Error,
            radius: y,
            hollow: x > 0.0,
        })
        .collect();
    let arrows: Vec<Arrow> = points
        .iter()
        .map(|&(from_y, to_y)| Arrow {
            x: 0.0,
            from_y,
            to_y,
            role: Role::Clipped,
            stopped: from_y > 0.0,
        })
        .collect();
    for (width, height) in SIZES {
        for domain in DOMAINS {
            for codomain in DOMAINS {
                for scale in [Scale::Linear, Scale::Log2, Scale::Log10] {
                    for ratio in [f64::NAN, 2.0] {
                        let frame = Frame::new(width, height, ratio, &LIGHT);
                        let chart = Curves {
                            lines: &lines,
                            dots: &dots,
                            marks: &marks,
                            arrows: &arrows,
                            path: Some(Path {
                                points: &points,
                                role: Role::Original,
                            }),
                            domain,
                            codomain,
                            x_scale: scale,
                            y_scale: scale,
                            zero_line: true,
                            fill_under: Some(height as usize % 3),
                            x_label: "a name that is too long for any of these charts",
                            y_label: "y",
                        };
                        let empty = Curves {
                            domain,
                            codomain,
                            ..Curves::default()
                        };
                        for scene in [chart.scene(&frame), empty.scene(&frame)] {
                            let text = svg(&scene, &frame);
                            assert!(text.ends_with("</svg>\n") && !text.contains("NaN"));
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn an_empty_chart_is_no_accident() {
    let marks = marks();
    let quantized: Vec<(f64, u64)> = ODD.iter().map(|&v| (v, u64::MAX)).collect();
    let bands: Vec<Band> = ODD
        .iter()
        .map(|&v| Band {
            lower: v,
            upper: v,
            value: v,
            label: None,
        })
        .collect();
    let pairs: Vec<(f64, f64)> = ODD.iter().map(|&v| (v, v)).collect();
    for (width, height) in SIZES {
        for domain in DOMAINS {
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
                        marks: if some { &marks } else { &[] },
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
                        values: if some { &ODD } else { &[] },
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
                            breakpoints: if some { &ODD } else { &[] },
                            levels: if some { &ODD } else { &[] },
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
