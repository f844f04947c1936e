//! How S and Z come about, and one number through them: formulas whose parameters
//! can be dragged.

use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept};
use leptos::prelude::*;

use super::super::settings::{MAX, MIN, X, ZERO_POINT};
use super::Room;
use crate::lesson::words::integer;
use crate::plot::format_number;
use crate::web::control::number_signal;
use crate::web::drag::{Dotted, Scrub};

#[component]
pub fn Derivation() -> View {
    let room = expect_context::<Room>();
    let x = number_signal(&X, None);
    let notes = Kept::new(move || {
        room.state
            .with(|state| state.choice(&ZERO_POINT) == "notes")
    });
    let float = Kept::new(move || {
        room.state
            .with(|state| state.choice(&ZERO_POINT) == "float")
    });
    // A whole Z is added to the rounded number, a float before it is rounded.
    let whole = Kept::new(move || !float.get());
    let affine = move || room.chosen.with(|chosen| chosen.affine);
    let range = move || {
        room.chosen
            .with(super::super::settings::Chosen::effective_range)
    };
    let scale = move || format_number(f64::from(affine().scale), 5);
    let zero_point = move || {
        let zero_point = affine().zero_point;
        if float.get() {
            format_number(f64::from(zero_point), 5)
        } else {
            integer(zero_point as i32)
        }
    };
    let low = move || integer(affine().quantized_min);
    let high = move || integer(affine().quantized_max);
    // A bound that zero or symmetry has replaced is not the number that one drags.
    // Only whether it is so changes the view: a drag must not lose its element.
    let used_min = Kept::new(move || {
        room.chosen
            .with(|chosen| chosen.effective_range().0 == f64::from(chosen.range.min))
    });
    let used_max = Kept::new(move || {
        room.chosen
            .with(|chosen| chosen.effective_range().1 == f64::from(chosen.range.max))
    });
    let bound = move |used: Kept<bool>, key, value: Derived<f64>, end: fn((f64, f64)) -> f64| {
        if used.get() {
            view! { <Scrub key=key value class="original"/> }
        } else {
            view! { <mn>{move || format_number(end(range()), 5)}</mn> }
        }
    };
    let min_negative = Kept::new(move || range().0 < 0.0);
    let low_negative = Kept::new(move || affine().quantized_min < 0);
    let zero_negative = Kept::new(move || affine().zero_point < 0.0);
    let step = move || {
        let value = x.get() as f32 / affine().scale;
        format_number(f64::from(value), 5)
    };
    let code = move || affine().quantize(x.get() as f32);
    let unclamped = move || affine().unclamped(x.get() as f32);
    let back = move || f64::from(affine().dequantize(code()));
    let clamped = move || unclamped() != f64::from(code());
    view! {
        <section class="derivation" data-piece="arithmetic" aria-label="Derivation">
            <p class="heading"><b>"The arithmetic."</b>" "<Dotted/></p>
            <div class="equation">
            <math role="group">
                <mi class="quantized">"S"</mi><mo>"="</mo>
                <mfrac>
                    <mrow><mi>"MAX"</mi><mo>"\u{2212}"</mo><mi>"MIN"</mi></mrow>
                    <mrow><msub><mi>"q"</mi><mtext>"max"</mtext></msub><mo>"\u{2212}"</mo><msub><mi>"q"</mi><mtext>"min"</mtext></msub></mrow>
                </mfrac>
                </math>
            <math role="group"><mo>"="</mo>
                <mfrac>
                    <mrow>{move || { bound(used_max, &MAX, room.max(), |range| range.1) }}<mo>"\u{2212}"</mo>{fence(min_negative, "(")}{move || { bound(used_min, &MIN, room.min(), |range| range.0) }}{fence(min_negative, ")")}</mrow>
                    <mrow><mn>{high}</mn><mo>"\u{2212}"</mo>{fence(low_negative, "(")}<mn>{low}</mn>{fence(low_negative, ")")}</mrow>
                </mfrac>
                </math>
            <math role="group"><mo>"="</mo><mn class="quantized">{scale}</mn>
            </math>
            </div>
            {move || if notes.get() {
                view! {
                    <div class="equation">
                    <math role="group">
                        <mi class="clipped">"Z"</mi><mo>"="</mo><mtext>"round"</mtext><mo stretchy="false">"("</mo>
                        <mfrac><mi>"MIN"</mi><mi>"S"</mi></mfrac><mo stretchy="false">")"</mo>
                        </math>
                    <math role="group"><mo>"="</mo><mn class="clipped">{zero_point}</mn>
                    </math>
                    </div>
                }
            } else {
                view! {
                    <div class="equation">
                    <math role="group">
                        <mi class="quantized">"Z"</mi><mo>"="</mo>
                        {(!float.get()).then(|| view! { <mtext>"round"</mtext> })}
                        <mo stretchy="false">"("</mo><msub><mi>"q"</mi><mtext>"min"</mtext></msub><mo>"\u{2212}"</mo>
                        <mfrac><mi>"MIN"</mi><mi>"S"</mi></mfrac><mo stretchy="false">")"</mo>
                        </math>
                    <math role="group"><mo>"="</mo><mn class="quantized">{zero_point}</mn>
                    </math>
                    </div>
                }
            }}
            <div class="equation">
            <math role="group">
                <mi>"q"</mi><mo>"="</mo><mtext>"clamp"</mtext><mo stretchy="false">"("</mo><mtext>"round"</mtext><mo stretchy="false">"("</mo>
                <mfrac><mrow><Scrub key=&X value=x class="original"/></mrow><mn>{scale}</mn></mfrac>
                {fence(whole, ")")}<mo>"+"</mo>{fence(zero_negative, "(")}<mn>{zero_point}</mn>{fence(zero_negative, ")")}{fence(float, ")")}<mo stretchy="false">")"</mo>
                </math>
            <math role="group"><mo>"="</mo><mtext>"clamp"</mtext><mo stretchy="false">"("</mo><mtext>"round"</mtext><mo stretchy="false">"("</mo><mn>{step}</mn>{fence(whole, ")")}
                <mo>"+"</mo>{fence(zero_negative, "(")}<mn>{zero_point}</mn>{fence(zero_negative, ")")}{fence(float, ")")}<mo stretchy="false">")"</mo>
                </math>
            <math role="group"><mo>"="</mo><mn class="quantized" data-figure="code">{move || integer(code())}</mn>
            </math>
            </div>
            <p class="facts">{move || if clamped() {
                format!("The clamp to {} \u{2026} {} moved it: unclamped it would be {}.", low(), high(), format_number(unclamped(), 9))
            } else {
                format!("It lies in {} \u{2026} {}: the clamp leaves it as it is.", low(), high())
            }}</p>
            <div class="equation">
            <math role="group">
                <mi>"x\u{2032}"</mi><mo>"="</mo><mi>"S"</mi><mo stretchy="false">"("</mo><mi>"q"</mi><mo>"\u{2212}"</mo><mi>"Z"</mi><mo stretchy="false">")"</mo>
                </math>
            <math role="group"><mo>"="</mo><mn>{scale}</mn><mo stretchy="false">"("</mo><mn>{move || integer(code())}</mn><mo>"\u{2212}"</mo>{fence(zero_negative, "(")}<mn>{zero_point}</mn>{fence(zero_negative, ")")}<mo stretchy="false">")"</mo>
                </math>
            <math role="group"><mo>"="</mo><mn class="quantized" data-figure="value">{move || format_number(back(), 6)}</mn>
                <mo>","</mo><mspace width="1em"/>
                <mtext>"error"</mtext></math>
            <math role="group"><mo>"="</mo><mi>"x\u{2032}"</mi><mo>"\u{2212}"</mo><mi>"x"</mi>
                </math>
            <math role="group"><mo>"="</mo><mn class="error" data-figure="error">{move || format_number(back() - f64::from(x.get() as f32), 4)}</mn>
            </math>
            </div>
            {move || notes.get().then(|| view! { <p class="explained">
                "With this sign Z cancels only as long as nothing is clamped. S was divided up for codes from "
                {low}" to "{high}", but they land between "
                {move || integer_of(affine().unclamped(range().0 as f32))}" and "
                {move || integer_of(affine().unclamped(range().1 as f32))}
                ", so the clamp changes most of them. The consistent reading is Z = round(q"<sub>"min"</sub>" \u{2212} MIN/S)."
            </p> })}
        </section>
    }
}

/// A parenthesis around a number where its sign needs one.
fn fence(needed: Kept<bool>, side: &'static str) -> View {
    view! {
        {move || needed.get().then(|| view! { <mo stretchy="false">{side}</mo> })}
    }
}

fn integer_of(code: f64) -> String {
    format_number(code, 9)
}
