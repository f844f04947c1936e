//! The buttons that save a chart or a table as a file.

use std::rc::Rc;

use leptos::prelude::*;

use super::loader::Loader;
use crate::lesson::chart::Table;
use crate::plot::Frame;
use crate::web::chart::Picture;
use crate::web::dom::{View, view};
use crate::web::live::Derived;

/// The chart as files. What is saved is what it shows when a button is pressed.
#[component]
pub fn Save(
    id: &'static str,
    picture: Rc<dyn Fn() -> Option<Picture>>,
    frame: Derived<Frame>,
    table: Derived<Table>,
    name: Derived<String>,
    summary: Derived<String>,
) -> View {
    let loader = Loader::new();
    let scene = move || {
        untrack(|| {
            let frame = frame.get();
            Some((picture()?(&frame), frame))
        })
    };
    let other = scene.clone();
    view! {
        <div
            class="save"
            role="group"
            aria-label=move || format!("Save {}", name.get())
            on:pointerenter=move |_: web_sys::PointerEvent| loader.expect_press()
            on:focusin=move |_: web_sys::FocusEvent| loader.expect_press()
        >
            <button type="button" class="quiet" on:click=move |_: web_sys::MouseEvent| {
                if let Some((scene, frame)) = scene() {
                    let (name, summary) = untrack(|| (name.get(), summary.get()));
                    loader.press(Box::new(move |take| (take.svg)(id, &scene, &frame, &name, &summary)));
                }
            }>"SVG"</button>
            <button type="button" class="quiet" on:click=move |_: web_sys::MouseEvent| {
                if let Some((scene, frame)) = other() {
                    loader.press(Box::new(move |take| (take.png)(id, &scene, &frame)));
                }
            }>"PNG"</button>
            {csv(loader, id, table)}
            {loader.line()}
        </div>
    }
}

/// A table that stands on the page, as a file.
#[component]
pub fn SaveTable(id: &'static str, name: &'static str, table: Derived<Table>) -> View {
    let loader = Loader::new();
    view! {
        <div
            class="save"
            role="group"
            aria-label=format!("Save {name}")
            data-save=id
            on:pointerenter=move |_: web_sys::PointerEvent| loader.expect_press()
            on:focusin=move |_: web_sys::FocusEvent| loader.expect_press()
        >
            {csv(loader, id, table)}
            {loader.line()}
        </div>
    }
}

/// The button for figures as text.
fn csv(loader: Loader, id: &'static str, table: Derived<Table>) -> View {
    view! {
        <button type="button" class="quiet" on:click=move |_: web_sys::MouseEvent| {
            let table = untrack(|| table.get());
            loader.press(Box::new(move |take| (take.csv)(id, &table)));
        }>"CSV"</button>
    }
}
