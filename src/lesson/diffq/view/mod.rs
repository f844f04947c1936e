//! The lesson on the page.

mod charts;
mod check;
mod formula;
mod path;

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{Learned, at, real_error, whole};
use super::lens::DiffQReport;
use super::settings::{self, Chosen, GROUPS};
use super::training::Trained;
use crate::lesson::training::STEP;
use crate::plot::format_number;
use crate::web::control::Control;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::layout::{Costs, LessonFrame, Try};
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
            tries=tries()
            costs=costs(room)
            source=view! {
                <p>"D\u{e9}fossez, Adi, Synnaeve 2021, Differentiable Model Compression via Pseudo Quantization Noise, arXiv:2104.09987; the diffq package 0.2.4."</p>
                <p>"B = 2 + 13 sigmoid(logit), trained by Adam. Four groups of 2048 values, each a tensor of its own. The loss is the mean squared error under the noise plus \u{3bb} times the size."</p>
            }
        />
    }
}

fn tries() -> View {
    view! {
        <p><Try address="diffq?lambda=0.00002">"A low price"</Try>" buys bits for all. "<Try address="diffq?lambda=0.03">"A high one"</Try>" takes them away, from the narrow groups first."</p>
        <p><Try address="diffq?ratio=8">"Groups of very different spread:"</Try>" the narrow ones go to the least there is, for their errors hardly count."</p>
        <p><Try address="diffq?ratio=1">"Groups alike"</Try>" end with bits alike."</p>
        <p><Try address="diffq?bits=2">"Start from two bits."</Try>" The bits flow in."</p>
        <p><Try address="diffq?noise=gaussian">"Gaussian noise,"</Try>" the package\u{2019}s own default, is three times as strong as rounding: it asks for more bits than are needed."</p>
        <p><Try address="diffq?bits=3&step=0">"Before training, three bits:"</Try>" noise and rounding have the same power, though not quite the same shape."</p>
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
                vec![format!("{} KiB", format_number(start.kibibytes, 3))],
            ),
            (
                "size now",
                vec![format!("{} KiB", format_number(now.kibibytes, 3))],
            ),
            ("bits a value", vec![format_number(mean, 3)]),
            ("MSE, noise", vec![format_number(now.error, 3)]),
            (
                "MSE, rounded",
                vec![format_number(real_error(&report, &now.bits), 3)],
            ),
        ]
    });
    view! { <Costs rows/> }
}
