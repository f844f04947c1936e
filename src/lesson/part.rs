//! What of a lesson is loaded when it is first opened: its lens, its work and its view.
//!
//! The page is one Rust library, but not one file. `cargo xtask build` cuts the compiled module:
//! what only a lesson's part needs goes to a file of that lesson, what several need to files of
//! theirs, and the rest stays in the main module, which the first visit loads. So nothing outside
//! of [`part!`](super::part) may name a lens or a view: what [`LESSONS`](super::LESSONS) names is
//! in the main module.
//!
//! Natively there is nothing to load, and a part is simply there.

use super::{Given, job::Job};
use crate::state::State;

/// Starts work that a person has asked for.
pub type Start = fn(&State) -> Box<dyn Job>;

/// The part of one lesson.
pub struct Part {
    /// The lens: what the lesson shows of what it is given, encoded for the way from
    /// the worker to the page.
    pub look: fn(&State, &Given) -> Vec<u8>,
    /// Work that a person may ask for, such as a race.
    pub job: Option<Start>,
    #[cfg(feature = "web")]
    pub view: fn() -> crate::web::dom::View,
}

/// How a lesson's part is come by.
#[cfg(not(feature = "web"))]
pub type Source = fn() -> &'static Part;

/// How a lesson's part is come by: at once when it has been loaded before.
#[cfg(feature = "web")]
pub type Source = fn() -> std::pin::Pin<Box<dyn Future<Output = Result<&'static Part, NotLoaded>>>>;

/// A part did not come: no connection, or the files on the server are of another build by now.
/// Asking again tries again.
#[cfg(feature = "web")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

#[cfg(feature = "web")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    // The browser's console has the reason.
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// The [`Source`] of a lesson's part, which becomes a file of its own with the name given first.
macro_rules! part {
    (main, $part:expr) => {{
        use $crate::lesson::part::{Part, Source};
        static PART: Part = $part;
        #[cfg(not(feature = "web"))]
        const SOURCE: Source = || &PART;
        #[cfg(feature = "web")]
        const SOURCE: Source = || Box::pin(std::future::ready(Ok(&PART)));
        SOURCE
    }};
    ($name:ident, $part:expr) => {{
        use $crate::lesson::part::Part;
        static PART: Part = $part;
        #[cfg(not(feature = "web"))]
        fn source() -> &'static Part {
            &PART
        }
        #[cfg(feature = "web")]
        fn source() -> std::pin::Pin<
            Box<dyn Future<Output = Result<&'static Part, $crate::lesson::part::NotLoaded>>>,
        > {
            #[wasm_split_helpers::wasm_split($name, fallible)]
            fn part() -> Result<&'static Part, $crate::lesson::part::NotLoaded> {
                Ok(&PART)
            }
            Box::pin(part())
        }
        source
    }};
}
pub(super) use part;
