//! The lesson on the page.

mod charts;
mod formula;

use std::sync::Arc;

use leptos::prelude::*;

use super::settings::{self, Chosen};
use super::training::{Trained, train};
use crate::lesson::cell::Cell;
use crate::lesson::training::STEP;
use crate::plot::format_number;
use crate::state::State;
use crate::web::control::Control;
use crate::web::course::Walk;
use crate::web::cursor::Cursor;
use crate::web::dom::{View, view};
use crate::web::layout::{Costs, LessonFrame};
use crate::web::live::{Held, Kept, derived};
use crate::web::page::use_state;
use crate::web::player::Player;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub chosen: Kept<Chosen>,
    /// The whole training.
    pub path: Kept<Arc<Vec<Trained>>>,
    /// How many of its steps are shown.
    pub step: Kept<usize>,
}

impl Room {
    fn new() -> Self {
        let state = use_state();
        let walk = use_context::<Walk>();
        let chosen = Kept::new(move || state.with(Chosen::of));
        Self {
            state,
            chosen,
            path: Kept::new(move || Arc::new(chosen.with(train))),
            // The dot at the end of the training would answer what becomes of the weight.
            step: Kept::new(move || {
                let asked = walk.is_some_and(|walk| walk.covers("path"));
                if asked {
                    0
                } else {
                    state.with(|state| state.integer(&STEP)) as usize
                }
            }),
        }
    }

    /// Where training is now.
    pub fn now(&self) -> Trained {
        let step = self.step.get();
        self.path.with(|path| path[step.min(path.len() - 1)])
    }
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    expect_context::<Cursor>().tells(move |x| room.chosen.with(|chosen| settings::tell(chosen, x)));
    let now = derived(move || {
        let now = room.now();
        format!(
            "Step {}: w = {}, Q(w) = {}, loss {}.",
            room.step.get(),
            format_number(now.weight, 4),
            format_number(now.value, 4),
            format_number(now.upstream * now.upstream / 2.0, 3),
        )
    });
    view! {
        <LessonFrame
            title="What passes back through a staircase"
            lead="A staircase is flat, so its slope is zero and nothing could be learned through it. The straight-through estimator pretends that it is not: forward the steps, backward another slope."
            picture=view! {
                <charts::Forward/>
                <charts::Backward/>
                <formula::Rule/>
                <Player now/>
                <charts::Bowl/>
                <charts::Path/>
            }
            controls=view! {
                <Control key=&settings::ESTIMATOR/>
                {move || parameter(room)}
                <Control key=&settings::BITS/>
                <Control key=&settings::UPSTREAM/>
                <Control key=&settings::TARGET/>
                <Control key=&settings::START/>
                <Control key=&settings::RATE/>
            }
            costs=costs(room)
        />
    }
}

/// The parameter of the chosen estimator, if it has one.
fn parameter(room: Room) -> Option<View> {
    match room.state.with(|state| state.choice(&settings::ESTIMATOR)) {
        "dsq" => Some(view! { <Control key=&settings::DSQ_ALPHA/> }),
        "ewgs" => Some(view! { <Control key=&settings::EWGS_DELTA/> }),
        _ => None,
    }
}

fn costs(room: Room) -> View {
    let rows = derived(move || {
        let (start, now) = (room.path.with(|path| path[0]), room.now());
        let changes = room.path.with(|path| {
            path[..=room.step.get().min(path.len() - 1)]
                .windows(2)
                .filter(|pair| pair[0].value != pair[1].value)
                .count()
        });
        let loss = |trained: Trained| Cell::number(trained.upstream * trained.upstream / 2.0, 3);
        vec![
            ("loss at the start", vec![loss(start)]),
            ("loss now", vec![loss(now)]),
            ("latent weight", vec![Cell::number(now.weight, 5)]),
            ("its value", vec![Cell::number(now.value, 5)]),
            ("changes of code", vec![Cell::count(changes as u64)]),
        ]
    });
    view! { <Costs rows/> }
}
