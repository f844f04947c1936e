//! One weight trained through a staircase, against a plain loop over the estimators'
//! definitions, and what the lesson says of it.

use quantscope::lesson::ste::{self, Trained};

use crate::compare::near;
use crate::parse;
use crate::training::{NEAR, STEPS};

/// What passes back for the staircase.
#[derive(Clone, Copy)]
enum Estimator {
    Identity,
    Clipped,
    Tanh,
    Piecewise,
    /// With its softness.
    Dsq(f64),
    /// With its scaling.
    Ewgs(f64),
}
use Estimator::{Clipped, Dsq, Ewgs, Identity, Piecewise, Tanh};

/// Estimator, bits, target, start and learning rate.
type Asked = (Estimator, i32, f64, f64, f64);

const TABLE: [Asked; 18] = [
    (Clipped, 3, 0.45, -0.8, 0.05),
    (Identity, 3, 0.45, -0.8, 0.05),
    (Tanh, 3, 0.45, -0.8, 0.05),
    (Piecewise, 3, 0.45, -0.8, 0.05),
    (Dsq(0.2), 3, 0.45, -0.8, 0.05),
    (Ewgs(1.0), 3, 0.45, -0.8, 0.05),
    (Identity, 2, -0.37, 1.9, 0.11),
    (Identity, 4, 1.5, -2.0, 0.013),
    (Clipped, 5, 0.81, 0.03, 0.7),
    (Clipped, 8, -0.123, 0.99, 0.25),
    (Tanh, 6, -1.2, 1.7, 0.31),
    (Piecewise, 4, -0.66, 0.98, 0.21),
    (Dsq(0.02), 4, 0.71, -0.51, 0.02),
    (Dsq(0.98), 2, 0.29, -0.93, 0.17),
    (Dsq(0.1), 3, -0.77, 0.41, 0.05),
    (Ewgs(4.0), 4, -0.52, 0.87, 0.07),
    (Ewgs(0.0), 3, 0.6, -0.4, 0.19),
    (Ewgs(0.3), 8, 0.9, -0.999, 16.0),
];

fn hash((estimator, bits, target, start, rate): Asked) -> String {
    let estimator = match estimator {
        Identity => "identity".to_owned(),
        Clipped => "clipped".to_owned(),
        Tanh => "tanh".to_owned(),
        Piecewise => "piecewise".to_owned(),
        Dsq(alpha) => format!("dsq&dsq_alpha={alpha}"),
        Ewgs(delta) => format!("ewgs&ewgs_delta={delta}"),
    };
    format!("ste?estimator={estimator}&bits={bits}&target={target}&start={start}&rate={rate}")
}

fn train(hash: &str) -> Vec<Trained> {
    ste::train(&ste::settings::Chosen::of(&parse(hash)))
}

/// round(x/S) S, with the codes from -top to top over [-1, 1].
fn staircase(x: f64, top: f64) -> f64 {
    let scale = 1.0 / top;
    (x / scale).round_ties_even().min(top).max(-top) * scale
}

/// What an estimator makes of the gradient g at x.
fn pass_back(estimator: Estimator, x: f64, g: f64, top: f64) -> f64 {
    let inside = x.abs() <= 1.0;
    match estimator {
        Identity => g,
        // sech^2, another form of 1 - tanh^2.
        Tanh => g / x.cosh().powi(2),
        Clipped | Piecewise | Dsq(_) | Ewgs(_) if !inside => 0.0,
        Clipped => g,
        Piecewise => g * (2.0 - 2.0 * x.abs()),
        Dsq(alpha) => {
            // On the interval with the middle m: the derivative of
            // Delta/2 s tanh(k (x - m)), s = 1/(1 - alpha), k = ln(2/alpha - 1)/Delta.
            let delta = 1.0 / top;
            let middle = ((x / delta).floor() + 0.5) * delta;
            let k = (2.0 / alpha - 1.0).ln() / delta;
            g * delta / 2.0 / (1.0 - alpha) * k / (k * (x - middle)).cosh().powi(2)
        }
        Ewgs(delta) => g + delta * g.abs() * (x - staircase(x, top)),
    }
}

