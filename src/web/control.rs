//! The controls of a setting, made from its key: a number, a list, or a switch. All
//! of them and the formula and the handles move one value.

use std::rc::Rc;

use crate::web::dom::{View, target_value, view};
use crate::web::live::{Derived, Kept, derived};
use leptos::prelude::*;

use super::number::{Moves, NumberControl, Travel};
use super::page::use_state;
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
    let control = match key.kind {
        Kind::Number { .. } => view! { <KeyNumber key value describe/> },
        Kind::Choice { .. } => view! { <Select key/> },
        Kind::Flag { .. } => view! { <Switch key/> },
        Kind::Words => return View::none(),
    };
    view! { <Lockable key>{control}</Lockable> }
}

/// A setting's controls, of which `lock=` makes what only shows.
#[component]
pub fn Lockable(key: &'static Key, children: View) -> View {
    let state = use_state();
    view! { <fieldset class="lockable" disabled=move || state.with(|state| state.is_locked(key))>{children}</fieldset> }
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

/// The number of a key: its slider moves as the key's scale does.
#[component]
fn KeyNumber(
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
    let value = number_signal(key, value);
    let set = move |next: f64| state.update(|state| state.set_number(key, next));
    let travel = Travel {
        ends: (scale.to_slider(min), scale.to_slider(max)),
        step: if scale.is_log() { 0.01 } else { step },
        position: Rc::new(move |value| scale.to_slider(value)),
        value: Rc::new(move |position| scale.from_slider(position)),
    };
    let moves = Moves {
        set: Rc::new(set),
        step: Rc::new(move |steps| set(key.stepped(value.get_untracked(), steps))),
    };
    let auto = default.is_none().then_some(key);
    view! { <NumberControl id=key.id label=key.label value travel moves digits=7 describe auto/> }
}

#[component]
fn Select(key: &'static Key) -> View {
    let state = use_state();
    let Kind::Choice { options, .. } = key.kind else {
        return View::none();
    };
    let chosen = Kept::new(move || state.with(|state| state.choice(key)));
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
                    <option value=choice.id selected=move || chosen.get() == choice.id>{choice.label}</option>
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
