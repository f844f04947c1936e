//! XNOR-Net: products of signs, counted instead of multiplied.

pub(crate) mod code;
mod facts;
mod lens;
mod pictures;
pub mod race;
pub mod settings;
mod story;
#[cfg(feature = "web")]
mod view;

pub use lens::{Steps, XnorReport};

use super::{Lesson, part::part};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "xnor",
        keys: settings::KEYS,
    },
    label: "XNOR-Net",
    question: "What is gained when the inputs are signs as well?",
    in_course: true,
    page_only: settings::PAGE_ONLY,
    signal: false,
    picture: true,
    digits: |_| false,
    part: part!(
        one_bit,
        Part {
            look: lens::look,
            prepare: None,
            job: Some(|_, _| Box::new(race::Race::new())),
            course: Some(Course {
                story: &story::STORY,
                facts: facts::facts
            }),
            #[cfg(not(target_family = "wasm"))]
            charts: pictures::all,
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
