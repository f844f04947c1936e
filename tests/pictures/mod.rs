//! What every chart is asked: does it look as it did, does it stay inside its
//! frame, and do its labels leave each other alone?

use plotters::prelude::SVGBackend;
use quantscope::plot::{DARK, Frame, LIGHT, Scene, Shape};

mod xml;

/// A chart with its data, ready to be drawn into any frame.
pub struct Case {
    name: &'static str,
    height: u32,
    scene: Box<dyn Fn(&Frame) -> Scene>,
}

/// A chart of this height in CSS pixels.
pub fn case(name: &'static str, height: u32, scene: impl Fn(&Frame) -> Scene + 'static) -> Case {
    Case {
        name,
        height,
        scene: Box::new(scene),
    }
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

/// Compares with the snapshots `NAME_wide_light` and so on.
pub fn look_as_they_did(cases: &[Case]) {
    for case in cases {
        for (variant, frame) in [
            ("wide_light", Frame::new(760, case.height, 1.0, &LIGHT)),
            ("wide_dark", Frame::new(760, case.height, 2.0, &DARK)),
            ("phone_light", Frame::new(316, case.height, 2.0, &LIGHT)),
            ("phone_dark", Frame::new(316, case.height, 1.0, &DARK)),
        ] {
            let frame = frame.for_svg();
            let picture = svg(&(case.scene)(&frame), &frame);
            insta::with_settings!({snapshot_path => "../snapshots", omit_expression => true, prepend_module_to_snapshot => false}, {
                insta::assert_snapshot!(format!("{}_{variant}", case.name), picture);
            });
        }
    }
}

/// As SVG documents of our own: well-formed, a title and a description, and after the paper one
/// element for each shape, in order, with no number longer than two decimals.
pub fn become_documents(cases: &[Case]) {
    const TITLE: &str = "Errors < \"steps\" & more\u{1}\u{ffff}";
    for case in cases {
        for (width, palette) in [(760, &LIGHT), (316, &DARK)] {
            let frame = Frame::new(width, case.height, 2.0, palette);
            let scene = (case.scene)(&frame);
            let document = scene.to_svg(&frame, TITLE, "x' beside x");
            let found = xml::elements(&document)
                .unwrap_or_else(|why| panic!("{}: {why}\n{document}", case.name));
            let mut expected = vec!["svg", "title", "desc", "rect"];
            expected.extend(scene.shapes().iter().map(|shape| match shape {
                Shape::Fill(..) | Shape::Horizontal(..) | Shape::Vertical(..) => "rect",
                Shape::Line(..) => "polyline",
                Shape::Polygon(..) => "polygon",
                Shape::Disc(..) => "circle",
                Shape::Text { .. } => "text",
            }));
            assert_eq!(found, expected, "{}", case.name);
            assert!(document.contains(
                "<title>Errors &lt; &quot;steps&quot; &amp; more\u{fffd}\u{fffd}</title>"
            ));
            let (w, h) = (f64::from(width), f64::from(case.height));
            for tag in document.lines().skip(3) {
                let named = ["x", "y", "width", "height", "cx", "cy", "r", "points"];
                for attribute in named {
                    for number in numbers(tag, attribute) {
                        let cents = number * 100.0;
                        assert!(
                            (cents - cents.round()).abs() < 1e-6
                                && (0.0..=w.max(h)).contains(&number),
                            "{}: {tag}",
                            case.name
                        );
                    }
                }
            }
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

/// Whatever is drawn, at any width and pixel ratio, is inside the frame.
pub fn stay_inside(cases: &[Case]) {
    for case in cases {
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
                    if let ([x], [y]) = (&numbers(tag, "cx")[..], &numbers(tag, "cy")[..]) {
                        let r = numbers(tag, "r")[0];
                        inside(x - r, y - r, tag);
                        inside(x + r, y + r, tag);
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

/// No label leaves the frame or touches another.
pub fn labels_stay_apart(cases: &[Case]) {
    for case in cases {
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
