//! The lesson on the page.

mod charts;
mod formula;

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{LETTER, LOSS, at, over_loss, pact};
use super::lens::{PactReport, Trained};
use super::settings::{self, ALPHA, Chosen};
use crate::lesson::cell::Cell;
use crate::lesson::landscape::Landscape;
use crate::lesson::landscape::view::{LossChart, PathChart, Trained as Trajectory};
use crate::lesson::training::STEP;
use crate::plot::format_number;
use crate::quant::method::{Pact, PactGradient};
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
    pub report: Kept<Option<Arc<PactReport>>>,
    /// The activation with the threshold as it is at this step.
    pub pact: Kept<Pact>,
}

impl Room {
    fn new() -> Self {
        let state = use_state();
        let chosen = Kept::new(move || state.with(Chosen::of));
        let step = Kept::new(move || state.with(|state| state.integer(&STEP)) as usize);
        let report = expect_context::<Desk>().report_of::<PactReport>("pact");
        let pact = Kept::new(move || pact(chosen.get().pact, step.get(), report.get().as_deref()));
        Self {
            state,
            chosen,
            step,
            report,
            pact,
        }
    }

    /// Where training is now.
    pub fn now(&self) -> Option<Trained> {
        let gradient = self.chosen.with(|chosen| chosen.pact.gradient);
        let step = self.step.get();
        Some(at(self.report.get()?.path(gradient), step))
    }

    /// The threshold as it is at this step.
    pub fn alpha(&self) -> Derived<f64> {
        let pact = self.pact;
        derived(move || pact.with(|pact| pact.alpha))
    }

    /// The training over its loss, and the other convention's beside it.
    fn landscape(&self) -> Kept<Option<Arc<Landscape>>> {
        let (report, chosen) = (self.report, self.chosen);
        Kept::new(move || {
            let gradient = chosen.with(|chosen| chosen.pact.gradient);
            Some(Arc::new(over_loss(&*report.get()?, gradient)))
        })
    }

    /// Puts the threshold somewhere: training starts from there.
    pub fn start_at(&self, alpha: f64) {
        self.state.update(|state| {
            state.set_number(&ALPHA, alpha);
            state.set_number(&STEP, 0.0);
        });
    }
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    expect_context::<Cursor>().tells(move |x| room.pact.with(|pact| settings::tell(pact, x)));
    let now = derived(move || {
        room.now().map_or_else(String::new, |now| {
            format!(
                "Step {}: \u{3b1} = {}, loss {}.",
                room.step.get(),
                format_number(now.alpha, 4),
                format_number(now.loss, 3)
            )
        })
    });
    let trained = Trajectory {
        landscape: room.landscape(),
        step: room.step,
        letter: LETTER,
        loss: &LOSS,
    };
    view! {
        <LessonFrame
            title="A clip threshold that is learned"
            lead="PACT cuts activations off at \u{3b1} and lets gradient descent choose it. The paper\u{2019}s gradient feels only what is clipped; going through the scale as well, it feels the rounding too."
            picture=view! {
                <charts::Forward/>
                <charts::Backward/>
                <formula::Rule/>
                <Player now/>
                <LossChart trained overlay=charts::handle/>
                <PathChart
                    trained
                    caption=view! {
                        <span class="original">"\u{3b1}"</span>" against the step. The dashed level is the bottom, the grey dashes are the other gradient\u{2019}s."
                    }
                />
            }
            controls=view! {
                <Control key=&settings::GRADIENT/>
                <Control key=&settings::BITS/>
                <Control key=&settings::ALPHA/>
                <Control key=&settings::LAMBDA/>
                <Control key=&settings::RATE/>
                <Control key=&settings::NOTES/>
            }
            costs=costs(room)
        />
    }
}

fn costs(room: Room) -> View {
    let head = derived(|| vec!["paper".to_owned(), "through scale".to_owned()]);
    let rows = derived(move || {
        room.report.get().map_or_else(Vec::new, |report| {
            let step = room.step.get();
            let row = |name, show: &dyn Fn(Trained) -> Cell| {
                let shown = [PactGradient::Paper, PactGradient::Scale]
                    .map(|gradient| show(at(report.path(gradient), step)));
                (name, shown.to_vec())
            };
            let bottom = report.bottom();
            vec![
                row("\u{3b1} now", &|now| Cell::number(now.alpha, 4)),
                row("loss now", &|now| Cell::number(now.loss, 3)),
                (
                    "lowest loss",
                    vec![Cell::number(bottom.1, 3), Cell::default()],
                ),
                (
                    "at \u{3b1}",
                    vec![Cell::number(bottom.0, 3), Cell::default()],
                ),
            ]
        })
    });
    view! { <Costs head rows/> }
}
