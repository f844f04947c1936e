//! The whole convolution on the picture, each step of it to be looked at.

use leptos::prelude::*;

use super::super::lens::Steps;
use super::super::pictures::{APPROXIMATION, COUNTS, DIFFERENCE, EXACT, INPUT, SCALES, SIGNS};
use super::Room;
use crate::lesson::grid::{Grid, even};
use crate::lesson::words::decibels;
use crate::plot::format_number;
use crate::web::dom::{View, view};
use crate::web::live::{Held, Kept, constant, derived};
use crate::web::raster::{FollowedGrid, RasterFigure, Shades, Spot, follow_grid, grid};

#[component]
pub fn Convolution() -> View {
    let room = expect_context::<Room>();
    let steps = Kept::new(move || room.report.with(|report| report.as_ref()?.steps.clone()));
    let spot = Spot {
        place: Held::new(None),
        result: derived(move || steps.with(|s| s.as_ref().map_or((0, 0), |s| s.result))),
        window: derived(move || room.chosen.with(|chosen| 2 * chosen.radius + 1)),
    };
    let (input, signs) = (follow_grid(&INPUT, steps), follow_grid(&SIGNS, steps));
    let (counts, scales) = (follow_grid(&COUNTS, steps), follow_grid(&SCALES, steps));
    let approximation = follow_grid(&APPROXIMATION, steps);
    let exact = follow_grid(&EXACT, steps);
    let difference = follow_grid(&DIFFERENCE, steps);
    let kernel = |of: fn(&Steps) -> &Vec<f32>| {
        grid(steps, move |s| {
            let side = (s.weights.len() as f64).sqrt().round() as usize;
            Grid::grey((side, side), of(s).clone(), even(of(s)))
        })
    };
    let (weights, weight_signs) = (kernel(|s| &s.weights), kernel(|s| &s.weight_signs));
    let at = move |of: FollowedGrid| {
        derived(move || {
            let found = || {
                let place = spot.place.get()?;
                Some(format_number(f64::from(of.grid.get()?.at(place)?), 3))
            };
            found().unwrap_or_default()
        })
    };
    let figure = move |read: fn(&Steps) -> String| {
        let kept =
            Kept::new(move || steps.with(|steps| steps.as_ref().map_or_else(String::new, read)));
        derived(move || kept.get())
    };
    let correlation = figure(|s| format_number(s.correlation, 3));
    let ratio = figure(|s| decibels(s.sqnr_db));
    let alpha = figure(|s| format_number(f64::from(s.alpha), 3));
    // All the numbers at the spot, as one product.
    let product = derived(move || {
        let found = || {
            let (x, y) = spot.place.get()?;
            steps.with(|s| {
                let s = s.as_ref()?;
                let place = y * s.result.0 + x;
                let number = |x: Option<&f32>| Some(format_number(f64::from(*x?), 3));
                Some(format!(
                    "Count {} \u{d7} K {} \u{d7} \u{3b1} {} = {}. Exactly: {}. (Column {x}, row {y}.)",
                    crate::lesson::words::integer(*s.counts.get(place)?),
                    number(s.scales.get(place))?,
                    format_number(f64::from(s.alpha), 3),
                    number(s.approximation.get(place))?,
                    number(s.exact.get(place))?
                ))
            })
        };
        found().unwrap_or_else(|| "Point at a picture, or go there with the Tab key and move with the arrows: count, K, \u{3b1} and their product stand here.".to_owned())
    });
    view! {
        <section aria-label="The convolution">
            <p class="heading"><b>"The whole convolution."</b>" The signs of the picture are counted against those of the filter (\u{229b}), and the count is multiplied place by place (\u{2299}) by K, and by \u{3b1}; then the exact one."</p>
            <div class="equation">
            <math role="group">
                <mi class="original">"I"</mi><mo>"\u{2217}"</mo><mi class="original">"W"</mi><mo>"\u{2248}"</mo><mo stretchy="false">"("</mo><mtext>"sign"</mtext><mo stretchy="false">"("</mo><mi>"I"</mi><mo stretchy="false">")"</mo><mo>"\u{229b}"</mo><mtext>"sign"</mtext><mo stretchy="false">"("</mo><mi>"W"</mi><mo stretchy="false">")"</mo><mo stretchy="false">")"</mo><mo>"\u{2299}"</mo><mi>"K"</mi><mi>"\u{3b1}"</mi>
            </math>
            </div>
            <div class="rasters" data-ready=move || steps.with(Option::is_some).then_some("")>
                <RasterFigure of=input caption=view! { "the picture" } spot input=true tell=constant(String::new())/>
                <RasterFigure of=signs caption=view! { "a bit a place" } spot input=true tell=constant(String::new())/>
                <figure class="kernels" data-piece="kernels">
                    <figcaption><b>"W and sign(W)."</b>" \u{3b1}, the mean |W|, is "<span class="quantized" data-figure="alpha">{move || alpha.get()}</span></figcaption>
                    <div>
                        <Shades grid=weights label="The filter\u{2019}s weights, middle grey at zero"/>
                        <Shades grid=weight_signs label="Their signs, white for +1"/>
                    </div>
                </figure>
                <RasterFigure of=counts caption=view! { "sign(I) \u{229b} sign(W)" } spot tell=at(counts)/>
                <RasterFigure of=scales caption=view! { {move || if room.chosen.with(|chosen| chosen.map) { "mean |I| under the filter" } else { "mean |I| of the whole picture" }} } spot tell=at(scales)/>
                <RasterFigure of=approximation caption=view! { "the approximation" } spot tell=at(approximation)/>
                <RasterFigure of=exact caption=view! { "exactly, in the same greys" } spot tell=at(exact)/>
                <RasterFigure
                    of=difference
                    caption=view! { "correlation "<span data-figure="correlation">{move || correlation.get()}</span>", SQNR "<span data-figure="picture-sqnr">{move || ratio.get()}</span> }
                    spot tell=at(difference)
                />
                <figure class="numbers" data-piece="place">
                    <figcaption><b>"At one place."</b></figcaption>
                    <p data-figure="product">{move || product.get()}</p>
                </figure>
            </div>
        </section>
    }
}
