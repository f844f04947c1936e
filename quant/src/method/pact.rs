//! PACT: an activation clipped at a threshold alpha that is trained.
//!
//! Choi et al.: "PACT: Parameterized clipping activation for quantized neural networks", 2018.

use super::arguments::Arguments;
use super::error::MethodError;
use super::parameter::{ChoiceParameter, Domain, Parameter};
use super::slices::{fresh, map, pull};
use super::{Gradients, Method};

/// What alpha learns from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PactGradient {
    /// Equation 3 of the paper: 1 where x >= alpha, else 0. Alpha feels clipping only.
    #[default]
    Paper,
    /// Also through the scale alpha/(2^bits - 1): `(y_q - y)/alpha` below alpha, with the
    /// straight-through estimator for the rounding alone. Alpha feels the rounding error too.
    Scale,
}

impl PactGradient {
    /// Both, in the order in which a menu shows them.
    pub const ALL: [PactGradient; 2] = [PactGradient::Paper, PactGradient::Scale];

    /// The name used in links and by JavaScript.
    pub const fn id(self) -> &'static str {
        match self {
            PactGradient::Paper => "paper",
            PactGradient::Scale => "scale",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            PactGradient::Paper => "as in the paper",
            PactGradient::Scale => "through the scale",
        }
    }

    /// The gradient with this id.
    pub fn by_id(id: &str) -> Option<PactGradient> {
        PactGradient::ALL.into_iter().find(|g| g.id() == id)
    }

    const fn option(self) -> (&'static str, &'static str) {
        (self.id(), self.label())
    }
}

/// x clipped to [0, alpha] and rounded to `2^bits` equally spaced values.
///
/// On the two clip points the pieces of equation 1 decide: x = 0 lies in the linear piece (slope 1),
/// x = alpha in the clipped one (slope 0, alpha's slope 1). PyTorch's `clamp` has the slope 0 at
/// x = 0 from version 2.14, and 1 before.
///
/// ```
/// use quantscope_quant::method::{Pact, PactGradient};
/// let pact = Pact { bits: 2, alpha: 3.0, gradient: PactGradient::Scale };
/// assert_eq!((pact.clip(1.75), pact.value(1.75), pact.slope(1.75)), (1.75, 2.0, 1.0));
/// assert_eq!(pact.alpha_slope(1.75), 0.25 / 3.0);
/// assert_eq!((pact.clip(4.0), pact.slope(4.0), pact.alpha_slope(4.0)), (3.0, 0.0, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pact {
    /// Bits of a code, 1 to 8.
    pub bits: u32,
    /// The clip threshold, above 0, in the unit of x.
    pub alpha: f64,
    /// What alpha learns from.
    pub gradient: PactGradient,
}

impl Pact {
    /// Equation 1: `y = 0.5 (|x| - |x - alpha| + alpha)`, which is x clipped to [0, alpha].
    pub fn clip(&self, x: f64) -> f64 {
        if x >= self.alpha {
            self.alpha
        } else if x < 0.0 {
            0.0
        } else {
            x
        }
    }

    /// Equation 2: `y_q = round(y (2^bits - 1)/alpha) alpha/(2^bits - 1)`, a tie to the even code.
    pub fn value(&self, x: f64) -> f64 {
        let steps = f64::from(2_u32.saturating_pow(self.bits)) - 1.0;
        // Multiplied first, so that a tiny alpha overflows nothing.
        (self.clip(x) * steps / self.alpha).round_ties_even() * self.alpha / steps
    }

    /// dy/dx, which the straight-through estimator takes for dy_q/dx: 1 where 0 <= x < alpha.
    pub fn slope(&self, x: f64) -> f64 {
        f64::from(x >= 0.0 && x < self.alpha)
    }

