//! PACT: a clip threshold that is learned.

pub(crate) mod code;
mod lens;
pub mod settings;
#[cfg(feature = "web")]
mod view;

pub use lens::{PactReport, Trained};

use super::{Lesson, part::part, training::STEP};
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "pact",
        keys: settings::KEYS,
    },
    label: "PACT",
    page_only: &[&STEP],
    picture: false,
    digits: |_| false,
    part: part!(
        training,
        Part {
            look: lens::look,
            prepare: None,
            job: None,
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
