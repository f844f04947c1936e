//! The lesson on the page.

mod charts;
mod check;
mod formula;
mod path;

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{Learned, at};
use super::lens::{DiffQReport, real_error, whole};
use super::settings::{self, Chosen, GROUPS};
use super::training::Trained;
use crate::lesson::cell::Cell;
use crate::lesson::training::STEP;
use crate::plot::format_number;
use crate::web::control::Control;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::layout::{Costs, LessonFrame};
use crate::web::live::{Derived, Kept, derived};
use crate::web::page::use_state;
use crate::web::player::Player;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub chosen: Kept<Chosen>,
    pub step: Kept<usize>,
    pub report: Kept<Option<Arc<DiffQReport>>>,
    /// Where training is now.
    pub now: Kept<Option<Trained>>,
}

impl Room {
    fn new() -> Self {
        let state = use_state();
        let step = Kept::new(move || state.with(|state| state.integer(&STEP)) as usize);
        let report = expect_context::<Desk>().report_of::<DiffQReport>("diffq");
        Self {
            chosen: Kept::new(move || state.with(Chosen::of)),
            step,
            report,
            now: Kept::new(move || at(&*report.get()?, step.get())),
        }
    }

    /// What the charts show.
    fn learned(&self) -> Derived<Option<Learned>> {
        let Self {
            chosen,
            step,
            report,
            ..
        } = *self;
        derived(move || Learned::new(chosen.get(), report.get()?, step.get()))
    }
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    expect_context::<Cursor>().tells(settings::tell);
    let now = derived(move || {
        room.now.get().map_or_else(String::new, |now| {
            let bits: Vec<String> = now
                .bits
                .iter()
                .map(|bits| format_number(*bits, 3))
                .collect();
            format!(
                "Step {}: {} bits, {} KiB.",
                room.step.get(),
                bits.join(", "),
                format_number(now.kibibytes, 3)
            )
        })
    });
    view! {
        <LessonFrame
            title="A number of bits that is learned"
            lead="Rounding has no slope in the number of bits. Noise as large as its error has one: so while training, DiffQ adds noise instead of rounding, and gradient descent weighs every bit against its price."
            picture=view! {
                <charts::Noise/>
                <charts::Decibels/>
                <formula::Rule/>
                <Player now/>
                <path::Bits/>
                <path::Size/>
                <path::Error/>
                <check::Check/>
            }
            controls=view! {
                <Control key=&settings::BITS/>
                <Control key=&settings::LAMBDA/>
                <Control key=&settings::RATIO/>
                <Control key=&settings::RATE/>
                <Control key=&settings::NOISE/>
            }
            costs=costs(room)
        />
    }
}

fn costs(room: Room) -> View {
    let rows = derived(move || {
        let (Some(report), Some(now)) = (room.report.get(), room.now.get()) else {
            return Vec::new();
        };
        let start = report.path.first().copied().unwrap_or(now);
        let mean = now.bits.iter().sum::<f64>() / GROUPS as f64;
        vec![
            (
                "size at first",
                vec![Cell::with_unit(start.kibibytes, 3, "KiB")],
            ),
            ("size now", vec![Cell::with_unit(now.kibibytes, 3, "KiB")]),
            ("bits a value", vec![Cell::number(mean, 3)]),
            ("MSE, noise", vec![Cell::number(now.error, 3)]),
            (
                "MSE, rounded",
                vec![Cell::number(real_error(&report, &now.bits), 3)],
            ),
        ]
    });
    view! { <Costs rows/> }
}
