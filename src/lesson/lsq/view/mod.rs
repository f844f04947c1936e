//! The lesson on the page.

mod charts;
mod formula;

use std::sync::Arc;

use leptos::prelude::*;

use super::charts::{LETTER, LOSS, at, over_loss, quantizer};
use super::lens::{LsqReport, Trained};
use super::settings::{self, Chosen, SIZE};
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
            tries=tries()
            costs=costs(room)
            source=view! {
                <p>"Esser et al. 2020, Learned Step Size Quantization, arXiv:1902.08153. Bhalgat et al. 2020, LSQ+, arXiv:2004.09576."</p>
                <p>"The loss here is half the sum of (v\u{302} \u{2212} v)"<sup>"2"</sup>" over the first 8192 values; the charts show its mean. The gradient scale 1/\u{221a}(N Q"<sub>"p"</sub>") is made for such sums."</p>
            }
        />
    }
}

fn tries() -> View {
    view! {
        <p><Try address="lsq?init=large">"A start four times too wide:"</Try>" training finds its way back. "<Try address="lsq?init=small">"A quarter:"</Try>" it opens up again."</p>
        <p><Try address="lsq?gradient_scale=0">"Without the gradient scale"</Try>" the same learning rate throws s about: the sum over thousands of values is too large a push."</p>
        <p><Try address="lsq?gradient_scale=0&rate=0.00002">"A learning rate made for it"</Try>" helps, but it would have to be found anew for every layer\u{2019}s size."</p>
        <p><Try address="lsq?signal=log_normal&signed=0&bits=4">"A long tail"</Try>" is worth clipping: s settles where the tail\u{2019}s pull and the rounding\u{2019}s are equal."</p>
        <p><Try address="lsq?signal=half_normal&shift=-0.5&signed=0">"Data that begin below zero"</Try>" and codes that do not: half of the values are clipped. "<Try address="lsq?signal=half_normal&shift=-0.5&signed=0&offset=1">"LSQ+ learns an offset too,"</Try>" and the loss falls."</p>
        <p><Try address="lsq?bits=8">"Eight bits:"</Try>" LSQ\u{2019}s start is four times too wide, and at the same learning rate 240 steps do not suffice. "<Try address="lsq?bits=8&rate=0.03">"A larger one"</Try>" arrives."</p>
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
            ("s now", vec![format_number(now.size, 4)]),
            ("offset now", vec![format_number(now.offset, 4)]),
            ("loss now", vec![format_number(now.loss, 3)]),
            ("lowest loss", vec![format_number(loss, 3)]),
            ("at s", vec![format_number(bottom, 4)]),
            ("LSQ\u{2019}s start", vec![format_number(report.init, 4)]),
            ("gradient scale", vec![format_number(scale, 3)]),
        ]
    });
    view! { <Costs rows/> }
}
