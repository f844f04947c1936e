//! Affine quantization: a scale, a zero point, and what they do to a signal.

mod charts;
pub(crate) mod code;
mod facts;
mod lens;
pub mod settings;
mod story;
#[cfg(feature = "web")]
mod view;

pub use lens::AffineReport;

use super::{Lesson, part::part};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "affine",
        keys: settings::KEYS,
    },
    label: "Affine",
    question: "How does one turn any range of numbers into whole numbers and back?",
    in_course: true,
    page_only: &[&settings::X],
    signal: true,
    picture: false,
    digits: |_| false,
    part: part!(
        range,
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
