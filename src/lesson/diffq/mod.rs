//! DiffQ: a number of bits that is learned, through noise that stands in for rounding.

mod facts;
mod lens;
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
    in_course: true,
    page_only: &[&STEP],
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
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
