//! The figures of the longest signal: sums of 16,777,216 values keep their digits.

use quantscope::lesson::{AffineReport, FormatsReport};
use quantscope::quant::Stats;
use quantscope::signal::{MAX_COUNT, generate};

use crate::reference::{Asked, Choose, Grid, SMALL_FLOATS, Steps};
use crate::report;

/// Sums in float64 of errors in float64, with what each addition loses.
fn same(found: &Stats, values: &[f32], back: impl Fn(f32) -> f64) {
    let (mut noise, mut power) = (Sum::default(), Sum::default());
    for &x in values {
        let wide = f64::from(x);
        let error = back(x) - wide;
        noise.add(error * error);
        power.add(wide * wide);
    }
    let count = values.len() as f64;
    let (mse, ratio) = (noise.total / count, power.total / noise.total);
    let off = (found.mse / mse - 1.0).abs();
    assert!(off < 1e-7, "MSE is off by {off:e}");
    let found_ratio = 10_f64.powf(found.sqnr_db / 10.0);
    let off = (found_ratio / ratio - 1.0).abs();
    assert!(off < 1e-7, "SQNR is off by {off:e}");
}

/// A sum that carries its rounding errors along (Kahan 1965).
#[derive(Default)]
struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    fn add(&mut self, number: f64) {
        let number = number - self.lost;
        let next = self.total + number;
        self.lost = (next - self.total) - number;
        self.total = next;
    }
}

#[test]
fn sixteen_million_values_keep_their_digits() {
    let values = generate("normal", 1, MAX_COUNT).expect("the longest signal is allowed");
    let found: AffineReport = report("affine?bits=8", &values);
    let ends = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &x| {
        (low.min(x), high.max(x))
    });
    let asked = Asked {
        bits: 8,
        signed: false,
        symmetric: false,
        away: false,
        zero_point: "integer",
        single: false,
    };
    let steps = Steps::new(ends.0, ends.1, asked);
    same(&found.stats, &values, |x| steps.round(x).0);
    drop(found);

    let found: FormatsReport = report("formats", &values);
    let grid = Grid::new(SMALL_FLOATS[0]);
    same(&found.side.stats, &values, |x| {
        grid.round(f64::from(x), Choose::Even, true).0
    });
}
