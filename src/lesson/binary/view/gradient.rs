//! Three conventions for the gradient of a binary weight.

use leptos::prelude::*;

use super::super::gradient::{Filter, GRADIENT};
use super::Room;
use crate::plot::format_number;
use crate::web::chart::{Chart, follow};
use crate::web::dom::{View, view};
use crate::web::live::Kept;

#[component]
pub fn Gradient() -> View {
    let room = expect_context::<Room>();
    let filter = Kept::new(move || {
        let report = room.report.get()?;
        Some(Filter::new(room.chosen.get(), &report.first))
    });
    let factor = move || {
        let filter = filter.get();
        filter.map(|filter| format_number(filter.factor, 4))
    };
    let count = move || {
        let filter = filter.get();
        filter.map_or(0, |filter| filter.weights.len()).to_string()
    };
    view! {
        <Chart
            of=follow(&GRADIENT, filter)
            caption=view! {
                "For a filter of "{count}" weights: "<span class="gradient">"as the paper prints it"</span>"; dashed, "<span class="error">"the exact chain rule"</span>"; broad, "<span class="clipped">"the paper\u{2019}s code"</span>", drawn "{factor}" times too low."
            }
            overlay=|_| View::none()
        />
    }
}
