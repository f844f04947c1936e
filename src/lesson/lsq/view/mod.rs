//! The lesson on the page.

mod charts;
mod formula;

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{LETTER, LOSS, at, over_loss, quantizer};
use super::lens::{LsqReport, Trained};
use super::settings::{self, Chosen, SIZE};
use crate::lesson::cell::Cell;
use crate::lesson::landscape::Landscape;
use crate::lesson::landscape::view::{LossChart, PathChart, Trained as Trajectory};
use crate::lesson::training::STEP;
use crate::plot::format_number;
use crate::quant::method::LsqPlus;
use crate::state::State;
use crate::web::control::Control;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::layout::{Costs, LessonFrame};
use crate::web::live::{Derived, Held, Kept, derived};
use crate::web::page::use_state;
use crate::web::player::Player;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub chosen: Kept<Chosen>,
    pub step: Kept<usize>,
    pub report: Kept<Option<Arc<LsqReport>>>,
    /// The quantizer as it is at this step.
    pub quantizer: Kept<LsqPlus>,
}

impl Room {
    fn new() -> Self {
        let state = use_state();
        let chosen = Kept::new(move || state.with(Chosen::of));
        let step = Kept::new(move || state.with(|state| state.integer(&STEP)) as usize);
        let report = expect_context::<Desk>().report_of::<LsqReport>("lsq");
        let quantizer = Kept::new(move || {
            let report = report.get();
            chosen.with(|chosen| quantizer(chosen, step.get(), report.as_deref()))
        });
        Self {
            state,
            chosen,
            step,
            report,
            quantizer,
        }
    }

    /// Where training is now.
    pub fn now(&self) -> Option<Trained> {
        Some(at(&self.report.get()?.path, self.step.get()))
    }

    /// The step size as it is at this step.
    pub fn size(&self) -> Derived<f64> {
        let quantizer = self.quantizer;
        derived(move || quantizer.with(|quantizer| quantizer.step))
    }

    /// The training over its loss.
    fn landscape(&self) -> Kept<Option<Arc<Landscape>>> {
        let report = self.report;
        Kept::new(move || Some(Arc::new(over_loss(&*report.get()?))))
    }

    /// Chooses a step size: training starts from there.
    pub fn start_at(&self, size: f64) {
        self.state.update(|state| {
            state.set_number(&SIZE, size);
            state.set_number(&STEP, 0.0);
        });
    }
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    expect_context::<Cursor>().tells(move |x| {
        room.quantizer
            .with(|quantizer| settings::tell(quantizer, x))
    });
    let now = derived(move || {
        room.now().map_or_else(String::new, |now| {
            let offset = if room.chosen.with(|chosen| chosen.offset) {
                format!(", offset {}", format_number(now.offset, 3))
            } else {
                String::new()
            };
            format!(
                "Step {}: s = {}{offset}, loss {}.",
                room.step.get(),
                format_number(now.size, 4),
                format_number(now.loss, 3)
            )
        })
    });
    let start = derived(move || {
        room.report
            .get()
            .map_or(1.0, |report| at(&report.path, 0).size)
    });
    let trained = Trajectory {
        landscape: room.landscape(),
        step: room.step,
        letter: LETTER,
        loss: &LOSS,
    };
    view! {
        <LessonFrame
            title="A step size that is learned"
            lead="LSQ gives the distance between two codes a gradient: outside the range every value pulls at it, inside each pulls by what rounding did to it."
            picture=view! {
                <charts::Forward/>
                <charts::Backward/>
                <formula::Rule/>
                <Player now/>
                <LossChart trained overlay=charts::handle/>
                <PathChart
                    trained
                    caption=view! {
                        <span class="original">"s"</span>" against the step. The dashed level is the bottom."
                    }
                />
            }
            controls=view! {
                <Control key=&settings::BITS/>
                <Control key=&settings::SIGNED/>
                <Control key=&settings::INIT/>
                <Control key=&settings::SIZE value=start/>
                <Control key=&settings::RATE/>
                <Control key=&settings::GRADIENT_SCALE/>
                <Control key=&settings::OFFSET/>
            }
            costs=costs(room)
        />
    }
}

fn costs(room: Room) -> View {
    let rows = derived(move || {
        let (Some(report), Some(now)) = (room.report.get(), room.now()) else {
            return Vec::new();
        };
        let (bottom, loss) = report.bottom();
        let scale = room
            .quantizer
            .with(|quantizer| quantizer.scale_for(report.count as usize));
        vec![
            ("s now", vec![Cell::number(now.size, 4)]),
            ("offset now", vec![Cell::number(now.offset, 4)]),
            ("loss now", vec![Cell::number(now.loss, 3)]),
            ("lowest loss", vec![Cell::number(loss, 3)]),
            ("at s", vec![Cell::number(bottom, 4)]),
            ("LSQ\u{2019}s start", vec![Cell::number(report.init, 4)]),
            ("gradient scale", vec![Cell::number(scale, 3)]),
        ]
    });
    view! { <Costs rows/> }
}
