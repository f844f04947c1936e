//! The lesson on the page.

mod charts;
mod derivation;

use std::sync::Arc;

use crate::web::dom::{View, view};
use crate::web::live::{Derived, Held, Kept, constant, derived};
use leptos::prelude::*;

use super::charts::data;
use super::lens::AffineReport;
use super::settings::{self, Chosen};
use crate::lesson::cell::{Cell, stats_rows};
use crate::lesson::words::{capital, format_short, number_word};
use crate::plot::format_number;
use crate::state::State;
use crate::web::control::Control;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::layout::{Costs, LessonFrame};
use crate::web::page::use_state;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub report: Kept<Option<Arc<AffineReport>>>,
    pub chosen: Kept<Chosen>,
}

impl Room {
    fn new() -> Self {
        let state = use_state();
        let desk = expect_context::<Desk>();
        let report = desk.report_of::<AffineReport>("affine");
        let data = Kept::new(move || data(&*report.get()?));
        Self {
            state,
            report,
            chosen: Kept::new(move || state.with(|state| Chosen::of(state, data.get()))),
        }
    }

    /// One end of the range as it is used.
    pub fn min(&self) -> Derived<f64> {
        let chosen = self.chosen;
        derived(move || chosen.with(|chosen| f64::from(chosen.range.min)))
    }

    /// The other end.
    pub fn max(&self) -> Derived<f64> {
        let chosen = self.chosen;
        derived(move || chosen.with(|chosen| f64::from(chosen.range.max)))
    }
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    expect_context::<Cursor>().tells(move |x| room.chosen.with(|chosen| settings::tell(chosen, x)));
    let lead = derived(move || {
        room.chosen.with(|chosen| {
            let bits = chosen.options.bits;
            format!(
                "{} {} make {} evenly spaced numbers, {} apart, between MIN and MAX. Every value goes to the nearest one.",
                capital(&number_word(bits)),
                if bits == 1 { "bit" } else { "bits" },
                1_u32 << bits,
                format_number(f64::from(chosen.affine.scale), 3),
            )
        })
    });
    view! {
        <LessonFrame
            title=constant("A scale and a zero point".to_owned())
            lead
            picture=view! {
                <charts::Signal/>
                <charts::Stairs/>
                <derivation::Derivation/>
                <charts::Error/>
            }
            controls=controls(room)
            costs=costs(room)
        />
    }
}

fn controls(room: Room) -> View {
    let against_scale = derived(move || room.chosen.with(|chosen| f64::from(chosen.format_scale)));
    view! {
        <Control key=&settings::BITS/>
        <charts::BoundControl key=&settings::MIN value=room.min()/>
        <charts::BoundControl key=&settings::MAX value=room.max()/>
        <Control key=&settings::SIGNED/>
        <Control key=&settings::SYMMETRIC/>
        <Control key=&settings::ROUNDING/>
        <Control key=&settings::ZERO_POINT/>
        <Control key=&settings::PRECISION/>
        <Control key=&settings::AGAINST/>
        <Control key=&settings::AGAINST_SCALE value=against_scale/>
    }
}

fn costs(room: Room) -> View {
    let head = derived(move || {
        room.chosen.with(|chosen| {
            let sign = if chosen.options.signed { "int" } else { "uint" };
            vec![
                format!("{sign}{}", chosen.options.bits),
                format_short(&chosen.format),
            ]
        })
    });
    let rows = derived(move || {
        room.report.get().map_or_else(Vec::new, |report| {
            let mut rows = stats_rows([&report.stats, &report.against].into_iter());
            let step = room.chosen.with(|chosen| f64::from(chosen.affine.scale));
            rows.insert(
                2,
                (
                    "S\u{b2}/12",
                    vec![Cell::number(step * step / 12.0, 3), Cell::default()],
                ),
            );
            rows
        })
    });
    view! { <Costs head rows/> }
}
