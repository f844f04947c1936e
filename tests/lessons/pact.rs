//! PACT's training against a plain loop over the paper's equations, and what the
//! lesson says of it.

use quantscope::lesson::pact::{PactReport, Trained};

use crate::compare::near;
use crate::report;
use crate::training::{NEAR, STEPS, Sum, batch, drawn, near_sum, same_curve};

/// How a training is asked for.
struct Asked {
    bits: i32,
    alpha: f64,
    lambda: f64,
    rate: f64,
    signal: &'static str,
}

const fn asked(bits: i32, alpha: f64, lambda: f64, rate: f64, signal: &'static str) -> Asked {
    Asked {
        bits,
        alpha,
        lambda,
        rate,
        signal,
    }
}

/// Bits, start, penalty, learning rate and signal.
const TABLE: [Asked; 14] = [
    asked(2, 6.0, 0.001, 2.0, "seed=1"),
    asked(1, 6.0, 0.001, 2.0, "seed=2"),
    asked(3, 0.25, 0.001, 1.0, "seed=3"),
    asked(4, 10.0, 0.0002, 0.5, "seed=4&signal=laplace"),
    asked(8, 6.0, 0.001, 2.0, "seed=5"),
    asked(2, 6.0, 0.03, 2.0, "seed=6&signal=half_normal"),
    asked(2, 16.0, 0.001, 2.0, "seed=1&signal=outliers"),
    asked(3, 3.0, 0.0001, 0.25, "seed=8&signal=log_normal&count=50000"),
    asked(5, 1.0, 0.5, 0.125, "seed=9&signal=bimodal"),
    asked(2, 40.0, 0.001, 1.0, "seed=10&spread=8&shift=2"),
    asked(6, 0.01, 0.001, 0.03, "seed=11&signal=student_t&count=3000"),
    // A start that a step would lead below zero: it stops at a sixteenth.
    asked(2, 6.0, 1.0, 1.0, "seed=12"),
    // Nothing is above zero, so nothing but the penalty pulls.
    asked(
        2,
        2.0,
        0.01,
        1.0,
        "seed=13&signal=uniform&shift=-2&count=100",
    ),
    asked(7, 1.5, 0.001, 1.5, "seed=14&count=1"),
];

impl Asked {
    fn hash(&self) -> String {
        let Self {
            bits,
            alpha,
            lambda,
            rate,
            signal,
        } = self;
        format!("pact?bits={bits}&alpha={alpha}&lambda={lambda}&rate={rate}&{signal}")
    }

    /// Equations 1 and 2, the loss against the ReLU, and equation 3 or, through the
    /// scale, the derivative of equation 2 with a rounding that passes straight.
    fn loss(&self, x: &[f64], alpha: f64, through_scale: bool) -> (f64, Sum) {
        let steps = 2_f64.powi(self.bits) - 1.0;
        let count = x.len() as f64;
        let mut gradient = Sum::default();
        let mut squares = 0.0;
        for &x in x {
            let y = 0.5 * (x.abs() - (x - alpha).abs() + alpha);
            let quantized = (y * (steps / alpha)).round_ties_even() * (alpha / steps);
            let slope = if x >= alpha {
                1.0
            } else if through_scale {
                (quantized - y) / alpha
            } else {
                0.0
            };
            let error = quantized - x.max(0.0);
            squares += error.powi(2);
            gradient.add(2.0 * error * slope / count);
        }
        gradient.add(2.0 * self.lambda * alpha);
        (squares / count + self.lambda * alpha.powi(2), gradient)
    }

    fn same_path(&self, x: &[f64], found: &[Trained], through_scale: bool) {
        assert_eq!(found.len(), STEPS + 1);
        let mut alpha = self.alpha;
        for (step, now) in found.iter().enumerate() {
            let what = format!("{} at {step}, through scale {through_scale}", self.hash());
            let (loss, gradient) = self.loss(x, alpha, through_scale);
            near(now.alpha, alpha, NEAR, &what);
            near(now.loss, loss, NEAR, &what);
            near_sum(now.gradient, gradient, &what);
            alpha = (alpha - self.rate * gradient.total).max(alpha / 16.0);
        }
    }
}

#[test]
fn pact_as_by_hand() {
    for asked in TABLE {
        let hash = asked.hash();
        let values = drawn(&hash);
        let x = batch(&values);
        let found: PactReport = report(&hash, &values);
        assert_eq!(found.count, x.len() as u64, "{hash}");
        asked.same_path(&x, &found.paper, false);
        asked.same_path(&x, &found.scale, true);
        let loss = |alpha| asked.loss(&x, alpha, false).0;
        same_curve(&found.curve, found.bottom(), loss, &hash);
    }
}

/// The paper's gradient does not feel the rounding error, which at 2 bits is most of
/// the error: it stops short of the bottom, and the one through the scale does not.
#[test]
fn through_the_scale_it_finds_the_bottom() {
    for signal in [
        "seed=1",
        "seed=2",
        "signal=half_normal",
        "signal=laplace",
        "signal=uniform",
        "signal=outliers&alpha=16",
        "signal=student_t",
        "signal=log_normal",
        "signal=bimodal",
    ] {
        let hash = format!("pact?bits=2&{signal}");
        let found: PactReport = report(&hash, &drawn(&hash));
        let (bottom, loss) = found.bottom();
        let (paper, scale) = (found.paper[STEPS], found.scale[STEPS]);
        let far = |now: Trained| (now.alpha - bottom).abs();
        assert!(far(scale) < far(paper), "{hash}: {scale:?} and {paper:?}");
        assert!(scale.loss < 1.02 * loss, "{hash}: {scale:?} over {loss}");
        assert!(paper.loss > 1.15 * loss, "{hash}: {paper:?} over {loss}");
    }
}

/// At 8 bits rounding hardly matters, and both gradients lead to one place.
#[test]
fn with_eight_bits_both_end_alike() {
    let found: PactReport = report("pact?bits=8", &drawn("pact?bits=8"));
    let (paper, scale) = (found.paper[STEPS], found.scale[STEPS]);
    near(scale.alpha, paper.alpha, 1e-3, "alpha");
    near(scale.loss, paper.loss, 1e-3, "loss");
}

/// A stronger penalty leads to a smaller threshold.
#[test]
fn the_penalty_pulls_the_threshold_down() {
    let ends = [0.0001, 0.001, 0.01, 0.03, 0.1].map(|lambda| {
        let hash = format!("pact?lambda={lambda}");
        let found: PactReport = report(&hash, &drawn(&hash));
        (found.paper[STEPS].alpha, found.scale[STEPS].alpha)
    });
    assert!(ends.is_sorted_by(|a, b| a.0 > b.0 && a.1 > b.1), "{ends:?}");
}
