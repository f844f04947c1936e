//! Binary weights: every number of a filter as its sign, and one scale for all of them.

mod charts;
pub(crate) mod code;
mod collapse;
mod facts;
mod gradient;
mod lens;
mod pictures;
pub mod settings;
mod story;
#[cfg(feature = "web")]
mod view;

pub use lens::{BinaryReport, Filtered, Group};

use super::{Lesson, part::part};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "binary",
        keys: settings::KEYS,
    },
    label: "One bit",
    question: "What is left of a weight when only its sign is kept?",
    in_course: true,
    page_only: settings::PAGE_ONLY,
    signal: true,
    picture: true,
    digits: |_| false,
    part: part!(
        one_bit,
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
