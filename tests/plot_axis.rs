//! Axes, ticks and numbers: what must hold for any domain.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quantscope::plot::{
    Axis, GAP, OVERHANG, Scale, format_number, format_percent, format_signed, power_of_two,
    superscript, text_width,
};

/// Font size of tick labels, in CSS pixels.
const SIZE: f64 = 11.0;

fn check_ticks(axis: &Axis) -> Result<(), TestCaseError> {
    let ticks = axis.ticks();
    let (low, high) = axis.domain();
    let (left, right) = axis.range();
    prop_assert!(ticks.len() <= 60, "{} ticks", ticks.len());
    let mut end = f64::NEG_INFINITY;
    for pair in ticks.windows(2) {
        prop_assert!(pair[0].value < pair[1].value);
        prop_assert!(pair[0].label.is_empty() || pair[0].label != pair[1].label);
    }
    for tick in &ticks {
        prop_assert!(low <= tick.value && tick.value <= high);
        prop_assert!((tick.position - axis.position(tick.value)).abs() < 1e-9);
        if tick.label.is_empty() {
            continue;
        }
        let half = text_width(&tick.label, SIZE) / 2.0;
        prop_assert!(
            tick.position - half >= end + GAP - 1e-9,
            "{:?} touches",
            tick
        );
        prop_assert!(tick.position - half >= left - OVERHANG - 1e-9);
        prop_assert!(tick.position + half <= right + OVERHANG + 1e-9);
        end = tick.position + half;
    }
    Ok(())
}

/// A label read back as a number.
fn read(label: &str) -> f64 {
    label
        .replace('\u{2212}', "-")
        .parse()
        .unwrap_or_else(|_| panic!("{label} is no number"))
}