    /// dy_q/d alpha, by the chosen gradient.
    pub fn alpha_slope(&self, x: f64) -> f64 {
        let below = x < self.alpha;
        match self.gradient {
            PactGradient::Paper => f64::from(x >= self.alpha),
            PactGradient::Scale if below => (self.value(x) - self.clip(x)) / self.alpha,
            PactGradient::Scale => f64::from(x >= self.alpha),
        }
    }

    /// Equation 1 as lecture notes have it, `0.5 (x + |x - alpha| + alpha)`: a slip, for it is
    /// `max(x, alpha)` and clips from below.
    pub fn notes_clip(&self, x: f64) -> f64 {
        0.5 * (x + (x - self.alpha).abs() + self.alpha)
    }

    /// The regulariser `lambda alpha^2` (section 3: L2, with lambda the weight decay).
    pub fn penalty(&self, lambda: f64) -> f64 {
        lambda * self.alpha * self.alpha
    }

    /// The regulariser's gradient, `2 lambda alpha`.
    pub fn penalty_slope(&self, lambda: f64) -> f64 {
        2.0 * lambda * self.alpha
    }

    fn check(&self) -> Result<(), MethodError> {
        BITS.check(f64::from(self.bits))?;
        ALPHA.check(self.alpha)?;
        Ok(())
    }

    /// Writes the value of each x. Fails when the slices differ in length, or bits or alpha is not
    /// one of its values.
    pub fn forward(&self, x: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        self.check()?;
        map(x, values, |x| self.value(x))
    }

    /// Writes `upstream * slope(x)` for each x and returns alpha's gradient, the sum of
    /// `upstream * alpha_slope(x)`. Fails as [`Pact::forward`] does.
    pub fn backward(
        &self,
        x: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<f64, MethodError> {
        self.check()?;
        let mut alpha = 0.0;
        pull(x, upstream, input, |x, g| {
            alpha += g * self.alpha_slope(x);
            g * self.slope(x)
        })?;
        Ok(alpha)
    }
}

/// Bits of a code.
pub const BITS: Parameter = Parameter {
    id: "bits",
    label: "bits",
    min: 1.0,
    max: 8.0,
    default: 4.0,
    step: 1.0,
    unit: "bits",
    domain: Domain::Whole,
    trainable: false,
    per_group: false,
};

/// The clip threshold; the default is where the paper's figure 2 starts.
pub const ALPHA: Parameter = Parameter {
    id: "alpha",
    label: "clip threshold alpha",
    min: 0.01,
    max: 20.0,
    default: 10.0,
    step: 0.01,
    unit: "units of x",
    domain: Domain::Positive,
    trainable: true,
    per_group: false,
};

/// What alpha learns from.
pub const GRADIENT: ChoiceParameter = ChoiceParameter {
    id: "gradient",
    label: "gradient of alpha",
    options: &[PactGradient::Paper.option(), PactGradient::Scale.option()],
    default: PactGradient::Paper.id(),
};

/// PACT as a method.
pub const METHOD: Method = Method {
    id: "pact",
    label: "PACT",
    parameters: &[BITS, ALPHA],
    choices: &[GRADIENT],
    flags: &[],
    lists: &[],
    forward,
    backward,
};

fn read(arguments: &Arguments) -> Result<Pact, MethodError> {
    Ok(Pact {
        bits: arguments.whole(&BITS)?,
        alpha: arguments.number(&ALPHA)?,
        gradient: arguments.choice(&GRADIENT, PactGradient::by_id)?,
    })
}

fn forward(arguments: &Arguments, x: &[f32]) -> Result<Vec<f32>, MethodError> {
    let pact = read(arguments)?;
    Ok(fresh(x.len(), |values| pact.forward(x, values))?.0)
}

fn backward(arguments: &Arguments, x: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let pact = read(arguments)?;
    let (input, alpha) = fresh(x.len(), |input| pact.backward(x, upstream, input))?;
    Ok(Gradients {
        input,
        params: vec![(ALPHA.id, vec![alpha])],
    })
}
