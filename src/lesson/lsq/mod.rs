//! LSQ: a step size that is learned, and LSQ+, which learns an offset as well.

mod charts;
pub(crate) mod code;
mod facts;
mod lens;
pub mod settings;
mod story;
#[cfg(feature = "web")]
mod view;

pub use lens::{LsqReport, Trained};

use super::{Lesson, part::part, training::STEP};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "lsq",
        keys: settings::KEYS,
    },
    label: "LSQ",
    question: "Can a network learn how far apart its steps lie?",
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
