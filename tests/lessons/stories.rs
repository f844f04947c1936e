//! The stories: each station opens, and every figure that a sentence names is there.

use std::collections::BTreeSet;

use quantscope::course::{Fact, Guess, Kind, Piece, Station, Story, pieces, plain};
use quantscope::lesson::{self, Given, LESSONS, Lesson, Sample, Shelf, schemas, source};
use quantscope::state::{AT, State};

use crate::one_bit::camera;
use crate::parse;

/// What the page would show at an address.
fn facts(lesson: &Lesson, address: &str) -> Vec<Fact> {
    let state = parse(address);
    let drawn = source(&state);
    let mut values = vec![0.0; drawn.count];
    drawn.draw()(&mut values);
    let picture = camera();
    let digits = concat!(env!("CARGO_MANIFEST_DIR"), "/page/data/digits.bin");
    let shelf = Shelf {
        digits: Some(std::fs::read(digits).expect("they ship")),
        ..Shelf::default()
    };
    let given = Given {
        sample: &Sample::new(values),
        picture: Some(&picture),
        shelf: Some(&shelf),
    };
    let bytes = lesson::look(&state, &given);
    let course = (lesson.part)().course.as_ref().expect("a lesson has one");
    (course.facts)(&state, &bytes)
}

fn told() -> impl Iterator<Item = (&'static Lesson, &'static Story)> {
    LESSONS
        .iter()
        .filter(|lesson| lesson.in_course)
        .filter_map(|lesson| Some((lesson, (lesson.part)().course.as_ref()?.story)))
}

/// The sentences of a station.
fn sentences(station: &Station) -> Vec<&'static str> {
    let answer = station.guess.as_ref().map(|guess| guess.answer);
    std::iter::once(station.text).chain(answer).collect()
}

fn named(sentence: &str) -> BTreeSet<&str> {
    pieces(sentence)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Fact(name) => Some(name),
            _ => None,
        })
        .collect()
}

/// The states in which a station's sentences are read.
fn addresses(station: &Station) -> Vec<&'static str> {
    let again = station.guess.iter().flat_map(|guess| guess.again);
    std::iter::once(station.address)
        .chain(again.map(|(address, _)| *address))
        .collect()
}

#[test]
fn every_address_says_what_it_means_and_changes_little() {
    for (lesson, story) in told() {
        for address in story.stations.iter().flat_map(addresses) {
            let state = parse(address);
            assert_eq!(state.lesson(), lesson.schema.id, "{address}");
            let query = address.split_once('?').map_or("", |(_, query)| query);
            let given: BTreeSet<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
            let hash = state.to_hash();
            let kept: BTreeSet<&str> = hash
                .split_once('?')
                .map_or("", |(_, query)| query)
                .split('&')
                .filter(|pair| !pair.is_empty())
                .collect();
            assert_eq!(
                given, kept,
                "{address}: what is unknown or a default is left out"
            );
        }
    }
}

#[test]
fn every_figure_of_every_sentence_is_computed() {
    for (lesson, story) in told() {
        for station in story.stations {
            for address in addresses(station) {
                let facts = facts(lesson, address);
                let names: BTreeSet<&str> = facts.iter().map(|fact| fact.name).collect();
                assert_eq!(names.len(), facts.len(), "{address}: each name stands once");
                for sentence in sentences(station) {
                    // To be read with `--nocapture`.
                    println!("{address}\n  {}", plain(sentence, &facts));
                    let missing: Vec<&str> = named(sentence).difference(&names).copied().collect();
                    assert!(missing.is_empty(), "{address}: {missing:?} in {sentence}");
                    assert!(
                        terms_known(sentence),
                        "{address}: a term in {sentence} is not in the glossary"
                    );
                }
                for fact in &facts {
                    assert!(!fact.text.is_empty(), "{address}: {}", fact.name);
                }
            }
        }
        for sentence in [story.remember, story.differences, story.question] {
            assert!(terms_known(sentence), "{sentence}");
            assert!(named(sentence).is_empty(), "{sentence}: read at any state");
        }
    }
}

#[test]
fn figures_are_written_in_any_state() {
    let strange = [
        "formats?format=float8_e8m0fnu&x=-5",
        "formats?format=float8_e4m3fnuz&rounding=stochastic&versus=bfloat16",
        "formats?bias=-120&exponent=8&format=custom&mantissa=10&x=1e30",
        "formats?exponent=1&format=custom&infinity=0&mantissa=0&nan=0&negative_zero=0",
        "formats?count=1&overflow=special&scale=1000000&x=1e38",
        "affine?count=1",
        "affine?bits=1&max=0&min=0&zero_point=float",
        "affine?max=1000000000&min=1000000000&precision=float32&signed=1",
        "ste?bits=2&rate=16&start=2",
        "ste?estimator=ewgs&ewgs_delta=4&g=0&target=1.5",
        "pact?alpha=1048576&count=1&rate=16",
        "pact?alpha=0.000001&bits=1&shift=-8&step=3",
    ];
    for address in strange {
        let facts = facts(lesson::of(&parse(address)), address);
        assert!(facts.len() > 4, "{address}");
        for fact in facts {
            assert!(!fact.text.is_empty(), "{address}: {}", fact.name);
        }
    }
}

