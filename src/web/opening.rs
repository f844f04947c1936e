//! Opening a lesson: its part is loaded when it is first shown.
//!
//! Until the part is there, nothing stands in its place; the navigation works on, and
//! whoever goes elsewhere meanwhile gets there. A part that does not come is told of in
//! a sentence, with a button that tries again.

use std::task::{Context, Poll, Waker};

use leptos::prelude::{document, provide_context};
use wasm_bindgen_futures::spawn_local;

use crate::lesson::{Lesson, Loaded, NotLoaded};
use crate::web::course::{Drawing, Walk, follow_keys};
use crate::web::dom::{View, view};
use crate::web::live::{Held, Kept, effect};

/// Whether this is the page as one file, which names no other file and has no room for everything.
pub fn is_one_file() -> bool {
    !matches!(document().query_selector("script[src]"), Ok(Some(_)))
}

/// What has become of the part of one lesson.
#[derive(Clone, Copy)]
struct Opened {
    id: &'static str,
    /// Each attempt has its own, so that the same lesson opened again is told apart.
    attempt: u32,
    part: Option<Loaded>,
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        self.attempt == other.attempt && self.part.is_some() == other.part.is_some()
    }
}

/// The lesson that is open.
#[derive(Clone, Copy)]
pub struct Opening {
    shown: Kept<&'static Lesson>,
    newest: Held<Option<Opened>>,
    /// `None` while the shown lesson's part is awaited.
    opened: Kept<Option<Opened>>,
}

impl Opening {
    /// Opens each lesson that is shown.
    pub fn new(shown: Kept<&'static Lesson>) -> Self {
        let newest = Held::new(None::<Opened>);
        let opened = Kept::new(move || {
            // What was opened last is of another lesson as soon as another is shown.
            let id = shown.with(|lesson| lesson.schema.id);
            newest
                .get()
                .filter(|opened| opened.id == id && opened.part.is_some())
        });
        let opening = Self {
            shown,
            newest,
            opened,
        };
        effect(move || opening.open(shown.get()));
        opening
    }

    /// Whether the shown lesson's part is there.
    pub fn is_open(&self) -> bool {
        self.opened.with(|opened| {
            matches!(
                opened,
                Some(Opened {
                    part: Some(Ok(_)),
                    ..
                })
            )
        })
    }

    /// The shown lesson, or why it is not there.
    pub fn view(&self) -> Option<View> {
        match self.opened.get()?.part? {
            Ok(part) => {
                if let Some(course) = &part.course {
                    let lesson = self.shown.with_untracked(|lesson| lesson.schema.id);
                    let walk = Walk::new(course, lesson);
                    follow_keys(walk);
                    provide_context(walk);
                    provide_context(Drawing::new());
                }
                Some((part.view)())
            }
            Err(NotLoaded) => Some(self.try_again()),
        }
    }

    fn open(self, lesson: &'static Lesson) {
        let attempt = self
            .newest
            .with_untracked(|newest| newest.map_or(0, |opened| opened.attempt.wrapping_add(1)));
        let mut opened = Opened {
            id: lesson.schema.id,
            attempt,
            part: None,
        };
        let mut coming = lesson.load();
        // A part that has been loaded before is there at once.
        if let Poll::Ready(part) = coming
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            opened.part = Some(part);
            self.newest.set(Some(opened));
            return;
        }
        self.newest.set(Some(opened));
        spawn_local(async move {
            opened.part = Some(coming.await);
            // Another attempt since then is the one that counts.
            if self
                .newest
                .try_get_untracked()
                .flatten()
                .is_some_and(|newest| newest.attempt == attempt)
            {
                self.newest.set(Some(opened));
            }
        });
    }

    fn try_again(self) -> View {
        if is_one_file() {
            return view! { <p class="trouble">"The page as one file has no room for this. The page on a web server has it."</p> };
        }
        view! {
            <div class="trouble" role="alert">
                <p>"This lesson did not load. Check the connection and try again; if that does not help, reload the page."</p>
                <button type="button" on:click=move |_: web_sys::MouseEvent| self.open(self.shown.get_untracked())>"Try again"</button>
            </div>
        }
    }
}
