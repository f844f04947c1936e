//! The weights of a layer: latent ones and what they are used as, in each of the three.

use leptos::prelude::*;
use quantscope_train::LayerReport;

use super::super::charts;
use super::super::files::{npy, safetensors};
use super::super::settings::LAYER;
use super::{ARMS, Room};
use crate::plot::format_number;
use crate::web::chart::{Chart, follow};
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::download::download;
use crate::web::live::Kept;
use js_sys::Uint8Array;

/// The layer of an arm.
pub fn layer(room: Room, arm: usize) -> Kept<Option<LayerReport>> {
    Kept::new(move || {
        let layer = room.layer.get();
        room.report
            .with(|report| charts::layer(report.as_ref()?, arm, layer))
    })
}

#[component]
pub fn Weights() -> View {
    let room = expect_context::<Room>();
    let layers = Kept::new(move || {
        room.report.with(|report| {
            report
                .as_ref()
                .map_or(0, |report| report.arms[0].layers.len())
        })
    });
    view! {
        <section aria-label="Weights">
            <p class="heading"><b>"The weights of a layer."</b>" Latent ones, which training moves, as an area; what they are rounded to as spikes."</p>
            <div class="tabs" role="group" aria-label="Layer">
                {move || (0..layers.get()).map(|number| view! {
                    <button
                        type="button"
                        aria-pressed=move || (room.layer.get() == number).to_string()
                        on:click=move |_: web_sys::MouseEvent| room.state.update(|state| state.set_number(&LAYER, number as f64))
                    >{format!("Layer {}", number + 1)}</button>
                }).collect::<Vec<_>>()}
            </div>
            <div class="arms">
                {(0..ARMS.len()).map(|arm| view! { <LayerChart arm/> }).collect::<Vec<_>>()}
            </div>
            <TakeAway/>
        </section>
    }
}

#[component]
fn LayerChart(arm: usize) -> View {
    let room = expect_context::<Room>();
    let shown = layer(room, arm);
    let weights = Kept::new(move || {
        Some(charts::Weights {
            layer: shown.get()?,
            domain: charts::domain(&*room.report.get()?, room.layer.get()),
        })
    });
    let told = move || {
        shown.with(|layer| {
            let Some(layer) = layer else {
                return String::new();
            };
            if layer.codes.is_empty() {
                return "32 bits".to_owned();
            }
            let mut text = format!("{} bits", format_number(layer.weight_bits, 3));
            // DiffQ's logit says nothing that its bits do not say.
            let trained = layer.trained.iter();
            for (name, value) in trained.filter(|(name, _)| !name.starts_with("logit")) {
                text.push_str(&format!("; {name} {}", format_number(f64::from(*value), 3)));
            }
            text
        })
    };
    view! {
        <div>
            <Chart
                of=follow(&charts::WEIGHTS[arm], weights)
                caption=view! { <span data-figure="trained">{told}</span> }
                overlay=|_| View::none()
            />
        </div>
    }
}

/// The trained network as a file, and its layer as the signal of the other lessons.
#[component]
fn TakeAway() -> View {
    let room = expect_context::<Room>();
    let desk = expect_context::<Desk>();
    let aware = layer(room, 2);
    let save = move |_: web_sys::MouseEvent| {
        if let Some(report) = room.report.get_untracked()
            && let Some(arm) = report.arms.get(2)
        {
            let address = room.state.with_untracked(|state| state.to_hash());
            let note = format!("Quantscope, {address}");
            download("quantscope.safetensors", &safetensors(&arm.layers, &note));
        }
    };
    let open = move |quantized: bool| {
        if let Some(layer) = aware.get_untracked() {
            let values = if quantized {
                &layer.quantized
            } else {
                &layer.weights
            };
            let bytes = npy(values, layer.rows, layer.row_length);
            let number = room.layer.get_untracked() + 1;
            let what = if quantized { "quantized" } else { "latent" };
            let name = format!("layer {number}, {what}.npy");
            desk.offer_file(name, Uint8Array::from(bytes.as_slice()));
        }
    };
    let loaded = Kept::new(move || {
        desk.loaded
            .with(|info| info.as_ref().map(|info| info.name.clone()))
    });
    view! {
        <div class="take" data-piece="take">
            <button type="button" on:click=save>"Download the network (.safetensors)"</button>
            <button type="button" on:click=move |_: web_sys::MouseEvent| open(false)>"Latent weights as the signal everywhere"</button>
            <button type="button" on:click=move |_: web_sys::MouseEvent| open(true)>"Quantized ones"</button>
            <span role="status" class="told">{move || loaded.get().map_or_else(String::new, |name| format!("The other lessons look at \u{201c}{name}\u{201d}."))}</span>
        </div>
    }
}
