//! The way through one lesson.

use super::{Fact, Guess};
use crate::state::State;

/// What a lesson teaches, in the order in which a person walks it.
#[derive(Debug)]
pub struct Story {
    /// Where one stops on the way, three to seven.
    pub stations: &'static [Station],
    /// What to remember: two sentences.
    pub remember: &'static str,
    /// Where it is from: papers with their equations, one paragraph each.
    pub papers: &'static [&'static str],
    /// Where implementations differ.
    pub differences: &'static str,
    /// The parts of the page "How right is this?" that prove it.
    pub proof: &'static str,
}

/// A state of the lesson and what to look at there. Sentences are [prose](super::pieces).
#[derive(Debug)]
pub struct Station {
    /// What is changed, in a few words.
    pub title: &'static str,
    /// The lesson's address without `#/`. It differs from another station's, or the lesson's
    /// defaults, in one thing.
    pub address: &'static str,
    /// What to look at, or the question when there is something to guess.
    pub text: &'static str,
    /// The pieces of the picture that a stage shows.
    pub show: &'static [&'static str],
    pub guess: Option<Guess>,
}

/// A lesson's story and its figures.
pub struct Course {
    pub story: &'static Story,
    /// The figures of a state, from the lens' report.
    pub facts: fn(&State, &[u8]) -> Vec<Fact>,
}
