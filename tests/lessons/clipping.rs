//! Thresholds and what they cost, against plain loops over the values.

use std::cell::Cell;

use quantscope::lesson::clipping::{ClippingReport, Found};
use quantscope::lesson::{self, Given, Sample};
use quantscope::quant::calibrate::CALIBRATORS;
use quantscope::signal::generate;

use crate::compare::near;
use crate::training::drawn;
use crate::{parse, report};

/// Errors are taken in float32, sums in float64.
const NEAR: f64 = 1e-6;

/// Bits, signed codes and signal.
const TABLE: [(u32, bool, &str); 12] = [
    (4, true, "seed=1"),
    (2, true, "seed=2&signal=laplace"),
    (3, true, "seed=3&signal=student_t"),
    (8, true, "seed=4&signal=outliers"),
    (5, true, "seed=5&signal=log_normal&spread=0.001"),
    (6, true, "seed=6&signal=bimodal&spread=1000&count=5000"),
    (4, false, "seed=7&signal=half_normal"),
    (2, false, "seed=8&signal=log_normal"),
    (8, false, "seed=9&signal=uniform&shift=1"),
    // Codes without a sign lose every negative value, whatever the threshold.
    (3, false, "seed=10&count=1000"),
    (7, true, "seed=11&signal=uniform&count=3"),
    (4, true, "seed=12&signal=half_normal&count=1"),
];

fn address((bits, signed, signal): (u32, bool, &str)) -> String {
    format!("clipping?bits={bits}&signed={}&{signal}", u8::from(signed))
}

/// What the lesson looks at: the first 32,768 finite values.
fn looked_at(values: &[f32]) -> Vec<f32> {
    let finite = values.iter().copied().filter(|x| x.is_finite());
    finite.take(32_768).collect()
}

/// What a threshold costs.
#[derive(Debug, Default)]
struct Cost {
    rounding: f64,
    clipping: f64,
    power: f64,
    clipped: f64,
}

impl Cost {
    /// Codes are round(x/s) with s = threshold over the largest code, in float32.
    fn of(values: &[f32], bits: u32, signed: bool, threshold: f64) -> Self {
        let top = 2_f32.powi(bits as i32 - i32::from(signed)) - 1.0;
        let scale = (threshold / f64::from(top)) as f32;
        let low = if signed { -top } else { 0.0 };
        let mut sums = Self::default();
        for &x in values {
            let code = (x / scale).round_ties_even().min(top).max(low);
            let wide = f64::from(x);
            let error = f64::from(code * scale) - wide;
            let beyond = wide > threshold || wide < if signed { -threshold } else { 0.0 };
            if beyond {
                sums.clipping += error * error;
                sums.clipped += 1.0;
            } else {
                sums.rounding += error * error;
            }
            sums.power += wide * wide;
        }
        let count = values.len() as f64;
        Self {
            rounding: sums.rounding / count,
            clipping: sums.clipping / count,
            power: sums.power / count,
            clipped: sums.clipped / count,
        }
    }

    fn mse(&self) -> f64 {
        self.rounding + self.clipping
    }

    fn same(&self, found: &Found, what: &str) {
        // An error of no more than float32's own is noise in both.
        let room = 1e-14 * self.power;
        for (found, right) in [
            (found.rounding, self.rounding),
            (found.clipping, self.clipping),
            (found.mse(), self.mse()),
        ] {
            let fine = (found - right).abs() <= NEAR * right + room;
            assert!(fine, "{what}: {found} where {right} is right");
        }
        near(found.clipped, self.clipped, 1e-12, what);
        if self.mse() > 1e-10 * self.power {
            let ratio = 10_f64.powf(found.sqnr_db / 10.0);
            near(ratio, self.power / self.mse(), 2.0 * NEAR, what);
        }
        assert_eq!(found.time, 0.0, "{what}: natively the clock stands still");
    }
}

/// The largest magnitude; of zeros only 1, for every threshold is as good to them.
fn largest(values: &[f32]) -> f64 {
    let largest = values.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    if largest > 0.0 {
        f64::from(largest)
    } else {
        1.0
    }
}

