//! PACT: a clip threshold that is learned.

mod facts;
mod lens;
pub mod settings;
mod story;
#[cfg(feature = "web")]
mod view;

pub use lens::{PactReport, Trained};

use super::{Lesson, part::part, training::STEP};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "pact",
        keys: settings::KEYS,
    },
    label: "PACT",
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
