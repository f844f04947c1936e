//! The lesson on the page.

mod charts;
mod table;

use std::sync::Arc;

use leptos::prelude::*;

use super::lens::ClippingReport;
use super::settings::{self, Chosen, THRESHOLD};
use crate::lesson::cell::Cell;
use crate::plot::format_number;
use crate::state::State;
use crate::web::control::Control;
use crate::web::course::Walk;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::drag::{Dotted, Scrub};
use crate::web::layout::{Costs, Cover, LessonFrame};
use crate::web::live::{Derived, Held, Kept, derived};
use crate::web::page::use_state;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub chosen: Kept<Chosen>,
    pub report: Kept<Option<Arc<ClippingReport>>>,
}

impl Room {
    /// The threshold: as set, which is known at once, or as found.
    pub fn threshold(&self) -> Derived<f64> {
        let (chosen, report) = (self.chosen, self.report);
        derived(move || {
            chosen
                .with(|chosen| chosen.threshold)
                .or_else(|| Some(report.get()?.chosen.threshold))
                .unwrap_or(1.0)
        })
    }

    pub fn set(&self, threshold: f64) {
        self.state
            .update(|state| state.set_number(&THRESHOLD, threshold));
    }
}

pub fn view() -> View {
    let state = use_state();
    let room = Room {
        state,
        chosen: Kept::new(move || state.with(Chosen::of)),
        report: expect_context::<Desk>().report_of::<ClippingReport>("clipping"),
    };
    provide_context(room);
    let threshold = room.threshold();
    let walk = use_context::<Walk>();
    expect_context::<Cursor>().tells(move |x| {
        // What becomes of x would tell where the threshold is.
        if walk.is_some_and(|walk| walk.covers("threshold")) {
            return format!("x {}", format_number(x, 4));
        }
        room.chosen
            .with(|chosen| settings::tell(chosen, threshold.get(), x))
    });
    view! {
        <LessonFrame
            title="Where to cut it off"
            lead="A wide range keeps every value and makes the steps coarse; a narrow one clips a few and rounds the rest finely. In between lies the smallest error, and there are many ways to look for it."
            picture=view! {
                <charts::Signal/>
                <charts::Errors/>
                <Sum/>
                <table::Calibrators/>
            }
            controls=view! {
                <Control key=&settings::BITS/>
                <Control key=&settings::SIGNED/>
                <Cover piece="threshold"><Control key=&settings::THRESHOLD value=threshold/></Cover>
                <Control key=&settings::PERCENTILE/>
            }
            costs=costs(room)
        />
    }
}

/// The error and its two parts.
#[component]
fn Sum() -> View {
    let room = expect_context::<Room>();
    let part = move |read: fn(&super::Found) -> f64| {
        move || {
            room.report
                .get()
                .map_or_else(String::new, |report| format_number(read(&report.chosen), 4))
        }
    };
    view! {
        <section class="derivation" data-piece="arithmetic" aria-label="The error">
            <p class="heading"><b>"The arithmetic."</b>" "<Dotted/></p>
            <div class="equation">
            <math role="group"><mtext>"MSE"</mtext><mo stretchy="false">"("</mo><Scrub key=&THRESHOLD value=room.threshold() class="original"/><mo stretchy="false">")"</mo></math>
            <math role="group"><mo>"="</mo><mtext class="quantized">"rounding"</mtext><mo>"+"</mo><mtext class="clipped">"clipping"</mtext></math>
            <math role="group"><mo>"="</mo><mn class="quantized" data-figure="rounding">{part(|found| found.rounding)}</mn><mo>"+"</mo><mn class="clipped" data-figure="clipping">{part(|found| found.clipping)}</mn></math>
            <math role="group"><mo>"="</mo><mn data-figure="mse">{part(super::Found::mse)}</mn></math>
            </div>
        </section>
    }
}

fn costs(room: Room) -> View {
    let rows = derived(move || {
        room.report.get().map_or_else(Vec::new, |report| {
            let now = &report.chosen;
            let count = report.count;
            vec![
                ("threshold", vec![Cell::number(now.threshold, 4)]),
                ("MSE", vec![Cell::number(now.mse(), 3)]),
                ("of it rounding", vec![Cell::number(now.rounding, 3)]),
                ("of it clipping", vec![Cell::number(now.clipping, 3)]),
                ("SQNR", vec![Cell::decibels(now.sqnr_db)]),
                (
                    "clipped",
                    vec![Cell::percent(
                        (now.clipped * count as f64).round() as u64,
                        count,
                    )],
                ),
            ]
        })
    });
    view! { <Costs rows/> }
}
