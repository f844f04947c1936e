//! One weight of the network that is trained with its quantizer: what it is, what it is used as,
//! what its last gradient was; and a hand that sets it.

use std::rc::Rc;

use leptos::prelude::*;

use super::super::edit::Edit;
use super::super::pictures::{LATENT, Layout, USED};
use super::super::settings::{AT, EDITS, WEIGHT};
use super::Room;
use super::weights::layer;
use crate::plot::format_number;
use crate::web::control::Lockable;
use crate::web::dom::{View, view};
use crate::web::live::{Held, Kept, constant, derived};
use crate::web::number::{Moves, NumberControl, Travel};
use crate::web::raster::{RasterFigure, Spot, follow_grid};

/// How far the slider goes both ways.
const REACH: f64 = 4.0;

#[component]
pub fn OneWeight() -> View {
    let room = expect_context::<Room>();
    let shown = layer(room, 2);
    let table =
        Kept::new(move || shown.with(|layer| layer.as_ref().map_or(Layout::default(), Layout::of)));
    let spot = Spot {
        place: Held::new(None),
        result: derived(move || table.get().size()),
        window: constant(1),
    };
    // The weight that is looked at: the one under the pointer, or else the chosen one.
    let chosen = Kept::new(move || {
        let wanted = room.state.with(|state| state.integer(&WEIGHT)) as usize;
        let (width, height) = table.get().size();
        wanted.min((width * height).saturating_sub(1))
    });
    let describe = move |index: usize| {
        shown.with(|layer| {
            let layer = layer.as_ref()?;
            let number = |of: &[f32]| Some(format_number(f64::from(*of.get(index)?), 4));
            let code = layer.codes.get(index).map_or_else(String::new, |code| {
                format!(" \u{2192} code {}", crate::lesson::words::integer(*code))
            });
            Some(format!(
                "Neuron {}, input {}: {}{code} \u{2192} {}; last gradient {}",
                index / layer.row_length.max(1) + 1,
                index % layer.row_length.max(1) + 1,
                number(&layer.weights)?,
                number(&layer.quantized)?,
                number(&layer.gradient)?,
            ))
        })
    };
    let told = derived(move || {
        let place = spot.place.get();
        let under = place.map(|place| table.get().index(place));
        under.and_then(describe).unwrap_or_default()
    });
    let kept = derived(move || describe(chosen.get()).unwrap_or_default());
    let choose = Callback::new(move |place: (usize, usize)| {
        let index = table.get_untracked().index(place);
        room.state
            .update(|state| state.set_number(&WEIGHT, index as f64));
    });
    let value = Kept::new(move || {
        let index = chosen.get();
        let latent = shown.with(|layer| layer.as_ref()?.weights.get(index).copied());
        f64::from(latent.unwrap_or_default())
    });
    let set = move |next: f64| {
        if !next.is_finite() {
            return;
        }
        let edit = Edit {
            step: u64::from(room.state.with_untracked(|state| state.integer(&AT))),
            layer: room.layer.get_untracked(),
            index: chosen.get_untracked(),
            value: next as f32,
        };
        room.state.update(|state| {
            let same = |word: &str| {
                Edit::from_word(word).is_some_and(|old| {
                    (old.step, old.layer, old.index) == (edit.step, edit.layer, edit.index)
                })
            };
            let mut words: Vec<String> = state
                .words(&EDITS)
                .filter(|word| !same(word))
                .map(str::to_owned)
                .collect();
            words.push(edit.to_word());
            state.set_words(&EDITS, words.iter().map(String::as_str));
        });
    };
    let edits = Kept::new(move || room.chosen.with(|chosen| chosen.edits.len()));
    let control = move || {
        view! {
            <Lockable key=&EDITS>
                <NumberControl
                    id="latent"
                    label="Latent"
                    value=derived(move || value.get())
                    travel=Travel {
                        ends: (-REACH, REACH),
                        step: 0.01,
                        position: Rc::new(|value| value),
                        value: Rc::new(|position| position),
                    }
                    moves=Moves {
                        set: Rc::new(set),
                        step: Rc::new(move |steps| set(value.get_untracked() + steps * 0.01)),
                    }
                    digits=6
                    describe=None
                    auto=None
                />
            </Lockable>
        }
    };
    view! {
        <section aria-label="One weight">
            <p class="heading"><b>"One weight."</b>" Point at one, press to keep it. Set its latent value by hand and see what training does with it."</p>
            <div class="pair">
                <RasterFigure of=follow_grid(&LATENT, shown) caption=view! { {move || if table.get().upright { "a column is a neuron" } else { "a row is a neuron" }} } spot tell=told choose/>
                <RasterFigure of=follow_grid(&USED, shown) caption=View::none() spot tell=told choose/>
            </div>
            <p class="facts" data-figure="weight">{move || kept.get()}</p>
            <div class="hand">
                {control()}
                {move || (edits.get() > 0).then(|| view! {
                    <button type="button" class="quiet" on:click=move |_: web_sys::MouseEvent| room.state.update(|state| state.reset(&EDITS))>"Take back what was set by hand"</button>
                })}
            </div>
        </section>
    }
}
