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
    let drawn = move || {
        let factor = filter.get()?.factor;
        // Of one channel nothing is left.
        Some(if factor > 0.0 {
            format!(", drawn {} times too low.", format_number(factor, 4))
        } else {
            ", which is 0 here.".to_owned()
        })
    };
    let count = move || {
        let filter = filter.get();
        filter.map_or(0, |filter| filter.weights.len()).to_string()
    };
    view! {
        <Chart
            of=follow(&GRADIENT, filter)
            caption=view! {
                "For a filter of "{count}" weights: "<span class="gradient">"as the paper prints it"</span>"; dashed, "<span class="error">"the exact chain rule"</span>"; broad, "<span class="clipped">"the paper\u{2019}s code"</span>{drawn}
            }
            overlay=|_| View::none()
        />
    }
}
