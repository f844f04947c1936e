//! Straight-through estimators: forward a staircase, backward the slope of something smoother.
//!
//! Bengio, Leonard, Courville: "Estimating or propagating gradients through stochastic neurons",
//! 2013. Rounding to whole numbers has the derivative 0 almost everywhere; an estimator passes
//! another one. [`Dsq`] and [`Ewgs`] are estimators too, with parameters of their own.

use super::arguments::Arguments;
use super::dsq;
use super::error::MethodError;
use super::ewgs;
use super::parameter::ChoiceParameter;
use super::slices::{fresh, map, pull};
#[cfg(doc)]
use super::{Dsq, Ewgs};
use super::{Gradients, Method};

/// Whose slope stands in for that of rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Estimator {
    /// 1 everywhere: the slope of the identity.
    #[default]
    Identity,
    /// 1 where |x| <= 1, else 0: the slope of x clipped to [-1, 1] (Hubara et al. 2016).
    Clipped,
    /// `1 - tanh^2 x`: the slope of tanh.
    Tanh,
    /// `2 - 2|x|` where |x| <= 1, else 0: the slope of the two parabolas of Bi-Real Net (Liu et
    /// al. 2018).
    Piecewise,
}

impl Estimator {
    /// Every estimator, in the order in which a menu shows them.
    pub const ALL: [Estimator; 4] = [
        Estimator::Identity,
        Estimator::Clipped,
        Estimator::Tanh,
        Estimator::Piecewise,
    ];

    /// The name used in links and by JavaScript.
    pub const fn id(self) -> &'static str {
        match self {
            Estimator::Identity => "identity",
            Estimator::Clipped => "clipped",
            Estimator::Tanh => "tanh",
            Estimator::Piecewise => "piecewise",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Estimator::Identity => "identity",
            Estimator::Clipped => "clipped identity",
            Estimator::Tanh => "tanh",
            Estimator::Piecewise => "piecewise (Bi-Real)",
        }
    }

    /// The estimator with this id.
    pub fn by_id(id: &str) -> Option<Estimator> {
        Estimator::ALL.into_iter().find(|e| e.id() == id)
    }

    const fn option(self) -> (&'static str, &'static str) {
        (self.id(), self.label())
    }
}

/// Rounding to whole numbers with an estimator for its slope.
///
/// ```
/// use quantscope_quant::method::{Estimator, Ste};
/// let ste = Ste { estimator: Estimator::Clipped };
/// assert_eq!((ste.value(0.7), ste.slope(0.7)), (1.0, 1.0));
/// assert_eq!((ste.value(2.5), ste.slope(2.5)), (2.0, 0.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ste {
    /// Whose slope is passed.
    pub estimator: Estimator,
}

impl Ste {
    /// x rounded to the nearest whole number, a tie to the even one.
    pub fn value(&self, x: f64) -> f64 {
        x.round_ties_even()
    }

    /// What the estimator passes at x.
    pub fn slope(&self, x: f64) -> f64 {
        match self.estimator {
            Estimator::Identity => 1.0,
            Estimator::Clipped => f64::from(x.abs() <= 1.0),
            Estimator::Tanh => {
                let t = x.tanh();
                1.0 - t * t
            }
            Estimator::Piecewise => (2.0 - 2.0 * x.abs()).max(0.0),
        }
    }

    /// Writes the value of each x. Fails when the slices differ in length.
    pub fn forward(&self, x: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        map(x, values, |x| self.value(x))
    }

    /// Writes `upstream * slope(x)` for each x. Fails when the slices differ in length.
    pub fn backward(
        &self,
        x: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<(), MethodError> {
        pull(x, upstream, input, |x, g| g * self.slope(x))
    }
}

/// Which estimator; those with parameters are named as methods of their own.
pub const ESTIMATOR: ChoiceParameter = ChoiceParameter {
    id: "estimator",
    label: "estimator",
    options: &[
        Estimator::Identity.option(),
        Estimator::Clipped.option(),
        Estimator::Tanh.option(),
        Estimator::Piecewise.option(),
        (dsq::METHOD.id, dsq::METHOD.label),
        (ewgs::METHOD.id, ewgs::METHOD.label),
    ],
    default: Estimator::Identity.id(),
};

/// The estimators as a method. With the estimator `dsq` or `ewgs` it is that method, and takes its
/// parameters.
pub const METHOD: Method = Method {
    id: "ste",
    label: "STE",
    parameters: &[],
    choices: &[ESTIMATOR],
    flags: &[],
    lists: &[],
    forward,
    backward,
};

/// A plain estimator, or another method.
enum Chosen {
    Plain(Ste),
    Other(&'static Method),
}

fn chosen(id: &str) -> Option<Chosen> {
    const OTHERS: &[Method] = &[dsq::METHOD, ewgs::METHOD];
    let plain = Estimator::by_id(id).map(|estimator| Chosen::Plain(Ste { estimator }));
    plain.or_else(|| {
        OTHERS
            .iter()
            .find(|method| method.id == id)
            .map(Chosen::Other)
    })
}

fn forward(arguments: &Arguments, x: &[f32]) -> Result<Vec<f32>, MethodError> {
    match arguments.choice(&ESTIMATOR, chosen)? {
        Chosen::Plain(ste) => Ok(fresh(x.len(), |values| ste.forward(x, values))?.0),
        Chosen::Other(method) => (method.forward)(arguments, x),
    }
}

fn backward(arguments: &Arguments, x: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    match arguments.choice(&ESTIMATOR, chosen)? {
        Chosen::Plain(ste) => {
            let (input, ()) = fresh(x.len(), |input| ste.backward(x, upstream, input))?;
            Ok(Gradients {
                input,
                params: Vec::new(),
            })
        }
        Chosen::Other(method) => (method.backward)(arguments, x, upstream),
    }
}
