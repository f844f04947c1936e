//! DiffQ: a number of bits that is learned, through noise that stands in for rounding.

pub(crate) mod code;
mod lens;
pub mod settings;
mod training;
#[cfg(feature = "web")]
mod view;

pub use lens::{DiffQReport, Group};
pub use training::Trained;

use super::{Lesson, part::part, training::STEP};
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "diffq",
        keys: settings::KEYS,
    },
    label: "DiffQ",
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
