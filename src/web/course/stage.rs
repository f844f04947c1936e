//! On a stage: the keys of a keyboard or a presenter's clicker walk the stations like slides.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::Walk;
use super::path::next_lesson;
use crate::state::PRESENT;

/// Walks as long as the page is presented. Clickers send PageDown and PageUp.
pub fn follow_keys(walk: Walk) {
    let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let presenting = walk
            .state
            .try_get_untracked()
            .is_some_and(|state| state.flag(&PRESENT));
        if !presenting || event.default_prevented() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let key = event.key();
        let clicker = matches!(key.as_str(), "PageDown" | "PageUp" | "Escape");
        // A slider that has the focus keeps its arrows.
        if !clicker && belongs_to_control(&event) {
            return;
        }
        let at = walk.at.get_untracked();
        match key.as_str() {
            "PageDown" | "ArrowRight" | " " => forward(walk, at),
            "PageUp" | "ArrowLeft" => walk.go(at.saturating_sub(1)),
            "Home" => walk.go(0),
            "End" => walk.go(walk.end()),
            "Escape" => walk.state.update(|state| state.set_flag(&PRESENT, false)),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// The next station, and after the last the next lesson.
fn forward(walk: Walk, at: usize) {
    if at < walk.end() {
        walk.go(at + 1);
        return;
    }
    if let Some((_, next)) = walk.state.with_untracked(next_lesson) {
        // As following a link does: the browser's way back leads here.
        let _ = window().location().set_hash(&next.to_hash());
    }
}

fn belongs_to_control(event: &KeyboardEvent) -> bool {
    const CONTROLS: &str =
        "input, select, textarea, button, summary, [role=slider], [contenteditable]";
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.matches(CONTROLS).unwrap_or(false))
}
