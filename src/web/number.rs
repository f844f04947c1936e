//! The control of a number: a slider, a field for any value, and a button that lets
//! the data choose.

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::{Event, FocusEvent, KeyboardEvent, MouseEvent};

use super::page::use_state;
use crate::decimal;
use crate::plot::format_number;
use crate::state::Key;
use crate::web::dom::{View, target_value, view};
use crate::web::live::{Derived, Held, Kept};

/// How a number moves along its slider. The slider's own ends stay the same, so that
/// it never stands where an old end has held it back.
#[derive(Clone)]
pub struct Travel {
    /// The slider's ends and the step between its positions.
    pub ends: (f64, f64),
    pub step: f64,
    /// Where it stands for a number; read reactively.
    pub position: Rc<dyn Fn(f64) -> f64>,
    /// The number for a position.
    pub value: Rc<dyn Fn(f64) -> f64>,
}

/// What a person does with a number.
#[derive(Clone)]
pub struct Moves {
    /// Sets it.
    pub set: Rc<dyn Fn(f64)>,
    /// Moves it by so many presses of an arrow key.
    pub step: Rc<dyn Fn(f64)>,
}

/// The control of a number.
#[component]
pub fn NumberControl(
    /// Its name in the address.
    id: &'static str,
    label: &'static str,
    value: Derived<f64>,
    travel: Travel,
    moves: Moves,
    /// Significant digits in the field.
    digits: usize,
    /// Puts the number into words for a screen reader, with its unit.
    describe: Option<fn(f64) -> String>,
    /// The key that the data choose while it is not set.
    auto: Option<&'static Key>,
) -> View {
    let state = use_state();
    // Kept: while a training plays, the settings change with every frame, and what a
    // person is typing must stay.
    let value = Kept::new(move || value.get());
    // What is being typed stays, whatever the data choose meanwhile; once it has been
    // read, the field goes back to the value as it is written.
    let typed = Held::new(None::<String>);
    let describe = describe.unwrap_or(|value| format_number(value, 6));
    let Travel {
        ends,
        step,
        position,
        value: value_at,
    } = travel;
    let Moves { set, step: move_by } = moves;
    let slide = Rc::clone(&set);
    view! {
        <div class="control number">
            <label for=format!("field-{id}")>{label}</label>
            <input
                type="range"
                name=id
                aria-label=label
                min=ends.0.to_string()
                max=ends.1.to_string()
                step=step.to_string()
                prop:value=move || position(value.get()).to_string()
                aria-valuetext=move || describe(value.get())
                on:input=move |event: Event| {
                    if let Some(position) = decimal::parse_f64(&target_value(&event)) {
                        slide(value_at(position));
                    }
                }
                on:keydown=move |event: KeyboardEvent| {
                    if let Some(steps) = arrow_steps(&event) {
                        event.prevent_default();
                        move_by(steps);
                    }
                }
            />
            <input
                type="text"
                inputmode="decimal"
                id=format!("field-{id}")
                autocomplete="off"
                spellcheck="false"
                prop:value=move || typed.get().unwrap_or_else(|| format_number(value.get(), digits))
                on:input=move |event: Event| typed.set(Some(target_value(&event)))
                on:blur=move |_: FocusEvent| typed.set(None)
                on:change=move |event: Event| {
                    // What is no number changes nothing.
                    if let Some(number) = read_number(&target_value(&event)) {
                        set(number);
                    }
                    typed.set(None);
                }
            />
            {auto.map(|key| view! {
                <button
                    type="button"
                    class="auto"
                    aria-label=format!("{label} auto: let the data choose")
                    aria-disabled=move || state.with(|state| state.is_default(key)).then_some("true")
                    on:click=move |_: MouseEvent| state.update(|state| state.reset(key))
                >"auto"</button>
            })}
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
fn read_number(text: &str) -> Option<f64> {
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
