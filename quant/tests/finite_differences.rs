//! Slopes and gradients against central differences, wherever there is a derivative.
//!
//! A straight-through gradient is the derivative of something smoother than the quantizer: of the
//! quantizer with the rounding error held fixed. That is what is differenced here for PACT and LSQ;
//! for the estimators it is the function that each one is the slope of. DSQ and DiffQ have true
//! derivatives. (EWGS is the derivative of nothing.)

use quantscope_quant::method::diffq_size::{bits_of, bits_slope, model_size, model_size_slope};
use quantscope_quant::method::{
    DiffQ, Dsq, Estimator, Lsq, LsqPlus, Noise, Pact, PactGradient, Ste,
};
use quantscope_quant::random_bits;

/// Half the distance of the two points.
const H: f64 = 1e-5;

/// Random numbers of a fixed seed.
struct Random(u64);

impl Random {
    /// Uniform between two ends.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 += 1;
        low + (high - low) * (f64::from(random_bits(20, self.0)) + 0.5) / 4_294_967_296.0
    }

    /// A whole number of these, both included.
    fn whole(&mut self, low: u32, high: u32) -> u32 {
        self.between(f64::from(low), f64::from(high) + 1.0) as u32
    }

    fn singles(&mut self, count: usize, size: f64) -> Vec<f32> {
        let one = |_| self.between(-size, size) as f32;
        (0..count).map(one).collect()
    }
}

fn central(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    (f(x + H) - f(x - H)) / (2.0 * H)
}

#[track_caller]
fn agree(found: f64, expected: f64, what: &str) {
    let allowed = 1e-6 * (1.0 + expected.abs());
    assert!(
        (found - expected).abs() < allowed,
        "{what}: {found}, by differences {expected}"
    );
}

/// Whether x is away from every one of these places.
fn away(x: f64, places: &[f64]) -> bool {
    places.iter().all(|place| (x - place).abs() > 1e-3)
}

#[test]
fn estimators_are_slopes() {
    let smooth = |estimator, x: f64| match estimator {
        Estimator::Identity => x,
        Estimator::Clipped => x.clamp(-1.0, 1.0),
        Estimator::Tanh => x.tanh(),
        Estimator::Piecewise => {
            let x = x.clamp(-1.0, 1.0);
            2.0 * x - x * x.abs()
        }
    };
    let mut random = Random(0);
    for estimator in Estimator::ALL {
        let ste = Ste { estimator };
        for _ in 0..500 {
            let x = random.between(-2.0, 2.0);
            if away(x, &[-1.0, 0.0, 1.0]) {
                let expected = central(|x| smooth(estimator, x), x);
                agree(ste.slope(x), expected, &format!("{ste:?} at {x}"));
            }
        }
    }
}

#[test]
fn dsq_is_its_own_slope() {
    let mut random = Random(1000);
    for _ in 0..2000 {
        let dsq = Dsq {
            alpha: random.between(0.05, 0.9),
            delta: random.between(0.2, 2.0),
        };
        let x = random.between(-3.0, 3.0);
        let fraction = (x / dsq.delta).rem_euclid(1.0);
        if away(fraction, &[0.0, 1.0]) {
            let expected = central(|x| dsq.value(x), x);
            agree(dsq.slope(x), expected, &format!("{dsq:?} at {x}"));
        }
        // Steps meet: the value at a multiple of delta is that multiple.
        let meeting = dsq.delta * 3.0;
        agree(dsq.value(meeting - 1e-12), meeting, "from below");
        agree(dsq.value(meeting + 1e-12), meeting, "from above");
    }
}

#[test]
fn pact() {
    let mut random = Random(10_000);
    for _ in 0..2000 {
        let at = |alpha, gradient, bits| Pact {
            bits,
            alpha,
            gradient,
        };
        let (bits, alpha) = (random.whole(1, 8), random.between(0.5, 6.0));
        let x = random.between(-1.0, 8.0);
        if !away(x, &[0.0, alpha]) {
            continue;
        }
        let paper = at(alpha, PactGradient::Paper, bits);
        let scale = at(alpha, PactGradient::Scale, bits);
        let what = format!("{paper:?} at {x}");
        agree(paper.slope(x), central(|x| paper.clip(x), x), &what);
        // The paper's gradient is that of the clip alone.
        let clip = |alpha| at(alpha, PactGradient::Paper, bits).clip(x);
        agree(paper.alpha_slope(x), central(clip, alpha), &what);
        // The other one is that of the scale too, with the rounding error held in units of a code.
        let steps = f64::from(2_u32.pow(bits)) - 1.0;
        let error = (scale.value(x) - scale.clip(x)) * steps / alpha;
        let held = |alpha| (clip(alpha) * steps / alpha + error) * alpha / steps;
        agree(scale.alpha_slope(x), central(held, alpha), &what);
        let penalty = |alpha| at(alpha, PactGradient::Paper, bits).penalty(0.3);
        agree(paper.penalty_slope(0.3), central(penalty, alpha), &what);
    }
}

