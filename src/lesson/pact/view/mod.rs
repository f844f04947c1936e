//! The lesson on the page.

mod charts;
mod formula;

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{LETTER, LOSS, at, over_loss, pact};
use super::lens::{PactReport, Trained};
use super::settings::{self, ALPHA, Chosen};
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
use crate::web::layout::{Costs, LessonFrame, Try};
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
            tries=tries()
            costs=costs(room)
            source=view! {
                <p>"Choi et al. 2018, PACT, arXiv:1805.06085, eq. 1 to 3. The penalty is L2 with the weight decay as \u{3bb}: 2e\u{2212}4 for CIFAR10, 1e\u{2212}7 for SVHN. Implementations that differentiate through \u{3b1}/(2"<sup>"k"</sup>" \u{2212} 1) add (y"<sub>"q"</sub>" \u{2212} y)/\u{3b1} below \u{3b1}."</p>
                <p>"The loss here is the mean of (y"<sub>"q"</sub>" \u{2212} max(x, 0))"<sup>"2"</sup>" over the first 8192 values, plus \u{3bb}\u{3b1}"<sup>"2"</sup>"."</p>
            }
        />
    }
}

fn tries() -> View {
    view! {
        <p><Try address="pact">"The paper\u{2019}s gradient"</Try>" stops short of the bottom: it never hears of the rounding error that a wide range brings. "<Try address="pact?gradient=scale">"Through the scale"</Try>" it finds it."</p>
        <p><Try address="pact?bits=8">"Eight bits:"</Try>" rounding hardly matters, and both end near the same place."</p>
        <p><Try address="pact?lambda=0.03">"A strong penalty"</Try>" pulls \u{3b1} down whatever it clips."</p>
        <p><Try address="pact?signal=outliers&alpha=16&gradient=scale">"A few outliers"</Try>" are not worth a wide range: let them be clipped."</p>
        <p><Try address="pact?step=0&notes=1">"The formula with a slip:"</Try>" with x in the place of |x|, as lecture notes have it, the function is max(x, \u{3b1})."</p>
    }
}

fn costs(room: Room) -> View {
    let head = derived(|| vec!["paper".to_owned(), "through scale".to_owned()]);
    let rows = derived(move || {
        room.report.get().map_or_else(Vec::new, |report| {
            let step = room.step.get();
            let row = |name, show: &dyn Fn(Trained) -> String| {
                let shown = [PactGradient::Paper, PactGradient::Scale]
                    .map(|gradient| show(at(report.path(gradient), step)));
                (name, shown.to_vec())
            };
            let bottom = report.bottom();
            vec![
                row("\u{3b1} now", &|now| format_number(now.alpha, 4)),
                row("loss now", &|now| format_number(now.loss, 3)),
                (
                    "lowest loss",
                    vec![format_number(bottom.1, 3), String::new()],
                ),
                (
                    "at \u{3b1}",
                    vec![format_number(bottom.0, 3), String::new()],
                ),
            ]
        })
    });
    view! { <Costs head rows/> }
}
