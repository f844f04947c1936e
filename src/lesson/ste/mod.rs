//! The straight-through estimator: what passes back through a staircase, and a weight
//! that is trained through one.

mod facts;
pub mod settings;
mod story;
mod training;
#[cfg(feature = "web")]
mod view;

pub use training::{Trained, train};

use super::{Lesson, part::part, training::STEP};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "ste",
        keys: settings::KEYS,
    },
    label: "STE",
    in_course: true,
    page_only: &[&STEP],
    picture: false,
    digits: |_| false,
    part: part!(
        training,
        Part {
            // One weight is trained in less time than a question takes: the page does it.
            look: |_, _| Vec::new(),
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