#[test]
fn lsq_and_lsq_plus() {
    let mut random = Random(20_000);
    for _ in 0..4000 {
        let lsq = LsqPlus {
            bits: random.whole(1, 8),
            signed: random.whole(0, 1) == 1,
            step: random.between(0.05, 1.0),
            gradient_scale: true,
            offset: random.between(-1.0, 1.0),
        };
        let (low, high) = lsq.code_range();
        let code = random.between(low - 2.0, high + 2.0);
        if !away(code, &[low, high]) {
            continue;
        }
        let x = code * lsq.step + lsq.offset;
        let what = format!("{lsq:?} at {x}");
        // The rounding error of the code, held.
        let clamped = |x: f64, s: f64, b: f64| ((x - b) / s).clamp(low, high);
        let error = (lsq.value(x) - lsq.offset) / lsq.step - clamped(x, lsq.step, lsq.offset);
        let held = |x, s, b| (clamped(x, s, b) + error) * s + b;
        let (s, b) = (lsq.step, lsq.offset);
        // A step this small moves the code by less than the distance to the ends.
        let by = |f: &dyn Fn(f64) -> f64, at: f64| (f(at + 1e-7) - f(at - 1e-7)) / 2e-7;
        let close = |found: f64, expected: f64| {
            let allowed = 1e-5 * (1.0 + expected.abs());
            assert!(
                (found - expected).abs() < allowed,
                "{what}: {found}, {expected}"
            );
        };
        close(lsq.slope(x), by(&|x| held(x, s, b), x));
        close(lsq.step_slope(x), by(&|s| held(x, s, b), s));
        close(lsq.offset_slope(x), by(&|b| held(x, s, b), b));
        let plain = Lsq {
            bits: lsq.bits,
            signed: lsq.signed,
            step: s,
            gradient_scale: true,
        };
        close(plain.slope(x - b), lsq.slope(x));
        close(plain.step_slope(x - b), lsq.step_slope(x));
        // Outside, where nothing is rounded, these are the quantizer's own derivatives.
        if code < low || code > high {
            close(
                lsq.step_slope(x),
                by(&|step| LsqPlus { step, ..lsq }.value(x), s),
            );
            close(
                lsq.offset_slope(x),
                by(&|offset| LsqPlus { offset, ..lsq }.value(x), b),
            );
        }
    }
}

/// The loss `sum(g w_hat)` of DiffQ, written down once more in f64.
fn loss(w: &[f64], g: &[f32], u: &[f32], bits: &[f64], size: usize) -> f64 {
    let most = w.iter().copied().fold(f64::MIN, f64::max);
    let least = w.iter().copied().fold(f64::MAX, f64::min);
    let one = |i: usize| {
        let noise = (most - least) / (2_f64.powf(bits[i / size]) - 1.0) * f64::from(u[i]);
        f64::from(g[i]) * (w[i] + noise)
    };
    (0..w.len()).map(one).sum()
}

#[test]
fn diffq() {
    let mut random = Random(30_000);
    for round in 0..40 {
        let (size, groups) = (random.whole(1, 6) as usize, random.whole(1, 5) as usize);
        let count = size * groups;
        let (w, g) = (random.singles(count, 2.0), random.singles(count, 1.0));
        let u = random.singles(count, 0.5);
        let logits: Vec<f64> = (0..groups).map(|_| random.between(-3.0, 2.0)).collect();
        let diffq = DiffQ {
            bits: logits.iter().map(|logit| bits_of(*logit)).collect(),
            group_size: size,
            noise: Noise::Uniform,
            u: Some(u.clone()),
            seed: 0,
        };
        let what = format!("round {round}");
        let mut input = vec![0.0; count];
        let Ok(found) = diffq.backward(&w, &g, &mut input) else {
            panic!("{what} is refused")
        };
        let wide: Vec<f64> = w.iter().map(|w| f64::from(*w)).collect();
        let mut values = vec![0.0; count];
        assert_eq!(diffq.forward(&w, &mut values), Ok(()));
        let sum: f64 = values.iter().zip(&g).map(|(v, g)| f64::from(v * g)).sum();
        agree(sum, loss(&wide, &g, &u, &diffq.bits, size), &what);

        for i in 0..count {
            let moved = |x| {
                let mut w = wide.clone();
                w[i] = x;
                loss(&w, &g, &u, &diffq.bits, size)
            };
            agree(f64::from(input[i]), central(moved, wide[i]), &what);
        }
        for group in 0..groups {
            let at = |bits: f64| {
                let mut all = diffq.bits.clone();
                all[group] = bits;
                all
            };
            let of_bits = |bits| loss(&wide, &g, &u, &at(bits), size);
            agree(found[group], central(of_bits, diffq.bits[group]), &what);
            let of_logit = |logit| of_bits(bits_of(logit));
            let chained = found[group] * bits_slope(logits[group]);
            agree(chained, central(of_logit, logits[group]), &what);
            // In bits, for MB are too small to tell apart.
            let mb = 8.0 * 1_048_576.0;
            let slope = model_size_slope(groups, size, count)[group] * mb;
            let of_size = |bits| model_size(&at(bits), size, count) * mb;
            let near_a_jump = (diffq.bits[group] - 0.5).fract();
            if away(near_a_jump, &[0.0, 1.0]) {
                agree(slope, central(of_size, diffq.bits[group]), &what);
            }
        }
    }
}
