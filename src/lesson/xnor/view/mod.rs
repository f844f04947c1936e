//! The lesson on the page.

mod picture;
mod race;
mod rows;
mod times;

use std::sync::Arc;

use leptos::prelude::*;

use super::lens::XnorReport;
use super::settings::{self, Chosen};
use crate::lesson::cell::Cell;
use crate::lesson::filters::{FILTER, RADIUS};
use crate::state::State;
use crate::web::control::Control;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::layout::{Costs, LessonFrame};
use crate::web::live::{Held, Kept, derived};
use crate::web::page::use_state;
use crate::web::picture::PicturePanel;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub chosen: Kept<Chosen>,
    pub report: Kept<Option<Arc<XnorReport>>>,
}

pub fn view() -> View {
    let state = use_state();
    let room = Room {
        state,
        chosen: Kept::new(move || state.with(Chosen::of)),
        report: expect_context::<Desk>().report_of::<XnorReport>("xnor"),
    };
    provide_context(room);
    view! {
        <LessonFrame
            title="Counting instead of multiplying"
            lead="Where weights and inputs are signs, a product of two is +1 if they agree. XNOR says where they do, for 64 at once, and a count of bits is the sum."
            image=view! { <PicturePanel refusals=true/> }
            picture=view! {
                <rows::Rows/>
                <picture::Convolution/>
                <race::RaceTrack/>
            }
            controls=view! {
                <Control key=&FILTER/>
                <Control key=&RADIUS/>
                <Control key=&settings::SCALES/>
                <Control key=&settings::CENTRE/>
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
        let Some(steps) = &report.steps else {
            return Vec::new();
        };
        let taps = steps.weights.len() as u64;
        let places = steps.exact.len() as u64;
        vec![
            ("products, exact", vec![Cell::count(taps * places)]),
            (
                "words of 64 signs",
                vec![Cell::count(taps.div_ceil(64) * places)],
            ),
            ("filter as float32", vec![Cell::bytes(4 * taps)]),
            (
                "filter as signs and \u{3b1}",
                vec![Cell::bytes(taps.div_ceil(8) + 4)],
            ),
            ("\u{3b1}", vec![Cell::number(f64::from(steps.alpha), 3)]),
            ("correlation", vec![Cell::number(steps.correlation, 3)]),
            ("SQNR", vec![Cell::decibels(steps.sqnr_db)]),
        ]
    });
    view! { <Costs rows/> }
}
