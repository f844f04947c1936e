//! What every part of the page shares: the settings, and their way into the
//! address and back.

use crate::web::live::Held;
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
    let _listener = window_event_listener(leptos::ev::hashchange, move |_| {
        let next = read();
        if state.with_untracked(|state| *state != next) {
            state.set(next);
        }
    });
    // Browsers refuse a flood of history calls, so a drag writes its last state.
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |first: Option<()>| {
        let hash = state.with(State::to_hash);
        if first.is_none() {
            return;
        }
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let write = move || {
            if let Ok(history) = window().history() {
                // Refused in some sandboxed frames: the page works on without it.
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
            }
        };
        timer.set_value(set_timeout_with_handle(write, std::time::Duration::from_millis(120)).ok());
    });
    state
}

fn read() -> State {
    let hash = window().location().hash().unwrap_or_default();
    State::parse(&hash, &lesson::schemas())
}
