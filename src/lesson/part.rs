//! What of a lesson is loaded when it is first opened: its lens, its work and its view.
//!
//! The page is one Rust library, but not one file. `cargo xtask build` cuts the compiled module at
//! marks, of which each lesson's part has one: what is reached from one mark alone becomes a file,
//! what several reach becomes another, which each of them loads, and the rest stays in the main
//! module, which every visit loads. So nothing but [`part!`](part) may name a lens or a view: what
//! [`LESSONS`](super::LESSONS) itself names is in the main module.
//!
//! Lessons that share much share a mark: every set of marks that has something in common makes a
//! file, so nine marks would make 95 files. The page that opens first has the mark `main`.
//!
//! Natively there is nothing to load, and a part is simply there.

use super::{Given, job};
use crate::course::Course;
use crate::state::State;

/// Does some of the work before a look, and gives how far it has come.
pub type Prepare = fn(&State, &Given) -> Option<f64>;

/// The part of one lesson.
pub struct Part {
    /// The lens: what the lesson shows of what it is given, encoded for the way from
    /// the worker to the page.
    pub look: fn(&State, &Given) -> Vec<u8>,
    /// Work before a look that takes longer than a frame: does some of it and gives how far it has
    /// come, 0 to 1, or `None` once all is done. The worker looks up in between.
    pub prepare: Option<Prepare>,
    /// Work that a person may ask for, such as a race.
    pub job: Option<job::Begin>,
    /// Its way through, with its figures.
    pub course: Option<Course>,
    /// Its charts with what they show. On the page the view names each where it stands.
    #[cfg(not(target_family = "wasm"))]
    pub charts: fn(&State, &[u8]) -> super::Charts,
    #[cfg(feature = "web")]
    pub view: fn() -> crate::web::dom::View,
}

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

#[cfg(feature = "web")]
pub type Loaded = Result<&'static Part, NotLoaded>;

/// A part on its way. One that is there already is there at the first poll.
#[cfg(feature = "web")]
pub type Coming = std::pin::Pin<Box<dyn Future<Output = Loaded>>>;

/// Where a lesson's part comes from.
#[cfg(not(all(feature = "web", target_family = "wasm")))]
pub type Source = fn() -> &'static Part;

/// Where a lesson's part comes from.
#[cfg(all(feature = "web", target_family = "wasm"))]
pub type Source = fn() -> Coming;

/// Fetches a part, unless it is there.
#[cfg(feature = "web")]
pub fn fetch(source: Source) -> Coming {
    #[cfg(target_family = "wasm")]
    return source();
    #[cfg(not(target_family = "wasm"))]
    Box::pin(std::future::ready(Ok(source())))
}

/// The [`Source`] of a part: the mark at which the module is cut, then the part.
macro_rules! part {
    (main, $part:expr) => {{
        use $crate::lesson::part::{Part, Source};
        static PART: Part = $part;
        #[cfg(not(all(feature = "web", target_family = "wasm")))]
        const SOURCE: Source = || &PART;
        #[cfg(all(feature = "web", target_family = "wasm"))]
        const SOURCE: Source = || Box::pin(std::future::ready(Ok(&PART)));
        SOURCE
    }};
    ($mark:ident, $part:expr) => {{
        use $crate::lesson::part::{Part, Source};
        static PART: Part = $part;
        #[cfg(not(all(feature = "web", target_family = "wasm")))]
        const SOURCE: Source = || &PART;
        #[cfg(all(feature = "web", target_family = "wasm"))]
        const SOURCE: Source = || Box::pin(part());
        // A call of this function loads the files of its mark first.
        #[cfg(all(feature = "web", target_family = "wasm"))]
        #[wasm_split_helpers::wasm_split($mark, fallible)]
        fn part() -> $crate::lesson::part::Loaded {
            Ok(&PART)
        }
        SOURCE
    }};
}
pub(super) use part;
