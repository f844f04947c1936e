//! The address is total: every string is a valid state, and every state has one
//! address that leads back to it. The tests run over every lesson's table of keys,
//! so a new lesson or setting is tested without a line here.

use std::collections::BTreeSet;

use proptest::prelude::*;
use quantscope::lesson::{self, LESSONS, schemas};
use quantscope::state::{
    COUNT, HIDE, Key, Kind, SEED, SHARED, SIGNAL, Scale, Schema, State, THEME,
};

/// Every key of every lesson, with the lesson's schema.
fn all_keys() -> impl Iterator<Item = (&'static Schema, &'static Key)> {
    schemas()
        .into_iter()
        .flat_map(|schema| schema.all_keys().map(move |key| (schema, key)))
}

fn all_number_keys() -> Vec<(&'static Schema, &'static Key)> {
    all_keys()
        .filter(|(_, key)| matches!(key.kind, Kind::Number { .. }))
        .collect()
}

fn bounds(key: &Key) -> (f64, f64) {
    match key.kind {
        Kind::Number { min, max, .. } => (min, max),
        _ => unreachable!("{} takes no number", key.id),
    }
}

fn parse(hash: &str) -> State {
    State::parse(hash, &schemas())
}

/// What must hold of a state, however it came about.
fn check(state: &State) -> Result<(), TestCaseError> {
    for key in state.schema().all_keys() {
        match key.kind {
            Kind::Number {
                min,
                max,
                scale,
                default,
                ..
            } => {
                let number = state.number(key);
                prop_assert_eq!(number.is_none(), default.is_none() && state.is_default(key));
                if let Some(number) = number {
                    prop_assert!(
                        number.is_finite() && (min..=max).contains(&number),
                        "{} is {number}",
                        key.id
                    );
                    prop_assert!(
                        !scale.is_integer() || number.fract() == 0.0,
                        "{} is {number}",
                        key.id
                    );
                    prop_assert!(
                        number != 0.0 || number.is_sign_positive(),
                        "{} is -0",
                        key.id
                    );
                }
            }
            Kind::Choice { .. } => prop_assert!(key.choice(state.choice(key)).is_some()),
            Kind::Words => {
                for word in state.words(key) {
                    let plain =
                        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
                    prop_assert!(!word.is_empty() && word.chars().all(plain), "{word:?}");
                }
            }
            Kind::Flag { .. } => {}
        }
    }
    let hash = state.to_hash();
    let again = parse(&hash);
    prop_assert_eq!(&again, state);
    prop_assert_eq!(again.to_hash(), hash.clone());
    // Nothing in it needs escaping, and only known keys are there.
    prop_assert!(
        hash.chars()
            .all(|c| c.is_ascii_alphanumeric() || "#/?&=.,-_".contains(c)),
        "{hash}"
    );
    if let Some((_, query)) = hash.split_once('?') {
        for pair in query.split('&') {
            let id = pair.split('=').next().unwrap_or_default();
            prop_assert!(state.schema().all_keys().any(|key| key.id == id), "{hash}");
        }
    }
    Ok(())
}

/// Texts that a hostile or careless address may hold in a value's place.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<f64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        any::<i64>().prop_map(|number| number.to_string()),
        Just(String::new()),
        prop::sample::select(vec![
            "nan",
            "NaN",
            "inf",
            "-inf",
            "infinity",
            "1e999",
            "-1e999",
            "1e-999",
            "-0",
            "0",
            "1",
            "true",
            "false",
            "0x10",
            "1_000",
            "1,5",
            "%31",
            "%",
            "%zz",
            "%ff%fe",
            "+1",
            "1e+3",
            "custom",
            "none",
            "auto",
            "float16",
            "stochastic",
            "special",
            "float",
            "notes",
            "a,b,,c",
            "<script>",
            "..",
            "\u{2212}1",
            "\u{ff11}",
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
    ]
}

