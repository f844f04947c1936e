//! The lessons: each the same quantizer through another lens.
//!
//! A lesson is a folder and one line in [`LESSONS`]. Its *lens* is pure: settings and
//! values in, a report out. It runs in a worker, and natively in the tests. Its
//! *view* draws reports and is the only part that knows a browser.

pub mod affine;
pub mod batch;
pub mod binary;
pub mod cell;
pub mod chart;
pub mod clipping;
mod counted;
pub mod curve;
pub mod diffq;
pub mod filters;
pub mod formats;
mod given;
pub mod grid;
pub mod job;
mod landscape;
pub mod lsq;
pub mod pact;
mod part;
pub mod picture;
pub mod proof;
pub mod qat;
#[cfg(not(target_family = "wasm"))]
mod ready;
mod sample;
pub mod start;
pub mod ste;
pub mod training;
pub mod words;
pub mod xnor;

pub use affine::AffineReport;
pub use formats::{FormatsReport, Side};
pub use given::{Given, Shelf};
#[cfg(feature = "web")]
pub use part::{Coming, Loaded, NotLoaded};
pub use part::{Part, Source};
#[cfg(not(target_family = "wasm"))]
pub use ready::{Charts, Ready};
pub use sample::{Octaves, Sample, source};

use crate::state::{Key, Schema, State};

/// One lesson of the course.
pub struct Lesson {
    /// Its id and its keys in the address.
    pub schema: &'static Schema,
    /// Its name in the navigation.
    pub label: &'static str,
    /// The keys that change only what the page itself draws: the worker is not
    /// asked again for them.
    pub page_only: &'static [&'static Key],
    /// What it answers, in one sentence.
    pub question: &'static str,
    /// Whether it is one of the lessons that one walks through in order; the page that one comes
    /// to first is not, nor is the proof.
    pub in_course: bool,
    /// Whether it looks at a signal.
    pub signal: bool,
    /// Whether it looks at a picture.
    pub picture: bool,
    /// Whether it looks at the handwritten digits.
    pub digits: fn(&State) -> bool,
    /// Its lens, its work and its view, loaded when it is first opened.
    pub part: Source,
}

#[cfg(feature = "web")]
impl Lesson {
    /// Loads its part, unless it is there.
    pub fn load(&self) -> Coming {
        part::fetch(self.part)
    }
}

impl PartialEq for Lesson {
    fn eq(&self, other: &Self) -> bool {
        self.schema.id == other.schema.id
    }
}

/// All lessons, in the order in which each needs only what came before.
pub const LESSONS: &[Lesson] = &[
    start::LESSON,
    formats::LESSON,
    affine::LESSON,
    clipping::LESSON,
    ste::LESSON,
    pact::LESSON,
    lsq::LESSON,
    diffq::LESSON,
    binary::LESSON,
    xnor::LESSON,
    qat::LESSON,
    proof::LESSON,
];

/// What the address of each lesson may hold.
#[must_use]
pub fn schemas() -> Vec<&'static Schema> {
    LESSONS.iter().map(|lesson| lesson.schema).collect()
}

/// The lesson of a state.
#[must_use]
pub fn of(state: &State) -> &'static Lesson {
    LESSONS
        .iter()
        .find(|lesson| lesson.schema.id == state.lesson())
        .unwrap_or(&LESSONS[0])
}

/// Runs the lens of the state's lesson.
#[cfg(not(all(feature = "web", target_family = "wasm")))]
#[must_use]
pub fn look(state: &State, given: &Given) -> Vec<u8> {
    ((of(state).part)().look)(state, given)
}

/// The charts of the state's lesson, with what they show of a report of its lens.
#[cfg(not(target_family = "wasm"))]
#[must_use]
pub fn charts(state: &State, report: &[u8]) -> Charts {
    ((of(state).part)().charts)(state, report)
}

/// The address of what the lens sees: settings of the page's own are left out, so
/// that changing them asks for nothing.
#[must_use]
pub fn question(state: &State) -> String {
    let mut asked = state.clone();
    let page_only = of(state).page_only.iter();
    for key in crate::state::LOOKS.iter().chain(page_only) {
        asked.reset(key);
    }
    asked.to_hash()
}

/// A report on its way to the page.
fn encode(report: &impl serde::Serialize) -> Vec<u8> {
    // Writing plain numbers into a vector cannot fail; an empty answer would be
    // refused by the page as unreadable.
    postcard::to_allocvec(report).unwrap_or_default()
}
