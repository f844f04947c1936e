//! A picture through a filter and through its signs.

use leptos::prelude::*;

use super::super::lens::Filtered;
use super::super::pictures::{BINARY, DIFFERENCE, EXACT, PICTURE, ratio};
use super::Room;
use crate::lesson::cell::{Cell, table};
use crate::lesson::filters::{FILTER, FILTERS, Filter};
use crate::lesson::grid::{Grid, reach};
use crate::lesson::words::decibels;
use crate::plot::format_number;
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Held, Kept, derived};
use crate::web::raster::{FollowedGrid, RasterFigure, Shades, Spot, follow_grid, grid};
use crate::web::take::SaveTable;

#[component]
pub fn Through() -> View {
    let room = expect_context::<Room>();
    let shown = Kept::new(move || room.report.with(|report| report.as_ref()?.picture.clone()));
    let spot = Spot {
        place: Held::new(None),
        result: derived(move || shown.with(|s| s.as_ref().map_or((0, 0), |s| s.result))),
        window: derived(move || room.chosen.with(|chosen| 2 * chosen.radius + 1)),
    };
    let input = follow_grid(&PICTURE, shown);
    let exact = follow_grid(&EXACT, shown);
    let binary = follow_grid(&BINARY, shown);
    let difference = follow_grid(&DIFFERENCE, shown);
    let ratio = derived(move || shown.with(|s| s.as_ref().map(ratio).unwrap_or_default()));
    let at = move |grid: Derived<Option<Grid>>| {
        let place = spot.place.get()?;
        let value = grid.get()?.at(place)?;
        Some(format_number(f64::from(value), 3))
    };
    let told = move |of: FollowedGrid| derived(move || at(of.grid).unwrap_or_default());
    let window = derived(move || {
        spot.place.get().map_or_else(String::new, |(x, y)| {
            let side = spot.window.get();
            format!("{side} \u{d7} {side} places from column {x}, row {y}")
        })
    });
    view! {
        <section aria-label="A picture through binary weights">
            <div class="rasters" data-ready=move || shown.with(Option::is_some).then_some("")>
                <RasterFigure of=input caption=View::none() spot input=true tell=window/>
                <RasterFigure of=exact caption=View::none() spot tell=told(exact)/>
                <RasterFigure
                    of=binary
                    caption=view! { <span class="quantized">"SQNR "<span data-figure="picture-sqnr">{move || ratio.get()}</span></span> }
                    spot tell=told(binary)
                />
                <Kernels shown/>
                <Bank shown/>
                <RasterFigure of=difference caption=View::none() spot tell=told(difference)/>
            </div>
        </section>
    }
}

/// The filter and its binary form.
#[component]
fn Kernels(shown: Kept<Option<Filtered>>) -> View {
    let kernel = move |of: fn(&Filtered) -> &Vec<f32>| {
        grid(shown, move |s| {
            let side = (s.weights.len() as f64).sqrt().round() as usize;
            let reach = reach(s.weights.iter().chain(&s.binary));
            Grid::grey((side, side), of(s).clone(), (-reach, reach))
        })
    };
    let largest = move |of: fn(&Filtered) -> &Vec<f32>| {
        derived(move || {
            shown.with(|s| {
                s.as_ref()
                    .map_or_else(String::new, |s| format_number(reach(of(s)), 3))
            })
        })
    };
    let (most, alpha) = (largest(|s| &s.weights), largest(|s| &s.binary));
    view! {
        <figure class="kernels" data-piece="kernels">
            <figcaption><b>"The filter and its signs."</b>" The largest weight is "{move || most.get()}"; \u{3b1} is "<span class="quantized" data-figure="picture-alpha">{move || alpha.get()}</span>"."</figcaption>
            <div>
                <Shades grid=kernel(|s| &s.weights) label="The filter\u{2019}s weights, middle grey at zero"/>
                <Shades grid=kernel(|s| &s.binary) label="Alpha times their signs, in the same greys"/>
            </div>
        </figure>
    }
}

/// All filters of the bank, to choose from.
#[component]
fn Bank(shown: Kept<Option<Filtered>>) -> View {
    let room = expect_context::<Room>();
    let rows = Kept::new(move || shown.with(|s| s.as_ref().map(|s| s.bank.clone())));
    let filter = Kept::new(move || Filter::by_id(room.chosen.with(|chosen| chosen.filter)).id);
    view! {
        <figure class="bank" data-piece="bank">
            <figcaption><b>"The bank."</b>" SQNR with one \u{3b1}, and with its own, which fits the weights best; a picture may say otherwise."</figcaption>
            <table>
                <tbody>
                    {move || rows.get().unwrap_or_default().into_iter().zip(FILTERS).map(|((_, own, shared), entry)| view! {
                        <tr class:chosen=move || filter.get() == entry.id>
                            <th scope="row"><button
                                type="button"
                                class="quiet"
                                aria-pressed=move || (filter.get() == entry.id).to_string()
                                on:click=move |_: web_sys::MouseEvent| room.state.update(|state| state.set_choice(&FILTER, entry.id))
                            >{entry.label}</button></th>
                            <td class="error">{decibels(shared)}</td>
                            <td class="quantized">{decibels(own)}</td>
                        </tr>
                    }).collect::<Vec<_>>()}
                </tbody>
            </table>
            <SaveTable id="bank" name="the bank" table=derived(move || {
                let bank = rows.get().unwrap_or_default();
                let rows = bank.into_iter().zip(FILTERS).map(|((_, own, shared), entry)| {
                    (entry.label, vec![Cell::decibels(shared), Cell::decibels(own)])
                });
                table("filter", &["SQNR with one \u{3b1}", "SQNR with its own"], rows)
            })/>
        </figure>
    }
}
