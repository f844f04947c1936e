//! The address is total: every string is a valid state, and every state has one
//! address that leads back to it. The tests run over every lesson's table of keys,
//! so a new lesson or setting is tested without a line here.

mod properties;

use std::collections::BTreeSet;

use quantscope::lesson::{LESSONS, schemas};
use quantscope::state::{
    COUNT, HIDE, Key, Kind, SEED, SHARED, SIGNAL, Scale, Schema, State, THEME,
};

/// Every key of every lesson, with the lesson's schema.
fn all_keys() -> impl Iterator<Item = (&'static Schema, &'static Key)> {
    schemas()
        .into_iter()
        .flat_map(|schema| schema.all_keys().map(move |key| (schema, key)))
}

fn parse(hash: &str) -> State {
    State::parse(hash, &schemas())
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
        ("", "#/start"),
        ("#", "#/start"),
        ("#/no_such_lesson?x=3", "#/start"),
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
        assert!(key.stepped(2.0, 1.0).is_finite());
    }
    assert!(SHARED.iter().all(|key| key.clamp(f64::NAN).is_none()));
}
