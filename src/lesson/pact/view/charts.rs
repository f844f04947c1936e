//! The clipped activation and its slopes.

use leptos::prelude::*;

use super::super::charts::{Activation, BACKWARD, FORWARD, domain};
use super::super::settings::{ALPHA, NOTES};
use super::Room;
use crate::web::chart::{Chart, Geometry, follow};
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::Kept;

/// The handle of the threshold.
pub fn handle(geometry: Geometry) -> View {
    let room = expect_context::<Room>();
    let set = Callback::new(move |alpha: f64| room.start_at(alpha));
    view! { <Handle key=&ALPHA value=room.alpha() geometry letter="\u{3b1}" set/> }
}

/// What both charts show.
fn activation(room: Room) -> Kept<Option<Activation>> {
    Kept::new(move || {
        Some(Activation {
            domain: domain(&*room.report.get()?),
            pact: room.pact.get(),
            notes: room.state.with(|state| state.flag(&NOTES)),
        })
    })
}

#[component]
pub fn Forward() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&FORWARD, activation(room))
            caption=view! {
                "Dashed the "<span class="original">"clipped"</span>" activation y(x), and what it is "<span class="quantized">"quantized"</span>
                " to. Drag \u{3b1}: training then starts there."
            }
            overlay=handle
        />
    }
}

#[component]
pub fn Backward() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&BACKWARD, activation(room))
            caption=view! {
                "What one x does to \u{3b1}: by the "<span class="gradient">"paper"</span>" nothing below \u{3b1}; through the "<span class="error">"scale"</span>
                " also the rounding error. Dashed: the slope in x."
            }
            overlay=|_| View::none()
        />
    }
}
