//! The way through a lesson above its picture: a mark for each station, and what to look at.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::answer::Answer;
use super::guess::Asked;
use super::{Prose, Walk};
use crate::course::Station;
use crate::lesson::{self, LESSONS, Lesson};
use crate::state::{LOCK, State};
use crate::web::dom::{View, view};
use crate::web::page::use_state;

/// The band of stations.
#[component]
pub fn Path() -> View {
    let Some(walk) = use_context::<Walk>() else {
        return View::none();
    };
    let stations = walk.story.stations.iter().enumerate();
    let marks: Vec<View> = stations
        .map(|(index, station)| mark(walk, index + 1, station))
        .collect();
    view! {
        <section class="path" aria-label="The way through this lesson">
            <div class="marks">
                <button type="button" class="quiet step" aria-label="Back" title="Back" aria-disabled=move || (walk.at.get() == 0).then_some("true")
                    on:click=move |_: MouseEvent| step(walk, -1)>"\u{2190}"</button>
                <ol>{marks}</ol>
                <button type="button" class="step" aria-disabled=move || (walk.at.get() == walk.end()).then_some("true")
                    on:click=move |_: MouseEvent| step(walk, 1)
                >{move || if walk.at.get() == 0 { "Start \u{2192}" } else { "Next \u{2192}" }}</button>
            </div>
            <div class="said" aria-live="polite">
                {move || {
                    let at = walk.at.get();
                    walk.story.stations.get(at.wrapping_sub(1)).map(|station| said(walk, station))
                }}
                {move || (walk.at.get() == walk.end()).then(|| view! { <Remember walk/> })}
            </div>
        </section>
    }
}

/// One place on or back. At the ends the buttons stay what they are and do nothing: one that is
/// disabled while it has the focus loses it.
fn step(walk: Walk, by: isize) {
    let goal = walk.at.get_untracked().checked_add_signed(by);
    if let Some(goal) = goal.filter(|goal| *goal <= walk.end()) {
        walk.go(goal);
    }
}

/// A station as a mark that goes there.
fn mark(walk: Walk, place: usize, station: &'static Station) -> View {
    let guess = station.guess.is_some();
    let title = station.title.trim_end_matches('.');
    view! {
        <li>
            <button
                type="button"
                class="mark"
                class:guess=guess
                aria-label=guess.then(|| format!("{place} {title}, with a guess"))
                aria-current=move || (walk.at.get() == place).then_some("step")
                on:click=move |_: MouseEvent| walk.go(place)
            ><span class="number">{if guess { "?".to_owned() } else { place.to_string() }}</span>{title}</button>
        </li>
    }
}

fn said(walk: Walk, station: &'static Station) -> View {
    view! {
        <p class="look"><b>{station.title}</b>" "<Prose text=station.text/></p>
        {station.guess.as_ref().map(|guess| view! {
            <div class="guess" tabindex="-1" role="group" aria-label=move || if walk.asks() { "The question" } else { "The answer" }>
                {move || match walk.guessed.get() {
                    None => view! { <Asked walk guess/> },
                    Some(guessed) => view! { <Answer walk guess guessed/> },
                }}
            </div>
        })}
    }
}

#[component]
fn Remember(walk: Walk) -> View {
    view! {
        <p class="look"><b>"To remember."</b>" "<Prose text=walk.story.remember/></p>
        <p class="onward">{move || walk.state.with(onward)}</p>
    }
}

/// A link to the lesson after this one.
fn onward(state: &State) -> Option<View> {
    let (next, goal) = next_lesson(state)?;
    let href = goal.to_hash();
    let label = next.label;
    Some(view! { <a href=href>"Next: "{label}" \u{2192}"</a> })
}

/// The lesson after this one, as it begins: what the last station has set is not taken along, as what a
/// person has chosen is by the navigation.
pub fn next_lesson(state: &State) -> Option<(&'static Lesson, State)> {
    let here = LESSONS
        .iter()
        .position(|lesson| lesson.schema.id == state.lesson())?;
    let next = LESSONS.get(here + 1).filter(|next| next.in_course)?;
    let mut goal = state.going_to(&State::parse(next.schema.id, &lesson::schemas()));
    goal.reset(&LOCK);
    Some((next, goal))
}

/// What follows the picture: what to remember, where it is from, where implementations differ.
#[component]
pub fn After() -> View {
    let Some(walk) = use_context::<Walk>() else {
        return View::none();
    };
    let state = use_state();
    let story = walk.story;
    let papers: Vec<View> = story
        .papers
        .iter()
        .map(|paper| view! { <p><Prose text=*paper/></p> })
        .collect();
    view! {
        <section class="after" aria-label="To remember, and where it is from">
            <h2>"To remember"</h2>
            <p class="remember"><Prose text=story.remember/></p>
            <h2>"Where it is from"</h2>
            <div class="papers">{papers}</div>
            <p><b>"Where implementations differ."</b>" "<Prose text=story.differences/></p>
            <p class="onward">
                <a class="proved" href=format!("#/proof?part={}", story.proof)>"How right is this?"</a>
                {move || state.with(onward)}
            </p>
        </section>
    }
}