/// Whether nothing in brackets is left as text.
fn terms_known(sentence: &str) -> bool {
    !pieces(sentence)
        .iter()
        .any(|piece| matches!(piece, Piece::Text("[")))
}

#[test]
fn every_lesson_asks_and_the_truth_is_within_what_can_be_guessed() {
    for (lesson, story) in told() {
        let guesses: Vec<(&Station, &Guess)> = story
            .stations
            .iter()
            .filter_map(|station| Some((station, station.guess.as_ref()?)))
            .collect();
        let id = lesson.schema.id;
        assert!(!guesses.is_empty(), "{id} asks nothing");
        let others = story.stations.len() - guesses.len();
        assert!((3..=5).contains(&others), "{id} has {others} things to try");
        assert!(
            story.remember.matches(". ").count() == 1,
            "{id}: two sentences"
        );
        for (station, guess) in guesses {
            assert!(!guess.covers.is_empty() && !guess.again.is_empty(), "{id}");
            for address in addresses(station) {
                let facts = facts(lesson, address);
                let value = |name: &str| {
                    let fact = facts.iter().find(|fact| fact.name == name);
                    fact.unwrap_or_else(|| panic!("{address}: {name}")).value
                };
                match &guess.kind {
                    Kind::Number {
                        fact,
                        min,
                        max,
                        step,
                        ..
                    } => {
                        let value = value(fact);
                        assert!((*min..=*max).contains(&value), "{address}: {value}");
                        assert!(*step > 0.0 && (max - min) / step <= 1000.0, "{address}");
                    }
                    Kind::Choice { fact, options } => {
                        let value = value(fact);
                        assert!(
                            value.fract() == 0.0 && (value as usize) < options.len(),
                            "{address}: {value}"
                        );
                    }
                    Kind::Curve { .. } => {}
                }
            }
        }
    }
}

#[test]
fn a_station_is_an_address() {
    let mut state = State::new(schemas()[0]);
    state.set_number(&AT, 3.0);
    assert!(parse(&state.to_hash()).real(&AT) == 3.0);
}

/// What sentences claim of their figures, beyond naming them.
#[test]
fn what_is_claimed_is_so() {
    for (address, claim, holds) in CLAIMS {
        let state = parse(address);
        let facts = facts(lesson::of(&state), address);
        let value = |name: &str| {
            let fact = facts.iter().find(|fact| fact.name == name);
            fact.unwrap_or_else(|| panic!("{address}: {name}")).value
        };
        assert!(holds(&value), "{address}: {claim}: {facts:?}");
    }
}

type Claim = (&'static str, &'static str, fn(&dyn Fn(&str) -> f64) -> bool);

/// Where PACT's threshold ends by the paper's gradient, whatever the number of bits.
const PAPER_ALPHA: f64 = 2.521_88;

