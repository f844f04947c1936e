//! Number formats: every code of a small float, the reals that round to it, and a
//! signal falling on its grid.

mod facts;
mod lens;
pub mod settings;
mod story;
#[cfg(feature = "web")]
mod view;

pub use lens::{FormatsReport, Side};

use super::{Lesson, part::part};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "formats",
        keys: settings::KEYS,
    },
    label: "Number formats",
    in_course: true,
    page_only: &[&settings::X, &settings::CODE],
    picture: false,
    digits: |_| false,
    part: part!(
        main,
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
