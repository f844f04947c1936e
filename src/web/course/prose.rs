//! Sentences on the page: terms explain themselves when they are pointed at or focused, figures
//! follow the state.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Walk;
use crate::course::{Piece, Term, pieces};
use crate::web::dom::{Ahead, View, view};
use crate::web::live::{Held, effect};

/// A sentence. Figures are those of the open lesson.
#[component]
pub fn Prose(text: &'static str) -> View {
    let mut all = Vec::new();
    let mut rest = pieces(text).into_iter().peekable();
    while let Some(piece) = rest.next() {
        all.push(match piece {
            Piece::Text(text) => View::of(text),
            Piece::Strong(text) => view! { <b>{text}</b> },
            Piece::Fact(name) => figure(name),
            Piece::Term(shown, term) => {
                // A term is a button, after which a line may end; what ends its sentence stays with it.
                let mut end = "";
                if let Some(Piece::Text(text)) = rest.peek_mut() {
                    let at = text.find(char::is_whitespace).unwrap_or(text.len());
                    (end, *text) = text.split_at(at);
                }
                view! { <span class="kept"><Explained shown term/>{end}</span> }
            }
        });
    }
    View::of(all)
}

fn figure(name: &'static str) -> View {
    let walk = use_context::<Walk>();
    let text = move || {
        walk.and_then(|walk| {
            walk.facts.with(|facts| {
                facts
                    .iter()
                    .find(|fact| fact.name == name)
                    .map(|fact| fact.text.clone())
            })
        })
        .unwrap_or_else(|| "\u{2026}".to_owned())
    };
    view! { <span class="fact" data-fact=name>{text}</span> }
}

/// A word that says what it means.
#[component]
fn Explained(shown: &'static str, term: &'static Term) -> View {
    let open = Held::new(false);
    // Escape closes what is pointed at as well, and before anything else takes the key.
    let escape = StoredValue::new_local(None);
    effect(move || {
        let listener = open.get().then(|| {
            Ahead::new("keydown", move |event: KeyboardEvent| {
                if event.key() == "Escape" {
                    event.prevent_default();
                    open.set(false);
                }
            })
        });
        escape.set_value(listener);
    });
    let id = format!("term-{}-{}", term.id.replace(' ', "-"), next_id());
    let described = id.clone();
    view! {
        <span class="term" on:pointerenter=move |_: web_sys::PointerEvent| open.set(true) on:pointerleave=move |_: web_sys::PointerEvent| open.set(false)>
            <button
                type="button"
                aria-describedby=described
                on:focus=move |_: web_sys::FocusEvent| open.set(true)
                on:blur=move |_: web_sys::FocusEvent| open.set(false)
                on:click=move |_: web_sys::MouseEvent| open.set(true)
            >{shown}</button>
            <span class="meaning" class:open=move || open.get() role="tooltip" id=id>{term.explanation}</span>
        </span>
    }
}

/// Each place where a term stands has an id of its own.
fn next_id() -> u32 {
    thread_local! {
        static NEXT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    NEXT.with(|next| next.replace(next.get().wrapping_add(1)))
}
