//! A picture through a filter and through its signs.

use leptos::prelude::*;

use super::super::lens::Filtered;
use super::Room;
use crate::lesson::filters::{FILTER, FILTERS, Filter};
use crate::lesson::picture::sqnr_db;
use crate::lesson::words::decibels;
use crate::plot::{Tone, format_number};
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Held, Kept, constant, derived};
use crate::web::raster::{Grid, RasterFigure, Shades, Spot, grid, reach};

/// The smallest and the largest number.
fn ends(values: &[f32]) -> (f64, f64) {
    let (low, high) = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &x| {
        (low.min(x), high.max(x))
    });
    (f64::from(low), f64::from(high))
}

#[component]
pub fn Through() -> View {
    let room = expect_context::<Room>();
    let shown = Kept::new(move || room.report.with(|report| report.as_ref()?.picture.clone()));
    let spot = Spot {
        place: Held::new(None),
        result: derived(move || shown.with(|s| s.as_ref().map_or((0, 0), |s| s.result))),
        window: derived(move || room.chosen.with(|chosen| 2 * chosen.radius + 1)),
    };
    let input = grid(shown, |s| {
        Grid::grey(s.picture, s.shades.clone(), ends(&s.shades))
    });
    // Both results in the same greys: what differs in size looks different.
    let both = |s: &Filtered| {
        let reach = reach(&s.exact_result);
        (-reach, reach)
    };
    let exact = grid(shown, move |s| {
        Grid::grey(s.result, s.exact_result.clone(), both(s))
    });
    let binary = grid(shown, move |s| {
        Grid::grey(s.result, s.binary_result.clone(), both(s))
    });
    let difference = grid(shown, move |s| {
        let errors = s.binary_result.iter().zip(&s.exact_result);
        Grid {
            tone: Tone::Error,
            ..Grid::grey(s.result, errors.map(|(b, e)| b - e).collect(), both(s))
        }
    });
    let ratio = derived(move || {
        shown.with(|s| {
            s.as_ref().map_or_else(String::new, |s| {
                decibels(sqnr_db(&s.exact_result, &s.binary_result))
            })
        })
    });
    let at = move |grid: Derived<Option<Grid>>| {
        let place = spot.place.get()?;
        let value = grid.get()?.at(place)?;
        Some(format_number(f64::from(value), 3))
    };
    let told = move |grid: Derived<Option<Grid>>| derived(move || at(grid).unwrap_or_default());
    let window = derived(move || {
        spot.place.get().map_or_else(String::new, |(x, y)| {
            let side = spot.window.get();
            format!("{side} \u{d7} {side} places from column {x}, row {y}")
        })
    });
    view! {
        <section aria-label="A picture through binary weights">
            <div class="rasters" data-ready=move || shown.with(Option::is_some).then_some("")>
                <RasterFigure id="picture" name="The picture." caption=View::none() summary=constant("What the filter moves over.".to_owned()) grid=input spot input=true tell=window/>
                <RasterFigure
                    id="exact"
                    name="Through the filter."
                    caption=View::none()
                    summary=constant("The exact convolution, middle grey at zero.".to_owned())
                    grid=exact spot tell=told(exact)
                />
                <RasterFigure
                    id="binary"
                    name="Through its signs."
                    caption=view! { <span class="quantized">"SQNR "<span data-figure="picture-sqnr">{move || ratio.get()}</span></span> }
                    summary=derived(move || format!("The same with \u{3b1} times the signs: signal over error {}.", ratio.get()))
                    grid=binary spot tell=told(binary)
                />
                <Kernels shown/>
                <Bank shown/>
                <RasterFigure
                    id="difference"
                    name="The difference."
                    caption=View::none()
                    summary=constant("Where the two differ, in the colour of errors.".to_owned())
                    grid=difference spot tell=told(difference)
                />
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
            <figcaption><b>"The bank."</b>" SQNR with one \u{3b1}, and with its own."</figcaption>
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
        </figure>
    }
}