const CLAIMS: &[Claim] = &[
    ("formats", "far more than if they were even", |of| {
        of("within") > 100.0 * of("within_even")
    }),
    (
        "formats?x=5.25",
        "exactly halfway, to the even code",
        |of| {
            of("x") - of("below") == of("above") - of("x")
                && of("above") - of("below") == of("ulp")
                && of("value") == of("below")
        },
    ),
    ("formats?x=500", "beyond the middle it saturates", |of| {
        of("x") > of("limit") && of("limit") < of("after_max") && of("value") == of("max")
    }),
    ("formats?spread=0.015625", "small numbers lose", |of| {
        of("subnormal") > 50.0 && of("to_zero") > 1.0 && of("sqnr") < 30.0
    }),
    ("formats?versus=float8_e5m2", "range for exactness", |of| {
        of("sqnr") > 31.0
            && of("versus_sqnr") < of("sqnr") - 5.0
            && of("versus_max") > 100.0 * of("max")
            && 2.0 * of("versus_per_doubling") == of("per_doubling")
    }),
    ("formats?format=float4_e2m1fn", "few codes", |of| {
        of("codes") == 16.0 && of("to_zero") > 10.0
    }),
    ("affine?bits=8", "the error is uniform", |of| {
        (of("mse") / of("predicted") - 1.0).abs() < 0.02 && of("sqnr") > 38.0
    }),
    ("affine?bits=8&signal=outliers", "every value pays", |of| {
        of("sqnr") < 33.0 && of("against_sqnr") > 31.0 && of("min") < -12.0 && of("max") > 12.0
    }),
    ("affine?bits=2", "the rule is for fine steps", |of| {
        (of("mse") / of("predicted") - 1.0).abs() > 0.1
    }),
    ("affine?signal=half_normal", "half have no error", |of| {
        of("min") == 0.0
            && of("zero_point") == 0.0
            && (2.0 * of("mse") / of("predicted") - 1.0).abs() < 0.02
            && of("sqnr") > 21.0
    }),
    (
        "affine?signal=half_normal&symmetric=1",
        "half of the codes are wasted, which is a bit",
        |of| 2.0 * of("used") == of("codes") && (of("sqnr") - 15.4).abs() < 0.5,
    ),
    ("affine?zero_point=notes", "everything is clipped", |of| {
        of("used") == 1.0 && of("clipped") == 100.0 && of("lands_last") < of("first")
    }),
    ("ste", "to and fro, on average at the target", |of| {
        of("ending") == 2.0
            && of("low") < of("target")
            && of("high") > of("target")
            && (of("mean") - of("target")).abs() < 0.02
            && of("high") - of("low") < 1.01 * of("gap")
    }),
    ("ste?target=0.6667", "a target that is a value", |of| {
        of("ending") == 1.0 && (of("mean") - of("target")).abs() < 1e-4 && of("loss") < 1e-8
    }),
    ("ste?bits=5", "to and fro", |of| of("ending") == 2.0),
    (
        "ste?rate=0.5",
        "it swings farther between the same two",
        |of| {
            of("swing") > 0.1
                && (of("low") * 3.0 - 1.0).abs() < 1e-9
                && (of("high") * 3.0 - 2.0).abs() < 1e-9
        },
    ),
    ("ste?bits=8", "finer steps", |of| {
        of("ending") == 2.0 && of("loss") < 1e-4 && of("high") - of("low") < 0.008
    }),
    ("ste?start=1.6", "nothing passes", |of| {
        of("ending") == 0.0 && of("first_back") == 0.0 && of("first_gradient") > 0.0
    }),
    (
        "ste?estimator=identity&start=1.6",
        "everything passes",
        |of| {
            of("first_back") == of("first_gradient") && of("arrival") < 100.0 && of("ending") == 2.0
        },
    ),
    (
        "ste?estimator=dsq",
        "flat on the flats, steep at the steps",
        |of| of("slope_flat") < 0.6 && of("slope_steep") > 1.2,
    ),
    (
        "pact",
        "the paper's gradient stops before the bottom",
        |of| {
            of("alpha") > 1.2 * of("best")
                && of("loss") > 1.2 * of("lowest")
                && (of("alpha") - PAPER_ALPHA).abs() < 1e-4
        },
    ),
    (
        "pact?gradient=scale",
        "through the scale it is found",
        |of| {
            (of("alpha") / of("best") - 1.0).abs() < 0.03
                && of("loss") < 1.01 * of("lowest")
                && of("paper_loss") > 1.2 * of("loss")
        },
    ),
    (
        "pact?gradient=scale&signal=outliers",
        "outliers are let go, but not by the paper's gradient",
        |of| {
            (of("alpha") / of("best") - 1.0).abs() < 0.03
                && of("alpha") < 3.0
                && of("paper") > 2.0 * of("alpha")
        },
    ),
    ("pact?bits=8", "both end at the same place", |of| {
        (of("paper") - PAPER_ALPHA).abs() < 1e-4 && (of("scale") / of("paper") - 1.0).abs() < 0.01
    }),
    ("pact?lambda=0.03", "pulled down", |of| {
        of("alpha") < 0.6 * PAPER_ALPHA && (of("alpha") / of("best") - 1.0).abs() < 0.05
    }),
    ("clipping?bits=2", "much is worth clipping", |of| {
        of("best_clipped") > 0.1 && of("minmax_sqnr") < of("best_sqnr") - 3.0
    }),
    ("clipping?bits=8", "min-max comes close to the best", |of| {
        (of("best_sqnr") - of("minmax_sqnr")).abs() < 1.0 && of("best_clipped") < 0.001
    }),
    (
        "clipping?signal=laplace",
        "its own formula is right",
        |of| {
            (of("best_sqnr") - of("laplace_sqnr")).abs() < 0.3
                && of("gauss_sqnr") < of("best_sqnr") - 0.5
                && of("gauss_clipped") > of("laplace_clipped")
        },
    ),
    ("clipping?signal=outliers", "outliers are let go", |of| {
        of("best") < 6.0 && of("minmax") > 9.0 && of("minmax_sqnr") < of("best_sqnr") - 3.0
    }),
    ("clipping?signal=half_normal&signed=0", "a bit more", |of| {
        of("sqnr") > 20.0
    }),
];
