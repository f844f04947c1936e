//! The controls of a training: play, pause, one step, back to the start, and a slider
//! over all steps. How many there are and how fast they go, the lesson says.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::control::Control;
use super::page::use_state;
use crate::lesson::training::{STEP, STEPS};
use crate::state::{Key, State};
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Held, constant};

/// What is played.
#[derive(Clone, Copy)]
pub struct Track {
    /// The key of the step.
    pub key: &'static Key,
    /// The last step.
    pub last: usize,
    /// Steps in a second, whatever the display's rate.
    pub speed: Derived<f64>,
    /// Whether what is shown is of the step that is set; playing waits for it.
    pub ready: Derived<bool>,
}

/// The player. `now` says in words where training is. What it plays is the training of one
/// parameter, unless a lesson brings its own.
#[component]
pub fn Player(now: Derived<String>, #[prop(optional)] track: Option<Track>) -> View {
    let state = use_state();
    let track = track.unwrap_or_else(|| Track {
        key: &STEP,
        last: STEPS,
        speed: constant(60.0),
        ready: constant(true),
    });
    let Track { key, last, .. } = track;
    let playing = Held::new(false);
    let shown = move || state.with(|state| state.integer(key)) as usize;
    let go = move |step: usize| state.update(|state| state.set_number(key, step as f64));
    let play = move |_: MouseEvent| {
        if playing.get_untracked() {
            playing.set(false);
            return;
        }
        if still() {
            go(last);
            return;
        }
        let from = state.with_untracked(|state| state.integer(key)) as usize;
        let from = if from >= last { 0 } else { from };
        go(from);
        playing.set(true);
        roll(state, playing, track, Roll::new(from));
    };
    view! {
        <div class="player" data-piece="player">
            <div class="buttons" role="group" aria-label="Training">
                <button type="button" class="play" on:click=play>
                    {move || if playing.get() { "Pause" } else { "Play" }}
                </button>
                <button
                    type="button"
                    aria-disabled=move || (shown() >= last).then_some("true")
                    on:click=move |_: MouseEvent| { playing.set(false); go((shown() + 1).min(last)) }
                >"One step"</button>
                <button
                    type="button"
                    aria-disabled=move || (shown() == 0).then_some("true")
                    on:click=move |_: MouseEvent| { playing.set(false); go(0) }
                >"Reset"</button>
            </div>
            <Control key=key/>
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

/// A play that runs: where the clock has brought it and when, the step that it has set last, and
/// whether it has been waiting since.
#[derive(Clone, Copy)]
struct Roll {
    since: f64,
    place: f64,
    last: usize,
    waited: bool,
}

/// The most seconds of a wait that playing makes up for: where training is slower than the speed
/// that is asked for, this much at a time is trained and shown.
const MADE_UP: f64 = 0.05;

impl Roll {
    fn new(from: usize) -> Self {
        Self {
            since: milliseconds(),
            place: from as f64,
            last: from,
            waited: false,
        }
    }
}

fn milliseconds() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Shows, in each animation frame, the step that the clock says.
fn roll(state: Held<State>, playing: Held<bool>, track: Track, mut run: Roll) {
    request_animation_frame(move || {
        // Another lesson was opened, or somebody took over.
        if playing.try_get_untracked() != Some(true) {
            return;
        }
        let shown = state.with_untracked(|state| state.integer(track.key)) as usize;
        if shown != run.last {
            playing.set(false);
            return;
        }
        if !track.ready.get_untracked() {
            run.waited = true;
            roll(state, playing, track, run);
            return;
        }
        let now = milliseconds();
        let mut elapsed = ((now - run.since) / 1000.0).max(0.0);
        if run.waited {
            elapsed = elapsed.min(MADE_UP);
        }
        run.place += elapsed * track.speed.get_untracked();
        run.since = now;
        run.waited = false;
        let next = (run.place as usize).min(track.last);
        if next != shown {
            state.update(|state| state.set_number(track.key, next as f64));
        }
        if next >= track.last {
            playing.set(false);
            return;
        }
        run.last = next;
        roll(state, playing, track, run);
    });
}
