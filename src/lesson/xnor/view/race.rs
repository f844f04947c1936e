//! The race on the person's own machine, run when asked.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::race::{ROUNDS, RaceReport};
use super::times::{RACE, head, rows, verdict};
use crate::state::State;
use crate::web::chart::{Chart, follow};
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, derived};
use crate::web::page::use_state;

#[component]
pub fn RaceTrack() -> View {
    let desk = expect_context::<Desk>();
    let state = use_state();
    let report = Kept::new(move || {
        desk.job.with(|bytes| {
            bytes
                .as_ref()
                .and_then(|bytes| postcard::from_bytes::<RaceReport>(bytes).ok())
                .map(Arc::new)
        })
    });
    let shown = derived(move || report.get().unwrap_or_default());
    let begun = Kept::new(move || report.with(Option::is_some));
    // A race belongs to the visit that has asked for it.
    desk.forget_job();
    on_cleanup(move || desk.stop_job());
    let press = move |_: web_sys::MouseEvent| {
        if desk.working.get_untracked() {
            desk.stop_job();
        } else {
            desk.start_job(state.with_untracked(State::to_hash));
        }
    };
    view! {
        <section class="race" data-piece="race" aria-label="The race">
            <p class="heading"><b>"The race."</b>" A square matrix times another, on this machine, in this browser: medians of "{ROUNDS.to_string()}" rounds. XNOR takes the signs and packs them within its time; \u{d7} is how many times as long the others take."</p>
            <div class="player">
                <div class="buttons">
                    <button type="button" class="play" data-race="" on:click=press>{move || if desk.working.get() { "Stop" } else { "Run it" }}</button>
                </div>
                <progress max="1" aria-label="How far the race is" prop:value=move || shown.get().done.to_string()></progress>
                <p class="facts" role="status" data-figure="race">{move || if desk.working.get() { "Racing \u{2026}".to_owned() } else { verdict(&shown.get()) }}</p>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label="Times of the race">
                <table class="costs wide">
                    <thead><tr>{head().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>()}</tr></thead>
                    <tbody>{move || rows(&shown.get()).into_iter().map(|row| {
                        let mut cells = row.into_iter();
                        let size = cells.next().unwrap_or_default();
                        view! { <tr><th scope="row">{size}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>()}</tr> }
                    }).collect::<Vec<_>>()}</tbody>
                </table>
            </div>
            {move || begun.get().then(|| view! { <TimeChart report=shown/> })}
            <p class="verdict">"Who is the baseline? All but XNOR multiply floats of 32 bits. Loops by definition go down the columns of the second matrix; exchange the two inner loops and a compiler lets the processor multiply several numbers at once; tiles keep those that are needed again in its registers. Against the first XNOR wins by far the most, against the last by what bits are worth. The 58 times that the paper names are a count of operations of high precision, as its version of 2020 adds. The memory is 32 to 1 whoever computes."</p>
        </section>
    }
}

/// The medians over the sizes.
#[component]
fn TimeChart(report: Derived<Arc<RaceReport>>) -> View {
    view! {
        <Chart
            of=follow(&RACE, derived(move || Some(report.get())))
            caption=view! {
                "Dashed, from above: loops by definition, loops along rows. Lines: "<span class="original">"tiles"</span>" and "<span class="quantized">"XNOR"</span>". Both axes are logarithmic."
            }
            overlay=|_| View::none()
        />
    }
}
