//! Signals through small floats.

use quantscope::lesson::formats::settings::Chosen;
use quantscope::lesson::{FormatsReport, Side};
use quantscope::signal::generate;

use crate::compare::{count_up, near, same_pass, same_spikes};
use crate::reference::{Choose, Grid, Row, SMALL_FLOATS};
use crate::{parse, report};

const INFINITY: f64 = f64::INFINITY;

const ROUNDINGS: [(&str, Choose); 5] = [
    ("nearest_even", Choose::Even),
    ("nearest_away", Choose::Away),
    ("toward_zero", Choose::Zero),
    ("up", Choose::Up),
    ("down", Choose::Down),
];

fn same_side(side: &Side, row: Row, values: &[f32], scale: f32, rule: (Choose, bool), what: &str) {
    let codes = same_pass((&side.stats, &side.error), row, values, scale, rule, what);
    if row.1 + row.2 < 12 {
        let places = codes.iter().map(|value| value * f64::from(scale));
        same_spikes(&side.spikes, &count_up(places), what);
    } else {
        assert!(side.spikes.is_empty(), "{what}");
    }
}

/// Numbers of all sizes around a format's, with its ties and ends among them.
fn mixed(row: Row, scale: f32) -> Vec<f32> {
    let grid = Grid::new(row);
    let max = grid.max() as f32 * scale;
    let mut values = generate("student_t", 3, 700).expect("the table has it");
    values.iter_mut().for_each(|value| *value *= max / 40.0);
    values.extend(
        generate("log_normal", 4, 300)
            .expect("the table has it")
            .iter()
            .map(|x| -x * max * 1e-3),
    );
    for code in 0..64_u8 {
        let (whole, tie) = (
            f32::from(code) * max / 64.0,
            (f32::from(code) + 0.5) * max / 64.0,
        );
        values.extend([whole, -whole, tie, -tie, tie.next_up(), tie.next_down()]);
    }
    values.extend(
        [1.01, 1.02, 1.04, 1.1, 1.25, 1.5, 3.0]
            .map(|beyond| max * beyond)
            .iter()
            .flat_map(|&x| [x, -x]),
    );
    values.extend([0.0, -0.0, max * 1e-9, -max * 1e-9]);
    values
}

#[test]
fn small_floats_as_by_hand() {
    for row in SMALL_FLOATS {
        for (rounding, choose) in ROUNDINGS {
            for saturate in [true, false] {
                for scale in [1.0_f32, 0.25, 0.3] {
                    // float16 and bfloat16 have no room above their largest value in float32 sums.
                    if row.1 == 8 && scale != 1.0 {
                        continue;
                    }
                    let overflow = if saturate { "saturate" } else { "special" };
                    let id = row.0;
                    let hash = format!(
                        "formats?format={id}&rounding={rounding}&overflow={overflow}&scale={scale}"
                    );
                    let values = if row.1 == 8 {
                        generate("student_t", 3, 2000).expect("the table has it")
                    } else {
                        mixed(row, scale)
                    };
                    let found: FormatsReport = report(&hash, &values);
                    same_side(&found.side, row, &values, scale, (choose, saturate), &hash);
                    assert!(found.versus.is_none());
                }
            }
        }
    }
}

