//! How right is this? Every comparison with other implementations, run where the page is shown.
//!
//! The tests of the project make the same comparisons natively; what a visitor's browser makes of
//! the same code is shown here.

mod checks;
pub mod disagreements;
pub mod expected;
pub mod references;
mod run;
pub mod settings;
pub mod speed;
mod tally;
#[cfg(feature = "web")]
mod view;

pub use checks::{CHECKS, Check, PARTS, Part, Rule, checks};
pub use run::{Checked, ProofReport, Run, Stage};
pub use tally::{Difference, LISTED, Tally};

use serde::{Deserialize, Serialize};

use super::{Lesson, part::part};
use crate::state::Schema;

/// What the work of this page reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Told {
    Checked(ProofReport),
    Measured(speed::SpeedReport),
}

pub const LESSON: Lesson = Lesson {
    schema: &Schema {
        id: "proof",
        keys: settings::KEYS,
    },
    label: "How right is this?",
    question: "Does it agree with what others have computed?",
    in_course: false,
    page_only: settings::PAGE_ONLY,
    signal: false,
    picture: false,
    digits: |_| false,
    part: part!(
        proof,
        Part {
            // Nothing is compared before it is asked for.
            look: |_, _| Vec::new(),
            prepare: None,
            job: Some(|state, shelf| {
                if state.choice(&settings::WORK) == settings::MEASURE {
                    Box::new(speed::Speed::new())
                } else {
                    Box::new(Run::new(shelf.expected.clone()))
                }
            }),
            course: None,
            #[cfg(not(target_family = "wasm"))]
            charts: |_, _| super::Charts::default(),
            #[cfg(feature = "web")]
            view: view::view,
        }
    ),
};
