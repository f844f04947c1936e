//! Values that are dragged where they stand: a number in a formula, and a handle in
//! a chart. Both are sliders to the keyboard and to a screen reader.

use crate::web::dom::{View, view};
use crate::web::live::{Derived, Held, derived};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::chart::Geometry;
use super::number::arrow_steps;
use super::page::use_state;
use crate::plot::format_number;
use crate::state::{Key, Kind, Scale};

/// What a number in a formula may be, and how far the pointer moves for one step.
#[derive(Clone, Copy)]
pub struct Knob {
    pub label: &'static str,
    pub min: f64,
    pub max: f64,
    /// Pixels of pointer movement that make one step.
    pub pixels: f64,
}

/// A parameter in a formula, by its key.
#[component]
pub fn Scrub(
    key: &'static Key,
    #[prop(into)] value: Derived<f64>,
    /// What is written; the plain number by default.
    #[prop(optional, into)]
    text: Option<Derived<String>>,
    #[prop(optional)] class: &'static str,
) -> View {
    let state = use_state();
    let (min, max, pixels) = match key.kind {
        // A formula has few whole numbers, each of which matters: slower.
        Kind::Number {
            min, max, scale, ..
        } => (min, max, if scale == Scale::Integer { 14.0 } else { 4.0 }),
        _ => (0.0, 1.0, 4.0),
    };
    view! {
        <ScrubNumber
            knob=Knob { label: key.label, min, max, pixels }
            value
            text=text.unwrap_or_else(|| derived(move || format_number(value.get(), 5)))
            step=Callback::new(move |(from, steps)| key.stepped(from, steps))
            set=Callback::new(move |next| state.update(|state| state.set_number(key, next)))
            class
            locked=derived(move || state.with(|state| state.is_locked(key)))
        />
    }
}

/// What one does with the numbers of a formula.
#[component]
pub fn Dotted() -> View {
    view! {
        "Dotted numbers can be dragged"<span class="keys">", or stepped with the arrow keys"</span>"."
    }
}

/// A MathML number that can be dragged sideways, or stepped by the arrow keys.
#[component]
pub fn ScrubNumber(
    knob: Knob,
    #[prop(into)] value: Derived<f64>,
    #[prop(optional, into)] text: Option<Derived<String>>,
    /// The value some steps away; by default a step is 1.
    #[prop(optional)]
    step: Option<Callback<(f64, f64), f64>>,
    set: Callback<f64>,
    #[prop(optional)] class: &'static str,
    /// Whether it may not be changed.
    #[prop(optional)]
    locked: Option<Derived<bool>>,
) -> View {
    let text = text.unwrap_or_else(|| derived(move || format_number(value.get(), 5)));
    let stepped = move |from: f64, steps: f64| {
        let next = match step {
            Some(step) => step.run((from, steps)),
            None => from + steps,
        };
        next.clamp(knob.min, knob.max)
    };
    // Where the drag began: the pointer and the value.
    let origin = StoredValue::new(None::<(f64, f64)>);
    view! {
        <mn
            class=format!("scrub {class}")
            role="slider"
            tabindex="0"
            aria-label=knob.label
            aria-valuemin=knob.min.to_string()
            aria-valuemax=knob.max.to_string()
            aria-valuenow=move || value.get().to_string()
            aria-valuetext=move || text.get()
            aria-disabled=move || locked.is_some_and(|locked| locked.get()).then_some("true")
            on:pointerdown=move |event: PointerEvent| {
                event.prevent_default();
                capture(&event);
                origin.set_value(Some((f64::from(event.client_x()), value.get_untracked())));
            }
            on:pointermove=move |event: PointerEvent| {
                if let Some((from, start)) = origin.get_value() {
                    let steps = ((f64::from(event.client_x()) - from) / knob.pixels).round();
                    set.run(if steps == 0.0 { start } else { stepped(start, steps) });
                }
            }
            on:pointerup=move |_: PointerEvent| origin.set_value(None)
            on:pointercancel=move |_: PointerEvent| origin.set_value(None)
            on:keydown=move |event: web_sys::KeyboardEvent| {
                if let Some(steps) = arrow_steps(&event) {
                    event.prevent_default();
                    set.run(stepped(value.get_untracked(), steps));
                }
            }
        >{move || text.get()}</mn>
    }
}

