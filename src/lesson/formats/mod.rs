//! Number formats: every code of a small float, the reals that round to it, and a
//! signal falling on its grid.

pub(crate) mod code;
mod lens;
pub mod settings;
#[cfg(feature = "web")]
mod view;

pub use lens::{FormatsReport, Side};

use super::{Lesson, part::part};
use crate::state::Schema;

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "formats",
        keys: settings::KEYS,
    },
    label: "Number formats",
    page_only: &[&settings::X, &settings::CODE],
    picture: false,
    digits: |_| false,
    part: part!(
        main,
        Part {
            look: lens::look,
            prepare: None,
            job: None,
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
