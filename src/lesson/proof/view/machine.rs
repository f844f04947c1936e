//! How fast this machine is.

use leptos::prelude::*;

use super::super::speed::KERNELS;
use super::{Asked, Room};
use crate::lesson::cell::{Cell, table};
use crate::web::dom::{View, view};
use crate::web::live::derived;
use crate::web::take::SaveTable;

#[component]
pub fn Machine() -> View {
    let room = expect_context::<Room>();
    let median = move |place: usize| {
        let found = room
            .speed
            .with(|report| report.as_ref().and_then(|report| report.medians[place]));
        found.map_or_else(
            || Cell::text("\u{2013}"),
            |time| Cell::with_unit(time, 3, "ms"),
        )
    };
    let table = derived(move || {
        let rows = KERNELS.iter().enumerate();
        let rows = rows.map(|(place, kernel)| (kernel.label, vec![median(place)]));
        table("what", &["median"], rows)
    });
    let rows: Vec<View> = KERNELS
        .iter()
        .enumerate()
        .map(|(place, kernel)| {
            view! { <tr data-kernel=kernel.id><th scope="row">{kernel.label}</th><td>{move || median(place).shown}</td></tr> }
        })
        .collect();
    let done = move || {
        room.speed
            .with(|report| report.as_ref().map_or(0.0, |report| report.done))
    };
    let told = move || {
        if room.is_at(Asked::Measure) {
            "Measuring \u{2026}"
        } else if done() >= 1.0 {
            "Medians of this machine, in this browser, now. Another day or another tab gives others."
        } else {
            "Nothing has been measured. The figures are of this machine, in this browser."
        }
    };
    view! {
        <section class="machine" aria-label="How fast this machine is">
            <h2>"How fast this machine is"</h2>
            <p class="note">"A pass gives codes, values, all figures and a histogram of the errors."</p>
            <div class="player">
                <div class="buttons"><button type="button" class="play" data-measure="" on:click=move |_: web_sys::MouseEvent| room.measure()>{move || if room.is_at(Asked::Measure) { "Stop" } else { "Measure" }}</button></div>
                <progress max="1" aria-label="How far the measurement is" prop:value=move || done().to_string()></progress>
                <p class="facts" role="status" data-figure="measured">{told}</p>
            </div>
            <table class="costs wide">
                <thead><tr><th scope="col">"What"</th><th scope="col">"median"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <SaveTable id="machine" name="how fast this machine is" table/>
        </section>
    }
}
