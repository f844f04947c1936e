//! LSQ's and LSQ+'s training against a plain loop over the papers' equations, and
//! what the lesson says of it.

use quantscope::lesson::lsq::LsqReport;

use crate::compare::near;
use crate::report;
use crate::training::{NEAR, STEPS, Sum, batch, drawn, near_sum, same_curve};

/// Where the step size starts: at a multiple of LSQ's own start, or somewhere else.
#[derive(Clone, Copy)]
enum Start {
    Init(&'static str, f64),
    At(f64),
}
use Start::{At, Init};

const OWN: Start = Init("lsq", 1.0);
const SMALL: Start = Init("small", 0.25);
const LARGE: Start = Init("large", 4.0);

/// Bits, signed codes, start, gradient scale, offset, learning rate and signal.
type Asked = (i32, bool, Start, bool, bool, f64, &'static str);

const TABLE: [Asked; 16] = [
    (3, true, OWN, true, false, 0.002, "seed=1"),
    (3, true, SMALL, true, false, 0.002, "seed=1"),
    (3, true, LARGE, true, false, 0.002, "seed=1"),
    (2, true, OWN, true, false, 0.004, "seed=2&signal=laplace"),
    (
        4,
        false,
        OWN,
        true,
        false,
        0.002,
        "seed=3&signal=log_normal",
    ),
    (8, true, SMALL, true, false, 0.002, "seed=4"),
    (
        5,
        true,
        At(0.03),
        true,
        false,
        0.001,
        "seed=5&signal=student_t",
    ),
    (
        6,
        false,
        At(1.5),
        true,
        false,
        0.003,
        "seed=6&signal=half_normal",
    ),
    (3, true, OWN, false, false, 0.00002, "seed=7"),
    (3, true, LARGE, false, false, 0.00002, "seed=8&count=1000"),
    (
        3,
        false,
        OWN,
        true,
        true,
        0.002,
        "seed=9&signal=half_normal&shift=-0.5",
    ),
    (
        2,
        false,
        SMALL,
        true,
        true,
        0.004,
        "seed=10&signal=log_normal&shift=1",
    ),
    (4, true, OWN, true, true, 0.001, "seed=11&shift=0.7"),
    (
        4,
        true,
        LARGE,
        false,
        true,
        0.00002,
        "seed=12&signal=bimodal&spread=2",
    ),
    (
        3,
        true,
        OWN,
        true,
        true,
        0.002,
        "seed=13&signal=uniform&count=20",
    ),
    (
        3,
        true,
        OWN,
        true,
        false,
        0.002,
        "seed=14&signal=outliers&count=100000",
    ),
];

/// One of two flags of an address.
fn flag(on: bool) -> u8 {
    u8::from(on)
}

fn hash((bits, signed, start, scaled, offset, rate, signal): Asked) -> String {
    let start = match start {
        Init(id, _) => format!("init={id}"),
        At(size) => format!("s={size}"),
    };
    format!(
        "lsq?bits={bits}&signed={}&{start}&gradient_scale={}&offset={}&rate={rate}&{signal}",
        flag(signed),
        flag(scaled),
        flag(offset),
    )
}

/// Qn and Qp.
fn codes(bits: i32, signed: bool) -> (f64, f64) {
    if signed {
        (-2_f64.powi(bits - 1), 2_f64.powi(bits - 1) - 1.0)
    } else {
        (0.0, 2_f64.powi(bits) - 1.0)
    }
}

/// Half the mean squared error, and the sums of its gradients in s and b (LSQ's
/// equation 3, and LSQ+'s equations for its offset).
fn loss(v: &[f64], (low, high): (f64, f64), s: f64, b: f64) -> (f64, Sum, Sum) {
    let (mut squares, mut in_s, mut in_b) = (0.0, Sum::default(), Sum::default());
    for &v in v {
        let z = (v - b) / s;
        let (code, slope_s, slope_b) = if z <= low {
            (low, low, 1.0)
        } else if z >= high {
            (high, high, 1.0)
        } else {
            let code = z.round_ties_even();
            (code, code - z, 0.0)
        };
        let error = code * s + b - v;
        squares += error.powi(2);
        in_s.add(error * slope_s);
        in_b.add(error * slope_b);
    }
    (squares / 2.0 / v.len() as f64, in_s, in_b)
}

/// 2 mean |v| / sqrt(Qp).
fn own_start(v: &[f64], high: f64) -> f64 {
    2.0 * v.iter().map(|v| v.abs()).sum::<f64>() / v.len() as f64 / high.sqrt()
}

#[test]
fn lsq_as_by_hand() {
    for asked in TABLE {
        let (bits, signed, start, scaled, offset, rate, _) = asked;
        let hash = hash(asked);
        let values = drawn(&hash);
        let v = batch(&values);
        let found: LsqReport = report(&hash, &values);
        assert_eq!(found.count, v.len() as u64, "{hash}");

        let range = codes(bits, signed);
        let init = own_start(&v, range.1);
        near(found.init, init, NEAR, &hash);
        let start = match start {
            Init(_, times) => init * times,
            At(size) => size,
        };
        let scale = if scaled {
            1.0 / (v.len() as f64 * range.1).sqrt()
        } else {
            1.0
        };

        assert_eq!(found.path.len(), STEPS + 1);
        let (mut s, mut b) = (start, 0.0);
        for (step, now) in found.path.iter().enumerate() {
            let what = format!("{hash} at {step}");
            let (right, in_s, in_b) = loss(&v, range, s, b);
            near(now.size, s, NEAR, &what);
            near_sum(
                now.offset,
                Sum {
                    total: b,
                    size: s.max(b.abs()),
                },
                &what,
            );
            near(now.loss, right, NEAR, &what);
            near_sum(now.gradient / scale, in_s, &what);
            s = (s - rate * scale * in_s.total).clamp(s / 16.0, start * 64.0);
            if offset {
                b -= rate * scale * in_b.total;
            }
        }
        let last = found.path[STEPS].offset;
        let right = |s| loss(&v, range, s, last).0;
        same_curve(&found.curve, found.bottom(), right, &hash);
    }
}

/// Too narrow, LSQ's own or too wide: training ends at the bottom.
#[test]
fn every_start_finds_the_bottom() {
    for signal in [
        "seed=1",
        "seed=2",
        "signal=laplace",
        "signal=uniform",
        "signal=student_t",
        "bits=2",
    ] {
        for init in ["lsq", "small", "large"] {
            let hash = format!("lsq?{signal}&init={init}");
            let found: LsqReport = report(&hash, &drawn(&hash));
            let (_, bottom) = found.bottom();
            let (first, last) = (found.path[0].loss, found.path[STEPS].loss);
            assert!(init == "lsq" || first > 1.1 * bottom, "{hash} starts there");
            assert!(last < 1.02 * bottom, "{hash}: {last} over {bottom}");
        }
    }
}

/// Without the gradient scale the same learning rate throws the step size about; one
/// made for the sum of 8192 values leads to where the scale does.
#[test]
fn the_gradient_scale_makes_the_learning_rate_fit() {
    let end = |settings: &str| {
        let hash = format!("lsq?{settings}");
        let found: LsqReport = report(&hash, &drawn(&hash));
        (found.path[STEPS].size, found.path[STEPS].loss)
    };
    let (scaled, thrown) = (end("bits=3"), end("gradient_scale=0"));
    let fitted = end("gradient_scale=0&rate=0.00002");
    assert!(thrown.1 > 10.0 * scaled.1, "{thrown:?} and {scaled:?}");
    near(fitted.0, scaled.0, 1e-3, "step size");
}

/// Where the data do not begin at zero, an offset finds their beginning.
#[test]
fn an_offset_fits_skewed_data() {
    let hash = "lsq?signal=half_normal&shift=-0.5&signed=0";
    let values = drawn(hash);
    let without: LsqReport = report(hash, &values);
    let with: LsqReport = report(&format!("{hash}&offset=1"), &values);
    let (without, with) = (without.path[STEPS], with.path[STEPS]);
    assert_eq!(without.offset, 0.0);
    near(with.offset, -0.5, 0.05, "offset");
    assert!(with.loss < without.loss / 10.0, "{with:?} and {without:?}");
}

/// A rate that is far too large leads nowhere, but not out of all numbers.
#[test]
fn a_rate_far_too_large_stays_within_the_numbers() {
    let hash = "lsq?gradient_scale=0&offset=1&rate=16";
    let values = drawn(hash);
    let largest = batch(&values)
        .iter()
        .fold(0.0_f64, |most, v| most.max(v.abs()));
    let found: LsqReport = report(hash, &values);
    let start = found.path[0].size;
    for now in &found.path {
        assert!(now.size > 0.0 && now.size <= 64.0 * start, "{now:?}");
        assert!(now.offset.abs() <= 64.0 * largest, "{now:?}");
        assert!(now.loss.is_finite() && now.gradient.is_finite(), "{now:?}");
    }
}
