//! The panel "Take along" of every lesson.

use leptos::prelude::*;

use super::Take;
use super::loader::Loader;
use crate::code::Language;
use crate::state::State;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::live::Held;
use crate::web::page::use_state;

/// The way things are passed on.
#[derive(Clone, Copy, PartialEq)]
pub enum Form {
    Link,
    Element,
    Frame,
    Markdown,
}

/// The buttons that copy.
const FORMS: [Form; 4] = [Form::Link, Form::Element, Form::Frame, Form::Markdown];

impl Form {
    /// What its button says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "Link",
            Self::Element => "Element",
            Self::Frame => "iframe",
            Self::Markdown => "Markdown",
        }
    }
}

/// What the panel holds.
#[derive(Clone, Copy)]
pub struct Panel {
    pub state: Held<State>,
    pub desk: Desk,
    pub loader: Loader,
    /// What was copied last.
    pub copied: Held<String>,
    /// Whether the QR code is shown.
    pub coded: Held<bool>,
    /// The part, once something under the buttons has been asked for.
    take: Held<Option<&'static Take>>,
}

impl Panel {
    /// Does something with the part, and shows from then on what it has under the buttons.
    fn press(self, act: impl FnOnce(&'static Take) + 'static) {
        self.loader.press(Box::new(move |take| {
            match self.take.try_get_untracked() {
                // Another lesson has been opened meanwhile.
                None => return,
                Some(None) => self.take.set(Some(take)),
                Some(Some(_)) => {}
            }
            act(take);
        }));
    }
}

/// The buttons, and what they give.
#[component]
pub fn TakeAlong() -> View {
    let panel = Panel {
        state: use_state(),
        desk: expect_context::<Desk>(),
        loader: Loader::new(),
        copied: Held::new(String::new()),
        coded: Held::new(false),
        take: Held::new(None),
    };
    let Panel { loader, coded, .. } = panel;
    view! {
        <div
            class="share"
            on:pointerenter=move |_: web_sys::PointerEvent| loader.expect_press()
            on:focusin=move |_: web_sys::FocusEvent| loader.expect_press()
        >
            <div class="buttons" role="group" aria-label="Copy">
                {FORMS.map(|form| {
                    let name = form.name();
                    view! {
                        <button
                            type="button"
                            data-share=name
                            on:click=move |_: web_sys::MouseEvent| panel.press(move |take| (take.copy)(panel, form))
                        >{name}</button>
                    }
                }).into_iter().collect::<Vec<_>>()}
                <button
                    type="button"
                    data-share="QR"
                    aria-expanded=move || coded.get().to_string()
                    on:click=move |_: web_sys::MouseEvent| panel.press(move |_| coded.update(|coded| *coded = !*coded))
                >"QR code"</button>
            </div>
            <div class="buttons" role="group" aria-label="Copy as code">
                <span class="as">"as code"</span>
                {Language::ALL.map(|language| {
                    let name = language.label();
                    view! {
                        <button
                            type="button"
                            data-share=name
                            on:click=move |_: web_sys::MouseEvent| panel.press(move |take| (take.code)(panel, language))
                        >{name}</button>
                    }
                }).into_iter().collect::<Vec<_>>()}
            </div>
            {loader.line()}
            {move || panel.take.get().map(|take| (take.below)(panel))}
        </div>
    }
}
