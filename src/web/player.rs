//! The controls of a training: play, pause, one step, back to the start, and a slider
//! over all steps.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::control::Control;
use super::page::use_state;
use crate::lesson::training::{STEP, STEPS};
use crate::state::State;
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Held};

/// Steps in a second, whatever the display's rate.
const SPEED: f64 = 60.0;

/// The player. `now` says in words where training is.
#[component]
pub fn Player(now: Derived<String>) -> View {
    let state = use_state();
    let playing = Held::new(false);
    let shown = move || state.with(|state| state.integer(&STEP)) as usize;
    let go = move |step: usize| state.update(|state| state.set_number(&STEP, step as f64));
    let play = move |_: MouseEvent| {
        if playing.get_untracked() {
            playing.set(false);
            return;
        }
        if still() {
            go(STEPS);
            return;
        }
        let from = state.with_untracked(|state| state.integer(&STEP)) as usize;
        let from = if from >= STEPS { 0 } else { from };
        go(from);
        playing.set(true);
        roll(state, playing, Roll::new(from));
    };
    view! {
        <div class="player">
            <div class="buttons" role="group" aria-label="Training">
                <button type="button" class="play" on:click=play>
                    {move || if playing.get() { "Pause" } else { "Play" }}
                </button>
                <button
                    type="button"
                    disabled=move || { shown() >= STEPS }
                    on:click=move |_: MouseEvent| { playing.set(false); go(shown() + 1) }
                >"One step"</button>
                <button
                    type="button"
                    disabled=move || shown() == 0
                    on:click=move |_: MouseEvent| { playing.set(false); go(0) }
                >"Reset"</button>
            </div>
            <Control key=&STEP/>
            <p class="facts" data-figure="now">{now}</p>
        </div>
    }
}

/// Whether the person has asked for less motion: then playing shows the end at once.
fn still() -> bool {
    window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// A play that runs: when and where it began, and the step that it has set last.
#[derive(Clone, Copy)]
struct Roll {
    since: f64,
    from: usize,
    last: usize,
}

impl Roll {
    fn new(from: usize) -> Self {
        Self {
            since: milliseconds(),
            from,
            last: from,
        }
    }
}

fn milliseconds() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Shows, in each animation frame, the step that the clock says. The state is handed
/// on, for a frame has no context to find it in.
fn roll(state: Held<State>, playing: Held<bool>, mut run: Roll) {
    request_animation_frame(move || {
        // Another lesson was opened, or somebody took over.
        if playing.try_get_untracked() != Some(true) {
            return;
        }
        let shown = state.with_untracked(|state| state.integer(&STEP)) as usize;
        if shown != run.last {
            playing.set(false);
            return;
        }
        let elapsed = (milliseconds() - run.since) / 1000.0 * SPEED;
        let next = (run.from + elapsed.max(0.0) as usize).min(STEPS);
        if next != shown {
            state.update(|state| state.set_number(&STEP, next as f64));
        }
        if next >= STEPS {
            playing.set(false);
            return;
        }
        run.last = next;
        roll(state, playing, run);
    });
}
