//! Affine quantization: a scale, a zero point, and what they do to a signal.

pub(crate) mod code;
mod lens;
pub mod settings;
#[cfg(feature = "web")]
mod view;

pub use lens::AffineReport;

use super::{Lesson, part::part};
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "affine",
        keys: settings::KEYS,
    },
    label: "Affine",
    page_only: &[&settings::X],
    picture: false,
    digits: |_| false,
    part: part!(
        range,
        Part {
            look: lens::look,
            prepare: None,
            job: None,
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
