//! Guesses: what a person thinks before the answer is shown.
//!
//! A locked guess is a list of words in the address (`guess=42`), each a whole number: so it is
//! shared, undone and forgotten as every setting is, and kept nowhere else.

use super::sketch::{BINS, Shape};
use crate::state::{GUESS, State};

/// Something to guess at a station.
#[derive(Debug)]
pub struct Guess {
    pub kind: Kind,
    /// The pieces of the page that show the answer: covered until the guess is locked.
    pub covers: &'static [&'static str],
    /// What is said once it is shown.
    pub answer: &'static str,
    /// The same question with one thing changed: an address, and what has changed.
    pub again: &'static [(&'static str, &'static str)],
}

/// What is guessed.
#[derive(Debug)]
pub enum Kind {
    /// A number on a slider.
    Number {
        /// The fact that it is.
        fact: &'static str,
        min: f64,
        max: f64,
        step: f64,
        /// What follows the number: a space and the unit's sign, or nothing.
        unit: &'static str,
    },
    /// One of a few.
    Choice {
        /// The fact whose value is the index of the true one.
        fact: &'static str,
        options: &'static [&'static str],
    },
    /// A line drawn into a chart.
    Curve {
        /// The chart's id.
        chart: &'static str,
        /// The true line, once it is known.
        truth: fn(&State, &[u8]) -> Option<Shape>,
    },
}

/// A guess that is locked.
#[derive(Clone, Debug, PartialEq)]
pub enum Guessed {
    Number(f64),
    Choice(usize),
    /// Heights from 0 to 1, one for each of [`BINS`].
    Curve(Vec<f64>),
    /// The answer was asked for without a guess.
    Skipped,
}

/// What stands in the address where a guess was skipped.
const SKIP: &str = "skip";

/// Parts of a sketch's height that can be told apart.
const LEVELS: f64 = 99.0;

impl Kind {
    /// The guess that the address holds; `None` for none, or one that is no answer to this.
    #[must_use]
    pub fn read(&self, state: &State) -> Option<Guessed> {
        let words: Vec<&str> = state.words(&GUESS).collect();
        if words == [SKIP] {
            return Some(Guessed::Skipped);
        }
        let counts: Vec<u32> = words
            .iter()
            .map(|word| word.parse().ok())
            .collect::<Option<_>>()?;
        match (self, counts.as_slice()) {
            (Self::Number { min, max, step, .. }, [count]) => {
                let value = min + step * f64::from(*count);
                (value <= max + step / 2.0).then_some(Guessed::Number(value))
            }
            (Self::Choice { options, .. }, [count]) => {
                let index = *count as usize;
                (index < options.len()).then_some(Guessed::Choice(index))
            }
            (Self::Curve { .. }, counts) if counts.len() == BINS => Some(Guessed::Curve(
                counts
                    .iter()
                    .map(|count| (f64::from(*count) / LEVELS).min(1.0))
                    .collect(),
            )),
            _ => None,
        }
    }

    /// The words that the address holds for a guess.
    #[must_use]
    pub fn write(&self, guessed: &Guessed) -> Vec<String> {
        match (self, guessed) {
            (Self::Number { min, max, step, .. }, Guessed::Number(value)) => {
                let count = ((value.clamp(*min, *max) - min) / step).round();
                vec![count.to_string()]
            }
            (_, Guessed::Choice(index)) => vec![index.to_string()],
            (_, Guessed::Curve(heights)) => heights
                .iter()
                .map(|height| (height.clamp(0.0, 1.0) * LEVELS).round().to_string())
                .collect(),
            _ => vec![SKIP.to_owned()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::schemas;

    const NUMBER: Kind = Kind::Number {
        fact: "sqnr",
        min: -10.0,
        max: 60.0,
        step: 0.5,
        unit: " dB",
    };
    const CHOICE: Kind = Kind::Choice {
        fact: "which",
        options: &["one", "two"],
    };
    const CURVE: Kind = Kind::Curve {
        chart: "errors",
        truth: |_, _| None,
    };

    fn through_the_address(kind: &Kind, guessed: &Guessed) -> Option<Guessed> {
        let mut state = State::new(schemas()[0]);
        let words = kind.write(guessed);
        state.set_words(&GUESS, words.iter().map(String::as_str));
        kind.read(&State::parse(&state.to_hash(), &schemas()))
    }

    #[test]
    fn every_kind_of_guess_comes_back_from_the_address() {
        let curve: Vec<f64> = (0..BINS).map(|bin| bin as f64 / 99.0).collect();
        for (kind, guessed) in [
            (&NUMBER, Guessed::Number(31.5)),
            (&NUMBER, Guessed::Number(-10.0)),
            (&CHOICE, Guessed::Choice(1)),
            (&CURVE, Guessed::Curve(curve)),
            (&CURVE, Guessed::Skipped),
        ] {
            assert_eq!(through_the_address(kind, &guessed), Some(guessed));
        }
    }

    #[test]
    fn what_answers_another_question_is_no_guess() {
        for (kind, address) in [
            (&NUMBER, "guess=9999"),
            (&NUMBER, "guess=1,2"),
            (&CHOICE, "guess=2"),
            (&CURVE, "guess=1,2,3"),
            (&CURVE, "guess=no"),
            (&CHOICE, ""),
        ] {
            let state = State::parse(&format!("#/clipping?{address}"), &schemas());
            assert_eq!(kind.read(&state), None, "{address}");
        }
    }
}
