//! What the tests of the lessons that train have in common, and what holds of all of
//! their reports.

use quantscope::lesson::{self, Given, LESSONS, Sample, source};
use quantscope::signal::generate;

use crate::compare::near;
use crate::parse;

/// How many steps are trained, the start not counted.
pub const STEPS: usize = 240;

/// How far a report may be off, relative to what is right: sums of 8192 terms in
/// another order, and 240 steps on top of each other.
pub const NEAR: f64 = 1e-11;

/// The values that the address draws.
pub fn drawn(hash: &str) -> Vec<f32> {
    let drawn = source(&parse(hash));
    let mut values = vec![0.0; drawn.count];
    drawn.draw()(&mut values);
    values
}

/// What is trained on: the first 8192 finite values.
pub fn batch(values: &[f32]) -> Vec<f64> {
    let finite = values.iter().filter(|x| x.is_finite());
    finite.take(8192).map(|&x| f64::from(x)).collect()
}

/// A sum that knows how large its terms were: what cancels in it cancels in another
/// order of adding to within a share of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    pub total: f64,
    pub size: f64,
}

impl Sum {
    pub fn add(&mut self, term: f64) {
        self.total += term;
        self.size += term.abs();
    }
}

/// A gradient is right to within a share of its terms.
pub fn near_sum(found: f64, expected: Sum, what: &str) {
    assert!(
        (found - expected.total).abs() <= NEAR * expected.size,
        "{what}: {found} where {expected:?} is right"
    );
}

/// A curve that brute force has found: some of its points by hand, and its bottom.
pub fn same_curve(curve: &[(f64, f64)], bottom: (f64, f64), loss: impl Fn(f64) -> f64, what: &str) {
    for &(parameter, found) in curve.iter().step_by(13).chain(curve.last()) {
        near(
            found,
            loss(parameter),
            NEAR,
            &format!("{what} at {parameter}"),
        );
    }
    near(bottom.1, loss(bottom.0), NEAR, what);
    assert!(curve.contains(&bottom), "{what}");
    for &(parameter, found) in curve {
        assert!(found >= bottom.1, "{what}: {found} at {parameter} is lower");
    }
}

/// How many steps are shown changes nothing of what is computed.
#[test]
fn the_step_is_the_page_s_own() {
    let values = generate("normal", 3, 9000).expect("the table has it");
    let mut trained = Vec::new();
    for lesson in LESSONS {
        if lesson.page_only.iter().all(|key| key.id != "step") {
            continue;
        }
        let id = lesson.schema.id;
        let whole = lesson::look(&parse(id), &Given::from(&Sample::new(values.clone())));
        for step in [0, 1, 17, STEPS] {
            let state = parse(&format!("{id}?step={step}"));
            let sample = Sample::new(values.clone());
            assert!(
                lesson::look(&state, &Given::from(&sample)) == whole,
                "{id} at {step}"
            );
            assert_eq!(lesson::question(&state), format!("#/{id}"));
        }
        trained.push(id);
    }
    assert_eq!(trained, ["ste", "pact", "lsq", "diffq"]);
}

/// Only the first 8192 finite values train; what lies behind them and what is not
/// finite changes nothing.
#[test]
fn a_batch_is_the_first_finite_values() {
    let values = generate("laplace", 8, 8192).expect("the table has it");
    let mut among = vec![f32::NAN, f32::INFINITY];
    for (place, &x) in values.iter().enumerate() {
        among.push(x);
        if place % 100 == 0 {
            among.push(f32::NEG_INFINITY);
        }
    }
    among.extend([1e9, -1e9]);
    assert_eq!(batch(&among), batch(&values));
    let pact = |values| crate::report::<lesson::pact::PactReport>("pact", values);
    assert_eq!(pact(&among).count, 8192);
    assert_eq!(pact(&among).scale, pact(&values).scale);
    let lsq = |values| crate::report::<lesson::lsq::LsqReport>("lsq", values);
    assert_eq!(lsq(&among).path, lsq(&values).path);
    let diffq = |values| crate::report::<lesson::diffq::DiffQReport>("diffq", values);
    assert_eq!(diffq(&among), diffq(&values));
}