/// Addresses that look like ones: a lesson's or some other name, real and made-up keys.
fn address() -> impl Strategy<Value = String> {
    let mut ids: Vec<&str> = all_keys().map(|(_, key)| key.id).collect();
    ids.extend(["", "no_such", "__proto__", "COUNT"]);
    let lessons = [
        "formats",
        "affine",
        "",
        "pact",
        "FORMATS",
        "formats/",
        "%66ormats",
    ];
    (
        prop::sample::select(vec!["#/", "#", "", "/", "##//", "#/?"]),
        prop::sample::select(lessons.to_vec()),
        prop::collection::vec((prop::sample::select(ids), text()), 0..12),
        prop::sample::select(vec!["&", "&&", "&=&", "?"]),
    )
        .prop_map(|(start, lesson, pairs, between)| {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(id, text)| format!("{id}={text}"))
                .collect();
            format!("{start}{lesson}?{}", pairs.join(between))
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_a_valid_address(hash in any::<String>()) {
        check(&parse(&hash))?;
    }

    #[test]
    fn any_likely_string_is_a_valid_address(hash in address()) {
        check(&parse(&hash))?;
    }

    /// Every lesson's keys, set by hand to anything, are read back as they were set.
    #[test]
    fn what_is_set_is_read_back(at in 0..all_keys().count(), number in any::<f64>(), pick in any::<prop::sample::Index>()) {
        let (schema, key) = all_keys().nth(at).expect("`at` is below their count");
        let mut state = State::new(schema);
        match key.kind {
            Kind::Number { .. } => {
                state.set_number(key, number);
                if let Some(expected) = key.clamp(number) {
                    prop_assert_eq!(state.number(key), Some(expected));
                } else {
                    prop_assert!(number.is_nan() && state.is_default(key));
                }
            }
            Kind::Choice { options, .. } => {
                let options = options();
                let choice = pick.get(&options);
                state.set_choice(key, choice.id);
                prop_assert_eq!(state.choice(key), choice.id);
                state.set_choice(key, "no such choice");
                prop_assert_eq!(state.choice(key), choice.id);
            }
            Kind::Flag { default } => {
                state.set_flag(key, !default);
                prop_assert_eq!(state.flag(key), !default);
                prop_assert!(!state.is_default(key));
                state.set_flag(key, default);
                prop_assert_eq!(state.flag(key), default);
                prop_assert!(state.is_default(key));
            }
            Kind::Words => {
                state = parse(&format!("#/{}?{}=title,Not%20One,try", schema.id, key.id));
                prop_assert_eq!(state.words(key).collect::<Vec<_>>(), ["title", "try"]);
            }
        }
        check(&state)?;
        state.reset(key);
        prop_assert_eq!(&state, &State::new(schema));
    }

    /// A number in range is kept to the last bit through the address.
    #[test]
    fn numbers_pass_through_the_address_exactly(at in 0..all_number_keys().len(), share in 0.0..=1.0_f64, bits in any::<u64>()) {
        let (schema, key) = all_number_keys()[at];
        let (min, max) = bounds(key);
        let raw = f64::from_bits(bits);
        for number in [min + (max - min) * share, if raw.is_finite() { raw } else { 0.1 }] {
            let mut state = State::new(schema);
            state.set_number(key, number);
            let back = parse(&state.to_hash()).number(key);
            prop_assert_eq!(back.map(f64::to_bits), state.number(key).map(f64::to_bits));
        }
    }

    /// Arrow keys move, in the right direction, and never out of the range.
    #[test]
    fn steps_move_and_stay_inside(at in 0..all_number_keys().len(), share in 0.0..=1.0_f64, raw in any::<f64>(), steps in 1..=10_i32) {
        let (_, key) = all_number_keys()[at];
        let (min, max) = bounds(key);
        for value in [min + (max - min) * share, raw, min, max, 0.0, 1.0] {
            let Some(value) = key.clamp(value) else { continue };
            let up = key.stepped(value, f64::from(steps));
            let down = key.stepped(value, f64::from(-steps));
            prop_assert_eq!(key.clamp(up), Some(up), "{} from {}", key.id, value);
            prop_assert_eq!(key.clamp(down), Some(down), "{} from {}", key.id, value);
            prop_assert!(if value < max { up > value } else { up == max }, "{}: up from {} to {}", key.id, value, up);
            prop_assert!(if value > min { down < value } else { down == min }, "{}: down from {} to {}", key.id, value, down);
        }
    }

    /// The slider stands where the value is, and a value goes back to where it was.
    #[test]
    fn sliders_and_values_are_inverse(at in 0..all_number_keys().len(), share in 0.0..=1.0_f64) {
        let (_, key) = all_number_keys()[at];
        let Kind::Number { min, max, scale, .. } = key.kind else { unreachable!("only numbers are asked for") };
        let (left, right) = (scale.to_slider(min), scale.to_slider(max));
        prop_assert!(left.is_finite() && right.is_finite() && left < right);
        let value = scale.from_slider(left + (right - left) * share);
        let back = scale.from_slider(scale.to_slider(value));
        if scale.is_integer() {
            prop_assert_eq!(back, value);
        } else {
            prop_assert!((back - value).abs() <= 1e-12 * value.abs(), "{}: {} came back as {}", key.id, value, back);
        }
        prop_assert_eq!(key.clamp(scale.from_slider(left)), Some(min));
        prop_assert_eq!(key.clamp(scale.from_slider(right)), Some(max));
    }

    /// The question to the worker forgets what only the page draws, and nothing else.
    #[test]
    fn questions_are_addresses(hash in address()) {
        let state = parse(&hash);
        let lesson = lesson::of(&state);
        let question = lesson::question(&state);
        let asked = parse(&question);
        check(&asked)?;
        prop_assert_eq!(asked.lesson(), state.lesson());
        prop_assert_eq!(lesson::question(&asked), question);
        for key in state.schema().all_keys() {
            let looks = ["theme", "embed", "hide"].contains(&key.id);
            if looks || lesson.page_only.iter().any(|page| page.id == key.id) {
                prop_assert!(asked.is_default(key), "{}", key.id);
            } else {
                prop_assert_eq!(asked.is_default(key), state.is_default(key));
                prop_assert_eq!(asked.number(key), state.number(key));
                prop_assert_eq!(asked.choice(key), state.choice(key));
                prop_assert_eq!(asked.flag(key), state.flag(key));
            }
        }
    }
}

#[test]
fn tables_are_sound() {
    let mut lessons = BTreeSet::new();
    for lesson in LESSONS {
        let schema = lesson.schema;
        assert!(
            lessons.insert(schema.id),
            "two lessons are called {}",
            schema.id
        );
        assert!(!lesson.label.is_empty());
        let mut ids = BTreeSet::new();
        let mut labels = BTreeSet::new();
        for key in schema.all_keys() {
            assert!(
                ids.insert(key.id),
                "{}: two keys have the id {}",
                schema.id,
                key.id
            );
            assert!(
                labels.insert(key.label),
                "{}: two keys have the label {}",
                schema.id,
                key.label
            );
            assert!(
                !key.id.is_empty() && key.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{} needs escaping in an address",
                key.id
            );
            assert!(!key.label.is_empty(), "{} has no label", key.id);
            sound_kind(key);
        }
        for key in lesson.page_only {
            assert!(
                schema.keys.iter().any(|own| own.id == key.id),
                "{} is no key of {}",
                key.id,
                schema.id
            );
        }
    }
}

fn sound_kind(key: &Key) {
    match key.kind {
        Kind::Number {
            min,
            max,
            step,
            default,
            scale,
        } => {
            assert!(
                min.is_finite() && max.is_finite() && min < max,
                "{}",
                key.id
            );
            assert!(step > 0.0 && step.is_finite(), "{}", key.id);
            assert!(!scale.is_log() || min > 0.0, "{} has no logarithm", key.id);
            let whole = |number: f64| !scale.is_integer() || number.fract() == 0.0;
            assert!(
                whole(min) && whole(max) && (scale == Scale::LogInteger || whole(step)),
                "{}",
                key.id
            );
            if let Some(default) = default {
                assert_eq!(
                    key.clamp(default),
                    Some(default),
                    "{}: the default is out of range",
                    key.id
                );
            }
        }
        Kind::Choice { options, default } => {
            let options = options();
            assert!(
                key.choice(default).is_some(),
                "{}: {default} is not in its table",
                key.id
            );
            let ids: BTreeSet<&str> = options.iter().map(|choice| choice.id).collect();
            let labels: BTreeSet<&str> = options.iter().map(|choice| choice.label).collect();
            assert_eq!(
                (ids.len(), labels.len()),
                (options.len(), options.len()),
                "{}",
                key.id
            );
            for id in ids {
                assert!(
                    id.bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
                    "{id}"
                );
            }
        }
        Kind::Flag { .. } | Kind::Words => {}
    }
}

#[test]
fn every_choice_passes_through_the_address() {
    for (schema, key) in all_keys() {
        let Kind::Choice { options, default } = key.kind else {
            continue;
        };
        for choice in options() {
            let mut state = State::new(schema);
            state.set_choice(key, choice.id);
            let hash = state.to_hash();
            assert_eq!(parse(&hash).choice(key), choice.id, "{hash}");
            assert_eq!(hash.contains('?'), choice.id != default, "{hash}");
        }
    }
}

#[test]
fn unknown_keys_and_bad_values_are_kept_out() {
    let table = [
        ("", "#/formats"),
        ("#", "#/formats"),
        ("#/no_such_lesson?x=3", "#/formats?x=3"),
        ("#/affine/", "#/affine"),
        ("#/affine?bits=99&code=3&nonsense=1", "#/affine?bits=8"),
        ("#/affine?bits=-4", "#/affine?bits=1"),
        (
            "#/affine?bits=3.4&min=nan&max=inf",
            "#/affine?bits=3&max=1000000000",
        ),
        ("#/affine?bits=two&bits=2&bits=", "#/affine?bits=2"),
        ("#/affine?bits=2&bits=4", "#/affine"),
        ("#/formats?format=float9", "#/formats"),
        ("#/formats?format=FLOAT16", "#/formats"),
        ("#/formats?infinity=0&nan=maybe", "#/formats?infinity=0"),
        ("#/formats?embed", "#/formats?embed=1"),
        (
            "#/formats?hide=Title,,controls,a%20b",
            "#/formats?hide=controls",
        ),
        ("#/formats?x=-0", "#/formats?x=0"),
        ("#/formats?x=1e300", "#/formats?x=3.4028234663852886e38"),
        ("#/formats?x=1e-40", "#/formats?x=1e-40"),
        ("#/formats?x=1e+21", "#/formats?x=1e21"),
        ("#/formats?x=+2", "#/formats?x=2"),
        ("#/formats?count=1000000", "#/formats?count=1000000"),
    ];
    for (given, expected) in table {
        assert_eq!(parse(given).to_hash(), expected, "{given}");
    }
}

#[test]
fn percent_signs_are_decoded() {
    let table = [
        ("#/formats?s%65ed=%37", Some(7.0)),
        ("#/formats?seed=%20%37%20", Some(7.0)),
        ("#/formats?seed=%2B7", Some(7.0)),
        ("#/formats?seed=7%", Some(1.0)),
        ("#/formats?seed=%7", Some(1.0)),
        ("#/formats?seed=%", Some(1.0)),
        ("#/formats?seed=%ff", Some(1.0)),
        ("#/formats?seed=%GG", Some(1.0)),
        // The signs that part pairs are found before decoding.
        ("#/formats?theme=dark%26seed=7", Some(1.0)),
    ];
    for (given, expected) in table {
        assert_eq!(parse(given).number(&SEED), expected, "{given}");
    }
    let lower = parse("#/formats?signal=lo%67%5fnormal");
    assert_eq!(lower.choice(&SIGNAL), "log_normal");
    assert_eq!(parse("#/formats?signal=lo%67%5Fnormal"), lower);
}

/// An address of any length gives a short one.
#[test]
fn long_addresses_stay_harmless() {
    let mut hash = String::from("#/formats?hide=");
    for word in 0..100_000 {
        hash.push_str(&format!("part-{word},"));
    }
    let state = parse(&hash);
    assert_eq!(state.words(&HIDE).count(), 32);
    assert!(state.to_hash().len() < 512);
    let hash = format!(
        "#/formats?{}seed={}",
        "a=b&".repeat(100_000),
        "9".repeat(100_000)
    );
    assert_eq!(parse(&hash).to_hash(), "#/formats?seed=4294967295");
}

/// Another lesson gets the signal and the look, and nothing of this lesson's own.
#[test]
fn lessons_share_the_signal_and_nothing_else() {
    for from in schemas() {
        let mut state = State::new(from);
        state.set_choice(&SIGNAL, "laplace");
        state.set_number(&COUNT, 99.0);
        state.set_choice(&THEME, "dark");
        for key in from.keys {
            match key.kind {
                Kind::Number { max, .. } => state.set_number(key, max),
                Kind::Flag { default } => state.set_flag(key, !default),
                _ => {}
            }
        }
        for to in schemas().into_iter().filter(|to| to.id != from.id) {
            let next = state.in_lesson(to);
            assert_eq!(
                next.to_hash(),
                format!("#/{}?count=99&signal=laplace&theme=dark", to.id)
            );
        }
    }
}

/// A read of the wrong kind answers instead of panicking.
#[test]
fn keys_of_the_wrong_kind_are_harmless() {
    for (schema, key) in all_keys() {
        let mut state = State::new(schema);
        let _ = (
            state.integer(key),
            state.real(key),
            state.flag(key),
            state.choice(key),
            state.words(key).count(),
        );
        match key.kind {
            Kind::Number { .. } => {
                state.set_choice(key, "auto");
                state.set_flag(key, true);
            }
            Kind::Choice { .. } | Kind::Words => {
                state.set_number(key, 1.0);
                state.set_flag(key, true);
            }
            Kind::Flag { .. } => {
                state.set_number(key, 1.0);
                state.set_choice(key, "1");
            }
        }
        assert_eq!(state, State::new(schema), "{}", key.id);
        assert_eq!(key.stepped(2.0, 1.0).is_finite(), true);
    }
    assert!(SHARED.iter().all(|key| key.clamp(f64::NAN).is_none()));
}
