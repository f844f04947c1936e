//! Number formats: every code of a small float, the reals that round to it, and a
//! signal falling on its grid.

mod charts;
pub(crate) mod code;
mod facts;
mod lens;
mod lines;
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
    question: "How can eight bits stand for numbers from 0.002 to 448?",
    in_course: true,
    page_only: &[&settings::X, &settings::CODE],
    signal: true,
    picture: false,
    digits: |_| false,
    part: part!(
        number,
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
