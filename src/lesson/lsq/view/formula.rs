//! The quantizer and one step of the training with their numbers filled in.

use leptos::prelude::*;

use super::super::settings::RATE;
use super::Room;
use crate::lesson::words::integer;
use crate::plot::format_number;
use crate::web::control::number_signal;
use crate::web::dom::{View, view};
use crate::web::drag::{Dotted, Scrub};

#[component]
pub fn Rule() -> View {
    let room = expect_context::<Room>();
    let size = move || format_number(room.size().get(), 5);
    let low = move || integer(room.chosen.with(super::Chosen::codes).0);
    let high = move || integer(room.chosen.with(super::Chosen::codes).1);
    let plus = move || room.chosen.with(|chosen| chosen.offset);
    // What is rounded.
    let quotient = move || {
        view! {
            <mfrac><mrow><mi>"v"</mi>{move || plus().then(|| view! { <mrow><mo>"\u{2212}"</mo><mi>"\u{3b2}"</mi></mrow> })}</mrow><mi>"s"</mi></mfrac>
        }
    };
    view! {
        <section class="derivation" data-piece="arithmetic" aria-label="One step">
            <p class="heading"><b>"The arithmetic."</b>" \u{3b7} is the learning rate, g the gradient of all values together. "<Dotted/></p>
            <div class="equation">
            <math role="group">
                <mover accent="true"><mi class="quantized">"v"</mi><mo>"^"</mo></mover><mo>"="</mo><mtext>"round"</mtext><mo stretchy="false">"("</mo><mtext>"clamp"</mtext><mo stretchy="false">"("</mo>
                {quotient()}
                <mo>","</mo><mn>{low}</mn><mo>","</mo><mn>{high}</mn><mo stretchy="false">")"</mo><mo stretchy="false">")"</mo><mi>"s"</mi>
                {move || plus().then(|| view! { <mrow><mo>"+"</mo><mi>"\u{3b2}"</mi></mrow> })}
            </math>
            </div>
            <div class="equation">
            <math role="group">
                <mfrac><mrow><mo>"\u{2202}"</mo><mover accent="true"><mi>"v"</mi><mo>"^"</mo></mover></mrow><mrow><mo>"\u{2202}"</mo><mi>"s"</mi></mrow></mfrac><mo>"="</mo>
                <mn>{low}</mn><mtext>"\u{a0}below,"</mtext>
            </math>
            <math role="group">
                <mtext>"round"</mtext><mo stretchy="false">"("</mo>{quotient()}<mo stretchy="false">")"</mo><mo>"\u{2212}"</mo>{quotient()}<mtext>"\u{a0}inside,"</mtext>
            </math>
            <math role="group">
                <mn>{high}</mn><mtext>"\u{a0}above"</mtext>
            </math>
            </div>
            <div class="equation">
            <math role="group">
                <mi>"s"</mi><mo>"\u{2190}"</mo><mi>"s"</mi><mo>"\u{2212}"</mo><mi>"\u{3b7}"</mi><mi class="gradient">"g"</mi>
            </math>
            <math role="group"><mo>"="</mo><mn class="original" data-figure="size">{size}</mn><mo>"\u{2212}"</mo>
                <Scrub key=&RATE value=number_signal(&RATE, None)/><mo>"\u{d7}"</mo><mo stretchy="false">"("</mo><mn class="gradient" data-figure="gradient">{move || room.now().map_or_else(String::new, |now| format_number(now.gradient, 4))}</mn><mo stretchy="false">")"</mo>
            </math>
            </div>
        </section>
    }
}
