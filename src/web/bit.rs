//! A bit that can be painted: a press flips it, dragging on paints the new value over its
//! neighbours, arrow keys go from one to the next.

use crate::web::dom::{View, view};
use crate::web::live::Derived;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

/// What a drag paints, shared by the bits that it may pass.
#[derive(Clone, Copy)]
pub struct Brush(StoredValue<Option<bool>>);

impl Brush {
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }
}

#[component]
pub fn Bit(
    #[prop(into)] class: String,
    #[prop(into)] label: Derived<String>,
    on: Derived<bool>,
    /// What stands on it.
    text: Derived<String>,
    brush: Brush,
    paint: Callback<bool>,
) -> View {
    let brush = brush.0;
    view! {
        <button
            type="button"
            class=class
            aria-pressed=move || on.get().to_string()
            aria-label=move || label.get()
            on:pointerdown=move |event: PointerEvent| {
                // Let go of the implicit capture of touch, so that the pointer
                // enters the other cells.
                if let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                    let _ = target.release_pointer_capture(event.pointer_id());
                }
                let next = !on.get_untracked();
                brush.set_value(Some(next));
                paint.run(next);
            }
            on:pointerenter=move |event: PointerEvent| {
                if event.buttons() & 1 == 1 && let Some(painted) = brush.get_value() {
                    paint.run(painted);
                }
            }
            on:click=move |event: web_sys::MouseEvent| {
                // Presses of the pointer were handled; these come from the keyboard.
                if event.detail() == 0 {
                    paint.run(!on.get_untracked());
                }
            }
        >{move || text.get()}</button>
    }
}

/// Moves the focus to the next or the last bit of the group that the event has come through.
pub fn focus_neighbour(event: &KeyboardEvent, forward: bool) {
    let (Some(group), Some(active)) = (
        event
            .current_target()
            .and_then(|target| target.dyn_into::<Element>().ok()),
        document().active_element(),
    ) else {
        return;
    };
    let Ok(cells) = group.query_selector_all("button.bit") else {
        return;
    };
    let here = (0..cells.length()).find(|&index: &u32| {
        cells
            .get(index)
            .is_some_and(|node| node.is_same_node(Some(&active)))
    });
    let next = match (here, forward) {
        (Some(here), true) => here + 1,
        (Some(here), false) => here.wrapping_sub(1),
        (None, _) => 0,
    };
    if let Some(cell) = cells
        .get(next)
        .and_then(|node| node.dyn_into::<HtmlElement>().ok())
    {
        let _ = cell.focus();
    }
}
