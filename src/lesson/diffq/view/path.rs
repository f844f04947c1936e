//! The training: bits, size and error against the step.

use leptos::prelude::*;

use super::super::path::{BITS, ERROR, SIZE};
use super::Room;
use crate::web::chart::{Chart, follow};
use crate::web::dom::{View, view};

#[component]
pub fn Bits() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&BITS, room.learned())
            caption=view! {
                "B of the four groups against the step: the "<span class="original">"widest"</span>" has the thickest line, then "
                <span class="quantized">"the next"</span>", "<span class="gradient">"the third"</span>" and "<span class="error">"the narrowest"</span>"."
            }
            overlay=|_| View::none()
        />
    }
}

#[component]
pub fn Size() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&SIZE, room.learned())
            caption=view! { "Of all four groups, in KiB, with the package\u{2019}s overhead." }
            overlay=|_| View::none()
        />
    }
}

#[component]
pub fn Error() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&ERROR, room.learned())
            caption=view! {
                "Mean squared error: dashed under "<span class="error">"noise"</span>", and "<span class="quantized">"rounded"</span>" for real, which moves in whole bits."
            }
            overlay=|_| View::none()
        />
    }
}
