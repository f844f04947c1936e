//! Quantizers that are trained: the forward pass, and the backward pass that stands in for a
//! derivative which is zero almost everywhere.
//!
//! A method is a file with a typed struct ([`Pact`], [`Lsq`], ...) and a constant `METHOD`, and one
//! line in [`METHODS`]. All work on whole slices: x and the values are f32, the arithmetic is f64.
//! With L the loss and v the values, the backward pass takes the upstream gradient dL/dv, one f32
//! for each value, and gives
//!
//! - the input gradient dL/dx, one f32 for each value, and
//! - the gradient of each trainable parameter, the sum over the slice, as f64.
//!
//! A NaN among the inputs stays a NaN among the values and passes no gradient where a mask decides.
//!
//! ```
//! use quantscope_quant::method::{Arguments, Method};
//! let pact = Method::by_id("pact").unwrap();
//! let given = Arguments::new().with("bits", 2.0).with("alpha", 3.0);
//! let x = [-1.0, 1.25, 5.0];
//! assert_eq!((pact.forward)(&given, &x).unwrap(), [0.0, 1.0, 3.0]);
//! let gradients = (pact.backward)(&given, &x, &[1.0, 1.0, 0.5]).unwrap();
//! assert_eq!(gradients.input, [0.0, 1.0, 0.0]);
//! assert_eq!(gradients.params, [("alpha", vec![0.5])]);
//! ```

mod arguments;
pub mod bwn;
pub mod diffq;
pub mod diffq_size;
pub mod dsq;
mod error;
pub mod ewgs;
pub mod lsq;
pub mod lsq_plus;
pub mod noise;
pub mod pact;
mod parameter;
mod slices;
pub mod ste;
pub mod xnor;

pub use arguments::{Argument, Arguments};
pub use diffq::DiffQ;
pub use dsq::Dsq;
pub use error::MethodError;
pub use ewgs::Ewgs;
pub use lsq::{ClipRule, Lsq};
pub use lsq_plus::{LsqPlus, LsqPlusGradient};
pub use noise::Noise;
pub use pact::{Pact, PactGradient};
pub use parameter::{ChoiceParameter, Domain, FlagParameter, ListParameter, Parameter};
pub use ste::{Estimator, Ste};
pub use xnor::Xnor;

/// What a backward pass gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// dL/dx, one for each value.
    pub input: Vec<f32>,
    /// dL/dp of each trainable parameter p, under its id: one number, or one a group if the
    /// parameter is [`per_group`](Parameter::per_group).
    pub params: Vec<(&'static str, Vec<f64>)>,
}

/// From arguments and x to the values.
pub type Forward = fn(&Arguments, &[f32]) -> Result<Vec<f32>, MethodError>;

/// From arguments, x and the upstream gradient to the gradients.
pub type Backward = fn(&Arguments, &[f32], &[f32]) -> Result<Gradients, MethodError>;

/// A method as data: what it takes, and its two passes by name.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// The name used in links and by JavaScript, for example `lsq_plus`.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// The numbers that it takes.
    pub parameters: &'static [Parameter],
    /// What is chosen by name.
    pub choices: &'static [ChoiceParameter],
    /// What is true or false.
    pub flags: &'static [FlagParameter],
    /// Lists with a number for each value.
    pub lists: &'static [ListParameter],
    /// The values of x.
    pub forward: Forward,
    /// The gradients at x for an upstream gradient.
    pub backward: Backward,
}

/// Every method, in the order in which a menu shows them.
pub const METHODS: &[Method] = &[
    ste::METHOD,
    dsq::METHOD,
    ewgs::METHOD,
    pact::METHOD,
    lsq::METHOD,
    lsq_plus::METHOD,
    diffq::METHOD,
    bwn::METHOD,
    xnor::METHOD,
];

impl Method {
    /// The method with this id.
    ///
    /// ```
    /// use quantscope_quant::method::Method;
    /// assert_eq!(Method::by_id("lsq").unwrap().label, "LSQ");
    /// assert!(Method::by_id("guess").is_none());
    /// ```
    pub fn by_id(id: &str) -> Option<&'static Method> {
        METHODS.iter().find(|method| method.id == id)
    }

    /// The ids of all that it takes.
    pub fn argument_ids(&self) -> impl Iterator<Item = &'static str> + use<> {
        let parameters = self.parameters.iter().map(|p| p.id);
        let choices = self.choices.iter().map(|c| c.id);
        let flags = self.flags.iter().map(|f| f.id);
        let lists = self.lists.iter().map(|l| l.id);
        parameters.chain(choices).chain(flags).chain(lists)
    }
}
