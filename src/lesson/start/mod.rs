//! Where one comes in: what quantization is for, with a line one can touch, and the way through
//! the lessons.

pub mod line;
pub mod settings;
#[cfg(feature = "web")]
mod view;

use super::{Lesson, part::part};
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "start",
        keys: settings::KEYS,
    },
    label: "Start",
    question: "",
    in_course: false,
    page_only: &[&settings::BITS],
    signal: false,
    picture: false,
    digits: |_| false,
    part: part!(
        main,
        Part {
            // The page computes it all: it is 400 numbers.
            look: |_, _| Vec::new(),
            prepare: None,
            job: None,
            course: None,
            #[cfg(not(target_family = "wasm"))]
            charts: |_, _| super::Charts::default(),
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
