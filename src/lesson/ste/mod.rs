//! The straight-through estimator: what passes back through a staircase, and a weight
//! that is trained through one.

mod charts;
pub(crate) mod code;
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
    question: "Steps have no slope: how can one learn through them?",
    in_course: true,
    page_only: &[&STEP],
    signal: false,
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
            #[cfg(not(target_family = "wasm"))]
            charts: charts::all,
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
