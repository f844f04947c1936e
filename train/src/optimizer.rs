//! How a gradient moves the numbers: SGD with momentum and Adam, by PyTorch's definitions.

use serde::{Deserialize, Serialize};

use crate::parameter::Parameter;

/// A rule for the update, with g the gradient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Optimizer {
    /// `v <- momentum v + g`, `w <- w - rate v` (`torch.optim.SGD`).
    Sgd,
    /// `m <- m + (1 - beta1)(g - m)`, `v <- beta2 v + (1 - beta2) g^2`, then
    /// `w <- w - rate/(1 - beta1^t) m / (sqrt(v)/sqrt(1 - beta2^t) + epsilon)` (Kingma, Ba 2015;
    /// `torch.optim.Adam`).
    #[default]
    Adam,
}

/// Adam's constants, those of the paper and of PyTorch.
const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const EPSILON: f32 = 1e-8;

impl Optimizer {
    /// Both, in the order in which a menu shows them.
    pub const ALL: [Optimizer; 2] = [Optimizer::Sgd, Optimizer::Adam];

    /// The name used in links.
    pub const fn id(self) -> &'static str {
        match self {
            Optimizer::Sgd => "sgd",
            Optimizer::Adam => "adam",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Optimizer::Sgd => "SGD with momentum",
            Optimizer::Adam => "Adam",
        }
    }

    /// The optimizer with this id.
    ///
    /// ```
    /// use quantscope_train::Optimizer;
    /// assert_eq!(Optimizer::by_id("adam"), Some(Optimizer::Adam));
    /// ```
    pub fn by_id(id: &str) -> Option<Optimizer> {
        Optimizer::ALL.into_iter().find(|o| o.id() == id)
    }
}

/// How one training moves its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Updates {
    pub optimizer: Optimizer,
    /// The learning rate.
    pub rate: f32,
    /// SGD's momentum.
    pub momentum: f32,
}

impl Updates {
    /// Moves the numbers of a parameter by its gradient, at `factor` times the learning rate.
    pub fn apply(&self, parameter: &mut Parameter, factor: f32) {
        match self.optimizer {
            Optimizer::Sgd => self.apply_sgd(parameter, factor),
            Optimizer::Adam => self.apply_adam(parameter, factor),
        }
    }

    fn apply_sgd(&self, parameter: &mut Parameter, factor: f32) {
        let (rate, momentum) = (self.rate * factor, self.momentum);
        let numbers = parameter.values.iter_mut().zip(&parameter.gradient);
        for ((w, g), velocity) in numbers.zip(&mut parameter.first) {
            *velocity = momentum * *velocity + g;
            *w -= rate * *velocity;
        }
    }

    fn apply_adam(&self, parameter: &mut Parameter, factor: f32) {
        let powers = &mut parameter.powers;
        *powers = (powers.0 * BETA_1, powers.1 * BETA_2);
        let rate = f64::from(self.rate * factor) / (1.0 - powers.0);
        let root = (1.0 - powers.1).sqrt() as f32;
        let (rate, keep) = (rate as f32, BETA_2 as f32);
        let (first_part, second_part) = ((1.0 - BETA_1) as f32, (1.0 - BETA_2) as f32);
        let numbers = parameter.values.iter_mut().zip(&parameter.gradient);
        let averages = parameter.first.iter_mut().zip(&mut parameter.second);
        for ((w, g), (first, second)) in numbers.zip(averages) {
            *first += first_part * (g - *first);
            *second = keep * *second + second_part * g * g;
            *w -= rate * *first / (second.sqrt() / root + EPSILON);
        }
    }
}
