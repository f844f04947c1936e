//! The value of the selected code as a formula with its numbers filled in, each of
//! which can be dragged; and what became of the typed number.

use crate::web::dom::{View, view};
use crate::web::live::{Kept, derived};
use leptos::prelude::*;

use super::{Room, words};
use crate::plot::{format_number, format_signed};
use crate::quant::{Class, Fields};
use crate::web::drag::{Knob, ScrubNumber};

#[component]
pub fn Formula() -> View {
    let room = expect_context::<Room>();
    let format = Kept::new(move || room.chosen.with(|chosen| chosen.format));
    let fields = Kept::new(move || format.get().fields(room.code.get()));
    let class = Kept::new(move || format.get().classify(room.code.get()));
    let scale = Kept::new(move || room.chosen.with(|chosen| f64::from(chosen.scale)));
    let value = move || f64::from(format.get().decode(room.code.get())) * scale.get();
    let turn = move |change: fn(&mut Fields, u32), to: f64| {
        let mut next = fields.get_untracked();
        change(&mut next, to.max(0.0) as u32);
        room.select(format.get_untracked().code_of(next));
    };
    let sign = move || {
        view! {
            <mrow>
                <msup>
                    <mrow><mo stretchy="false">"("</mo><mo>"\u{2212}"</mo><mn>"1"</mn><mo stretchy="false">")"</mo></mrow>
                    <ScrubNumber
                        knob=Knob { label: "Sign", min: 0.0, max: 1.0, pixels: 14.0 }
                        value=derived(move || f64::from(fields.get().sign))
                        set=Callback::new(move |to| turn(|fields, to| fields.sign = to, to))
                        class="sign"
                    />
                </msup>
                <mo>"\u{d7}"</mo>
            </mrow>
        }
    };
    let mantissa = move || {
        let width = format.get().mantissa_bits as usize;
        (width > 0).then(|| {
            view! {
                <ScrubNumber
                    knob=Knob { label: "Mantissa", min: 0.0, max: f64::from((1_u32 << width) - 1), pixels: if width > 5 { 2.0 } else { 8.0 } }
                    value=derived(move || f64::from(fields.get().mantissa))
                    text=derived(move || format!("{:0width$b}", fields.get().mantissa))
                    set=Callback::new(move |to| turn(|fields, to| fields.mantissa = to, to))
                    class="mantissa"
                />
            }
        })
    };
    let exponent = move || {
        let bits = format.get().exponent_bits;
        view! {
            <ScrubNumber
                knob=Knob { label: "Exponent", min: 0.0, max: f64::from((1_u32 << bits) - 1), pixels: if bits > 5 { 3.0 } else { 10.0 } }
                value=derived(move || f64::from(fields.get().exponent))
                text=derived(move || match class.get() {
                    Class::Zero | Class::Subnormal => "1".to_owned(),
                    _ => fields.get().exponent.to_string(),
                })
                set=Callback::new(move |to| turn(|fields, to| fields.exponent = to, to))
                class="exponent"
            />
        }
    };
    let finite = move || matches!(class.get(), Class::Zero | Class::Subnormal | Class::Normal);
    let leading = move || {
        if class.get() == Class::Normal {
            "1"
        } else {
            "0"
        }
    };
    let number = move || {
        let dotted = format.get().mantissa_bits > 0;
        view! {
            <mrow>
                {format.get().signed.then(sign)}
                <msub>
                    <mrow><mn>{move || format!("{}{}", leading(), if dotted { "." } else { "" })}</mn>{mantissa}</mrow>
                    <mn>"2"</mn>
                </msub>
                <mo>"\u{d7}"</mo>
                <msup>
                    <mn>"2"</mn>
                    <mrow>
                        {exponent}
                        <mo>{move || if format.get().bias < 0 { "+" } else { "\u{2212}" }}</mo>
                        <mn>{move || format.get().bias.abs().to_string()}</mn>
                    </mrow>
                </msup>
                {move || (scale.get() != 1.0).then(|| view! {
                    <mrow><mo>"\u{d7}"</mo><mn>{format_number(scale.get(), 6)}</mn></mrow>
                })}
                <mo>"="</mo>
                <mn class="result">{move || format_number(value(), 8)}</mn>
            </mrow>
        }
    };
    let special = move || match class.get() {
        Class::Nan => "NaN: not a number",
        _ if fields.get().sign == 1 => "\u{2212}\u{221e}: minus infinity",
        _ => "\u{221e}: infinity",
    };
    let facts = move || {
        let format = format.get();
        let code = room.code.get();
        let kind = match class.get() {
            Class::Zero => "zero",
            Class::Subnormal => "subnormal",
            Class::Normal => "normal",
            Class::Infinite | Class::Nan => return String::new(),
        };
        let chosen = room.chosen.get();
        let explained = format.explain(
            f64::from(format.decode(code)),
            chosen.rounding,
            chosen.overflow,
            0,
        );
        let ulp = format_number(explained.ulp * scale.get(), 4);
        let interval = format
            .rounding_interval(code, chosen.rounding, chosen.overflow)
            .map(|interval| {
                format!(
                    " \u{b7} numbers from {} to {} come here",
                    format_number(interval.lower * scale.get(), 6),
                    format_number(interval.upper * scale.get(), 6)
                )
            })
            .unwrap_or_default();
        format!("{kind} \u{b7} ulp {ulp}{interval}")
    };
    view! {
        <div class="formula" data-piece="formula">
            {move || if finite() {
                view! { <math display="block" role="group" aria-label="The value as a formula">{number}</math> }
            } else {
                view! { <p class="not-finite">{special}</p> }
            }}
            <p class="facts" aria-live="polite">{facts}</p>
        </div>
    }
}

/// The typed number: its neighbours, the rounding chosen and why, the error in ulp.
#[component]
pub fn Verdict() -> View {
    let room = expect_context::<Room>();
    let sentence = move || {
        let explanation = room.explanation.get()?;
        let chosen = room.chosen.get();
        let scale = f64::from(chosen.scale);
        let x = room.x.get()?;
        let value = f64::from(explanation.value) * scale;
        let lands = view! {
            <b class="original">{format_number(x, 9)}</b>
            " \u{2192} "
            <b class="quantized">{format_number(value, 9)}</b>
            ". "
            {words::verdict(&chosen.format, scale, &explanation)}
        };
        let error = (explanation.error.is_finite() && explanation.error != 0.0).then(|| {
            let error = format_signed(explanation.error * scale, 4);
            let in_ulp = format_signed(explanation.error_in_ulp, 3);
            view! { " Error "<b class="error">{error}</b>{format!(", which is {in_ulp} ulp.")} }
        });
        Some(view! { <p class="verdict" aria-live="polite">{lands}{error}</p> })
    };
    view! { <div data-piece="verdict">{sentence}</div> }
}
