//! A quantizer of its own for each layer.

use leptos::prelude::*;

use super::super::settings::{OWN, own_word, read_own, weight_methods};
use super::Room;
use crate::web::dom::{View, target_value, view};
use crate::web::live::Kept;

/// What a layer has of its own: the method and bits; `None` as all others.
fn own(room: Room, layer: usize) -> Kept<Option<(u32, &'static str)>> {
    Kept::new(move || {
        room.state.with(|state| {
            let mut found = state.words(&OWN).filter_map(read_own);
            found
                .find(|(number, _, _)| *number == layer)
                .map(|(_, bits, method)| (bits, method))
        })
    })
}

fn set(room: Room, layer: usize, own: Option<(u32, &str)>) {
    room.state.update(|state| {
        let others = |word: &&str| read_own(word).is_some_and(|(number, _, _)| number != layer);
        let mut words: Vec<String> = state
            .words(&OWN)
            .filter(others)
            .map(str::to_owned)
            .collect();
        if let Some((bits, method)) = own {
            words.push(own_word(layer, bits, method));
        }
        state.set_words(&OWN, words.iter().map(String::as_str));
    });
}

#[component]
pub fn Layers() -> View {
    let room = expect_context::<Room>();
    let layers = Kept::new(move || room.chosen.with(|chosen| chosen.settings.hidden.len() + 1));
    view! {
        <details class="own">
            <summary>"Layer by layer"</summary>
            {move || (0..layers.get()).map(|layer| view! { <OwnLayer layer/> }).collect::<Vec<_>>()}
        </details>
    }
}

#[component]
fn OwnLayer(layer: usize) -> View {
    let room = expect_context::<Room>();
    let own = own(room, layer);
    let method = Kept::new(move || own.get().map_or("", |own| own.1));
    let bits = Kept::new(move || own.get().map_or(2, |own| own.0));
    let name = format!("Layer {}", layer + 1);
    view! {
        <div class="control choice layer">
            <label for=format!("own-{layer}")>{name.clone()}</label>
            <select
                id=format!("own-{layer}")
                prop:value=method
                on:change=move |event: web_sys::Event| {
                    let chosen = target_value(&event);
                    let bits = bits.get_untracked();
                    set(room, layer, (!chosen.is_empty()).then_some((bits, chosen.as_str())));
                }
            >
                <option value="" selected=move || method.get().is_empty()>"as the others"</option>
                {weight_methods().into_iter().map(|choice| view! {
                    <option value=choice.id selected=move || method.get() == choice.id>{choice.label}</option>
                }).collect::<Vec<_>>()}
            </select>
            {move || (!method.get().is_empty()).then(|| view! {
                <select
                    aria-label=format!("Bits of layer {}", layer + 1)
                    on:change=move |event: web_sys::Event| {
                        if let Ok(bits) = target_value(&event).parse() {
                            set(room, layer, Some((bits, method.get_untracked())));
                        }
                    }
                >
                    {(1..=8_u32).map(|number| view! {
                        <option value=number.to_string() selected=move || bits.get() == number>{format!("{number} bits")}</option>
                    }).collect::<Vec<_>>()}
                </select>
            })}
        </div>
    }
}
