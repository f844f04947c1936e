//! The staircase, its slopes, the weight in its bowl, and its path.

use leptos::prelude::*;

use super::super::charts::{BACKWARD, BOWL, FORWARD, PATH, Weight, passes};
use super::super::settings::{START, TARGET};
use super::Room;
use crate::web::chart::{Chart, follow};
use crate::web::control::number_signal;
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::{Derived, Kept, derived};

/// What all four show.
fn weight(room: Room) -> Derived<Option<Weight>> {
    derived(move || {
        Some(Weight {
            chosen: room.chosen.get(),
            path: room.path.get(),
            step: room.step.get(),
        })
    })
}

#[component]
pub fn Forward() -> View {
    let room = expect_context::<Room>();
    let start = number_signal(&START, None);
    let curved = Kept::new(move || room.chosen.with(|chosen| chosen.believed(0.0).is_some()));
    view! {
        <Chart
            of=follow(&FORWARD, weight(room))
            caption=view! {
                <span class="quantized">"Q(x)"</span>
                {move || if curved.get() {
                    view! { ", and dashed the "<span class="gradient">"curve"</span>" whose slope the estimator uses" }
                } else {
                    View::of(": the estimator follows no curve, for its slope depends on what arrives")
                }}
                ". The dot is the "<span class="original">"weight"</span>"; drag where it starts."
            }
            overlay=move |geometry| view! { <Handle key=&START value=start geometry letter="start"/> }
        />
    }
}

#[component]
pub fn Backward() -> View {
    let room = expect_context::<Room>();
    let weight = weight(room);
    let passes = move || weight.get().as_ref().map(passes);
    view! {
        <Chart
            of=follow(&BACKWARD, weight)
            caption=view! {
                "The "<span class="quantized">"true slope"</span>" is zero but at the steps. The "<span class="gradient">"estimator\u{2019}s"</span>
                " lets gradients pass (arrows) or stops them (bars). "{passes}
            }
            overlay=|_| View::none()
        />
    }
}

#[component]
pub fn Bowl() -> View {
    let room = expect_context::<Room>();
    let target = number_signal(&TARGET, None);
    view! {
        <Chart
            of=follow(&BOWL, weight(room))
            caption=view! {
                "The loss over w: "<span class="quantized">"through the quantizer"</span>" it has terraces, without it would be the dashed bowl. Drag the target t."
            }
            overlay=move |geometry| view! { <Handle key=&TARGET value=target geometry letter="t"/> }
        />
    }
}

#[component]
pub fn Path() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&PATH, weight(room))
            caption=view! {
                "The "<span class="original">"weight"</span>" and its "<span class="quantized">"value"</span>" Q(w), step after step of training; dashed the target."
            }
            overlay=|_| View::none()
        />
    }
}
