//! The page.

mod disagreements;
mod machine;
mod parts;
mod runner;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::settings::{self, MEASURE, WORK};
use super::speed::SpeedReport;
use super::{ProofReport, Told};
use crate::lesson::words::grouped;
use crate::state::{EMBED, PRESENT, State};
use crate::web::asset::asset;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::live::{Held, Kept, effect};
use crate::web::page::use_state;

/// What others' implementations give.
const EXPECTED: &str = "./proof/expected.bin";

/// The work that was asked for last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    #[default]
    Nothing,
    /// The expectations are on their way.
    Loading,
    /// They did not come.
    Missing,
    Compare,
    Measure,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub asked: Held<Asked>,
    /// The comparisons so far; those of the run before stay until the next begins.
    pub report: Held<Option<Arc<ProofReport>>>,
    pub speed: Held<Option<SpeedReport>>,
    pub working: Kept<bool>,
    desk: Desk,
}

impl Room {
    fn new() -> Self {
        let desk = expect_context::<Desk>();
        let room = Self {
            state: use_state(),
            asked: Held::new(Asked::Nothing),
            report: Held::new(None),
            speed: Held::new(None),
            working: Kept::new(move || desk.working.get()),
            desk,
        };
        // Work belongs to the visit that has asked for it.
        desk.forget_job();
        on_cleanup(move || desk.stop_job());
        effect(move || room.hear());
        room
    }

    /// Takes what the worker has found.
    fn hear(&self) {
        let told = self.desk.job.with(|bytes| {
            let bytes = bytes.as_ref()?;
            postcard::from_bytes::<Told>(bytes).ok()
        });
        match told {
            Some(Told::Checked(report)) => self.report.set(Some(Arc::new(report))),
            Some(Told::Measured(report)) => self.speed.set(Some(report)),
            None => {}
        }
    }

    /// Whether this work goes on.
    pub fn is_at(&self, work: Asked) -> bool {
        self.working.get() && self.asked.get() == work
    }

    fn start(&self, work: &'static str) {
        let mut state = self.state.get_untracked();
        state.set_choice(&WORK, work);
        self.desk.start_job(state.to_hash());
    }

    /// Loads the expectations and compares; stops if it is at it.
    pub fn compare(self) {
        if self.desk.working.get_untracked() && self.asked.get_untracked() == Asked::Compare {
            self.desk.stop_job();
            return;
        }
        if self.asked.get_untracked() == Asked::Loading {
            return;
        }
        // A measurement goes on until the comparison takes its place.
        self.asked.set(Asked::Loading);
        self.report.set(None);
        spawn_local(async move {
            let bytes = asset(EXPECTED).await;
            // Whoever has gone elsewhere meanwhile has taken the signals along.
            if self.asked.try_get_untracked() != Some(Asked::Loading) {
                return;
            }
            match bytes {
                Some(bytes) => {
                    self.desk.give_expected(bytes);
                    self.asked.set(Asked::Compare);
                    self.start(settings::COMPARE);
                }
                None => self.asked.set(Asked::Missing),
            }
        });
    }

    /// Measures this machine; stops if it is at it.
    pub fn measure(self) {
        if self.desk.working.get_untracked() && self.asked.get_untracked() == Asked::Measure {
            self.desk.stop_job();
            return;
        }
        self.asked.set(Asked::Measure);
        self.start(MEASURE);
    }
}

/// `64,000 of 64,000`.
pub fn of_all(agreed: u64, count: u64) -> String {
    format!("{} of {}", grouped(agreed), grouped(count))
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    let state = room.state;
    let embedded = move || state.with(|state| state.flag(&EMBED) || state.flag(&PRESENT));
    view! {
        <div class="lesson proof" class:embedded=embedded>
            <header class="opening">
                <h1>"How right is this?"</h1>
                <p class="lead">"The code that draws every lesson is compared with the libraries that engineers use: every code of every format, and numbers chosen to be hard. It runs in your browser, on your machine, now, and nothing is sent anywhere. What these libraries give to the last bit has to be equal to the last bit; elsewhere the difference that is allowed is written beside it."</p>
            </header>
            <runner::Runner/>
            <parts::Parts/>
            <disagreements::Disagreements/>
            <machine::Machine/>
        </div>
    }
}
