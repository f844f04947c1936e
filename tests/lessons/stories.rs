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
        for sentence in [story.remember, story.differences] {
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
    ("lsq?init=large", "it comes down near the bottom", |of| {
        of("start") > 3.9 * of("start_ratio") * of("best")
            && (of("size") / of("best") - 1.0).abs() < 0.1
            && of("loss") < 1.05 * of("lowest")
    }),
    ("lsq?gradient_scale=0", "s is thrown about", |of| {
        of("most") > 10.0 * of("least") && of("loss") > 5.0 * of("lowest")
    }),
    (
        "lsq?shift=-0.5&signal=half_normal&signed=0",
        "half of the values cost a quarter each, whatever s is",
        |of| of("clipped") > 50.0 && of("loss") > 0.06 && of("loss") < 1.02 * of("lowest"),
    ),
    (
        "lsq?offset=1&shift=-0.5&signal=half_normal&signed=0",
        "the offset mends it",
        |of| of("offset") < -0.4 && of("loss") < 0.007,
    ),
    (
        "lsq?bits=8",
        "the start is too wide, the steps too few",
        |of| of("start_ratio") > 3.5 && of("loss_ratio") > 5.0,
    ),
    ("diffq", "a bit for every doubling", |of| {
        of("choice") == 2.0 && (of("bits_1") - of("bits_4") - 3.0).abs() < 0.15
    }),
    ("diffq?ratio=1", "alike, they get as many", |of| {
        of("choice") == 0.0 && of("bits_1") - of("bits_4") < 0.4
    }),
    ("diffq?ratio=4", "two bits", |of| of("choice") == 3.0),
    ("diffq?noise=gaussian", "more than needed", |of| {
        of("choice") == 2.0 && of("mean_bits") > 5.4 && of("real_error") < 0.5 * of("noise_error")
    }),
    (
        "diffq?bits=3&step=0",
        "noise costs what rounding does",
        |of| (of("noise_error") / of("real_error") - 1.0).abs() < 0.08,
    ),
    ("diffq?lambda=0.00002", "more than it began with", |of| {
        of("bits_1") > of("first_bits") + 1.0 && of("mean_bits") > 7.0
    }),
    ("diffq?ratio=8", "the least there is", |of| {
        of("bits_3") < 2.2 && of("bits_4") < 2.2 && of("bits_1") > 5.0
    }),
    ("diffq?bits=2", "bits flow in", |of| {
        of("first_bits") < 2.01 && of("bits_4") > 3.0
    }),
    (
        "binary?filters=1",
        "two thirds of the power are kept",
        |of| (of("lost") - 36.3).abs() < 0.5,
    ),
    ("binary?ratio=64", "one scale drowns the small ones", |of| {
        of("drowned") == 3.0 && of("worst") < -20.0
    }),
    ("binary?per=filter&ratio=64", "each is brought back", |of| {
        of("least") > 4.0 && of("sqnr_each") > of("sqnr_one") + 2.0
    }),
    (
        "binary?filter=sharpen&per=filter",
        "more error than signal",
        |of| of("picture_sqnr") < 0.0 && of("largest") > 20.0 * of("picture_alpha"),
    ),
    ("binary?filter=blur&per=filter", "a plain average", |of| {
        of("picture_sqnr") > 15.0 && (of("picture_alpha") * of("places") - 1.0).abs() < 1e-5
    }),
    ("binary?channels=1", "three conventions", |of| {
        of("code") == 0.0 && (of("paper") / of("exact") - 1.0).abs() > 0.1
    }),
    ("xnor", "as the count says", |of| {
        of("sum") == of("agree") - of("differ") && of("agree") + of("differ") == of("length")
    }),
    ("xnor?b=45965", "the same", |of| of("sum") == 16.0),
    ("xnor?b=19570", "the opposite", |of| of("sum") == -16.0),
    ("xnor?filter=edge_x", "edges survive", |of| {
        of("correlation") > 0.85
    }),
    ("xnor?filter=spot", "spots do not", |of| {
        of("correlation").abs() < 0.1 && of("sqnr") < 0.0
    }),
    ("xnor", "with K it is better than with one scale", |of| {
        of("correlation") > 0.63
    }),
    ("xnor?k=mean", "than which it is worse", |of| {
        of("correlation") < 0.62
    }),
    (
        "xnor?filter=edge_x&k=mean",
        "for edges too it is worse",
        |of| of("correlation") < 0.83,
    ),
    ("xnor?centre=0", "all signs are alike", |of| {
        of("different") == 1.0
    }),
    ("xnor?radius=5", "bits are few bytes", |of| {
        of("words") == 2.0 && of("float_bytes") > 20.0 * of("sign_bytes")
    }),
    ("qat", "two bits break it, training mends much", |of| {
        of("full") > 95.0
            && of("post") < 60.0
            && of("aware") - of("post") > 0.5 * (of("full") - of("post"))
    }),
    (
        "qat?hidden=32_32",
        "a larger network loses less, and training mends some",
        |of| of("post") > 65.0 && of("aware") > of("post") + 5.0,
    ),
    ("qat?bits=8&value_bits=8", "the three are alike", |of| {
        (of("full") - of("post")).abs() < 1.0
            && (of("full") - of("aware")).abs() < 1.0
            && of("full_size") > 2.5 * of("post_size")
    }),
    ("qat?ends=1", "it costs little and gains much", |of| {
        of("aware") > 90.0 && of("post") > 70.0 && of("aware_size") < 0.4 * of("full_size")
    }),
    (
        "qat?data=circles&values=none&weights=bwn",
        "one bit suffices, if it is trained with",
        |of| of("aware") > 98.0 && of("aware") > of("post") && of("bits_1") == 1.0,
    ),
    (
        "qat?at=2000&data=digits&hidden=32&lambda=40&values=none&weights=diffq",
        "fewer bits where the weights are many",
        |of| {
            of("bits_1") < of("bits_2") - 0.5
                && of("weights_1") > of("weights_2")
                && of("aware") > of("full") - 1.0
        },
    ),
    (
        "qat?factor=16&layer=1&values=none&weights=float4_e2m1fn",
        "most weights are gone",
        |of| of("zeros") > 50.0 && of("post") < 60.0 && of("aware") < 75.0,
    ),
    (
        "qat?values=none&weights=float4_e2m1fn",
        "with a good scale they are not",
        |of| of("zeros") < 20.0 && of("post") > 95.0 && of("aware") > 95.0,
    ),
];
