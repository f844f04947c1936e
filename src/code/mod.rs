//! "Copy as code": a program that prints the figures which a lesson shows.
//!
//! A lesson's file says what its state chooses; the words of the program stand beside it, in a file
//! of their own language with gaps ([`Names`]). Nothing is computed here: the program draws the
//! signal, quantizes it and prints `name = value`, a figure a line, in full precision.
//!
//! Everything is reached from [`program`] alone, which the page loads when it is first asked for.

pub mod format;
mod literal;
mod signal;
mod template;

pub use literal::{list, quoted, real, single};
pub use signal::Data;
pub use template::Names;

use quantscope_train::LayerReport;

use crate::lesson;
use crate::state::State;

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python with NumPy and ml_dtypes.
    NumPy,
    /// Python with PyTorch.
    PyTorch,
    /// Rust with this project's crates.
    Rust,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Language; 3] = [Language::NumPy, Language::PyTorch, Language::Rust];

    /// The name on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Language::NumPy => "numpy",
            Language::PyTorch => "pytorch",
            Language::Rust => "rust",
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Language::NumPy => "NumPy",
            Language::PyTorch => "PyTorch",
            Language::Rust => "Rust",
        }
    }

    /// Its own among what there is for each, in the order of [`Language::ALL`].
    #[must_use]
    pub fn of<T>(self, [numpy, pytorch, rust]: [T; 3]) -> T {
        match self {
            Language::NumPy => numpy,
            Language::PyTorch => pytorch,
            Language::Rust => rust,
        }
    }

    /// The language with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.id() == id)
    }
}

/// What a lesson's file adds to a program.
pub struct Piece {
    /// Sentences for the comment at the top: rounding, overflow, clipping, seed.
    pub policy: Vec<String>,
    /// The words with gaps.
    pub template: &'static str,
    /// Whether the program needs the signal.
    pub signal: bool,
}

/// What is shown beside the state: what a program cannot find out itself.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The address of the state, from `https:` on.
    pub link: &'a str,
    /// Where the values come from.
    pub data: Data<'a>,
    /// The file of the picture that is looked at; `None` is the one that ships, `camera.pgm`.
    pub picture: Option<&'a str>,
    /// The layer that the lesson on training shows, once it has arrived at its step.
    pub layer: Option<&'a LayerReport>,
}

/// What a lesson's file is asked for.
pub struct Asked<'a> {
    pub state: &'a State,
    pub shown: &'a Shown<'a>,
    pub language: Language,
}

/// What writes a lesson's piece: it sets names and chooses the template.
type Writer = fn(&Asked, &mut Names) -> Piece;

/// The lessons' writers.
const WRITERS: &[(&str, Writer)] = &[
    ("formats", lesson::formats::code::piece),
    ("affine", lesson::affine::code::piece),
    ("clipping", lesson::clipping::code::piece),
    ("ste", lesson::ste::code::piece),
    ("pact", lesson::pact::code::piece),
    ("lsq", lesson::lsq::code::piece),
    ("diffq", lesson::diffq::code::piece),
    ("binary", lesson::binary::code::piece),
    ("xnor", lesson::xnor::code::piece),
    ("qat", lesson::qat::code::piece),
];

/// Pieces of Python that several lessons take, by the name that their templates call them.
const SHARED: &[(&str, &str)] = &[
    ("figures", include_str!("python/figures.py")),
    ("show", include_str!("python/show.py")),
    ("picture_functions", include_str!("python/picture.py")),
    ("filters_function", include_str!("python/filters.py")),
    ("random_bits", include_str!("python/random_bits.py")),
    ("float", include_str!("python/float.py")),
    ("show_stats", include_str!("rust/show_stats.rs.txt")),
];

/// A program that prints the figures of a state.
#[must_use]
pub fn program(state: &State, shown: &Shown, language: Language) -> String {
    let writer = WRITERS
        .iter()
        .find(|(id, _)| *id == state.lesson())
        .unwrap_or(&WRITERS[0])
        .1;
    let mut names = Names::default();
    names
        .set("language", language.id())
        .set("np", language.of(["np", "torch", ""]))
        .set(
            "double",
            language.of([".astype(np.float64)", ".double()", ""]),
        )
        .set(
            "single",
            language.of([".astype(np.float32)", ".float()", ""]),
        );
    names.set("picture", quoted(shown.picture.unwrap_or("camera.pgm")));
    let asked = Asked {
        state,
        shown,
        language,
    };
    let piece = writer(&asked, &mut names);
    let mut remarks = vec![
        format!(
            "Quantscope, {}: {}",
            title(state),
            literal::remark(shown.link)
        ),
        String::new(),
    ];
    if piece.signal {
        remarks.push(signal::describe(state, &shown.data));
        signal::set(state, &shown.data, language, &mut names);
    }
    remarks.extend(piece.policy);
    let needs = match language {
        Language::NumPy if names.holds("ml_dtypes") => {
            "Needs numpy and ml_dtypes: pip install numpy ml_dtypes"
        }
        Language::NumPy => "Needs numpy: pip install numpy",
        Language::PyTorch => "Needs torch and numpy: pip install torch numpy",
        Language::Rust => "Needs the crates of Quantscope's repository as path dependencies.",
    };
    remarks.push(format!("Prints the figures of the page. {needs}"));
    let mark = if language == Language::Rust {
        "//!"
    } else {
        "#"
    };
    let header: Vec<String> = remarks
        .iter()
        .flat_map(|remark| wrapped(remark))
        .map(|line| format!("{mark} {line}").trim_end().to_owned())
        .collect();
    names.set("header", header.join("\n"));
    for (name, template) in SHARED {
        let filled = names.fill(template);
        names.set(name, filled.trim_end());
    }
    names.fill(piece.template)
}

fn title(state: &State) -> String {
    lesson::of(state).label.to_owned()
}

/// A sentence in lines of a comment's width; a word, such as an address, is never cut.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + word.chars().count() > 92 {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}
