//! What a method can be given, as data: its parameters, choices, flags and lists.

use core::fmt::Display;

use super::error::MethodError;

/// Which numbers a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Whole numbers from `min` to `max`.
    Whole,
    /// Numbers from `min` to `max`.
    Within,
    /// Every finite number above zero; `min` and `max` are what a slider offers.
    Positive,
    /// Every finite number that is not below zero; `min` and `max` are what a slider offers.
    NotNegative,
    /// Every finite number; `min` and `max` are what a slider offers.
    Finite,
}

/// A number that a method takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The name in a call, in JavaScript's spelling (`groupSize`).
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// The smallest that is offered.
    pub min: f64,
    /// The largest that is offered.
    pub max: f64,
    /// What it is when it is not given.
    pub default: f64,
    /// How far one move of a slider goes.
    pub step: f64,
    /// What it is measured in, for people; empty for a plain number.
    pub unit: &'static str,
    /// Which numbers are taken.
    pub domain: Domain,
    /// Whether the backward pass gives a gradient for it.
    pub trainable: bool,
    /// Whether there may be one number a group, and the gradient has as many.
    pub per_group: bool,
}

/// A parameter of which a method takes one of several names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceParameter {
    /// The name in a call.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// The id and the label of each option.
    pub options: &'static [(&'static str, &'static str)],
    /// The id of the option taken when none is given.
    pub default: &'static str,
}

/// A parameter that is true or false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagParameter {
    /// The name in a call.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// What it is when it is not given.
    pub default: bool,
}

/// A list of numbers that a method takes, one for each value; it may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListParameter {
    /// The name in a call.
    pub id: &'static str,
    /// The name that people read.
    pub label: &'static str,
}

impl Parameter {
    /// The number itself if the parameter takes it.
    ///
    /// ```
    /// use quantscope_quant::method::pact;
    /// assert_eq!(pact::BITS.check(4.0), Ok(4.0));
    /// let refusal = pact::BITS.check(2.5).unwrap_err();
    /// assert_eq!(refusal.to_string(), "bits must be a whole number from 1 to 8, not 2.5");
    /// ```
    pub fn check(&self, number: f64) -> Result<f64, MethodError> {
        let inside = (self.min..=self.max).contains(&number);
        let taken = match self.domain {
            Domain::Whole => inside && number.fract() == 0.0,
            Domain::Within => inside,
            Domain::Positive => number.is_finite() && number > 0.0,
            Domain::NotNegative => number.is_finite() && number >= 0.0,
            Domain::Finite => number.is_finite(),
        };
        if taken {
            Ok(number)
        } else {
            Err(self.refusal(&number))
        }
    }

    /// Why something is not taken.
    pub(crate) fn refusal(&self, found: &dyn Display) -> MethodError {
        let (min, max) = (self.min, self.max);
        let needed = match self.domain {
            Domain::Whole => format!("a whole number from {min} to {max}"),
            Domain::Within => format!("a number from {min} to {max}"),
            Domain::Positive => "a positive number".into(),
            Domain::NotNegative => "a number of 0 or more".into(),
            Domain::Finite => "a finite number".into(),
        };
        refuse(self.id, &needed, found)
    }
}

impl ChoiceParameter {
    /// Why something is not taken.
    pub(crate) fn refusal(&self, found: &dyn Display) -> MethodError {
        let mut needed = String::from("one of ");
        for (place, (id, _)) in self.options.iter().enumerate() {
            needed.push_str(if place == 0 { "" } else { ", " });
            needed.push_str(id);
        }
        refuse(self.id, &needed, found)
    }
}

/// "must be this, not that".
pub(crate) fn refuse(name: &'static str, needed: &str, found: &dyn Display) -> MethodError {
    MethodError::Argument {
        name,
        reason: format!("must be {needed}, not {found}"),
    }
}
