//! The signal on the grid, and its error.

use crate::web::dom::{View, view};
use leptos::prelude::*;

use super::super::charts::{ERROR, OnGrid, SIGNAL, SIGNAL_VERSUS};
use super::super::lens::MAX_SPIKES;
use super::{Room, words};
use crate::quant::Format;
use crate::web::chart::{Chart, follow};
use crate::web::live::{Derived, Kept, constant, derived};

#[component]
pub fn SignalOnGrid() -> View {
    let room = expect_context::<Room>();
    let versus = Kept::new(move || room.chosen.with(|chosen| chosen.versus));
    view! {
        <SignalOn format=derived(move || room.chosen.with(|chosen| chosen.format)) second=false/>
        {move || versus.get().map(|format| view! {
            <SignalOn format=constant(format) second=true/>
        })}
    }
}

#[component]
fn SignalOn(format: Derived<Format>, second: bool) -> View {
    let room = expect_context::<Room>();
    let on_grid = derived(move || {
        let report = room.report.get()?;
        room.chosen
            .with(|chosen| OnGrid::new(chosen, report, second))
    });
    view! {
        <Chart
            of=follow(if second { &SIGNAL_VERSUS } else { &SIGNAL }, on_grid)
            caption=view! {
                "Values "<span class="original">"before"</span>", and "<span class="quantized">"after"</span>
                {move || if format.get().code_count() > MAX_SPIKES {
                    ": too many different ones to draw."
                } else {
                    " as a spike for each value of the format: its share over the room it has."
                }}
            }
            overlay=|_| View::none()
        />
    }
}

#[component]
pub fn ErrorHistogram() -> View {
    let room = expect_context::<Room>();
    let versus = move || {
        room.chosen.with(|chosen| {
            chosen
                .versus
                .map(|format| format!(" Dotted: {}.", words::short(&format)))
        })
    };
    view! {
        <Chart
            of=follow(&ERROR, room.report)
            caption=view! {
                <span class="error">"x\u{2032} \u{2212} x"</span>
                " for every value. Small numbers err little and large ones much, hence the peak."{versus}
            }
            overlay=|_| View::none()
        />
    }
}
