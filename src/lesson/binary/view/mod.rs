//! The lesson on the page.

mod charts;
mod collapse;
mod formula;
mod gradient;
mod picture;

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{self as native, ratio_db};
use super::lens::BinaryReport;
use super::settings::{self, ALPHA, Chosen};
use crate::lesson::cell::Cell;
use crate::lesson::filters::{FILTER, RADIUS};
use crate::state::State;
use crate::web::control::Control;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::layout::{Costs, LessonFrame};
use crate::web::live::{Derived, Held, Kept, derived};
use crate::web::page::use_state;
use crate::web::picture::PicturePanel;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub chosen: Kept<Chosen>,
    pub report: Kept<Option<Arc<BinaryReport>>>,
    /// The scale of all filters: the person's, or the mean magnitude.
    pub alpha: Derived<f64>,
}

impl Room {
    fn new() -> Self {
        let state = use_state();
        let report = expect_context::<Desk>().report_of::<BinaryReport>("binary");
        let alpha = Kept::new(move || {
            let chosen = state.with(|state| state.number(&ALPHA));
            report.with(|report| native::alpha(chosen, report.as_deref()))
        });
        Self {
            state,
            chosen: Kept::new(move || state.with(Chosen::of)),
            report,
            alpha: alpha.into(),
        }
    }

    /// The mean squared error of what is shown.
    pub fn error(&self, report: &BinaryReport) -> f64 {
        if self.chosen.with(|chosen| chosen.per_filter) {
            report.least()
        } else {
            report.error(self.alpha.get())
        }
    }
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    expect_context::<Cursor>().tells(move |w| settings::tell(room.alpha.get(), w));
    view! {
        <LessonFrame
            title="One bit a weight"
            lead="A Binary Weight Network keeps the sign of every weight and one number for all of them: how large they are on average."
            image=view! { <PicturePanel refusals=false/> }
            picture=view! {
                <collapse::Weights/>
                <formula::Error/>
                <charts::Parabola/>
                <charts::Filters/>
                <gradient::Gradient/>
                <picture::Through/>
            }
            controls=view! {
                <Control key=&settings::MOVED/>
                <Control key=&ALPHA value=room.alpha/>
                <Control key=&settings::PER/>
                <Control key=&settings::COUNT/>
                <Control key=&settings::RATIO/>
                <Control key=&settings::UPSTREAM/>
                <Control key=&settings::CHANNELS/>
                <Control key=&FILTER/>
                <Control key=&RADIUS/>
            }
            costs=costs(room)
        />
    }
}

fn costs(room: Room) -> View {
    let rows = derived(move || {
        let Some(report) = room.report.get() else {
            return Vec::new();
        };
        let count = report.count();
        let scales = if room.chosen.with(|chosen| chosen.per_filter) {
            report.groups.len() as u64
        } else {
            1
        };
        let bytes = count.div_ceil(8) + 4 * scales;
        vec![
            ("weights", vec![Cell::count(count)]),
            ("as float32", vec![Cell::bytes(4 * count)]),
            ("as bits and \u{3b1}", vec![Cell::bytes(bytes)]),
            ("MSE", vec![Cell::number(room.error(&report), 3)]),
            (
                "SQNR",
                vec![Cell::decibels(ratio_db(
                    report.power(),
                    room.error(&report),
                ))],
            ),
            (
                "one \u{3b1}, at best",
                vec![Cell::decibels(ratio_db(
                    report.power(),
                    report.error(report.alpha()),
                ))],
            ),
            (
                "\u{3b1} for each",
                vec![Cell::decibels(ratio_db(report.power(), report.least()))],
            ),
        ]
    });
    view! { <Costs rows/> }
}
