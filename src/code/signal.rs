//! Where a program's values come from, in every language.

use super::{Language, Names, list, literal, quoted, single};
use crate::lesson::{source, words::grouped};
use crate::signal::Distribution;
use crate::state::State;

/// More numbers than this stand in a file of their own, not in the program.
const MOST_LISTED: usize = 4096;

/// Where the values come from.
#[derive(Clone, Copy, Debug)]
pub enum Data<'a> {
    /// A distribution, as the state says.
    Drawn,
    /// A file of the person's own, by its name.
    File { name: &'a str },
    /// Numbers that a person has pasted.
    Pasted { values: &'a [f32] },
}

/// What a long list of pasted numbers is to be saved as.
const PASTED_FILE: &str = "pasted.txt";

impl Data<'_> {
    /// The file that a program reads, if it reads one.
    fn file(&self) -> Option<&str> {
        match self {
            Data::File { name } => Some(name),
            Data::Pasted { values } if values.len() > MOST_LISTED => Some(PASTED_FILE),
            _ => None,
        }
    }
}

/// A sentence on the values.
pub fn describe(state: &State, data: &Data) -> String {
    match data {
        Data::Drawn => {
            let drawn = source(state);
            let label = Distribution::by_id(drawn.distribution).map_or("", |known| known.label);
            let moved = if drawn.spread == 1.0 && drawn.shift == 0.0 {
                String::new()
            } else {
                format!(
                    ", times {} plus {}",
                    single(drawn.spread),
                    single(drawn.shift)
                )
            };
            format!(
                "Signal: {} values, {label}, seed {}{moved}; as float32.",
                grouped(drawn.count as u64),
                drawn.seed
            )
        }
        Data::File { name } => format!(
            "Signal: your file {}, as float32; it has to lie beside the program.",
            literal::remark(name)
        ),
        Data::Pasted { values } if values.len() > MOST_LISTED => format!(
            "Signal: your {} numbers, as float32; save them beside the program as {PASTED_FILE}.",
            grouped(values.len() as u64)
        ),
        Data::Pasted { values } => format!("Signal: your {} numbers, as float32.", values.len()),
    }
}

/// Sets what the pieces that give the values need, and the piece itself under the name `signal`.
pub fn set(state: &State, data: &Data, language: Language, names: &mut Names) {
    let drawn = source(state);
    names
        .set("distribution", drawn.distribution)
        .set("count", drawn.count)
        .set("seed", drawn.seed)
        .set("moved", drawn.spread != 1.0 || drawn.shift != 0.0)
        .set("spread", single(drawn.spread))
        .set("shift", single(drawn.shift));
    let kind = match (data, data.file()) {
        (Data::Drawn, _) => "drawn",
        (_, Some(name)) => {
            names.set("file", quoted(name));
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
            if extension.eq_ignore_ascii_case("npy") {
                "npy"
            } else {
                "table"
            }
        }
        _ => "pasted",
    };
    names.set("source", kind).set("table", kind == "table");
    if let (Data::Pasted { values }, "pasted") = (data, kind) {
        let written = values.iter().map(|&value| match language {
            Language::Rust => rust(value),
            _ => python(value),
        });
        names.set("values", list(written));
    }
    let template = match language {
        Language::Rust => include_str!("rust/signal.rs.txt"),
        _ => include_str!("python/signal.py"),
    };
    let filled = names.fill(template);
    names.set("signal", filled.trim_end());
}

fn python(value: f32) -> String {
    if value.is_finite() {
        single(value)
    } else if value.is_nan() {
        "np.nan".to_owned()
    } else {
        if value > 0.0 { "np.inf" } else { "-np.inf" }.to_owned()
    }
}

fn rust(value: f32) -> String {
    if value.is_finite() {
        single(value)
    } else if value.is_nan() {
        "f32::NAN".to_owned()
    } else {
        if value > 0.0 {
            "f32::INFINITY"
        } else {
            "f32::NEG_INFINITY"
        }
        .to_owned()
    }
}
