//! Clipping: where to cut a signal off, and who chooses it how.

pub(crate) mod code;
mod lens;
pub mod settings;
#[cfg(feature = "web")]
mod view;

pub use lens::{ClippingReport, Found};

use super::{Lesson, part::part};
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "clipping",
        keys: settings::KEYS,
    },
    label: "Clipping",
    page_only: &[],
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
