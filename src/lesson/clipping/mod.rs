//! Clipping: where to cut a signal off, and who chooses it how.

mod charts;
pub(crate) mod code;
mod facts;
mod lens;
pub mod settings;
mod story;
#[cfg(feature = "web")]
mod view;

pub use lens::{ClippingReport, Found};

use super::{Lesson, part::part};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "clipping",
        keys: settings::KEYS,
    },
    label: "Clipping",
    question: "A few values are much larger than the rest: should the range reach them?",
    in_course: true,
    page_only: &[],
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
