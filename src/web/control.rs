//! The controls of a setting, made from its key: a slider with a field, a list, or
//! a switch. All of them and the formula and the handles move one value.

use crate::decimal;
use crate::web::dom::{View, target_value, view};
use crate::web::live::{Derived, derived};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::page::use_state;
use crate::plot::format_number;
use crate::state::{Key, Kind};

/// The control that fits the key. `value` is what a number is while the lesson
/// chooses it; other keys ignore it.
#[component]
pub fn Control(
    key: &'static Key,
    #[prop(optional, into)] value: Option<Derived<f64>>,
    /// Puts the number into words for a screen reader, with its unit.
    #[prop(optional)]
    describe: Option<fn(f64) -> String>,
) -> View {
    match key.kind {
        Kind::Number { .. } => view! { <Number key value describe/> },
        Kind::Choice { .. } => view! { <Select key/> },
        Kind::Flag { .. } => view! { <Switch key/> },
        Kind::Words => View::none(),
    }
}

/// The number of a key, or what stands in while the lesson chooses it.
pub fn number_signal(key: &'static Key, fallback: Option<Derived<f64>>) -> Derived<f64> {
    let state = use_state();
    derived(move || {
        state
            .with(|state| state.number(key))
            .or_else(|| fallback.map(|fallback| fallback.get()))
            .unwrap_or(0.0)
    })
}

#[component]
fn Number(
    key: &'static Key,
    value: Option<Derived<f64>>,
    describe: Option<fn(f64) -> String>,
) -> View {
    let state = use_state();
    let Kind::Number {
        min,
        max,
        step,
        default,
        scale,
    } = key.kind
    else {
        return View::none();
    };
    let shown = number_signal(key, value);
    let describe = describe.unwrap_or(|value| format_number(value, 6));
    let is_auto = default.is_none();
    let slider_step = if scale.is_log() { 0.01 } else { step };
    let commit = move |text: String| {
        // What is no number changes nothing; the field goes back to the value.
        if let Some(number) = read_number(&text) {
            state.update(|state| state.set_number(key, number));
        } else {
            state.update(|_| {});
        }
    };
    view! {
        <div class="control number">
            <label for=format!("field-{}", key.id)>{key.label}</label>
            <input
                type="range"
                name=key.id
                aria-label=key.label
                min=scale.to_slider(min).to_string()
                max=scale.to_slider(max).to_string()
                step=slider_step.to_string()
                prop:value=move || scale.to_slider(shown.get()).to_string()
                aria-valuetext=move || describe(shown.get())
                on:input=move |event: web_sys::Event| {
                    if let Some(position) = decimal::parse_f64(&target_value(&event)) {
                        state.update(|state| state.set_number(key, scale.from_slider(position)));
                    }
                }
                on:keydown=move |event: KeyboardEvent| {
                    if let Some(steps) = arrow_steps(&event) {
                        event.prevent_default();
                        let next = key.stepped(shown.get_untracked(), steps);
                        state.update(|state| state.set_number(key, next));
                    }
                }
            />
            <input
                type="text"
                inputmode="decimal"
                id=format!("field-{}", key.id)
                autocomplete="off"
                spellcheck="false"
                prop:value=move || { state.track(); format_number(shown.get(), 7) }
                on:change=move |event: web_sys::Event| commit(target_value(&event))
            />
            {is_auto.then(|| view! {
                <button
                    type="button"
                    class="auto"
                    aria-label=format!("{} auto: let the data choose", key.label)
                    disabled=move || state.with(|state| state.is_default(key))
                    on:click=move |_: web_sys::MouseEvent| state.update(|state| state.reset(key))
                >"auto"</button>
            })}
        </div>
    }
}

#[component]
fn Select(key: &'static Key) -> View {
    let state = use_state();
    let Kind::Choice { options, .. } = key.kind else {
        return View::none();
    };
    let chosen = move || state.with(|state| state.choice(key));
    view! {
        <div class="control choice">
            <label for=format!("choice-{}", key.id)>{key.label}</label>
            <select
                id=format!("choice-{}", key.id)
                name=key.id
                prop:value=chosen
                on:change=move |event: web_sys::Event| state.update(|state| state.set_choice(key, &target_value(&event)))
            >
                {options().into_iter().map(|choice| view! {
                    <option value=choice.id selected=move || chosen() == choice.id>{choice.label}</option>
                }).collect::<Vec<_>>()}
            </select>
        </div>
    }
}

#[component]
fn Switch(key: &'static Key) -> View {
    let state = use_state();
    view! {
        <div class="control switch">
            <label>
                <input
                    type="checkbox"
                    name=key.id
                    prop:checked=move || state.with(|state| state.flag(key))
                    on:change=move |event: web_sys::Event| state.update(|state| state.set_flag(key, event_target_checked(&event)))
                />
                {key.label}
            </label>
        </div>
    }
}

/// How many steps a key press asks for, if any.
pub fn arrow_steps(event: &KeyboardEvent) -> Option<f64> {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return None;
    }
    let steps = match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => -1.0,
        "ArrowRight" | "ArrowUp" => 1.0,
        "PageDown" => -10.0,
        "PageUp" => 10.0,
        _ => return None,
    };
    Some(steps)
}

/// A number as people type it: with a minus sign of any kind, as a fraction, or as
/// a power such as `2^-9`.
pub fn read_number(text: &str) -> Option<f64> {
    let text = text
        .trim()
        .replace('\u{2212}', "-")
        .replace('\u{221e}', "inf");
    let plain = |text: &str| decimal::parse_f64(text.trim());
    if let Some((base, power)) = text.split_once('^') {
        return Some(plain(base)?.powf(plain(power)?));
    }
    if let Some((above, below)) = text.split_once('/') {
        return Some(plain(above)? / plain(below)?);
    }
    plain(&text)
}
