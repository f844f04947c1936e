//! Drawing a line into a chart: with the pointer, or place by place with the arrow keys.

use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent, PointerEvent};

use super::Walk;
use crate::course::{BINS, Guessed};
use crate::plot::{Axis, format_number};
use crate::web::chart::Geometry;
use crate::web::dom::{View, view};
use crate::web::drag::capture;
use crate::web::live::{Derived, Held, derived};

/// The heights that are being drawn, 0 to 1; the chart and the question share them.
#[derive(Clone, Copy)]
pub struct Drawing(Held<Vec<f64>>);

impl Drawing {
    /// A level line to begin with.
    pub fn new() -> Self {
        Self(Held::new(vec![0.5; BINS]))
    }
}

impl Default for Drawing {
    fn default() -> Self {
        Self::new()
    }
}

/// What stands beside the question: how to draw, and the button that locks.
pub fn asked(walk: Walk) -> View {
    let drawing = expect_context::<Drawing>();
    view! {
        <span class="how">"Draw your line into the chart. "<span class="keys">"With the keyboard: arrows left and right choose a place, up and down move it, Enter locks the line."</span></span>
        <button type="button" class="lock" on:click=move |_: MouseEvent| walk.lock(&Guessed::Curve(drawing.0.get_untracked()))>"Lock my line"</button>
    }
}

/// The line over the chart: drawn on while a guess is asked for, still beside the truth.
#[component]
pub fn Sketch(walk: Walk, geometry: Geometry) -> View {
    let y: Derived<Option<Axis>> = derived(move || {
        let axis = walk.truth()?.y_axis(&geometry.frame.get());
        Some(axis.enlarged(geometry.zoom.get()))
    });
    let drawing = expect_context::<Drawing>();
    let place = Held::new(BINS / 2);
    let heights = move || match walk.guessed.get() {
        Some(Guessed::Curve(heights)) => heights,
        Some(_) => Vec::new(),
        None => drawing.0.get(),
    };
    let bounds = move || {
        let (x, y) = (geometry.axis.get()?.range(), y.get()?.range());
        Some((x, (y.1.min(y.0), y.1.max(y.0))))
    };
    let point = move |bin: usize, height: f64| {
        let (x, y) = bounds()?;
        Some((
            x.0 + (x.1 - x.0) * (bin as f64 + 0.5) / BINS as f64,
            y.1 - (y.1 - y.0) * height,
        ))
    };
    let line = move || {
        let heights = heights();
        let points = heights
            .iter()
            .enumerate()
            .filter_map(|(bin, height)| point(bin, *height));
        points
            .enumerate()
            .map(|(n, (x, y))| format!("{}{x:.1} {y:.1}", if n == 0 { 'M' } else { 'L' }))
            .collect::<String>()
    };
    // The value that a screen reader hears for the place.
    let spoken = move || {
        let (Some(axis), Some(x)) = (y.get(), geometry.axis.get()) else {
            return String::new();
        };
        let bin = place.get();
        let height = heights().get(bin).copied().unwrap_or_default();
        point(bin, height).map_or_else(String::new, |(left, top)| {
            format!(
                "{} at {}",
                format_number(axis.value(top), 3),
                format_number(x.value(left), 3)
            )
        })
    };
    let set = move |bin: usize, height: f64| {
        drawing.0.update(|heights| {
            if let Some(old) = heights.get_mut(bin) {
                *old = height.clamp(0.0, 1.0);
            }
        });
    };
    // The place and height under the pointer.
    let under = move |event: &PointerEvent| {
        let rect = geometry.overlay.get()?.get_bounding_client_rect();
        let (x, y) = bounds()?;
        let left = (f64::from(event.client_x()) - rect.left() - x.0) / (x.1 - x.0);
        let top = (f64::from(event.client_y()) - rect.top() - y.0) / (y.1 - y.0);
        let bin = (left * BINS as f64).floor().clamp(0.0, BINS as f64 - 1.0) as usize;
        Some((bin, 1.0 - top))
    };
    let last = StoredValue::new(None::<(usize, f64)>);
    let paint = move |event: &PointerEvent| {
        let Some((bin, height)) = under(event) else {
            return;
        };
        // A fast pointer skips places: what lies between gets what lies between.
        let (from, start) = last.get_value().unwrap_or((bin, height));
        let (low, high) = (from.min(bin), from.max(bin));
        for between in low..=high {
            let share = if bin == from {
                1.0
            } else {
                (between as f64 - from as f64) / (bin as f64 - from as f64)
            };
            set(between, start + (height - start) * share);
        }
        last.set_value(Some((bin, height)));
        place.set(bin);
    };
    view! {
        <div class="sketch" class:drawing=move || walk.asks()>
            <svg aria-hidden="true"><path d=line></path>{move || walk.asks().then(|| {
                let at = place.get();
                let (x, y) = point(at, heights().get(at).copied().unwrap_or_default()).unwrap_or_default();
                view! { <svg class="pen" x=format!("{:.1}", x - 6.0) y=format!("{:.1}", y - 6.0) width="12" height="12"><circle cx="6" cy="6" r="5"></circle></svg> }
            })}</svg>
            {move || walk.asks().then(|| view! {
                <div
                    class="pad"
                    role="slider"
                    tabindex="0"
                    aria-label="Your line"
                    aria-valuenow=move || place.get().to_string()
                    aria-valuemin="0"
                    aria-valuemax=(BINS - 1).to_string()
                    aria-valuetext=spoken
                    on:pointerdown=move |event: PointerEvent| {
                        event.prevent_default();
                        capture(&event);
                        last.set_value(None);
                        paint(&event);
                    }
                    on:pointermove=move |event: PointerEvent| if event.buttons() != 0 { paint(&event) }
                    on:keydown=move |event: KeyboardEvent| {
                        let at = place.get_untracked();
                        let height = drawing.0.with_untracked(|heights| heights.get(at).copied().unwrap_or_default());
                        let by = if event.shift_key() { 0.01 } else { 0.04 };
                        match event.key().as_str() {
                            "ArrowLeft" => place.set(at.saturating_sub(1)),
                            "ArrowRight" => place.set((at + 1).min(BINS - 1)),
                            "Home" => place.set(0),
                            "End" => place.set(BINS - 1),
                            "Enter" => walk.lock(&Guessed::Curve(drawing.0.get_untracked())),
                            "ArrowUp" => set(at, height + by),
                            "ArrowDown" => set(at, height - by),
                            _ => return,
                        }
                        event.prevent_default();
                        event.stop_propagation();
                    }
                ></div>
            })}
        </div>
    }
}
