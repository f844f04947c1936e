//! The error with its numbers filled in.

use leptos::prelude::*;

use super::super::settings::ALPHA;
use super::Room;
use crate::plot::format_number;
use crate::web::dom::{View, view};
use crate::web::drag::Scrub;
use crate::web::live::{Kept, derived};

#[component]
pub fn Error() -> View {
    let room = expect_context::<Room>();
    let figures = Kept::new(move || {
        room.report.get().map(|report| {
            let bottom = report.alpha();
            (bottom, report.error(bottom))
        })
    });
    let bottom = move || figures.get().map_or(1.0, |figures| figures.0);
    let least = move || figures.get().map_or(0.0, |figures| figures.1);
    let text = derived(move || format_number(room.alpha.get(), 4));
    let error = move || least() + (room.alpha.get() - bottom()).powi(2);
    view! {
        <section class="derivation" data-piece="arithmetic" aria-label="The error of one scale">
            <p class="heading"><b>"The arithmetic."</b>" B is sign(W), n the number of weights, \u{3b5} the least error. The dotted number can be dragged"<span class="keys">", or stepped with the arrow keys"</span>"."</p>
            <div class="equation">
            <math role="group">
                <msup><mi class="quantized">"\u{3b1}"</mi><mo>"*"</mo></msup><mo>"="</mo><mfrac><mn>"1"</mn><mi>"n"</mi></mfrac><mo>"\u{2211}"</mo>
                <mrow><mo stretchy="false" lspace="0" rspace="0">"|"</mo><mi>"w"</mi><mo stretchy="false" lspace="0" rspace="0">"|"</mo></mrow>
            </math>
            <math role="group"><mo>"="</mo><mn data-figure="bottom">{move || format_number(bottom(), 4)}</mn></math>
            </div>
            <div class="equation">
            <math role="group">
                <mfrac><mn>"1"</mn><mi>"n"</mi></mfrac>
                <msup><mrow><mo stretchy="false" lspace="0" rspace="0">"\u{2016}"</mo><mi>"W"</mi><mo>"\u{2212}"</mo><mi class="quantized">"\u{3b1}"</mi><mi>"B"</mi><mo stretchy="false" lspace="0" rspace="0">"\u{2016}"</mo></mrow><mn>"2"</mn></msup>
                <mo>"="</mo><mi>"\u{3b5}"</mi><mo>"+"</mo>
                <msup><mrow><mo stretchy="false">"("</mo><mi class="quantized">"\u{3b1}"</mi><mo>"\u{2212}"</mo><msup><mi>"\u{3b1}"</mi><mo>"*"</mo></msup><mo stretchy="false">")"</mo></mrow><mn>"2"</mn></msup>
            </math>
            <math role="group">
                <mo>"="</mo><mn>{move || format_number(least(), 4)}</mn><mo>"+"</mo>
                <msup><mrow><mo stretchy="false">"("</mo><Scrub key=&ALPHA value=room.alpha text/><mo>"\u{2212}"</mo><mn>{move || format_number(bottom(), 4)}</mn><mo stretchy="false">")"</mo></mrow><mn>"2"</mn></msup>
                <mo>"="</mo><mn class="error" data-figure="error">{move || format_number(error(), 4)}</mn>
            </math>
            </div>
        </section>
    }
}
