//! The control of the typed number.

use crate::decimal;
use crate::web::dom::{View, target_value, view};
use leptos::prelude::*;

use super::super::settings::X;
use super::Room;
use crate::plot::format_number;
use crate::web::control::{arrow_steps, number_signal, read_number};

/// The typed number: a slider that is fine near zero and reaches the format's top,
/// and a field for any real.
#[component]
pub fn NumberControl() -> View {
    let room = expect_context::<Room>();
    let shown = number_signal(&X, None);
    // x = a sinh(k p): even near zero, logarithmic far out.
    let curve = move || {
        room.chosen.with(|chosen| {
            let scale = f64::from(chosen.scale);
            let small = f64::from(chosen.format.min_normal())
                .max(f64::from(chosen.format.min_subnormal()) * 4.0)
                * scale;
            let top = f64::from(chosen.format.max()) * 1.2 * scale;
            (small, (top / small).asinh() / 1000.0)
        })
    };
    let set = move |x: f64| room.type_number(x);
    view! {
        <div class="control number">
            <label for="field-x">"Number"</label>
            <input
                type="range"
                name="x"
                aria-label="Number"
                min="-1000"
                max="1000"
                step="1"
                prop:value=move || {
                    let (small, k) = curve();
                    ((shown.get() / small).asinh() / k).clamp(-1000.0, 1000.0).to_string()
                }
                aria-valuetext=move || format_number(shown.get(), 6)
                on:input=move |event: web_sys::Event| {
                    if let Some(position) = decimal::parse_f64(&target_value(&event)) {
                        let (small, k) = curve();
                        set(to_digits(small * (k * position).sinh(), 4));
                    }
                }
                on:keydown=move |event: web_sys::KeyboardEvent| {
                    if let Some(steps) = arrow_steps(&event) {
                        event.prevent_default();
                        room.step(steps as i32);
                    }
                }
            />
            <input
                type="text"
                inputmode="decimal"
                id="field-x"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || { room.state.track(); format_number(shown.get(), 9) }
                on:change=move |event: web_sys::Event| match read_number(&target_value(&event)) {
                    Some(x) => set(x),
                    None => room.state.update(|_| {}),
                }
            />
        </div>
    }
}

fn to_digits(x: f64, digits: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let factor = 10_f64.powi(digits - 1 - x.abs().log10().floor() as i32);
    if factor.is_finite() {
        (x * factor).round() / factor
    } else {
        x
    }
}