/// Exponent bits, mantissa bits, bias, the switches, and what the reference makes of them.
#[test]
fn custom_formats_as_by_hand() {
    let nan = f64::NAN;
    let table: [(&str, Row); 9] = [
        (
            "exponent=3&mantissa=2&bias=3&infinity=0&nan=0",
            ("", 3, 2, 3, 0, 28.0, 0.0),
        ),
        (
            "exponent=3&mantissa=2&infinity=0",
            ("", 3, 2, 3, 1, nan, nan),
        ),
        ("exponent=4&mantissa=3", ("", 4, 3, 7, 8, INFINITY, nan)),
        (
            "exponent=4&mantissa=3&negative_zero=0",
            ("", 4, 3, 7, 1, INFINITY, nan),
        ),
        (
            "exponent=4&mantissa=3&infinity=0&negative_zero=0",
            ("", 4, 3, 7, 0, nan, nan),
        ),
        (
            "exponent=5&mantissa=0&nan=0",
            ("", 5, 0, 15, 1, INFINITY, 0.0),
        ),
        ("exponent=2&mantissa=9", ("", 2, 9, 1, 512, INFINITY, nan)),
        (
            "exponent=8&mantissa=10",
            ("", 8, 10, 127, 1024, INFINITY, nan),
        ),
        (
            "exponent=1&mantissa=10&infinity=0&nan=0&bias=-10",
            ("", 1, 10, -10, 0, 4094.0, 0.0),
        ),
    ];
    for (settings, row) in table {
        let hash = format!("formats?format=custom&overflow=special&{settings}");
        let state = parse(&hash);
        assert_eq!(Chosen::of(&state).refused, None, "{hash}");
        let values = if row.1 == 8 {
            generate("student_t", 3, 2000).expect("the table has it")
        } else {
            let mut values = mixed(row, 1.0);
            values.extend([f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
            values
        };
        let found: FormatsReport = report(&hash, &values);
        same_side(&found.side, row, &values, 1.0, (Choose::Even, false), &hash);
    }
}

/// A format that cannot be is refused in words, and one that can stands in.
#[test]
fn impossible_formats_are_refused() {
    let values = generate("normal", 1, 500).expect("the table has it");
    let table = [
        (
            "exponent=8&mantissa=0&bias=0&infinity=0&nan=0",
            "the bias has to be at least",
        ),
        ("exponent=1&mantissa=10&bias=140", ""),
        ("exponent=8&mantissa=10&bias=140", ""),
        ("exponent=4&mantissa=0", "at least 1 mantissa bit"),
        ("nan=0&negative_zero=0", "allow NaN or keep"),
    ];
    for (settings, expected) in table {
        let hash = format!("formats?format=custom&{settings}");
        let chosen = Chosen::of(&parse(&hash));
        match &chosen.refused {
            Some(reason) => assert!(
                !expected.is_empty() && reason.contains(expected),
                "{hash}: {reason}"
            ),
            None => assert!(expected.is_empty(), "{hash} is not refused"),
        }
        let found: FormatsReport = report(&hash, &values);
        assert_eq!(found.side.stats.count, 500, "{hash}");
        assert!(
            found.side.stats.sqnr_db.is_finite(),
            "{hash}: {:?}",
            found.side.stats
        );
    }
}

#[test]
fn the_format_beside_it_is_a_second_side() {
    let values = mixed(SMALL_FLOATS[0], 1.0);
    let alone: FormatsReport = report("formats?format=float8_e5m2", &values);
    let beside: FormatsReport = report("formats?versus=float8_e5m2", &values);
    assert_eq!(beside.versus, Some(alone.side));
    assert_eq!(
        beside.side,
        report::<FormatsReport>("formats", &values).side
    );
    same_side(
        &beside.side,
        SMALL_FLOATS[0],
        &values,
        1.0,
        (Choose::Even, true),
        "beside",
    );
}

/// A scale has no sign and no zero: powers of two only.
#[test]
fn scales_as_by_hand() {
    let values = [1.0, 1.4, 1.5, 1.6, 3.0, 0.0, -2.0, 1e-30, 3e38_f32];
    let found: FormatsReport = report("formats?format=float8_e8m0fnu", &values);
    // 0 and -2 saturate to the smallest scale, 2^-127, which float32 shows as a subnormal.
    let powers = [
        1.0,
        1.0,
        2.0,
        2.0,
        4.0,
        2_f64.powi(-127),
        2_f64.powi(-127),
        2_f64.powi(-100),
        2_f64.powi(127),
    ];
    same_spikes(&found.side.spikes, &count_up(powers.into_iter()), "e8m0");
    // 3e38 lies nearer to 2^128, which is not there; 0 and -2 are not beyond an end.
    assert_eq!(found.side.stats.clipped, 1);
}

/// The same seed rounds alike, another one otherwise, and on average nothing is lost.
#[test]
fn stochastic_rounding_is_seeded_and_fair() {
    let values = vec![0.3_f32; 100_000];
    let hash = "formats?format=float4_e2m1fn&rounding=stochastic";
    let first: FormatsReport = report(hash, &values);
    assert_eq!(first, report(hash, &values));
    assert_ne!(first, report(&format!("{hash}&seed=2"), &values));
    let [(low, down), (high, up)] = first.side.spikes[..] else {
        panic!("{:?}", first.side.spikes)
    };
    assert_eq!((low, high, down + up), (0.0, 0.5, 100_000));
    // 0.3 lies at 0.6 of the way; five standard deviations are 0.0078.
    assert!((up as f64 / 1e5 - 0.6).abs() < 0.0078, "{up}");
    near(
        first.side.stats.mean_error,
        up as f64 / 1e5 * 0.5 - f64::from(0.3_f32),
        1e-6,
        "mean error",
    );
}