#[test]
fn every_threshold_costs_what_it_costs_by_hand() {
    for row in TABLE {
        let (bits, signed, _) = row;
        let hash = address(row);
        let values = drawn(&hash);
        let looked_at = looked_at(&values);
        let cost = |threshold| Cost::of(&looked_at, bits, signed, threshold);
        let found: ClippingReport = report(&hash, &values);
        assert_eq!(found.count, looked_at.len() as u64, "{hash}");

        assert!(found.curve.is_sorted_by(|a, b| a.0 < b.0), "{hash}");
        let (end, _, _) = found.curve[found.curve.len() - 1];
        // Codes without a sign have nothing to reach for below zero.
        let reach = looked_at.iter().filter(|&&x| signed || x > 0.0);
        for &x in reach {
            assert!(f64::from(x.abs()) < end, "{hash} ends at {end}");
        }
        for &(threshold, rounding, clipping) in found.curve.iter().step_by(3) {
            let right = cost(threshold);
            let what = format!("{hash} at {threshold}");
            near(rounding, right.rounding, NEAR, &what);
            near(clipping, right.clipping, NEAR, &what);
        }

        assert_eq!(found.found.len(), CALIBRATORS.len());
        for (found, calibrator) in found.found.iter().zip(CALIBRATORS) {
            let what = format!("{hash}, {}", calibrator.id);
            cost(found.threshold).same(found, &what);
        }
        for threshold in [0.01, 0.4, 1.0, 2.5, 40.0] {
            let what = format!("{hash}&threshold={threshold}");
            let found: ClippingReport = report(&what, &values);
            assert_eq!(found.chosen.threshold, threshold, "{what}");
            cost(threshold).same(&found.chosen, &what);
        }
    }
}

/// The choice of a calibrator.
fn choice<'a>(report: &'a ClippingReport, id: &str) -> &'a Found {
    let place = CALIBRATORS.iter().position(|one| one.id == id);
    &report.found[place.expect("the table has it")]
}

/// The choices that a line of arithmetic makes.
#[test]
fn plain_choices_as_by_hand() {
    for row in TABLE {
        let (bits, signed, _) = row;
        let hash = address(row);
        let values = drawn(&hash);
        let mut looked_at = looked_at(&values);
        let largest = largest(&looked_at);
        let grid =
            |k: u32| Cost::of(&looked_at, bits, signed, largest * f64::from(k) / 100.0).mse();
        let lowest = (1..=100).map(grid).fold(f64::INFINITY, f64::min);
        let found: ClippingReport = report(&hash, &values);
        near(choice(&found, "minmax").threshold, largest, 0.0, &hash);
        let room = 1e-14 * largest * largest;
        let mse = choice(&found, "mse");
        assert!((mse.mse() - lowest).abs() <= NEAR * lowest + room, "{hash}");
        // Unless a threshold is set, the lowest MSE's is chosen.
        assert_eq!(found.chosen.threshold, mse.threshold, "{hash}");

        looked_at.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
        for percentile in [50.0, 97.3, 99.9, 100.0] {
            let hash = format!("{hash}&percentile={percentile}");
            let place = (looked_at.len() - 1) as f64 * percentile / 100.0;
            let at = |place: f64| f64::from(looked_at[place as usize].abs());
            let (low, high) = (at(place.floor()), at(place.ceil()));
            let right = low + (high - low) * place.fract();
            // Most of it zeros: the largest value stands for that.
            let right = if right > 0.0 { right } else { largest };
            let found: ClippingReport = report(&hash, &values);
            near(choice(&found, "percentile").threshold, right, 1e-9, &hash);
        }
    }
}

/// No calibrator's choice costs less than the grid's, but for what lies between two
/// thresholds of the grid.
#[test]
fn the_grid_finds_the_lowest_error() {
    for row in TABLE {
        let (bits, signed, _) = row;
        let hash = address(row);
        let values = drawn(&hash);
        let looked_at = looked_at(&values);
        let largest = largest(&looked_at);
        let step = largest / 100.0;
        let found: ClippingReport = report(&hash, &values);
        let lowest = choice(&found, "mse").mse();
        for (other, calibrator) in found.found.iter().zip(CALIBRATORS) {
            let what = format!("{hash}: {} over {}", calibrator.id, lowest);
            // Beyond the largest value there is no grid, and nothing to gain.
            let place = (other.threshold / step).clamp(1.0, 100.0);
            let beside = [place.floor(), place.ceil()]
                .map(|k| Cost::of(&looked_at, bits, signed, k * step).mse());
            let room = (1.0 + NEAR) * beside[0].min(beside[1]) + 1e-14 * largest * largest;
            assert!(lowest <= room, "{what}: {beside:?}");
            if looked_at.len() > 100 {
                assert!(lowest <= 1.02 * other.mse(), "{what}: {}", other.mse());
            }
        }
    }
}