proptest! {
    // A failure prints its input; no file is written beside the tests.
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn linear_ticks_are_round_and_apart(
        centre in -1e4f64..1e4, exponent in -8i32..9, width in 0f64..1400.0,
    ) {
        let half = 10f64.powi(exponent) * 1.37;
        let axis = Axis::linear((centre - half, centre + half), (14.0, 14.0 + width));
        check_ticks(&axis)?;
        for tick in axis.ticks() {
            if !tick.label.is_empty() {
                prop_assert_eq!(read(&tick.label), tick.value);
            }
        }
        if width > 250.0 && half > 1e-3 && centre.abs() < 100.0 {
            prop_assert!(axis.ticks().len() >= 2, "{:?}", axis);
        }
    }

    #[test]
    fn log_ticks_are_apart(low in -140f64..120.0, octaves in 0.1f64..260.0, width in 0f64..1400.0) {
        let axis = Axis::log2((low.exp2(), (low + octaves).exp2()), (14.0, 14.0 + width));
        check_ticks(&axis)?;
        for tick in axis.ticks() {
            prop_assert_eq!(tick.value.log2().fract(), 0.0);
        }
    }

    #[test]
    fn decades_are_apart(low in -40f64..35.0, decades in 0.01f64..60.0, width in 0f64..1400.0) {
        let axis = Axis::log10((10f64.powf(low), 10f64.powf(low + decades)), (14.0, 14.0 + width));
        check_ticks(&axis)?;
        if width > 250.0 && (0.05..).contains(&decades) && low > -5.0 && low < 5.0 {
            prop_assert!(axis.ticks().len() >= 2, "{:?}", axis);
        }
    }

    #[test]
    fn vertical_labels_fit(
        low in -9f64..9.0, span in -9f64..9.0, height in 20f64..500.0, room in 34f64..60.0,
    ) {
        let (low, high) = (10f64.powf(low), 10f64.powf(low) + 10f64.powf(span));
        for scale in [Scale::Linear, Scale::Log2, Scale::Log10] {
            for domain in [(low, high), (-high, high)] {
                let axis = Axis::new(scale, domain, (8.0 + height, 8.0));
                let ticks = axis.vertical_ticks_within(room);
                prop_assert!(ticks.len() <= 40);
                for pair in ticks.windows(2) {
                    prop_assert!(pair[0].value < pair[1].value);
                    prop_assert!(pair[0].position - pair[1].position >= 18.0);
                }
                for tick in ticks {
                    prop_assert!(axis.contains(tick.value) && text_width(&tick.label, SIZE) <= room);
                }
            }
        }
    }

    #[test]
    fn any_domain_is_mended(a in any::<f64>(), b in any::<f64>(), from in any::<f64>(), to in any::<f64>()) {
        for scale in [Scale::Linear, Scale::Log2, Scale::Log10] {
            let axis = Axis::new(scale, (a, b), (from, to));
            let (low, high) = axis.domain();
            prop_assert!(low.is_finite() && high.is_finite() && low < high);
            prop_assert!(axis.ticks().len() <= 5000 && axis.vertical_ticks().len() <= 5000);
        }
        for scale in [Scale::Linear, Scale::Log2, Scale::Log10] {
            let axis = Axis::new(scale, (a, b), (0.0, 300.0));
            check_ticks(&axis)?;
            for x in [a, b, f64::NAN] {
                prop_assert!((0.0..=300.0).contains(&axis.clamped(x)));
            }
        }
    }

    #[test]
    fn position_and_value_are_inverse(
        low in -1e6f64..1e6, span in 1e-3f64..1e6, from in -50f64..50.0, length in 1f64..1400.0, t in 0f64..1.0,
    ) {
        for range in [(from, from + length), (from + length, from)] {
            let axis = Axis::linear((low, low + span), range);
            let pixel = range.0 + t * (range.1 - range.0);
            prop_assert!((axis.position(axis.value(pixel)) - pixel).abs() < 1e-4);
            for scale in [Scale::Log2, Scale::Log10] {
                let axis = Axis::new(scale, (span, span * 1024.0), range);
                prop_assert!((axis.position(axis.value(pixel)) - pixel).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn numbers_read_back(x in any::<f64>(), significant in 1usize..10) {
        let text = format_number(x, significant);
        prop_assert!(!text.contains('-'));
        if x.is_finite() && x != 0.0 {
            let error = (read(&text) - x).abs() / x.abs();
            prop_assert!(error <= 0.5000001 * 10f64.powi(1 - significant as i32), "{x:e} as {text}");
        }
    }
}

#[test]
fn ticks_carry_no_noise() {
    let labels = |low: f64, high: f64, width: f64| -> Vec<String> {
        let axis = Axis::linear((low, high), (0.0, width));
        axis.ticks().into_iter().map(|t| t.label).collect()
    };
    assert_eq!(
        labels(-0.4, 0.4, 500.0),
        [
            "−0.4", "−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3", "0.4"
        ]
    );
    assert_eq!(labels(0.0, 3.5e-5, 200.0), ["0", "1e−5", "2e−5", "3e−5"]);
    assert_eq!(labels(0.0, 4e6, 300.0), ["0", "1e6", "2e6", "3e6", "4e6"]);
    assert_eq!(
        labels(990.0, 1010.0, 300.0),
        ["990", "995", "1000", "1005", "1010"]
    );
    let axis = Axis::log2((2f64.powi(-10), 512.0), (0.0, 700.0));
    let labels: Vec<String> = axis.ticks().into_iter().map(|t| t.label).collect();
    assert_eq!(labels[..3], ["2⁻¹⁰", "2⁻⁹", "2⁻⁸"]);
    assert!(labels.contains(&"1".to_string()));
    let labels = |domain, room| -> Vec<String> {
        let axis = Axis::new(Scale::Log10, domain, (220.0, 20.0));
        let ticks = axis.vertical_ticks_within(room);
        ticks.into_iter().map(|t| t.label).collect()
    };
    assert_eq!(
        labels((0.02, 3.0), 40.0),
        ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]
    );
    assert_eq!(
        labels((1e-4, 10.0), 40.0),
        ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "1", "10"]
    );
    assert_eq!(labels((0.31, 0.49), 40.0), ["0.35", "0.4", "0.45"]);
    let axis = Axis::linear((-3.5e-4, 3.5e-4), (150.0, 8.0));
    let labels: Vec<String> = axis
        .vertical_ticks_within(40.0)
        .into_iter()
        .map(|t| t.label)
        .collect();
    assert_eq!(labels, ["−2e−4", "0", "2e−4"]);
}

#[test]
fn numbers_are_written_as_people_do() {
    for (x, significant, text) in [
        (0.0, 3, "0"),
        (-0.0, 3, "−0"),
        (5.5, 2, "5.5"),
        (5.25, 2, "5.25"),
        (448.0, 2, "448"),
        (65504.0, 3, "65504"),
        (0.001953125, 4, "0.001953"),
        (0.001953125, 7, "0.001953125"),
        (0.0625, 2, "0.0625"),
        (7.0e-4, 2, "7.0e−4"),
        (-7.04e-4, 2, "−7.0e−4"),
        (31.4838, 3, "31.5"),
        (0.1 + 0.2, 4, "0.3"),
        (f64::from(5.37f32), 6, "5.37"),
        (1048576.0, 3, "1048576"),
        (3.4028234663852886e38, 3, "3.40e38"),
        (999.96, 4, "1000"),
        (f64::NAN, 3, "NaN"),
        (f64::INFINITY, 3, "∞"),
        (f64::NEG_INFINITY, 3, "−∞"),
        (5e-324, 2, "4.9e−324"),
    ] {
        assert_eq!(
            format_number(x, significant),
            text,
            "{x:e} with {significant}"
        );
    }
    assert_eq!(format_signed(0.13, 2), "+0.13");
    assert_eq!(format_signed(0.0, 2), "0");
    assert_eq!(format_signed(-0.13, 2), "−0.13");
    for (share, text) in [
        (0.0, "0\u{a0}%"),
        (1.0, "100\u{a0}%"),
        (0.5, "50\u{a0}%"),
        (0.531, "53.1\u{a0}%"),
        (0.0463, "4.6\u{a0}%"),
        (0.0008, "0.08\u{a0}%"),
        (0.9999999, ">\u{a0}99.9\u{a0}%"),
        (1e-9, "<\u{a0}0.001\u{a0}%"),
    ] {
        assert_eq!(format_percent(share), text);
    }
    assert_eq!(power_of_two(10), "2¹⁰");
    assert_eq!(superscript(-123_456_789), "⁻¹²³⁴⁵⁶⁷⁸⁹");
}

#[test]
fn what_is_counted_has_ticks_at_whole_numbers() {
    let values = |count: f64, width: f64| -> Vec<f64> {
        let axis = Axis::new(Scale::Whole, (0.5, count + 0.5), (0.0, width));
        axis.ticks().iter().map(|tick| tick.value).collect()
    };
    assert_eq!(values(1.0, 700.0), [1.0]);
    assert_eq!(values(3.0, 700.0), [1.0, 2.0, 3.0]);
    assert_eq!(values(6.0, 700.0), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert!(values(16.0, 300.0).iter().all(|x| x.fract() == 0.0));
}
