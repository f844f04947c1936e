//! Signals through affine quantizers.

use quantscope::lesson::AffineReport;
use quantscope::signal::generate;

use crate::compare::{count_up, same_errors, same_figures, same_pass, same_spikes};
use crate::reference::{Asked, Choose, Figures, Grid, SMALL_FLOATS, Steps};
use crate::report;

fn affine_hash(asked: Asked, range: Option<(f32, f32)>) -> String {
    let flag = |on: bool| if on { "1" } else { "0" };
    let mut hash = format!(
        "affine?bits={}&signed={}&symmetric={}&rounding={}&zero_point={}&precision={}",
        asked.bits,
        flag(asked.signed),
        flag(asked.symmetric),
        if asked.away {
            "nearest_away"
        } else {
            "nearest_even"
        },
        asked.zero_point,
        if asked.single { "float32" } else { "float64" },
    );
    if let Some((min, max)) = range {
        hash.push_str(&format!("&min={min}&max={max}"));
    }
    hash
}

fn every_affine() -> impl Iterator<Item = Asked> {
    let flags = || [false, true].into_iter();
    (1..=8).flat_map(move |bits| {
        flags().flat_map(move |signed| {
            flags().flat_map(move |symmetric| {
                flags().flat_map(move |away| {
                    flags().flat_map(move |single| {
                        ["integer", "float", "notes"].map(|zero_point| Asked {
                            bits,
                            signed,
                            symmetric,
                            away,
                            zero_point,
                            single,
                        })
                    })
                })
            })
        })
    })
}

/// Values and, where it is not their own, the range.
type Signal<'a> = (&'a [f32], Option<(f32, f32)>);

#[test]
fn affine_as_by_hand() {
    let mut values = generate("normal", 5, 600).expect("the table has it");
    values.extend([0.0, -0.0, 0.5, -0.5, 0.25, 1.0, -1.0, 7.0, -7.0, 1e-20]);
    let shifted: Vec<f32> = values.iter().map(|x| x / 16.0 + 20.0).collect();
    let signals: [Signal<'_>; 6] = [
        (&values, None),
        (&values, Some((-1.0, 1.0))),
        (&values, Some((-0.5, 3.0))),
        // Handles dragged past each other mean the same.
        (&values, Some((2.0, -2.5))),
        (&shifted, None),
        (&shifted, Some((19.0, 20.5))),
    ];
    for asked in every_affine() {
        for (values, range) in signals {
            let hash = affine_hash(asked, range);
            let found: AffineReport = report(&hash, values);
            let data = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &x| {
                (low.min(x), high.max(x))
            });
            let (a, b) = range.unwrap_or(data);
            let steps = Steps::new(a.min(b), a.max(b), asked);
            let rounded: Vec<(f64, i32, bool)> = values.iter().map(|&x| steps.round(x)).collect();
            let triples = values
                .iter()
                .zip(&rounded)
                .map(|(&x, &(back, _, clipped))| (x, back, clipped));
            let figures = Figures::of(triples);
            same_figures(&found.stats, &figures, &hash);
            let (first, last) = (
                steps.value(steps.low as i32),
                steps.value(steps.high as i32),
            );
            let half = f64::from(steps.scale) / 2.0;
            let above = f64::from(data.1) - f64::from(last);
            let below = f64::from(first) - f64::from(data.0);
            same_errors(
                &found.error,
                &figures,
                (-half.max(above), half.max(below)),
                &hash,
            );
            same_spikes(&found.spikes, &count_up(rounded.iter().map(|r| r.0)), &hash);
            assert_eq!(
                found.spikes.iter().map(|spike| spike.1).sum::<u64>(),
                values.len() as u64,
                "{hash}"
            );
        }
    }
}

/// With the notes' sign a signal about zero loses everything below it, and more.
#[test]
fn the_wrong_sign_destroys_the_signal() {
    let values = generate("uniform", 1, 4096).expect("the table has it");
    let right: AffineReport = report("affine?bits=8", &values);
    let wrong: AffineReport = report("affine?bits=8&zero_point=notes", &values);
    assert!(
        right.stats.sqnr_db > 45.0 && wrong.stats.sqnr_db < 10.0,
        "{:?}",
        wrong.stats
    );
    assert!(
        right.stats.clipped < 20 && wrong.stats.clipped > 4000,
        "{:?}",
        wrong.stats
    );
}

#[test]
fn the_float_beside_it_as_by_hand() {
    let mut values = generate("laplace", 9, 3000).expect("the table has it");
    values.extend([f32::NAN, f32::INFINITY]);
    for row in SMALL_FLOATS {
        let largest = values
            .iter()
            .filter(|x| x.is_finite())
            .fold(0_f32, |most, x| most.max(x.abs()));
        let fitted = largest / Grid::new(row).max() as f32;
        for (scale, setting) in [
            (fitted, String::new()),
            (0.5, "&against_scale=0.5".to_owned()),
        ] {
            // bfloat16 needs no scale, and this one's is below float32's normal numbers.
            let scale = if scale.is_normal() { scale } else { 1.0 };
            let hash = format!("affine?against={}{setting}", row.0);
            let found: AffineReport = report(&hash, &values);
            let against = (&found.against, &found.against_error);
            same_pass(against, row, &values, scale, (Choose::Even, true), &hash);
        }
    }
}
