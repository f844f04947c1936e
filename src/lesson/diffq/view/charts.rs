//! Noise and rounding, and what a bit buys.

use leptos::prelude::*;

use super::super::charts::{DECIBELS, NOISE};
use super::{Room, whole};
use crate::web::chart::{Chart, follow};
use crate::web::dom::{View, view};

#[component]
pub fn Noise() -> View {
    let room = expect_context::<Room>();
    let bits = move || {
        room.now
            .get()
            .map_or_else(String::new, |now| whole(now.bits[0]).0.to_string())
    };
    view! {
        <Chart
            of=follow(&NOISE, room.learned())
            caption=view! {
                "In units of a step, for the first group: the "<span class="error">"noise"</span>" while training, and dashed the error of real quantization with "{bits}" bits."
            }
            overlay=|_| View::none()
        />
    }
}

#[component]
pub fn Decibels() -> View {
    let room = expect_context::<Room>();
    view! {
        <Chart
            of=follow(&DECIBELS, room.learned())
            caption=view! {
                "SQNR of the first group against bits, some 6 dB a bit: under "<span class="error">"noise"</span>", which has a slope, and "
                <span class="quantized">"rounded"</span>" for real, at whole bits only. The ring is "<span class="original">"B now"</span>"."
            }
            overlay=|_| View::none()
        />
    }
}
