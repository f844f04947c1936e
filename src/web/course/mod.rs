//! The course on the page: the way through a lesson, its guesses, its terms.

mod answer;
mod guess;
mod path;
mod prose;
mod sketch;
mod stage;

pub use path::{After, Path};
pub use prose::Prose;
pub use sketch::{Drawing, Sketch};
pub use stage::follow_keys;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::desk::Desk;
use super::live::{Held, Kept};
use super::page::use_state;
use crate::course::{Course, Fact, Guess, Guessed, Kind, Shape, Station, Story};
use crate::lesson;
use crate::state::{AT, GUESS, State};

/// The way through the lesson that is open.
#[derive(Clone, Copy)]
pub struct Walk {
    pub state: Held<State>,
    pub story: &'static Story,
    pub facts: Kept<Vec<Fact>>,
    /// Where one is: 0 before the first station, behind the last at what to remember.
    pub at: Kept<usize>,
    /// The guess that is locked.
    pub guessed: Kept<Option<Guessed>>,
    course: &'static Course,
    desk: Desk,
}

impl Walk {
    /// The way through a lesson.
    pub fn new(course: &'static Course, lesson: &'static str) -> Self {
        let state = use_state();
        let desk = expect_context::<Desk>();
        let last = course.story.stations.len() + 1;
        let at = Kept::new(move || state.with(|state| state.integer(&AT) as usize).min(last));
        let facts = Kept::new(move || {
            state.with(|state| {
                desk.report.with(|report| match report {
                    Some((id, bytes)) if id == lesson => (course.facts)(state, bytes),
                    _ => Vec::new(),
                })
            })
        });
        let guessed = Kept::new(move || {
            let guess = station(course, at.get())?.guess.as_ref()?;
            state.with(|state| guess.kind.read(state))
        });
        Self {
            state,
            story: course.story,
            facts,
            at,
            guessed,
            course,
            desk,
        }
    }

    /// The station that is open.
    pub fn station(&self) -> Option<&'static Station> {
        station(self.course, self.at.get())
    }

    /// The place behind the last station, where it says what to remember.
    pub fn end(&self) -> usize {
        self.story.stations.len() + 1
    }

    /// What is to be guessed here.
    pub fn guess(&self) -> Option<&'static Guess> {
        self.station()?.guess.as_ref()
    }

    /// Whether a guess is awaited.
    pub fn asks(&self) -> bool {
        self.guess().is_some() && self.guessed.with(Option::is_none)
    }

    /// Whether a piece of the page is covered until the guess is made.
    pub fn covers(&self, piece: &str) -> bool {
        self.guess()
            .is_some_and(|guess| guess.covers.contains(&piece))
            && self.guessed.with(Option::is_none)
    }

    /// The window in which a line is to be drawn, if it is to be drawn into this chart.
    pub fn window(&self, id: &str) -> Option<Shape> {
        match self.guess()?.kind {
            Kind::Curve { chart, .. } if chart == id => self.truth(),
            _ => None,
        }
    }

    /// The true line of a sketch.
    pub fn truth(&self) -> Option<Shape> {
        let Kind::Curve { truth, .. } = self.guess()?.kind else {
            return None;
        };
        self.state.with(|state| {
            self.desk
                .report
                .with(|report| report.as_ref().and_then(|(_, bytes)| truth(state, bytes)))
        })
    }

    /// Goes to a station, or before the first, or behind the last.
    pub fn go(&self, place: usize) {
        let here = self.at.get_untracked();
        let place = place.min(self.end());
        self.state.update(|state| {
            let address = match station(self.course, place) {
                Some(station) => station.address,
                // What to remember is read where one is.
                None if place > 0 && here > 0 => "",
                None => state.lesson(),
            };
            if !address.is_empty() {
                *state = state.going_to(&State::parse(address, &lesson::schemas()));
            }
            state.reset(&GUESS);
            state.set_number(&AT, place as f64);
        });
    }

    /// The same question at another state.
    pub fn ask_again(&self, address: Option<&'static str>) {
        let place = self.at.get_untracked();
        hold_focus();
        self.state.update(|state| {
            if let Some(address) = address {
                *state = state.going_to(&State::parse(address, &lesson::schemas()));
            }
            state.reset(&GUESS);
            state.set_number(&AT, place as f64);
        });
    }

    /// Locks a guess.
    pub fn lock(&self, guessed: &Guessed) {
        let Some(guess) = self.station().and_then(|station| station.guess.as_ref()) else {
            return;
        };
        let words = guess.kind.write(guessed);
        hold_focus();
        if let Kind::Curve { .. } = guess.kind {
            show_sketch();
        }
        self.state
            .update(|state| state.set_words(&GUESS, words.iter().map(String::as_str)));
    }
}

fn station(course: &'static Course, at: usize) -> Option<&'static Station> {
    course.story.stations.get(at.checked_sub(1)?)
}

/// Whether a guess covers a piece of the page.
pub fn covered(piece: &'static str) -> bool {
    use_context::<Walk>().is_some_and(|walk| walk.covers(piece))
}

/// The button that is pressed goes with the question, or with the answer: the box around both
/// takes the focus, so that the tab key goes on from there.
fn hold_focus() {
    let guess = document().query_selector(".guess[tabindex]").ok().flatten();
    if let Some(guess) = guess.and_then(|guess| guess.dyn_into::<HtmlElement>().ok()) {
        let _ = guess.focus();
    }
}

/// What was covered stands above the chart again, which goes down: it is followed.
fn show_sketch() {
    request_animation_frame(|| {
        if let Ok(Some(chart)) = document().query_selector(".sketched") {
            chart.scroll_into_view_with_bool(false);
        }
    });
}
