//! The signal with its threshold, and the error over the threshold.

use leptos::prelude::*;

use super::super::charts::{Cut, ERRORS, SIGNAL, clipped};
use super::super::settings::THRESHOLD;
use super::Room;
use crate::web::chart::{Chart, Geometry, follow};
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::derived;

fn handle(geometry: Geometry) -> View {
    let room = expect_context::<Room>();
    view! { <Handle key=&THRESHOLD value=room.threshold() geometry letter="T"/> }
}

#[component]
pub fn Signal() -> View {
    let room = expect_context::<Room>();
    let cut = derived(move || Some(Cut::new(room.chosen.get(), room.report.get()?)));
    let clipped = move || {
        let report = room.report.get();
        report.as_deref().map(clipped).unwrap_or_default()
    };
    view! {
        <Chart
            of=follow(&SIGNAL, cut)
            caption=view! {
                "Drag the threshold T: "{clipped}" of the values are "<span class="clipped">"clipped"</span>". The lines are what calibrators, rules for T, choose."
            }
            overlay=handle
        />
    }
}

#[component]
pub fn Errors() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&ERRORS, room.report)
            caption=view! {
                <span class="error">"MSE"</span>", and dashed its parts: "<span class="quantized">"rounding"</span>" grows with the threshold, "
                <span class="clipped">"clipping"</span>" falls."
            }
            overlay=handle
        />
    }
}
