//! The weights of a layer: latent ones and what they are used as, in each of the three.

use std::collections::BTreeMap;

use leptos::prelude::*;
use quantscope_train::LayerReport;

use super::super::files::{npy, safetensors};
use super::super::settings::LAYER;
use super::{ARMS, Room};
use crate::plot::{SignalHistogram, format_number};
use crate::quant::histogram;
use crate::web::chart::{Chart, Picture, Table};
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::download::download;
use crate::web::live::{Kept, constant, derived};
use js_sys::Uint8Array;

/// Bins of a layer's histogram: fewer where few weights would stand in them.
fn bins(weights: usize) -> usize {
    (2.0 * (weights as f64).sqrt()) as usize / 2 * 2 + 12
}

/// The layer of an arm.
pub fn layer(room: Room, arm: usize) -> Kept<Option<LayerReport>> {
    Kept::new(move || {
        let layer = room.layer.get();
        room.report
            .with(|report| report.as_ref()?.arms.get(arm)?.layers.get(layer).cloned())
    })
}

/// How often each value is used, ascending.
fn counted(values: &[f32]) -> Vec<(f64, u64)> {
    let mut counts: BTreeMap<i64, (f64, u64)> = BTreeMap::new();
    for &value in values.iter().filter(|value| value.is_finite()) {
        // Floats in order of their value, as integers in order of theirs; both zeros are one.
        let value = value + 0.0;
        let bits = i64::from(value.to_bits() as i32);
        let order = if bits < 0 {
            i64::from(i32::MIN) - bits
        } else {
            bits
        };
        counts.entry(order).or_insert((f64::from(value), 0)).1 += 1;
    }
    counts.into_values().collect()
}

/// From the smallest to the largest weight of the three, in steps that stand still.
fn domain(room: Room) -> Kept<(f64, f64)> {
    Kept::new(move || {
        let layer = room.layer.get();
        let reach = room.report.with(|report| {
            let arms = report.as_ref().map_or(&[][..], |report| &report.arms);
            arms.iter()
                .filter_map(|arm| arm.layers.get(layer))
                .flat_map(|layer| layer.weights.iter().chain(&layer.quantized))
                .filter(|w| w.is_finite())
                .fold(0.25_f32, |reach, w| reach.max(w.abs()))
        });
        let reach = 2_f64.powf((f64::from(reach).log2() * 2.0).ceil() / 2.0);
        (-reach, reach)
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
            <p class="heading"><b>"The weights of a layer."</b>" Latent ones as an area, what they are used as in spikes."</p>
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
    let domain = domain(room);
    let picture = move || {
        let (layer, domain) = (shown.get()?, domain.get());
        Some(Box::new(move |f: &_| {
            let counts = histogram(
                &layer.weights,
                domain.0,
                domain.1,
                bins(layer.weights.len()).min(60),
            );
            let quantized = if layer.codes.is_empty() {
                Vec::new()
            } else {
                counted(&layer.quantized)
            };
            SignalHistogram {
                counts: &counts.counts,
                range: domain,
                quantized: &quantized,
                domain,
                clip: None,
                marks: &[],
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        shown.with(|layer| {
            layer.as_ref().map_or_else(String::new, |layer| {
                let (rows, columns) = (layer.rows, layer.row_length);
                let values = counted(&layer.quantized).len();
                format!(
                    "{rows} neurons of {columns} weights, which have {values} different values."
                )
            })
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
            for (name, value) in &layer.trained {
                text.push_str(&format!("; {name} {}", format_number(f64::from(*value), 3)));
            }
            text
        })
    };
    let table = derived(move || Table {
        head: ["value", "how many"].map(str::to_owned).to_vec(),
        rows: shown.with(|layer| {
            let quantized = layer.as_ref().map_or(&[][..], |layer| &layer.quantized);
            counted(quantized)
                .into_iter()
                .take(256)
                .map(|(value, count)| vec![format_number(value, 5), count.to_string()])
                .collect()
        }),
    });
    let id = ["weights-full", "weights-ptq", "weights-qat"][arm];
    view! {
        <div>
            <Chart
                id
                name=ARMS[arm].0
                summary
                height=constant(150)
                caption=view! { <span data-figure="trained">{told}</span> }
                picture
                axis=|_| None
                table
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
