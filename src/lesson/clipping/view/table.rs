//! Every calibrator's choice as a row.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::Room;
use crate::lesson::words::{decibels, percent};
use crate::plot::format_number;
use crate::quant::calibrate::CALIBRATORS;
use crate::web::dom::{View, view};

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
            let text = move |write: fn(super::super::Found, u64) -> String| {
                move || found(place).map(|found| write(found, count()))
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
                    <td>{text(|found, _| format_number(found.threshold, 4))}</td>
                    <td>{text(|found, _| format_number(found.mse(), 3))}</td>
                    <td>{text(|found, _| decibels(found.sqnr_db))}</td>
                    <td>{text(|found, count| percent((found.clipped * count as f64).round() as u64, count))}</td>
                    <td>{text(|found, _| format!("{:.1} ms", found.time))}</td>
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
                    <td></td><th scope="col">"threshold"</th><th scope="col">"MSE"</th><th scope="col">"SQNR"</th><th scope="col">"clipped"</th><th scope="col">"time"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
        </figure>
    }
}
