//! The button, how far it is, and what came out in large.

use leptos::prelude::*;

use super::super::ProofReport;
use super::super::checks::checks;
use super::{Asked, Room, of_all};
use crate::lesson::words::grouped;
use crate::web::dom::{View, view};

/// What came out, in a sentence; it changes when the work begins and ends, not with every number.
fn verdict(room: Room) -> String {
    match room.asked.get() {
        Asked::Loading => return "Loading what the libraries gave \u{2026}".to_owned(),
        Asked::Missing => {
            return "What the libraries gave did not load. Check the connection and try again."
                .to_owned();
        }
        _ if room.is_at(Asked::Compare) => return "Comparing \u{2026}".to_owned(),
        _ => {}
    }
    room.report.with(|report| match report.as_deref() {
        None => "Nothing has been compared yet.".to_owned(),
        Some(report) if report.unreadable => {
            "What the libraries gave could not be read: the file is of another build. Reload the page."
                .to_owned()
        }
        Some(report) => ended(report),
    })
}

fn ended(report: &ProofReport) -> String {
    let (agreed, count) = report.total();
    let until = if report.finished() {
        ""
    } else {
        "Stopped. Until then: "
    };
    match count - agreed {
        0 => format!("{until}{} numbers, and all agree.", grouped(count)),
        differ => format!(
            "{until}{} of {} numbers differ; they are listed below.",
            grouped(differ),
            grouped(count)
        ),
    }
}

#[component]
pub fn Runner() -> View {
    let room = expect_context::<Room>();
    let total = move || {
        let total = room
            .report
            .with(|report| report.as_deref().map(ProofReport::total));
        total.map_or_else(
            || format!("{} comparisons", checks().count()),
            |(agreed, count)| of_all(agreed, count),
        )
    };
    let done = move || {
        room.report
            .with(|report| report.as_deref().map_or(0.0, |report| report.done))
    };
    let label = move || {
        if room.is_at(Asked::Compare) {
            "Stop"
        } else if room.report.with(Option::is_some) {
            "Compare again"
        } else {
            "Compare now"
        }
    };
    view! {
        <section class="run" aria-label="The comparison">
            <p class="total" data-figure="total" class:differs=move || {
                let total = room.report.with(|report| report.as_deref().map(ProofReport::total));
                total.is_some_and(|(agreed, count)| agreed < count)
            }>{total}</p>
            <div class="player">
                <div class="buttons"><button type="button" class="play" data-compare="" on:click=move |_: web_sys::MouseEvent| room.compare()>{label}</button></div>
                <progress max="1" aria-label="How far the comparison is" prop:value=move || done().to_string()></progress>
                <p class="facts" role="status" data-figure="verdict">{move || verdict(room)}</p>
            </div>
        </section>
    }
}
