//! The honest check: bits rounded, values really quantized.

use leptos::prelude::*;

use super::super::settings::GROUPS;
use super::{Room, whole};
use crate::lesson::cell::{Cell, table};
use crate::web::dom::{View, view};
use crate::web::live::derived;
use crate::web::take::SaveTable;

/// What stands in the first row, behind the names.
const HEAD: [&str; 5] = ["spread", "B", "rounded", "MSE, noise", "MSE, real"];

const NAMES: [&str; GROUPS] = ["group 1", "group 2", "group 3", "group 4"];

/// A group as cells under [`HEAD`].
fn cells(room: Room, place: usize) -> Option<[Cell; 5]> {
    let group = room.report.get()?.groups.get(place)?.clone();
    let bits = room.now.get()?.bits[place];
    let step = group.range / (2_f64.powf(bits) - 1.0);
    let power = room.chosen.with(super::Chosen::noise_power);
    let (rounded, index) = whole(bits);
    Some([
        Cell::number(group.spread, 3),
        Cell::number(bits, 4),
        Cell::count(u64::from(rounded)),
        Cell::number(step * step * power, 3),
        Cell::number(*group.real.get(index)?, 3),
    ])
}

#[component]
pub fn Check() -> View {
    let room = expect_context::<Room>();
    let rows: Vec<View> = (0..GROUPS)
        .map(|place| {
            let text = move |column: usize| {
                move || cells(room, place).map(|cells| cells[column].shown.clone())
            };
            view! {
                <tr data-group=place.to_string()>
                    <th scope="row">{NAMES[place]}</th>
                    {(0..HEAD.len()).map(|column| view! { <td>{text(column)}</td> }).collect::<Vec<_>>()}
                </tr>
            }
        })
        .collect();
    view! {
        <figure class="calibrators" data-chart="check">
            <figcaption><b>"The honest check."</b>" B is rounded to whole bits and the values are quantized for real. The noise\u{2019}s error is that of B itself: does it tell the truth?"</figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label="The honest check">
            <table class="costs wide">
                <thead><tr>
                    <td></td>
                    {HEAD.map(|name| view! { <th scope="col">{name}</th> }).into_iter().collect::<Vec<_>>()}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
            <SaveTable id="check" name="the honest check" table=derived(move || {
                let rows = (0..GROUPS).filter_map(|place| Some((NAMES[place], cells(room, place)?.to_vec())));
                table("group", &HEAD, rows)
            })/>
        </figure>
    }
}