/// Rounding grows with the threshold and clipping falls.
#[test]
fn rounding_and_clipping_cross_near_the_bottom() {
    for bits in [3, 4, 6] {
        let hash = format!("clipping?bits={bits}&signal=laplace");
        let found: ClippingReport = report(&hash, &drawn(&hash));
        assert!(found.curve.is_sorted_by(|a, b| a.2 >= b.2), "{hash}");
        let (first, last) = (found.curve[0], found.curve[found.curve.len() - 1]);
        assert!(first.1 < first.2 && last.1 > last.2, "{hash}");
        let crossing = found.curve.iter().position(|point| point.1 >= point.2);
        let crossing = found.curve[crossing.expect("they cross")];
        let (best, there) = (choice(&found, "mse"), crossing.0);
        assert!(there < best.threshold, "{hash}: {there} and {best:?}");
        let cost = crossing.1 + crossing.2;
        assert!(cost < 2.0 * best.mse(), "{hash}: {cost} and {best:?}");
    }
}

/// What a sample remembers is what it would compute, and the threshold alone computes
/// none of it anew.
#[test]
fn what_is_remembered_is_the_same() {
    let values = generate("student_t", 4, 40_000).expect("the table has it");
    let fresh = |hash: &str| lesson::look(&parse(hash), &Given::from(&Sample::new(values.clone())));
    let sample = Sample::new(values.clone());
    for hash in [
        "clipping",
        "clipping",
        "clipping?threshold=1.5",
        "clipping?threshold=0.2",
        "clipping?bits=3",
        "clipping?bits=3&threshold=1.5",
        "clipping",
        "clipping?percentile=97",
        "clipping?percentile=97&signed=0",
        "pact",
        "clipping?percentile=97&signed=0&threshold=7",
        "clipping",
    ] {
        let found = lesson::look(&parse(hash), &Given::from(&sample));
        assert!(found == fresh(hash), "{hash}");
    }

    let read = |hash: &str| -> ClippingReport {
        let bytes = lesson::look(&parse(hash), &Given::from(&sample));
        postcard::from_bytes(&bytes).expect("a lens encodes what a page decodes")
    };
    let found = read("clipping");
    for threshold in [1e-9, 0.3, 1.0, 8.0, 1e9] {
        let moved = read(&format!("clipping?threshold={threshold}"));
        assert_eq!(moved.chosen.threshold, threshold);
        assert_eq!((&moved.curve, &moved.found), (&found.curve, &found.found));
        assert_eq!((&moved.signal, moved.count), (&found.signal, found.count));
    }
    assert_ne!(read("clipping?bits=3").curve, found.curve);
}

thread_local! {
    static READINGS: Cell<f64> = const { Cell::new(0.0) };
}

/// Every reading of this clock is later than the last by more.
fn clock() -> f64 {
    READINGS.with(|readings| {
        readings.set(readings.get() + 1.0);
        readings.get() * readings.get()
    })
}

/// Times are remembered too: nobody calibrates again for a threshold that is dragged.
#[test]
fn times_are_those_of_the_first_look() {
    let mut sample = Sample::new(generate("normal", 2, 1000).expect("the table has it"));
    sample.clock = clock;
    let look = |hash: &str| -> ClippingReport {
        let bytes = lesson::look(&parse(hash), &Given::from(&sample));
        postcard::from_bytes(&bytes).expect("a lens encodes what a page decodes")
    };
    let first = look("clipping");
    assert!(first.found.is_sorted_by(|a, b| a.time < b.time));
    assert!(first.found[0].time > 0.0 && first.chosen.time == 0.0);
    let read = READINGS.get();
    assert_eq!(read, 2.0 * CALIBRATORS.len() as f64);
    assert_eq!(look("clipping?threshold=0.7").found, first.found);
    assert_eq!(READINGS.get(), read);
    assert_ne!(look("clipping?bits=5").found, first.found);
    assert_eq!(READINGS.get(), 2.0 * read);
}
