//! The number lines: the one near the typed number, and all magnitudes in octaves.

use std::sync::Arc;

use crate::web::dom::{View, view};
use leptos::prelude::*;

use super::super::lines::{LINE, LINE_VERSUS, LOG_LINE, Line, Magnitudes, Octaves, lost, pieces};
use super::super::settings::X;
use super::Room;
use crate::lesson::chart;
use crate::quant::Format;
use crate::web::chart::{Chart, follow};
use crate::web::drag::Handle;
use crate::web::live::{Derived, Kept, constant, derived};

#[component]
pub fn LinearLine() -> View {
    let room = expect_context::<Room>();
    let versus = Kept::new(move || room.chosen.with(|chosen| chosen.versus));
    view! {
        <LinearLineOf chart=&LINE format=derived(move || room.chosen.with(|chosen| chosen.format))/>
        {move || versus.get().map(|format| view! { <LinearLineOf chart=&LINE_VERSUS format=constant(format)/> })}
    }
}

#[component]
fn LinearLineOf(chart: &'static chart::Chart<Line>, format: Derived<Format>) -> View {
    let room = expect_context::<Room>();
    let x = Kept::new(move || room.x.get().unwrap_or(0.0));
    let domain = room.window;
    let pieces = Kept::new(move || {
        let (format, domain) = (format.get(), domain.get());
        Arc::new(room.chosen.with(|chosen| pieces(chosen, &format, domain)))
    });
    let line = derived(move || {
        let (typed, domain, pieces) = (room.x.get(), domain.get(), pieces.get());
        let line = |chosen: &_| Line::new(chosen, format.get(), typed, domain, pieces);
        Some(room.chosen.with(line))
    });
    view! {
        <Chart
            of=follow(chart, line)
            caption=view! {
                "Each band holds the numbers that go to one value. Drag the "
                <span class="original">"typed number"</span>"; see where it "<span class="quantized">"goes"</span>
                " and the "<span class="error">"error"</span>"."
            }
            overlay=move |geometry| view! { <Handle key=&X value=x geometry letter="" set=Callback::new(move |x| room.type_number(x)) dragging=room.dragging/> }
        />
    }
}

#[component]
pub fn LogLine() -> View {
    let room = expect_context::<Room>();
    let magnitudes = Kept::new(move || Arc::new(room.chosen.with(Magnitudes::of)));
    let octaves = derived(move || {
        let explanation = room.explanation.get();
        Some(Octaves {
            magnitudes: magnitudes.get(),
            typed: room.x.get(),
            value: explanation.map(|found| room.chosen.with(|chosen| chosen.value(&found))),
            report: room.report.get(),
        })
    });
    let lost = move || room.report.get().as_deref().map(lost);
    view! {
        <Chart
            of=follow(&LOG_LINE, octaves)
            caption=view! {
                "The same line in doublings, each equally wide, with the "<span class="original">"signal"</span>" over it. "{lost}
            }
            overlay=|_| View::none()
        />
    }
}
