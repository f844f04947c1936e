//! The selected code as bits that can be painted: a press flips one, dragging paints
//! the new value on, arrows step through the codes.

use crate::web::bit::{Bit, Brush, focus_neighbour};
use crate::web::dom::{View, view};
use crate::web::live::{Kept, derived};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Room;
use crate::lesson::words::hex;
use crate::plot::format_number;
use crate::quant::{Class, Format};

/// Which field a bit belongs to, from the left.
fn field(format: &Format, from_left: u32) -> &'static str {
    let sign = u32::from(format.signed);
    if from_left < sign {
        "sign"
    } else if from_left < sign + format.exponent_bits {
        "exponent"
    } else {
        "mantissa"
    }
}

#[component]
pub fn Bits() -> View {
    let room = expect_context::<Room>();
    let format = Kept::new(move || room.chosen.with(|chosen| chosen.format));
    let brush = Brush::new();
    let paint = move |from_left: u32, on: bool| {
        let bit = 1 << (format.get_untracked().bits() - 1 - from_left);
        let code = room.code.get_untracked();
        let painted = if on { code | bit } else { code & !bit };
        if painted != code {
            room.select(painted);
        }
    };
    let is_on = move |from_left: u32| {
        let bits = format.get().bits();
        from_left < bits && room.code.get() >> (bits - 1 - from_left) & 1 == 1
    };
    let keys = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowUp" => room.step(1),
            "ArrowDown" => room.step(-1),
            "ArrowLeft" => focus_neighbour(&event, false),
            "ArrowRight" => focus_neighbour(&event, true),
            _ => return,
        }
        event.prevent_default();
    };
    let cell = move |from_left: u32| {
        let format = format.get_untracked();
        let place = format.bits() - 1 - from_left;
        let name = field(&format, from_left);
        let on = derived(move || is_on(from_left));
        view! {
            <Bit
                class=format!("bit {name}")
                label=derived(move || format!("{}: {name} bit, place {place}", u8::from(on.get())))
                on
                text=derived(move || u8::from(on.get()).to_string())
                brush
                paint=Callback::new(move |on| paint(from_left, on))
            />
        }
    };
    let fields = move || {
        let format = format.get();
        let sign = u32::from(format.signed);
        let spans = [
            ("sign", 0..sign),
            ("exponent", sign..sign + format.exponent_bits),
            ("mantissa", sign + format.exponent_bits..format.bits()),
        ];
        spans
            .into_iter()
            .filter(|(_, span)| !span.is_empty())
            .map(|(name, span)| {
                view! {
                    <div class=format!("field {name}") role="group" aria-label=name>
                        <div class="cells">{span.map(cell).collect::<Vec<_>>()}</div>
                        <div class="note">{move || note(&room, name)}</div>
                    </div>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="bits" data-piece="bits" role="group" aria-label="The code's bits" on:keydown=keys>
            {fields}
            <div class="step">
                <button type="button" aria-label="The next smaller number" on:click=move |_: web_sys::MouseEvent| room.step(-1)>"\u{2212}"</button>
                <button type="button" aria-label="The next larger number" on:click=move |_: web_sys::MouseEvent| room.step(1)>"+"</button>
                <div class="note code" aria-live="polite">{move || hex(&format.get(), room.code.get())}</div>
            </div>
        </div>
    }
}

/// What the field's bits say.
fn note(room: &Room, field: &str) -> String {
    let format = room.chosen.with(|chosen| chosen.format);
    let code = room.code.get();
    let fields = format.fields(code);
    let class = format.classify(code);
    match field {
        "sign" => if fields.sign == 1 {
            "negative"
        } else {
            "positive"
        }
        .to_owned(),
        "exponent" => match class {
            Class::Subnormal | Class::Zero => format!(
                "exponent 0: subnormal, 1 \u{2212} bias {} = {}",
                format.bias,
                signed(1 - format.bias)
            ),
            Class::Normal => {
                let exponent = i64::from(fields.exponent) - i64::from(format.bias);
                format!(
                    "exponent {} \u{2212} bias {} = {}",
                    fields.exponent,
                    signed(format.bias),
                    format_number(exponent as f64, 5)
                )
            }
            Class::Infinite => "infinity".to_owned(),
            Class::Nan => "not a number".to_owned(),
        },
        _ => format!(
            "mantissa {}/{}",
            fields.mantissa,
            1_u32 << format.mantissa_bits
        ),
    }
}

fn signed(number: i32) -> String {
    crate::lesson::words::integer(number)
}
