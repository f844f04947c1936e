//! Every program of every state: written, looked over, run, compared.

use std::process::Command;

use quantscope::code::{Data, Language, Shown, program};
use quantscope::state::State;

use crate::expected::{Figures, Room, figures, state};
use crate::run;
use crate::states::STATES;

const LINK: &str = "https://example.org/quantscope/";

fn text(state: &State, room: &Room, language: Language) -> String {
    let layer = room.layer(state);
    let shown = Shown {
        link: &format!("{LINK}{}", state.to_hash()),
        data: Data::Drawn,
        picture: None,
        layer: layer.as_ref(),
    };
    program(state, &shown, language)
}

fn compare(what: &str, found: &[run::Figure], expected: &Figures, least: f64) -> Vec<String> {
    let mut problems = Vec::new();
    for one in &expected.0 {
        let Some((_, values)) = found.iter().find(|(name, _)| *name == one.name) else {
            problems.push(format!("{} is missing", one.name));
            continue;
        };
        let tolerance = one
            .tolerance
            .max(if one.tolerance > 0.0 { least } else { 0.0 });
        let alike = values.len() == one.values.len()
            && values
                .iter()
                .zip(&one.values)
                .all(|(&found, &expected)| near(found, expected, tolerance, one.absolute));
        if !alike {
            problems.push(format!("{}: {values:?}, not {:?}", one.name, one.values));
        }
    }
    problems
        .iter()
        .map(|problem| format!("{what}: {problem}"))
        .collect()
}

fn near(found: f64, expected: f64, tolerance: f64, absolute: f64) -> bool {
    found == expected
        || (found.is_nan() && expected.is_nan())
        || (found - expected).abs() <= tolerance * expected.abs() + absolute
}

/// Does something with every state, or with those of the lesson that `QUANTSCOPE_LESSON` names.
fn each(mut work: impl FnMut(usize, &State, &Room) -> Vec<String>) {
    let only = std::env::var("QUANTSCOPE_LESSON").ok();
    let mut problems = Vec::new();
    for (number, hash) in STATES.iter().enumerate() {
        let state = state(hash);
        if only.as_ref().is_none_or(|lesson| lesson == state.lesson()) {
            problems.extend(work(number, &state, &Room::new(&state)));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn programs_have_no_gaps() {
    each(|_, state, room| {
        let mut problems = Vec::new();
        for language in Language::ALL {
            let text = text(state, room, language);
            let hash = state.to_hash();
            let name = language.id();
            if !text.replace("\n# ", " ").contains(&hash)
                && !text.replace("\n//! ", " ").contains(&hash)
            {
                problems.push(format!("{hash}, {name}: its address is missing"));
            }
            let gap = |line: &&str| {
                line.contains(['\u{ab}', '\u{bb}'])
                    || ["@if ", "@else", "@end"]
                        .iter()
                        .any(|word| line.trim_start().starts_with(word))
            };
            problems.extend(
                text.lines()
                    .filter(gap)
                    .map(|line| format!("{hash}, {name}: {line}")),
            );
        }
        problems
    });
}

fn run_python(language: Language, least: f64) {
    let Some(python) = run::python() else {
        eprintln!("There is no Python with NumPy: cargo xtask test makes one.");
        return;
    };
    let folder = run::folder();
    each(|number, state, room| {
        let name = format!("{}_{number}_{}.py", state.lesson(), language.id());
        std::fs::write(folder.join(&name), text(state, room, language)).expect("room");
        let what = format!("{name} {}", state.to_hash());
        match run::figures(Command::new(&python).arg(&name), &folder) {
            Ok(found) => compare(&what, &found, &figures(state, room, language), least),
            Err(said) => vec![format!("{what}\n{said}")],
        }
    });
}

#[test]
fn numpy_prints_what_the_page_shows() {
    run_python(Language::NumPy, 0.0);
}

#[test]
fn pytorch_prints_what_the_page_shows() {
    if std::env::var_os("QUANTSCOPE_TORCH").is_some() {
        run_python(Language::PyTorch, 1e-6);
    }
}

/// The Rust texts are compiled together, each a module of one crate whose path dependencies are
/// these crates: sixty crates of their own would take minutes.
#[test]
fn rust_prints_what_the_page_shows() {
    let crate_folder = run::folder().join("rust");
    let mut rust = run::RustPrograms::new(&crate_folder);
    each(|number, state, room| {
        rust.add(
            format!("{}_{number}", state.lesson()),
            &text(state, room, Language::Rust),
        );
        Vec::new()
    });
    let binary = rust.build();
    each(|number, state, room| {
        let name = format!("{}_{number}", state.lesson());
        let what = format!("{name}.rs {}", state.to_hash());
        match run::figures(Command::new(&binary).arg(&name), &crate_folder) {
            Ok(found) => compare(&what, &found, &figures(state, room, Language::Rust), 0.0),
            Err(said) => vec![format!("{what}\n{said}")],
        }
    });
}

/// Numbers of one's own may be anything: no program warns, and what is not finite is counted.
#[test]
fn numbers_of_ones_own_are_taken_as_the_page_takes_them() {
    let Some(python) = run::python() else { return };
    let folder = run::folder();
    let strange = [
        f32::NAN,
        1.5,
        f32::INFINITY,
        -0.0,
        0.0,
        -2.25,
        f32::NEG_INFINITY,
        1e-41,
        700.0,
        0.3,
        -0.7,
    ];
    let mut problems = Vec::new();
    for values in [&strange[..], &[0.0; 5], &[f32::NAN], &[-3.0, -3.0]] {
        for (number, hash) in OWN.iter().enumerate() {
            let state = state(hash);
            let room = Room::with(values.to_vec());
            let data = Data::Pasted { values };
            let shown = Shown {
                link: hash,
                data,
                picture: None,
                layer: None,
            };
            let name = format!("own_{number}.py");
            let text = program(&state, &shown, Language::NumPy);
            std::fs::write(folder.join(&name), text).expect("room");
            let what = format!("{hash} of {values:?}");
            match run::figures(Command::new(&python).arg(&name), &folder) {
                Ok(found) => {
                    let expected = figures(&state, &room, Language::NumPy);
                    problems.extend(compare(&what, &found, &expected, 0.0));
                }
                Err(said) => problems.push(format!("{what}\n{said}")),
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

const OWN: &[&str] = &[
    "#/formats",
    "#/formats?overflow=special&versus=float4_e2m1fn",
    "#/formats?rounding=up&format=float8_e8m0fnu&versus=float8_e5m2",
    "#/affine?bits=3",
    "#/affine?zero_point=float&precision=float32",
    "#/affine?symmetric=1&rounding=nearest_away&against=float8_e8m0fnu",
    "#/clipping",
    "#/pact",
    "#/lsq",
    "#/diffq",
    "#/binary?filters=2",
];
