//! The quantizer and its slopes.

use leptos::prelude::*;

use super::super::charts::{BACKWARD, FORWARD, Stairs, domain};
use super::super::settings::SIZE;
use super::Room;
use crate::web::chart::{Chart, Geometry, follow};
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::Kept;

/// The handle of the step size: as far from zero as two values of the grid are apart.
pub fn handle(geometry: Geometry) -> View {
    let room = expect_context::<Room>();
    let set = Callback::new(move |size: f64| room.start_at(size));
    view! { <Handle key=&SIZE value=room.size() geometry letter="s" set/> }
}

/// What both charts show.
fn stairs(room: Room) -> Kept<Option<Stairs>> {
    Kept::new(move || {
        let chosen = room.chosen.get();
        Some(Stairs {
            domain: domain(&*room.report.get()?, &chosen)?,
            quantizer: room.quantizer.get(),
            chosen,
        })
    })
}

#[component]
pub fn Forward() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&FORWARD, stairs(room))
            caption=view! {
                "A value v and what it is "<span class="quantized">"quantized"</span>" to; dashed "<span class="original">"unchanged"</span>". Drag s: training then starts there."
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
            of=follow(&BACKWARD, stairs(room))
            caption=view! {
                "What one v does to "<span class="gradient">"s"</span>"; dashed "<span class="error">"PACT\u{2019}s"</span>" through the scale: the same above code 0, nothing below. Grey the slope in v."
            }
            overlay=|_| View::none()
        />
    }
}