/// A handle on a chart's x axis.
#[component]
pub fn Handle(
    key: &'static Key,
    #[prop(into)] value: Derived<f64>,
    geometry: Geometry,
    /// The letter on the handle; none where the chart itself draws a marker.
    letter: &'static str,
    /// What moving it does; sets the key's number by default.
    #[prop(optional)]
    set: Option<Callback<f64>>,
    /// Whether it is being dragged, for who has to know.
    #[prop(optional)]
    dragging: Option<Held<bool>>,
) -> View {
    let state = use_state();
    let dragging = dragging.unwrap_or_else(|| Held::new(false));
    let set = move |next: f64| match set {
        Some(set) => set.run(next),
        None => state.update(|state| state.set_number(key, next)),
    };
    let position = move || geometry.axis.get().map(|axis| axis.position(value.get()));
    let inside = move || {
        geometry.axis.get().is_some_and(|axis| {
            let position = axis.position(value.get());
            position >= axis.range().0 - 1.0 && position <= axis.range().1 + 1.0
        })
    };
    let clamped = move || {
        let axis = geometry.axis.get()?;
        Some(position()?.clamp(axis.range().0, axis.range().1))
    };
    view! {
        <div
            class="handle"
            class:bare=letter.is_empty()
            class:dragging=move || dragging.get()
            class:outside=move || !inside()
            aria-disabled=move || state.with(|state| state.is_locked(key)).then_some("true")
            data-handle=key.id
            role="slider"
            tabindex="0"
            aria-label=key.label
            aria-orientation="horizontal"
            aria-valuenow=move || value.get().to_string()
            aria-valuetext=move || format_number(value.get(), 5)
            style:left=move || clamped().map_or_else(|| "0px".to_owned(), |left| format!("{left:.1}px"))
            on:pointerdown=move |event: PointerEvent| {
                event.prevent_default();
                capture(&event);
                dragging.set(true);
            }
            on:pointermove=move |event: PointerEvent| {
                if dragging.get_untracked()
                    && let Some(axis) = geometry.axis.get_untracked()
                    && let Some(x) = geometry.value_at(&event)
                {
                    set(tidy(x.clamp(axis.domain().0, axis.domain().1), axis.domain()));
                }
            }
            on:pointerup=move |_: PointerEvent| dragging.set(false)
            on:pointercancel=move |_: PointerEvent| dragging.set(false)
            on:keydown=move |event: web_sys::KeyboardEvent| {
                let Some(axis) = geometry.axis.get_untracked() else { return };
                if let Some(steps) = arrow_steps(&event) {
                    event.prevent_default();
                    let pixels = if event.shift_key() { 0.25 } else { 2.0 } * steps;
                    let from = axis.position(value.get_untracked());
                    set(tidy(axis.value(from + pixels), axis.domain()));
                }
            }
        >{(!letter.is_empty()).then(|| view! { <span aria-hidden="true">{letter}</span> })}</div>
    }
}

/// Rounds to what a pixel can tell, so that the address stays short.
fn tidy(x: f64, domain: (f64, f64)) -> f64 {
    let span = (domain.1 - domain.0).abs();
    let digits = (4.0 - span.log10().floor()).clamp(0.0, 12.0) as i32;
    let factor = 10_f64.powi(digits);
    // A logarithmic axis has places far below the span's digits.
    if x.abs() * factor < 100.0 {
        x
    } else {
        (x * factor).round() / factor
    }
}

/// Keeps the pointer with the element until it is let go.
pub fn capture(event: &PointerEvent) {
    if let Some(element) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    {
        // Fails only for a pointer that is gone, and then nothing is dragged.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}
