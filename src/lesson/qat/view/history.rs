//! The loss on what is held out, step by step.

use leptos::prelude::*;

use super::super::charts;
use super::super::settings::AT;
use super::Room;
use crate::plot::format_number;
use crate::web::chart::{Chart, follow};
use crate::web::dom::{View, view};
use crate::web::live::{Kept, derived};

/// Where training is, in words.
pub fn now(room: Room) -> String {
    let Some(report) = room.report.get() else {
        let step = room.state.with(|state| state.integer(&AT));
        return format!("Step {step}.");
    };
    // The report's own step: the numbers belong to it, wherever the slider is by now.
    let step = report.step;
    let reached: Vec<String> = report
        .arms
        .iter()
        .map(|arm| match arm.accuracy {
            Some(share) => format!("{:.1} %", share * 100.0),
            None => format_number(arm.loss, 3),
        })
        .collect();
    let begun = room.chosen.with(|chosen| u64::from(chosen.settings.warmup));
    let phase = if u64::from(step) < begun {
        format!("in full precision until {begun}")
    } else {
        "with the quantizer in".to_owned()
    };
    format!("Step {step}, {phase}: {}.", reached.join(", "))
}

#[component]
pub fn History() -> View {
    let room = expect_context::<Room>();
    let begun = Kept::new(move || room.chosen.with(|chosen| chosen.settings.warmup));
    let history = derived(move || {
        Some(charts::History {
            begun: begun.get(),
            report: room.report.get()?,
        })
    });
    view! {
        <Chart
            of=follow(&charts::HISTORY, history)
            caption=view! {
                <span class="original">"Full precision"</span>"; dashed, "<span class="error">"quantized afterwards"</span>"; "<span class="quantized">"trained with the quantizer in"</span>"."
            }
            overlay=|_| View::none()
        />
    }
}
