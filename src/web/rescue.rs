//! What the page says when its Rust code panics. The overlay itself is plain
//! JavaScript (`page/rescue.js`), so that it works when nothing here does.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit};

use super::desk::Desk;

/// Hands the words of a panic to the overlay before the trap.
pub fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let words = panic.to_string();
        leptos::logging::error!("{words}");
        let details = CustomEventInit::new();
        details.set_detail(&words.into());
        if let Ok(event) = CustomEvent::new_with_event_init_dict("quantscope-panic", &details) {
            let _ = window().dispatch_event(&event);
        }
    }));
}

/// Panics, as a fault in this code would: for the test of the overlay.
#[wasm_bindgen(js_name = panicForTest)]
pub fn panic_for_test() {
    panic!("a panic asked for by a test");
}

/// The event `quantscope-break-worker` fells the worker: for the test that it is
/// replaced.
pub fn listen_for_worker_test(desk: Desk) {
    let _listener =
        window_event_listener_untyped("quantscope-break-worker", move |_| desk.break_worker());
}
