//! Handlers of events.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, HtmlInputElement, Node};

/// Calls `handler` for as long as the current owner lives.
///
/// Removing an element that has the focus still sends it an event when what the
/// handler reads is gone already, so it is the owner that keeps the handler.
pub fn listen(node: &Node, name: &'static str, handler: Rc<dyn Fn(Event)>) {
    let kept = StoredValue::new_local(handler);
    let listener = Closure::<dyn Fn(Event)>::new(move |event| {
        if let Some(handler) = kept.try_get_value() {
            handler(event);
        }
    });
    // Fails for a listener that is no function; this one is. The browser's collector
    // frees it with the node.
    let _ = node.add_event_listener_with_callback(name, listener.into_js_value().unchecked_ref());
}

/// A listener of the whole page that hears an event before the element that it is for, until it is
/// dropped.
pub struct Ahead {
    name: &'static str,
    listener: Closure<dyn FnMut(Event)>,
}

impl Ahead {
    pub fn new<E: JsCast>(name: &'static str, mut on: impl FnMut(E) + 'static) -> Self {
        let listener = Closure::new(move |event: Event| on(event.unchecked_into()));
        // Fails for a listener that is no function, as above.
        let _ = window().add_event_listener_with_callback_and_bool(
            name,
            listener.as_ref().unchecked_ref(),
            true,
        );
        Self { name, listener }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        let _ = window().remove_event_listener_with_callback_and_bool(
            self.name,
            self.listener.as_ref().unchecked_ref(),
            true,
        );
    }
}

/// What a field, a slider or a list holds now.
pub fn target_value(event: &Event) -> String {
    event
        .target()
        // Lists and text areas have the same property.
        .map(|target| target.unchecked_into::<HtmlInputElement>().value())
        .unwrap_or_default()
}