#[test]
fn ste_as_by_hand() {
    for asked in TABLE {
        let (estimator, bits, target, start, rate) = asked;
        let hash = hash(asked);
        let found = train(&hash);
        assert_eq!(found.len(), STEPS + 1);
        let top = 2_f64.powi(bits - 1) - 1.0;
        let mut weight = start;
        for (step, now) in found.iter().enumerate() {
            let what = format!("{hash} at {step}");
            let value = staircase(weight, top);
            let gradient = pass_back(estimator, weight, value - target, top);
            // Numbers of the size of 1, which pass through zero.
            for (found, right) in [
                (now.weight, weight),
                (now.value, value),
                (now.upstream, value - target),
                (now.gradient, gradient),
            ] {
                near(4.0 + found, 4.0 + right, NEAR, &what);
            }
            weight -= rate * gradient;
        }
    }
}

/// Between two codes the weight can never stay: to the last step its code goes from
/// one neighbour of the target to the other and back.
#[test]
fn a_target_between_two_codes_swings_for_ever() {
    for (settings, below, above) in [
        ("bits=3&target=0.45&start=-0.8", 1.0 / 3.0, 2.0 / 3.0),
        (
            "bits=3&target=0.45&start=0.4&rate=0.0125",
            1.0 / 3.0,
            2.0 / 3.0,
        ),
        ("bits=2&target=-0.3&start=0.9&rate=0.1", -1.0, 0.0),
        ("bits=4&target=0.2&start=1&rate=0.2", 1.0 / 7.0, 2.0 / 7.0),
    ] {
        for estimator in ["identity", "clipped", "tanh", "ewgs"] {
            let hash = format!("ste?estimator={estimator}&{settings}");
            let path = train(&hash);
            let last = &path[STEPS / 2..];
            for now in last {
                let nearest = (now.value - below).abs().min((now.value - above).abs());
                assert!(nearest < 1e-12, "{hash}: {now:?}");
            }
            let swings = last
                .windows(2)
                .filter(|pair| pair[0].value != pair[1].value);
            assert!(swings.count() >= 10, "{hash}");
        }
    }
}

/// Where the target is a code there is no gradient left once the weight is there.
#[test]
fn a_target_that_is_a_code_lets_it_rest() {
    for (bits, code) in [
        (2, 0.0),
        (2, 1.0),
        (3, -2.0),
        (3, 1.0),
        (5, 7.0),
        (8, -100.0),
    ] {
        let top = 2_f64.powi(bits - 1) - 1.0;
        let target = code * (1.0 / top);
        for estimator in ["identity", "clipped", "tanh", "piecewise", "dsq", "ewgs"] {
            let hash = format!("ste?estimator={estimator}&bits={bits}&target={target}&start=0.3");
            let path = train(&format!("{hash}&rate=0.1"));
            let arrived = path.iter().position(|now| now.value == target);
            let arrived = arrived.unwrap_or_else(|| panic!("{hash} never arrives"));
            for now in &path[arrived..] {
                assert_eq!(now.weight, path[arrived].weight, "{hash}");
                assert_eq!((now.value, now.gradient), (target, 0.0), "{hash}");
            }
        }
    }
}

/// The lesson's own target is a code to four digits: the code is kept all the same.
#[test]
fn nearly_a_code_is_as_good() {
    let path = train("ste?target=-0.6667&start=0.9");
    let last = &path[STEPS - 100..];
    assert!(last.iter().all(|now| now.value == last[0].value));
    assert!((last[0].value + 2.0 / 3.0).abs() < 1e-12);
}

/// Outside the clip no gradient passes, so nothing ever moves; the identity and tanh
/// let some through.
#[test]
fn outside_the_clip_nothing_moves() {
    for (estimator, moves) in [
        ("clipped", false),
        ("piecewise", false),
        ("dsq", false),
        ("ewgs", false),
        ("identity", true),
        ("tanh", true),
    ] {
        for start in [1.6, -1.01, 2.0] {
            let path = train(&format!("ste?estimator={estimator}&start={start}&target=0"));
            let last = path[STEPS];
            assert_eq!(last.weight != start, moves, "{estimator} from {start}");
            assert_eq!(last.gradient != 0.0 || last.value == 0.0, moves);
        }
    }
}
