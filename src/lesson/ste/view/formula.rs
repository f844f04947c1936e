//! One step of the training with its numbers filled in.

use leptos::prelude::*;

use super::super::settings::{RATE, TARGET};
use super::Room;
use crate::plot::format_number;
use crate::web::control::number_signal;
use crate::web::dom::{View, view};
use crate::web::drag::{Dotted, Scrub};

#[component]
pub fn Rule() -> View {
    let room = expect_context::<Room>();
    // `+ 0.0` turns -0 into 0: a gradient that is stopped has no sign.
    let number = |x: f64| format_number(x + 0.0, 4);
    view! {
        <section class="derivation" data-piece="arithmetic" aria-label="One step">
            <p class="heading"><b>"One step."</b>" \u{3b7} is the learning rate, back(g) what passes. "<Dotted/></p>
            <div class="equation">
            <math role="group">
                <mi class="gradient">"g"</mi><mo>"="</mo><mi class="quantized">"Q"</mi><mo stretchy="false">"("</mo><mi>"w"</mi><mo stretchy="false">")"</mo><mo>"\u{2212}"</mo><mi>"t"</mi>
            </math>
            <math role="group"><mo>"="</mo><mn class="quantized">{move || number(room.now().value)}</mn><mo>"\u{2212}"</mo>
                <mo stretchy="false">"("</mo><Scrub key=&TARGET value=number_signal(&TARGET, None)/><mo stretchy="false">")"</mo>
            </math>
            <math role="group"><mo>"="</mo><mn class="gradient">{move || number(room.now().upstream)}</mn></math>
            </div>
            <div class="equation">
            <math role="group">
                <mi>"w"</mi><mo>"\u{2190}"</mo><mi>"w"</mi><mo>"\u{2212}"</mo><mi>"\u{3b7}"</mi><mtext>"\u{a0}back"</mtext><mo stretchy="false">"("</mo><mi class="gradient">"g"</mi><mo stretchy="false">")"</mo>
            </math>
            <math role="group"><mo>"="</mo><mn class="original" data-figure="weight">{move || number(room.now().weight)}</mn><mo>"\u{2212}"</mo>
                <Scrub key=&RATE value=number_signal(&RATE, None)/><mo>"\u{d7}"</mo><mo stretchy="false">"("</mo><mn class="gradient" data-figure="gradient">{move || number(room.now().gradient)}</mn><mo stretchy="false">")"</mo>
            </math>
            <math role="group"><mo>"="</mo><mn class="original">{move || {
                let (now, rate) = (room.now(), room.chosen.with(|chosen| chosen.rate));
                number(now.weight - rate * now.gradient)
            }}</mn></math>
            </div>
        </section>
    }
}
