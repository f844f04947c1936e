//! DiffQ: a number of bits that is learned, through noise that stands in for rounding.

mod charts;
pub(crate) mod code;
mod facts;
mod lens;
mod path;
pub mod settings;
mod story;
mod training;
#[cfg(feature = "web")]
mod view;

pub use lens::{DiffQReport, Group};
pub use training::Trained;

use super::{Lesson, part::part, training::STEP};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "diffq",
        keys: settings::KEYS,
    },
    label: "DiffQ",
    question: "Can a network learn how many bits it needs?",
    in_course: true,
    page_only: &[&STEP],
    signal: true,
    picture: false,
    digits: |_| false,
    part: part!(
        training,
        Part {
            look: lens::look,
            prepare: None,
            job: None,
            course: Some(Course {
                story: &story::STORY,
                facts: facts::facts
            }),
            #[cfg(not(target_family = "wasm"))]
            charts: charts::all,
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
