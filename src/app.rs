//! The shell that holds the lessons: navigation, theme, the drop zone, and the one
//! place that asks the worker when something changes.

use crate::web::dom::{View, view};
use crate::web::live::{Held, Kept, effect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::lesson::{self, LESSONS};
use crate::state::{EMBED, PRESENT, State, THEME};
use crate::web::asset::load_digits;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::frame::join_frame;
use crate::web::opening::Opening;
use crate::web::page::follow_address;
use crate::web::source::accept_drops;
use crate::web::theme::Theme;
use crate::web::undo::follow_undo;

/// Puts the page into the document.
#[wasm_bindgen]
pub fn start_page() {
    crate::web::rescue::tell_panics();
    let Some(body) = document().body() else {
        return;
    };
    let _ = body.dataset().set("started", "true");
    // Leptos starts its reactive system and keeps the owner; our views mount themselves.
    mount_to_body(move || view! { <App/> }.append_to(&body));
}

#[component]
fn App() -> View {
    let state = follow_address();
    provide_context(state);
    let desk = Desk::new();
    provide_context(desk);
    provide_context(Theme::new(state));
    provide_context(Cursor::new());
    crate::web::rescue::listen_for_worker_test(desk);
    join_frame(state);
    follow_undo(state);

    let question = Kept::new(move || state.with(lesson::question));
    let digits = Kept::new(move || state.with(|state| (lesson::of(state).digits)(state)));
    effect(move || {
        if digits.get() && !desk.digits.get_untracked() {
            load_digits(desk);
        }
    });
    let shown = Kept::new(move || state.with(lesson::of));
    let opening = Opening::new(shown);
    effect(move || {
        desk.picture.with(|_| ());
        // While the digits are on their way, what is shown stays.
        let (there, failed) = (desk.digits.get(), desk.digits_failed.get());
        let waiting = digits.get() && !there && !failed;
        // The worker loads the part too, and then from the browser's cache.
        if !opening.is_open() || waiting {
            return;
        }
        desk.request(question.get(), desk.loaded.with(Option::is_some));
    });
    // What the tests wait for: the address whose report is on the page.
    effect(move || {
        let settled = desk.settled.get();
        if let Some(body) = document().body() {
            let _ = body.dataset().set("settled", &settled);
        }
    });

    let embedded =
        Kept::new(move || state.with(|state| state.flag(&EMBED) || state.flag(&PRESENT)));
    effect(move || {
        let label = shown.with(|lesson| lesson.label);
        document().set_title(&format!("{label} \u{b7} Quantscope"));
    });
    let dropping = accept_drops(desk);
    view! {
        {move || (!embedded.get()).then(|| view! { <Navigation/> })}
        <main id="main" tabindex="-1" aria-label=move || shown.with(|lesson| lesson.label) on:click=begin_at_top>
            {move || desk.trouble.get().map(|trouble| view! { <p class="trouble" role="alert">{trouble}</p> })}
            {move || opening.view()}
        </main>
        <Progress/>
        <div class="drop" class:over=move || dropping.get() aria-hidden="true"><p>"Let go to read the file here"</p></div>
    }
}

fn focus_main() {
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = main.focus();
    }
}

/// A link within a lesson goes with it when another takes its place: that one is begun at its top, and the focus with it.
fn begin_at_top(event: web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into().ok());
    let link = target.and_then(|target: web_sys::Element| target.closest("a").ok()?);
    let elsewhere = event.default_prevented() || event.ctrl_key() || event.meta_key();
    if link.is_some() && !elsewhere && !event.shift_key() {
        focus_main();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// The ways to the lessons, and the way past them.
#[component]
fn Navigation() -> View {
    let state = expect_context::<Held<State>>();
    let theme = expect_context::<Theme>();
    view! {
        <a class="skip" href="#main" on:click=|event: web_sys::MouseEvent| {
            // The address is the document: skipping must not change it.
            event.prevent_default();
            focus_main();
        }>"Skip to the lesson"</a>
        <nav aria-label="Lessons">
            <a class="mark" href=move || state.with(|state| state.in_lesson(LESSONS[0].schema).to_hash()) aria-current=move || (state.with(State::lesson) == LESSONS[0].schema.id).then_some("page")>"Quantscope"</a>
            <div class="lessons">
                {LESSONS.iter().filter(|lesson| lesson.in_course).map(|lesson| {
                    let id = lesson.schema.id;
                    view! {
                        <a
                            href=move || state.with(|state| state.in_lesson(lesson.schema).to_hash())
                            aria-current=move || (state.with(State::lesson) == id).then_some("page")
                        >{lesson.label}</a>
                    }
                }).collect::<Vec<_>>()}
            </div>
            <button
                type="button"
                class="theme"
                aria-label=move || if theme.dark.get() { "Switch to light" } else { "Switch to dark" }
                on:click=move |_: web_sys::MouseEvent| {
                    let next = if theme.dark.get_untracked() { "light" } else { "dark" };
                    state.update(|state| state.set_choice(&THEME, next));
                }
            >{move || if theme.dark.get() { "Light" } else { "Dark" }}</button>
        </nav>
    }
}

/// How far a long request has come.
#[component]
fn Progress() -> View {
    let desk = expect_context::<Desk>();
    view! {
        <div class="progress" class:on=move || desk.progress.with(Option::is_some)>
            <progress
                max="1"
                aria-label="Drawing the signal"
                prop:value=move || desk.progress.get().unwrap_or(0.0).to_string()
            ></progress>
        </div>
    }
}
