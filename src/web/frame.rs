//! A page in a frame of another page: it tells its height and its state, and takes a state.
//!
//! The messages are in `docs/embedding.md`. They go to any origin, for they hold nothing but what the
//! address of the frame holds, and one is taken from the embedding page alone.
//!
//! Most visits are in no frame, so what talks is a part of its own (see `lesson/part.rs`).

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, MessageEvent, ResizeObserver, Window};

use crate::lesson::{self, NotLoaded};
use crate::state::State;
use crate::web::live::{Held, effect};

/// What talks to the embedding page.
type Join = fn(Held<State>, Window);

/// A call of this function loads the files of its mark first.
#[wasm_split_helpers::wasm_split(frame, fallible)]
fn part() -> Result<Join, NotLoaded> {
    Ok(talk)
}

/// Talks to the embedding page for as long as the page is open; does nothing without one.
pub fn join_frame(state: Held<State>) {
    let own = window();
    let Some(parent) = own.parent().ok().flatten().filter(|parent| *parent != own) else {
        return;
    };
    let join = Held::new(None::<Join>);
    spawn_local(async move {
        // Without it the lesson works as well, in a frame as high as the embedding page made it.
        join.set(part().await.ok());
    });
    effect(move || {
        if let Some(join) = join.get() {
            join(state, parent.clone());
        }
    });
}

fn talk(state: Held<State>, parent: Window) {
    let receiver = parent.clone();
    let _listener = window_event_listener_untyped("message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else {
            return;
        };
        // From the embedding page, not from another frame.
        let from_parent = event
            .source()
            .is_some_and(|source| Object::is(&source, &receiver));
        if let (true, Some(hash)) = (from_parent, asked(&event.data())) {
            let next = State::parse(&hash, &lesson::schemas());
            if state.with_untracked(|state| *state != next) {
                state.set(next);
            }
        }
    });
    let to = parent.clone();
    // Of a drag the last state.
    let timer = StoredValue::new(None::<TimeoutHandle>);
    effect(move || {
        let hash = state.with(State::to_hash);
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let to = to.clone();
        let tell = move || {
            post(
                &to,
                &[("source", "quantscope".into()), ("state", hash.into())],
            )
        };
        timer.set_value(set_timeout_with_handle(tell, std::time::Duration::from_millis(120)).ok());
    });
    // Once the content is in the document.
    set_timeout(move || tell_height(parent), std::time::Duration::ZERO);
}

/// The state that a message asks for.
fn asked(data: &JsValue) -> Option<String> {
    let field = |name: &str| Reflect::get(data, &name.into()).ok()?.as_string();
    (field("target")? == "quantscope").then(|| field("state"))?
}

/// Tells the height of the content now and whenever it changes.
fn tell_height(to: Window) {
    let Some(main) = document().get_element_by_id("main") else {
        return;
    };
    let content: Element = main.clone();
    let measure = move || {
        let height =
            content.get_bounding_client_rect().bottom() + window().scroll_y().unwrap_or(0.0);
        let height = JsValue::from(height.ceil());
        post(
            &to,
            &[("source", "quantscope".into()), ("height", height.clone())],
        );
        // Canvas and other systems of learning listen for this one.
        post(
            &to,
            &[("subject", "lti.frameResize".into()), ("height", height)],
        );
    };
    let on_resize = Closure::<dyn FnMut()>::new(measure);
    if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
        observer.observe(&main);
        // It watches for as long as the page is open.
        on_resize.forget();
    }
}

fn post(to: &Window, fields: &[(&str, JsValue)]) {
    let message = Object::new();
    for (name, value) in fields {
        // A plain object takes every field.
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    // Fails for messages that cannot be cloned; text and numbers can.
    let _ = to.post_message(&message, "*");
}
