//! One step of the training with its numbers filled in.

use leptos::prelude::*;

use super::super::settings::{LAMBDA, NOTES, RATE};
use super::Room;
use crate::plot::format_number;
use crate::web::control::number_signal;
use crate::web::dom::{View, view};
use crate::web::drag::{Dotted, Scrub};

#[component]
pub fn Rule() -> View {
    let room = expect_context::<Room>();
    let notes = move || room.state.with(|state| state.flag(&NOTES));
    let alpha = move || format_number(room.alpha().get(), 5);
    // The gradient without the penalty's part.
    let felt = move || {
        room.now().map_or(0.0, |now| {
            now.gradient - 2.0 * room.chosen.with(|chosen| chosen.lambda) * now.alpha
        })
    };
    let next = move || {
        let (rate, gradient) = room
            .chosen
            .with(|chosen| (chosen.rate, room.now().map(|now| now.gradient)));
        room.alpha().get() - rate * gradient.unwrap_or(0.0)
    };
    view! {
        <section class="derivation" data-piece="arithmetic" aria-label="One step">
            <p class="heading"><b>"The arithmetic."</b>" k is the number of bits, \u{3b7} the learning rate, E the loss without its penalty. "<Dotted/></p>
            <div class="equation">
            <math role="group">
                <mi>"y"</mi><mo>"="</mo><mfrac><mn>"1"</mn><mn>"2"</mn></mfrac><mo stretchy="false">"("</mo>
                {move || if notes() { view! { <mi class="clipped">"x"</mi> } } else { view! { <mrow><mo stretchy="false" lspace="0" rspace="0">"|"</mo><mi>"x"</mi><mo stretchy="false" lspace="0" rspace="0">"|"</mo></mrow> } }}
                {move || if notes() { view! { <mo class="clipped">"+"</mo> } } else { view! { <mo>"\u{2212}"</mo> } }}
                <mo stretchy="false" lspace="0" rspace="0">"|"</mo><mi>"x"</mi><mo>"\u{2212}"</mo><mi>"\u{3b1}"</mi><mo stretchy="false" lspace="0" rspace="0">"|"</mo><mo>"+"</mo><mi>"\u{3b1}"</mi><mo stretchy="false">")"</mo>
            </math>
            <math role="group"><mo>"="</mo>
                {move || if notes() {
                    view! { <mtext class="clipped">"max(x, \u{3b1})"</mtext> }
                } else {
                    view! { <mtext>"clip(x, 0, \u{3b1})"</mtext> }
                }}
            </math>
            </div>
            {move || notes().then(|| view! {
                <p class="explained">"With x + |x \u{2212} \u{3b1}| instead of |x| \u{2212} |x \u{2212} \u{3b1}| everything below \u{3b1} becomes \u{3b1} and nothing above it is clipped: the grey line. Equation 1 of the paper is the other one."</p>
            })}
            <div class="equation">
            <math role="group">
                <msub><mi class="quantized">"y"</mi><mi>"q"</mi></msub><mo>"="</mo><mtext>"round"</mtext><mo stretchy="false">"("</mo><mi>"y"</mi><mo>"\u{b7}"</mo>
                <mfrac><mrow><msup><mn>"2"</mn><mi>"k"</mi></msup><mo>"\u{2212}"</mo><mn>"1"</mn></mrow><mi>"\u{3b1}"</mi></mfrac><mo stretchy="false">")"</mo><mo>"\u{b7}"</mo>
                <mfrac><mi>"\u{3b1}"</mi><mrow><msup><mn>"2"</mn><mi>"k"</mi></msup><mo>"\u{2212}"</mo><mn>"1"</mn></mrow></mfrac>
            </math>
            </div>
            <div class="equation">
            <math role="group">
                <mi>"\u{3b1}"</mi><mo>"\u{2190}"</mo><mi>"\u{3b1}"</mi><mo>"\u{2212}"</mo><mi>"\u{3b7}"</mi><mo stretchy="false">"("</mo>
                <mfrac><mrow><mi>"d"</mi><mi>"E"</mi></mrow><mrow><mi>"d"</mi><mi>"\u{3b1}"</mi></mrow></mfrac><mo>"+"</mo><mn>"2"</mn><mi>"\u{3bb}"</mi><mi>"\u{3b1}"</mi><mo stretchy="false">")"</mo>
            </math>
            <math role="group"><mo>"="</mo><mn class="original" data-figure="alpha">{alpha}</mn><mo>"\u{2212}"</mo>
                <Scrub key=&RATE value=number_signal(&RATE, None)/><mo stretchy="false">"("</mo><mn class="gradient" data-figure="felt">{move || format_number(felt(), 4)}</mn><mo>"+"</mo>
                <mn>"2"</mn><mo>"\u{d7}"</mo><Scrub key=&LAMBDA value=number_signal(&LAMBDA, None)/><mo>"\u{d7}"</mo><mn>{alpha}</mn><mo stretchy="false">")"</mo>
            </math>
            <math role="group"><mo>"="</mo><mn class="original">{move || format_number(next(), 5)}</mn></math>
            </div>
        </section>
    }
}
