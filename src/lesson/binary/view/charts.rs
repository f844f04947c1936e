//! What a scale costs: over all scales, and filter by filter.

use leptos::prelude::*;

use super::super::charts::{AtScale, FILTERS, PARABOLA};
use super::Room;
use super::collapse::handle;
use crate::web::chart::{Chart, follow};
use crate::web::dom::{View, view};
use crate::web::live::{Derived, derived};

/// What both show.
fn at_scale(room: Room) -> Derived<Option<AtScale>> {
    derived(move || {
        Some(AtScale {
            report: room.report.get()?,
            alpha: room.alpha.get(),
        })
    })
}

#[component]
pub fn Parabola() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&PARABOLA, at_scale(room))
            caption=view! {
                "The "<span class="error">"mean squared error"</span>" of one \u{3b1} for all, lowest at the mean |W|, the grey line; thin, that of each filter alone, its bottom a ring. Dashed: "<span class="quantized">"each filter at its own bottom"</span>". Drag \u{3b1}."
            }
            overlay=handle
        />
    }
}

#[component]
pub fn Filters() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&FILTERS, at_scale(room))
            caption=view! {
                "Signal over error with "<span class="error">"one \u{3b1} for all"</span>" (rings) and with "<span class="quantized">"an \u{3b1} for each"</span>" (discs). Below zero there is more error than signal."
            }
            overlay=|_| View::none()
        />
    }
}
