//! The guess beside the truth, the gap named, and the same question with one thing changed.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::guess::written;
use super::{Prose, Walk};
use crate::course::{Guess, Guessed, Kind, distance};
use crate::plot::format_percent;
use crate::web::dom::{View, view};

#[component]
pub fn Answer(walk: Walk, guess: &'static Guess, guessed: Guessed) -> View {
    let compared = match (&guess.kind, guessed) {
        (
            Kind::Number {
                fact,
                min,
                max,
                unit,
                ..
            },
            Guessed::Number(value),
        ) => numbers(walk, fact, (*min, *max), unit, value),
        (Kind::Choice { fact, options }, Guessed::Choice(index)) => {
            choice(walk, fact, options, index)
        }
        (Kind::Curve { .. }, Guessed::Curve(heights)) => curves(walk, heights),
        _ => View::none(),
    };
    let others: Vec<View> = guess
        .again
        .iter()
        .map(|(address, label)| {
            view! { <button type="button" on:click=move |_: MouseEvent| walk.ask_again(Some(address))>{*label}</button> }
        })
        .collect();
    view! {
        {compared}
        <p class="answer"><Prose text=guess.answer/></p>
        <p class="again">
            <button type="button" class="quiet" on:click=move |_: MouseEvent| walk.ask_again(None)>"Guess again"</button>
            {(!others.is_empty()).then_some("and with one thing changed: ")}
            {others}
        </p>
    }
}

/// The value of a fact, once it is known.
fn value_of(walk: Walk, name: &str) -> Option<f64> {
    walk.facts.with(|facts| {
        let fact = facts.iter().find(|fact| fact.name == name)?;
        Some(fact.value)
    })
}

/// A number in three digits: enough to compare a guess with, even where more would be exact.
fn short(x: f64) -> f64 {
    let place = 10_f64.powf(2.0 - x.abs().log10().floor());
    if place.is_finite() {
        (x * place).round() / place
    } else {
        x
    }
}

/// Two marks on one line: what was guessed, and what is.
fn numbers(
    walk: Walk,
    fact: &'static str,
    (min, max): (f64, f64),
    unit: &'static str,
    value: f64,
) -> View {
    let place = move |x: f64| format!("{:.1}%", ((x - min) / (max - min)).clamp(0.0, 1.0) * 100.0);
    let truth = move || value_of(walk, fact).map(short);
    let gap = move || {
        truth().map_or_else(String::new, |truth| {
            format!(
                "You said {}, it is {}: {} apart.",
                written(value, unit),
                written(truth, unit),
                written(short((truth - value).abs()), unit)
            )
        })
    };
    view! {
        <div class="line" aria-hidden="true">
            <span class="mine" style:left=place(value)></span>
            <span class="true" style:left=move || truth().map_or_else(|| "0%".to_owned(), place)></span>
            <span class="between"
                style:left=move || truth().map_or_else(|| "0%".to_owned(), |truth| place(truth.min(value)))
                style:right=move || truth().map_or_else(|| "100%".to_owned(), |truth| format!("{:.1}%", 100.0 - ((truth.max(value) - min) / (max - min)).clamp(0.0, 1.0) * 100.0))
            ></span>
        </div>
        <p class="gap">{gap}</p>
    }
}

fn choice(
    walk: Walk,
    fact: &'static str,
    options: &'static [&'static str],
    guessed: usize,
) -> View {
    let truth = move || value_of(walk, fact).map(|value| value as usize);
    let said = move || {
        let (mine, truth) = (options.get(guessed)?, *options.get(truth()?)?);
        Some(if *mine == truth {
            format!("You said \u{201c}{mine}\u{201d}, and so it is.")
        } else {
            format!("You said \u{201c}{mine}\u{201d}; it is \u{201c}{truth}\u{201d}.")
        })
    };
    view! { <p class="gap">{move || said().unwrap_or_default()}</p> }
}

fn curves(walk: Walk, heights: Vec<f64>) -> View {
    let gap = move || {
        walk.truth().map_or_else(String::new, |shape| {
            let apart = distance(&heights, &shape.heights());
            format!(
                "Your line is {} of the chart\u{2019}s height away from the true one on average.",
                format_percent(apart)
            )
        })
    };
    view! { <p class="gap">{gap}</p> }
}
