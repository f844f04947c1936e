//! The honest check: bits rounded, values really quantized.

use leptos::prelude::*;

use super::super::settings::GROUPS;
use super::{Room, whole};
use crate::plot::format_number;
use crate::web::dom::{View, view};

#[component]
pub fn Check() -> View {
    let room = expect_context::<Room>();
    let rows: Vec<View> = (0..GROUPS)
        .map(|place| {
            let bits = move || room.now.get().map(|now| now.bits[place]);
            let group = move || room.report.get()?.groups.get(place).cloned();
            let noise = move || {
                let (group, bits) = (group()?, bits()?);
                let step = group.range / (2_f64.powf(bits) - 1.0);
                let power = room.chosen.with(super::Chosen::noise_power);
                Some(format_number(step * step * power, 3))
            };
            let real = move || {
                let (group, bits) = (group()?, bits()?);
                Some(format_number(*group.real.get(whole(bits).1)?, 3))
            };
            view! {
                <tr data-group=place.to_string()>
                    <th scope="row">{format!("group {}", place + 1)}</th>
                    <td>{move || group().map(|group| format_number(group.spread, 3))}</td>
                    <td>{move || bits().map(|bits| format_number(bits, 4))}</td>
                    <td>{move || bits().map(|bits| whole(bits).0.to_string())}</td>
                    <td>{noise}</td>
                    <td>{real}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <figure class="calibrators" data-chart="check">
            <figcaption><b>"The honest check."</b>" B is rounded and the values are quantized for real: does the noise\u{2019}s error tell the truth?"</figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label="The honest check">
            <table class="costs wide">
                <thead><tr>
                    <td></td><th scope="col">"spread"</th><th scope="col">"B"</th><th scope="col">"rounded"</th><th scope="col">"MSE, noise"</th><th scope="col">"MSE, real"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
        </figure>
    }
}
