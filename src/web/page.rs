//! What every part of the page shares: the settings, and their way into the
//! address and back.

use crate::web::live::{Held, effect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::lesson;
use crate::state::State;

/// The one settings signal of the page.
pub fn use_state() -> Held<State> {
    expect_context()
}

/// Reads the address now and whenever it changes, and writes the settings into it.
pub fn follow_address() -> Held<State> {
    let state = Held::new(read());
    // The address bar's text that the settings stand for.
    let known = StoredValue::new(address());
    let _listener = window_event_listener(leptos::ev::hashchange, move |_| {
        known.set_value(address());
        let next = read();
        if state.with_untracked(|state| *state != next) {
            state.set(next);
        }
    });
    // Browsers refuse a flood of history calls, so a drag writes its last state.
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let mut opened = false;
    effect(move || {
        let hash = state.with(State::to_hash);
        if !std::mem::replace(&mut opened, true) {
            return;
        }
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let write = move || {
            // A link was followed just now, and the page has yet to be told: writing
            // would take it back.
            if address() != known.get_value() {
                return;
            }
            if let Ok(history) = window().history() {
                // Refused in some sandboxed frames: the page works on without it.
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
                known.set_value(address());
            }
        };
        timer.set_value(set_timeout_with_handle(write, std::time::Duration::from_millis(120)).ok());
    });
    state
}

fn address() -> String {
    window().location().hash().unwrap_or_default()
}

fn read() -> State {
    State::parse(&address(), &lesson::schemas())
}
