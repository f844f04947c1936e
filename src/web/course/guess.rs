//! Asking for a guess, before the answer is shown.

use leptos::prelude::*;
use web_sys::{Event, MouseEvent};

use super::{Walk, sketch};
use crate::course::{Guess, Guessed, Kind};
use crate::plot::format_number;
use crate::web::dom::{View, target_value, view};
use crate::web::live::Held;

/// The question's control, with a button that locks and one that skips.
#[component]
pub fn Asked(walk: Walk, guess: &'static Guess) -> View {
    let control = match &guess.kind {
        Kind::Number {
            min,
            max,
            step,
            unit,
            ..
        } => slider(walk, (*min, *max, *step), unit),
        Kind::Choice { options, .. } => choices(walk, options),
        Kind::Curve { .. } => sketch::asked(walk),
    };
    view! {
        {control}
        <button type="button" class="quiet skip-guess" on:click=move |_: MouseEvent| walk.lock(&Guessed::Skipped)>"Show me"</button>
    }
}

/// A number with its unit.
pub fn written(value: f64, unit: &str) -> String {
    format!("{}{unit}", format_number(value, 4))
}

fn slider(walk: Walk, (min, max, step): (f64, f64, f64), unit: &'static str) -> View {
    let value = Held::new(min + ((max - min) / 2.0 / step).round() * step);
    let text = move || written(value.get(), unit);
    view! {
        <input
            type="range"
            aria-label="Your guess"
            min=min.to_string()
            max=max.to_string()
            step=step.to_string()
            prop:value=move || value.get().to_string()
            aria-valuetext=text
            on:input=move |event: Event| if let Ok(next) = target_value(&event).parse() { value.set(next) }
        />
        <output>{text}</output>
        <button type="button" class="lock" on:click=move |_: MouseEvent| walk.lock(&Guessed::Number(value.get_untracked()))>"Lock my guess"</button>
    }
}

fn choices(walk: Walk, options: &'static [&'static str]) -> View {
    let buttons: Vec<View> = options
        .iter()
        .enumerate()
        .map(|(index, option)| {
            view! {
                <button type="button" class="lock" on:click=move |_: MouseEvent| walk.lock(&Guessed::Choice(index))>{*option}</button>
            }
        })
        .collect();
    view! { <span class="options" role="group" aria-label="Your guess">{buttons}</span> }
}
