//! The noise and its gradient with the first group's numbers filled in.

use leptos::prelude::*;

use super::super::settings::{LAMBDA, RATE};
use super::Room;
use crate::plot::format_number;
use crate::web::control::number_signal;
use crate::web::dom::{View, view};
use crate::web::drag::{Dotted, Scrub};

#[component]
pub fn Rule() -> View {
    let room = expect_context::<Room>();
    let bits = move || room.now.get().map_or(0.0, |now| now.bits[0]);
    let range = move || {
        room.report
            .get()
            .and_then(|report| report.groups.first().map(|group| group.range))
            .unwrap_or(0.0)
    };
    let number = |x: f64| format_number(x, 4);
    view! {
        <section class="derivation" data-piece="arithmetic" aria-label="The noise">
            <p class="heading"><b>"The arithmetic"</b>" of the first group: R is its range, B its bits, u the noise in steps. "<Dotted/></p>
            <div class="equation">
            <math role="group">
                <mover accent="true"><mi class="quantized">"w"</mi><mo>"^"</mo></mover><mo>"="</mo><mi>"w"</mi><mo>"+"</mo>
                <mfrac><mi>"R"</mi><mrow><msup><mn>"2"</mn><mi>"B"</mi></msup><mo>"\u{2212}"</mo><mn>"1"</mn></mrow></mfrac><mi class="error">"u"</mi>
            </math>
            <math role="group"><mo>"="</mo><mi>"w"</mi><mo>"+"</mo>
                <mfrac><mn>{move || number(range())}</mn><mrow><msup><mn>"2"</mn><mn class="original" data-figure="bits">{move || number(bits())}</mn></msup><mo>"\u{2212}"</mo><mn>"1"</mn></mrow></mfrac><mi class="error">"u"</mi>
            </math>
            <math role="group"><mo>"="</mo><mi>"w"</mi><mo>"+"</mo><mn data-figure="width">{move || number(range() / (2_f64.powf(bits()) - 1.0))}</mn><mi class="error">"u"</mi></math>
            </div>
            <div class="equation">
            <math role="group">
                <mfrac><mrow><mi>"d"</mi><mover accent="true"><mi>"w"</mi><mo>"^"</mo></mover></mrow><mrow><mi>"d"</mi><mi>"B"</mi></mrow></mfrac><mo>"="</mo><mo>"\u{2212}"</mo>
                <mfrac><mrow><mi>"R"</mi><mi class="error">"u"</mi><mtext>"\u{a0}ln\u{a0}2\u{a0}"</mtext><msup><mn>"2"</mn><mi>"B"</mi></msup></mrow><msup><mrow><mo stretchy="false">"("</mo><msup><mn>"2"</mn><mi>"B"</mi></msup><mo>"\u{2212}"</mo><mn>"1"</mn><mo stretchy="false">")"</mo></mrow><mn>"2"</mn></msup></mfrac>
            </math>
            </div>
            <div class="equation">
            <math role="group"><mtext>"loss = MSE +\u{a0}"</mtext><Scrub key=&LAMBDA value=number_signal(&LAMBDA, None)/><mo>"\u{d7}"</mo><mn data-figure="size">{move || room.now.get().map(|now| number(now.kibibytes))}</mn><mtext>"\u{a0}KiB,\u{a0}"</mtext></math>
            <math role="group"><mtext>"learning rate\u{a0}"</mtext><Scrub key=&RATE value=number_signal(&RATE, None)/></math>
            </div>
        </section>
    }
}
