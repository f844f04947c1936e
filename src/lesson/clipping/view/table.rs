//! Every calibrator's choice as a row.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::super::Found;
use super::Room;
use crate::lesson::cell::{Cell, table};
use crate::quant::calibrate::CALIBRATORS;
use crate::web::dom::{View, view};
use crate::web::live::derived;
use crate::web::take::SaveTable;

/// What stands in the first row, behind the names.
const HEAD: [&str; 5] = ["threshold", "MSE", "SQNR", "clipped", "time"];

/// A choice as cells under [`HEAD`].
fn cells(found: &Found, count: u64) -> [Cell; 5] {
    [
        Cell::number(found.threshold, 4),
        Cell::number(found.mse(), 3),
        Cell::decibels(found.sqnr_db),
        Cell::percent((found.clipped * count as f64).round() as u64, count),
        Cell::milliseconds(found.time, 1),
    ]
}

#[component]
pub fn Calibrators() -> View {
    let room = expect_context::<Room>();
    let found = move |place: usize| room.report.get()?.found.get(place).copied();
    let count = move || room.report.get().map_or(0, |report| report.count);
    let best = move || {
        let report = room.report.get()?;
        let mses = report.found.iter().map(|found| found.mse());
        mses.enumerate()
            .min_by(|one, other| one.1.total_cmp(&other.1))
            .map(|(place, _)| place)
    };
    let rows: Vec<View> = CALIBRATORS
        .iter()
        .enumerate()
        .map(|(place, calibrator)| {
            let text = move |column: usize| {
                move || found(place).map(|found| cells(&found, count())[column].shown.clone())
            };
            view! {
                <tr data-calibrator=calibrator.id class:best=move || best() == Some(place)>
                    <th scope="row">
                        <button
                            type="button"
                            class="quiet"
                            title=calibrator.source
                            on:click=move |_: MouseEvent| {
                                if let Some(found) = found(place) {
                                    room.set(found.threshold);
                                }
                            }
                        >{calibrator.label}</button>
                    </th>
                    {(0..HEAD.len()).map(|column| view! { <td>{text(column)}</td> }).collect::<Vec<_>>()}
                </tr>
            }
        })
        .collect();
    view! {
        <figure class="calibrators" data-chart="calibrators">
            <figcaption><b>"Who chooses what."</b>" A name sets the threshold to its choice; the lowest error is marked. Times are this machine\u{2019}s."</figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label="Calibrators">
            <table class="costs wide">
                <thead><tr>
                    <td></td>
                    {HEAD.map(|name| view! { <th scope="col">{name}</th> }).into_iter().collect::<Vec<_>>()}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
            <SaveTable id="calibrators" name="who chooses what" table=derived(move || {
                let found = room.report.get().map_or_else(Vec::new, |report| report.found.clone());
                let rows = CALIBRATORS.iter().zip(&found);
                table("calibrator", &HEAD, rows.map(|(one, found)| (one.label, cells(found, count()).to_vec())))
            })/>
        </figure>
    }
}
