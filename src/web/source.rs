//! Where the values come from: a seeded distribution, pasted numbers, or a file.
//! Files are read here in the browser and never leave it.

use crate::web::dom::{NodeRef, View, view};
use crate::web::live::{Held, Kept};
use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DragEvent, Element, File, HtmlElement, HtmlInputElement, HtmlTextAreaElement, MouseEvent,
};

use super::control::Control;
use super::desk::Desk;

use crate::lesson::words::grouped;
use crate::plot::format_number;
use crate::signal::TensorInfo;
use crate::state::{COUNT, SEED, SHIFT, SIGNAL, SPREAD};

/// The controls of the signal.
#[component]
pub fn SourcePanel() -> View {
    let desk = expect_context::<Desk>();
    let loaded = Kept::new(move || desk.loaded.with(Option::is_some));
    let text = NodeRef::<HtmlTextAreaElement>::new();
    let take_text = move |_: web_sys::MouseEvent| {
        if let Some(area) = text.get() {
            desk.offer_text(area.value());
        }
    };
    let choose = move |event: web_sys::Event| {
        let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(desk, file);
        }
        // So that choosing the same file again is a change again.
        input.set_value("");
    };
    view! {
        <div class="source" tabindex="-1" role="group" aria-label="Where the signal is from">
            {move || if loaded.get() {
                view! {
                    {move || desk.loaded.get().map(|info| view! { <Loaded info/> })}
                    <button type="button" class="quiet" on:click=move |event: MouseEvent| { hold_place(&event); desk.forget_loaded() }>
                        "Back to a distribution"
                    </button>
                }
            } else {
                view! {
                    <Control key=&SIGNAL/>
                    <Control key=&COUNT describe=|count| format!("{} values", grouped(count as u64))/>
                    <Control key=&SPREAD/>
                    <Control key=&SHIFT/>
                    <Control key=&SEED/>
                }
            }}
            <Refusal/>
            <details class="own">
                <summary>"Your own numbers"</summary>
                <label class="file">
                    "A file: .npy, .csv or .txt"
                    <input type="file" name="file" accept=".npy,.csv,.tsv,.txt" on:change=choose/>
                </label>
                <label class="paste">
                    "Or paste them"
                    <textarea
                        node_ref=text
                        name="paste"
                        rows="3"
                        spellcheck="false"
                        wrap="off"
                        placeholder="0.1, -2.5, 3e-4 ..."
                    ></textarea>
                </label>
                <button type="button" on:click=take_text>"Use these numbers"</button>
                <p class="hint">"They are read here and never leave this browser."</p>
            </details>
        </div>
    }
}

/// Why the last file, text or picture was refused, until it is dismissed.
#[component]
pub fn Refusal() -> View {
    let desk = expect_context::<Desk>();
    view! {
        <div class="refusal">
            {move || desk.refused.get().map(|reason| view! {
                <p class="refused" role="alert">
                    <b>"Not read. "</b>{reason}
                    <button type="button" class="quiet" on:click=move |event: MouseEvent| { hold_place(&event); desk.refused.set(None) }>"Dismiss"</button>
                </p>
            })}
        </div>
    }
}

/// The button that is pressed goes: what it stands in takes the focus, so that the tab key goes on from there.
pub fn hold_place(event: &MouseEvent) {
    let button = event.target().and_then(|target| target.dyn_into().ok());
    let place = button.and_then(|button: Element| button.closest("[tabindex='-1']").ok()?);
    if let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        let _ = place.focus();
    }
}

/// What is known of a loaded tensor.
#[component]
fn Loaded(info: TensorInfo) -> View {
    let shape = info
        .shape
        .iter()
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(" \u{d7} ");
    let summary = &info.summary;
    let range = match (summary.min, summary.max) {
        (Some(min), Some(max)) => format!(
            "{} to {}",
            format_number(f64::from(min), 5),
            format_number(f64::from(max), 5)
        ),
        _ => "no finite value".to_owned(),
    };
    let mut rows = vec![
        ("name", info.name.clone()),
        (
            "shape",
            if shape.is_empty() {
                "a single number".to_owned()
            } else {
                shape
            },
        ),
        ("type", info.dtype.clone()),
        ("values", grouped(summary.count)),
        ("range", range),
        ("NaN", grouped(summary.nan)),
        ("infinite", grouped(summary.infinite)),
    ];
    if info.narrowed > 0 {
        rows.push(("rounded to float32", grouped(info.narrowed)));
    }
    view! {
        <dl class="loaded" data-loaded=info.name>
            {rows.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect::<Vec<_>>()}
        </dl>
    }
}

/// Takes files that are dropped anywhere on the page; pictures as such while a lesson looks at one.
pub fn accept_drops(desk: Desk) -> Held<bool> {
    let over = Held::new(false);
    let has_files = |event: &DragEvent| {
        event
            .data_transfer()
            .is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
    };
    let _over = window_event_listener(leptos::ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    });
    let _leave = window_event_listener(leptos::ev::dragleave, move |event| {
        // Leaving the window, not only passing from one element to the next.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let _drop = window_event_listener(leptos::ev::drop, move |event| {
        over.set(false);
        if has_files(&event) {
            event.prevent_default();
            let files = event.data_transfer().and_then(|transfer| transfer.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                match desk.reads_pictures.get_untracked() {
                    Some(read_picture) if file.type_().starts_with("image/") => {
                        read_picture(desk, file);
                    }
                    _ => read(desk, file),
                }
            }
        }
    });
    over
}

fn read(desk: Desk, file: File) {
    spawn_local(async move {
        let name = file.name();
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => desk.offer_file(name, Uint8Array::new(&buffer)),
            Err(_) => desk.refused.set(Some(format!(
                "The browser could not read {name}. It may have been moved or changed; choose it again."
            ))),
        }
    });
}
