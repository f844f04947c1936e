//! The weights on their way to two values.

use leptos::prelude::*;

use super::super::collapse::{Collapse, WEIGHTS};
use super::super::settings::ALPHA;
use super::Room;
use crate::web::chart::{Chart, Geometry, follow};
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::{Kept, derived};

/// The handle of alpha, where one scale serves all filters.
pub fn handle(geometry: Geometry) -> View {
    let room = expect_context::<Room>();
    let shared = Kept::new(move || !room.chosen.with(|chosen| chosen.per_filter));
    view! {
        <div class="handles">
            {move || shared.get().then(|| view! { <Handle key=&ALPHA value=room.alpha geometry letter="\u{3b1}"/> })}
        </div>
    }
}

#[component]
pub fn Weights() -> View {
    let room = expect_context::<Room>();
    let collapse = derived(move || {
        Some(Collapse {
            chosen: room.chosen.get(),
            report: room.report.get()?,
            alpha: room.alpha.get(),
        })
    });
    view! {
        <Chart
            of=follow(&WEIGHTS, collapse)
            caption=view! {
                <span class="original">"As they are"</span>", and "<span class="quantized">"on their way to their signs"</span>" times \u{3b1}, where they rise beyond the chart. \u{201c}Binarized\u{201d} says how far they are."
            }
            overlay=handle
        />
    }
}
