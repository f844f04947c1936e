//! Affine quantization: a scale, a zero point, and what they do to a signal.

mod lens;
pub mod settings;
#[cfg(feature = "web")]
mod view;

pub use lens::AffineReport;

use super::Lesson;
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
    job: None,
    prepare: None,
    look: lens::look,
    #[cfg(feature = "web")]
    view: view::view,
};
