//! What a caller gives a method by name; each question says which argument is wrong and why.

use core::fmt;

use super::error::MethodError;
use super::parameter::{ChoiceParameter, FlagParameter, ListParameter, Parameter, refuse};

/// Something that a caller gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A number.
    Number(f64),
    /// The id of an option.
    Choice(String),
    /// True or false.
    Flag(bool),
    /// A list of numbers.
    Numbers(Vec<f32>),
    /// What no method takes, in words: `an array`.
    Other(&'static str),
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Argument::Number(number) => write!(f, "{number}"),
            Argument::Choice(id) => write!(f, "'{id}'"),
            Argument::Flag(flag) => write!(f, "{flag}"),
            Argument::Numbers(_) => f.write_str("a list of numbers"),
            Argument::Other(what) => f.write_str(what),
        }
    }
}

impl From<f64> for Argument {
    fn from(number: f64) -> Self {
        Argument::Number(number)
    }
}

impl From<&str> for Argument {
    fn from(id: &str) -> Self {
        Argument::Choice(id.into())
    }
}

impl From<bool> for Argument {
    fn from(flag: bool) -> Self {
        Argument::Flag(flag)
    }
}

impl From<Vec<f32>> for Argument {
    fn from(numbers: Vec<f32>) -> Self {
        Argument::Numbers(numbers)
    }
}

/// Arguments by id. What is not given has its default; what a method does not know it ignores.
///
/// ```
/// use quantscope_quant::method::{Arguments, pact};
/// let given = Arguments::new().with("bits", 4.0).with("gradient", "scale");
/// assert_eq!(given.number(&pact::BITS), Ok(4.0));
/// assert_eq!(given.number(&pact::ALPHA), Ok(pact::ALPHA.default));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments {
    given: Vec<(&'static str, Argument)>,
}

impl Arguments {
    /// Nothing given.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives one more; of two with one id the first counts.
    pub fn with(mut self, id: &'static str, argument: impl Into<Argument>) -> Self {
        self.given.push((id, argument.into()));
        self
    }

    /// What was given under this id.
    pub fn get(&self, id: &str) -> Option<&Argument> {
        let (_, argument) = self.given.iter().find(|(name, _)| *name == id)?;
        Some(argument)
    }

    /// A number that the parameter takes.
    pub fn number(&self, parameter: &Parameter) -> Result<f64, MethodError> {
        match self.get(parameter.id) {
            None => Ok(parameter.default),
            Some(Argument::Number(number)) => parameter.check(*number),
            Some(other) => Err(parameter.refusal(other)),
        }
    }

    /// A number of a [`Domain::Whole`](super::Domain::Whole) parameter.
    pub fn whole(&self, parameter: &Parameter) -> Result<u32, MethodError> {
        // The parameter's range lies within 32 bits, and `as` saturates.
        Ok(self.number(parameter)? as u32)
    }

    /// One of the options, which `by_id` turns into what it stands for.
    pub fn choice<T>(
        &self,
        parameter: &ChoiceParameter,
        by_id: fn(&str) -> Option<T>,
    ) -> Result<T, MethodError> {
        match self.get(parameter.id) {
            None => by_id(parameter.default).ok_or_else(|| parameter.refusal(&parameter.default)),
            Some(Argument::Choice(id)) => {
                by_id(id).ok_or_else(|| parameter.refusal(&format_args!("'{id}'")))
            }
            Some(other) => Err(parameter.refusal(other)),
        }
    }

    /// True or false.
    pub fn flag(&self, parameter: &FlagParameter) -> Result<bool, MethodError> {
        match self.get(parameter.id) {
            None => Ok(parameter.default),
            Some(Argument::Flag(flag)) => Ok(*flag),
            Some(other) => Err(refuse(parameter.id, "true or false", other)),
        }
    }

    /// A list, if it is given.
    pub fn numbers(&self, parameter: &ListParameter) -> Result<Option<&[f32]>, MethodError> {
        match self.get(parameter.id) {
            None => Ok(None),
            Some(Argument::Numbers(numbers)) => Ok(Some(numbers)),
            Some(other) => Err(refuse(
                parameter.id,
                "a list of 32-bit numbers (a Float32Array)",
                other,
            )),
        }
    }
}
