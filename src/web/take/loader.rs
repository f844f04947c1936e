//! Loading what the buttons need, and telling when it does not come.

use std::task::{Context, Poll, Waker};

use wasm_bindgen_futures::spawn_local;

use super::{Take, part};
use crate::lesson::NotLoaded;
use crate::web::dom::{View, view};
use crate::web::live::Held;

/// What a press does once the part is there.
type Act = Box<dyn FnOnce(&'static Take)>;

/// A group of buttons that need the part, and the line under them that tells how it went.
#[derive(Clone, Copy)]
pub struct Loader {
    pub told: Held<String>,
    missing: Held<bool>,
}

impl Loader {
    pub fn new() -> Self {
        Self {
            told: Held::new(String::new()),
            missing: Held::new(false),
        }
    }

    /// A press is to be expected: browsers let a page copy in the moment of the press only, and by
    /// then the part should be there. That it does not come is told when it is needed.
    pub fn expect_press(self) {
        spawn_local(async {
            let _ = part().await;
        });
    }

    /// Does something with the part: at once where it is there.
    pub fn press(self, act: Act) {
        let mut coming = Box::pin(part());
        match coming
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(part) => self.answer(part, act),
            Poll::Pending => {
                self.missing.set(false);
                self.told.set("Loading\u{2026}".to_owned());
                spawn_local(async move { self.answer(coming.await, act) });
            }
        }
    }

    fn answer(self, part: Result<&'static Take, NotLoaded>, act: Act) {
        self.missing.set(part.is_err());
        match part {
            Ok(take) => {
                self.told.set(String::new());
                act(take);
            }
            Err(NotLoaded) => self.told.set(
                "What this needs did not load. Check the connection and press again; if that does not help, reload the page."
                    .to_owned(),
            ),
        }
    }

    /// The line under the buttons.
    pub fn line(self) -> View {
        view! {
            <p class="hint" class:refused=move || self.missing.get() role="status">{move || self.told.get()}</p>
        }
    }
}
