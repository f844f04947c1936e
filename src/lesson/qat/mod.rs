//! Quantization-aware training, live: full precision, post-training quantization and
//! quantization-aware training of one network, side by side.

mod charts;
pub(crate) mod code;
mod edit;
mod facts;
pub mod files;
mod lens;
mod pictures;
mod run;
pub mod settings;
pub mod speed;
mod story;
#[cfg(feature = "web")]
mod view;

pub use edit::Edit;
pub use lens::{ArmReport, QatReport};
pub use run::{Moment, Run};

use super::{Lesson, part::part};
use crate::course::Course;
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "qat",
        keys: settings::KEYS,
    },
    label: "QAT",
    question: "Can a whole network learn to live with few bits?",
    in_course: true,
    page_only: settings::PAGE_ONLY,
    signal: false,
    picture: false,
    digits: settings::wants_digits,
    part: part!(
        network,
        Part {
            look: lens::look,
            prepare: Some(lens::prepare),
            job: Some(|state, shelf| Box::new(speed::Speed::new(state, shelf))),
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
