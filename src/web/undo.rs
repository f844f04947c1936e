//! Undo and redo: Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) step through the states of a lesson.
//!
//! What changes between one press of a key or pointer and the next is one step: a drag, a wheel of
//! key repeats, a training that plays. Text fields keep their own undo.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use super::dom::Ahead;
use super::live::{Held, effect};
use crate::state::State;

/// Steps that are kept.
const STEPS: usize = 200;

struct History {
    past: Vec<State>,
    future: Vec<State>,
    /// The state as it was last seen.
    last: State,
    /// Whether this gesture has its entry.
    entered: bool,
}

impl History {
    fn see(&mut self, next: State) {
        if next == self.last {
            return;
        }
        let last = std::mem::replace(&mut self.last, next);
        if last.lesson() != self.last.lesson() {
            // The browser's way back leaves a lesson.
            self.past.clear();
            self.future.clear();
            self.entered = false;
            return;
        }
        self.future.clear();
        if !std::mem::replace(&mut self.entered, true) {
            self.past.push(last);
            if self.past.len() > STEPS {
                self.past.remove(0);
            }
        }
    }

    /// The state to go to, one step back or forward.
    fn turn(&mut self, back: bool) -> Option<State> {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let next = from.pop()?;
        to.push(std::mem::replace(&mut self.last, next.clone()));
        self.entered = false;
        Some(next)
    }
}

/// Remembers states, and listens for the keys.
pub fn follow_undo(state: Held<State>) {
    let history = StoredValue::new_local(History {
        past: Vec::new(),
        future: Vec::new(),
        last: state.get_untracked(),
        entered: false,
    });
    effect(move || {
        let next = state.get();
        history.update_value(|history| history.see(next));
    });
    // What has changed so far belongs to the gesture before.
    let begin = move || {
        let now = state.get_untracked();
        history.update_value(|history| {
            history.see(now);
            history.entered = false;
        });
    };
    // Ahead of the control that an event is for: what that changes belongs to this gesture.
    let pointer = Ahead::new("pointerdown", move |_: Event| begin());
    let keys = Ahead::new("keydown", move |event: KeyboardEvent| {
        let turn = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let key = event.key().to_lowercase();
        let back = key == "z" && !event.shift_key();
        let forward = key == "z" && event.shift_key() || key == "y";
        if !(turn && (back || forward)) {
            if !event.repeat() {
                begin();
            }
            return;
        }
        if is_text(&event) {
            return;
        }
        event.prevent_default();
        begin();
        let mut next = None;
        history.update_value(|history| next = history.turn(back));
        if let Some(next) = next {
            state.set(next);
        }
    });
    // As long as the page is there.
    StoredValue::new_local((pointer, keys));
}

/// Whether the key belongs to a text that is being edited.
fn is_text(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target() else {
        return false;
    };
    target.dyn_ref::<HtmlTextAreaElement>().is_some()
        || target
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| input.type_() == "text")
}
