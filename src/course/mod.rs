//! What makes a course of the lessons: questions, stations to walk, guesses, words that explain
//! themselves.
//!
//! A lesson's [`Story`] is data, and so are its figures: a sentence never holds a number that its
//! author typed, but the name of a [`Fact`] that the lesson computes. Tests open every station of
//! every story and look whether each name is there.

mod glossary;
mod guess;
mod prose;
mod sketch;
mod story;

pub use glossary::{TERMS, Term, term};
pub use guess::{Guess, Guessed, Kind};
pub use prose::{Piece, pieces, plain};
pub use sketch::{BINS, Shape, distance};
pub use story::{Course, Station, Story};

/// A figure of a lesson by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name in sentences: `{sqnr}`.
    pub name: &'static str,
    /// The number, for comparing a guess with it; of a choice the index of the true option.
    pub value: f64,
    /// How it is written, with its unit.
    pub text: String,
}

impl Fact {
    pub fn new(name: &'static str, value: f64, text: impl Into<String>) -> Self {
        Self {
            name,
            value,
            text: text.into(),
        }
    }
}
