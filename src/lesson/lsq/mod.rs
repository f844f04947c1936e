//! LSQ: a step size that is learned, and LSQ+, which learns an offset as well.

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
