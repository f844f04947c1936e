//! How fast this machine trains, when a person asks.

use leptos::prelude::*;

use super::super::speed::SpeedReport;
use super::Room;
use crate::lesson::words::grouped;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::live::Kept;

#[component]
pub fn Speed() -> View {
    let room = expect_context::<Room>();
    let desk = expect_context::<Desk>();
    desk.forget_job();
    on_cleanup(move || desk.stop_job());
    let report = Kept::new(move || {
        desk.job.with(|bytes| {
            let bytes = bytes.as_ref()?;
            postcard::from_bytes::<SpeedReport>(bytes).ok()
        })
    });
    let press = move |_: web_sys::MouseEvent| {
        if desk.working.get_untracked() {
            desk.stop_job();
        } else {
            desk.start_job(room.state.with_untracked(|state| state.to_hash()));
        }
    };
    let steps = |speed: Option<f64>| {
        speed.map_or_else(
            || "\u{2013}".to_owned(),
            |speed| grouped(speed.round() as u64),
        )
    };
    let told = move || match report.get() {
        Some(found) => format!(
            "{} steps a second in full precision, {} with the quantizer in.",
            steps(found.full),
            steps(found.aware)
        ),
        None => "How many steps a second does this machine train?".to_owned(),
    };
    view! {
        <div class="take" data-speed="">
            <button type="button" on:click=press>{move || if desk.working.get() { "Stop" } else { "Measure this machine" }}</button>
            <progress max="1" aria-label="How far the measurement is" hidden=move || !desk.working.get() prop:value=move || report.get().map_or(0.0, |found| found.done).to_string()></progress>
            <span class="told" role="status" data-figure="speed">{told}</span>
        </div>
    }
}
