//! Binary weights: every number of a filter as its sign, and one scale for all of them.

pub(crate) mod code;
mod lens;
pub mod settings;
#[cfg(feature = "web")]
mod view;

pub use lens::{BinaryReport, Filtered, Group};

use super::{Lesson, part::part};
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "binary",
        keys: settings::KEYS,
    },
    label: "One bit",
    page_only: settings::PAGE_ONLY,
    picture: true,
    digits: |_| false,
    part: part!(
        one_bit,
        Part {
            look: lens::look,
            prepare: None,
            job: None,
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
