//! How a lesson is laid out: one sentence, the picture, the controls beside it (or
//! under it on a phone), states to try, what it costs, where it is from.

use std::time::Duration;

use crate::web::dom::{NodeRef, View, view};
use crate::web::live::{Derived, Held, Kept, derived, effect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::course::{After, Path, Walk, covered};
use super::desk::Desk;
use super::page::use_state;
use super::source::SourcePanel;
use super::take::{SaveTable, TakeAlong};
use crate::lesson;
use crate::lesson::cell::{Rows, figures};
use crate::state::{AT, EMBED, HIDE, PRESENT, State};

/// Whether a part of the page is left out by the address.
pub fn hidden(part: &'static str) -> Derived<bool> {
    let state = use_state();
    derived(move || state.with(|state| state.words(&HIDE).any(|word| word == part)))
}

/// A lesson's frame.
#[component]
pub fn LessonFrame(
    #[prop(into)] title: Derived<String>,
    #[prop(into)] lead: Derived<String>,
    picture: View,
    controls: View,
    costs: View,
    /// The controls of the picture that it looks at.
    #[prop(optional)]
    image: Option<View>,
) -> View {
    let state = use_state();
    let signal = state.with_untracked(lesson::of).signal;
    let embedded = Kept::new(move || state.with(|state| state.flag(&EMBED)));
    let presenting = Kept::new(move || state.with(|state| state.flag(&PRESENT)));
    let walk = use_context::<Walk>();
    let whole = NodeRef::<HtmlElement>::new();
    let desk = expect_context::<Desk>();
    let changed = changed(whole);
    effect(move || {
        let station = walk.and_then(|walk| walk.station());
        let asks = walk.is_some_and(|walk| walk.asks());
        let covers = station
            .and_then(|station| station.guess.as_ref())
            .filter(|_| asks)
            .map_or(&[][..], |guess| guess.covers);
        let marks = Marks {
            shown: station.map_or(&[][..], |station| station.show),
            covers,
            stage: presenting.get(),
        };
        // Some pieces come and go with what the lens reports.
        desk.report.with(|_| ());
        let Some(picture) = whole.get() else {
            return;
        };
        // Now, so that nothing shows for a frame, and again when what is new is there.
        marks.put_on(&picture);
        request_animation_frame(move || marks.put_on(&picture));
    });
    let question = state.with_untracked(|state| lesson::of(state).question);
    let number = move || {
        let place = state.with(|state| {
            let course = lesson::LESSONS.iter().filter(|lesson| lesson.in_course);
            course
                .map(|lesson| lesson.schema.id)
                .position(|id| id == state.lesson())
        });
        place.map_or_else(String::new, |place| format!("{}. ", place + 1))
    };
    view! {
        <div
            class="lesson"
            class:embedded=move || embedded.get()
            class:presenting=move || presenting.get()
            class:walking=move || walk.is_some_and(|walk| walk.at.get() > 0)
        >
            <header class="opening" hidden=move || embedded.get() || hidden("title").get()>
                {walk.map(|_| view! { <p class="question">{number}{question}</p> })}
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
            </header>
            {walk.map(|walk| view! {
                <div class="way" hidden=move || hidden("path").get() || (embedded.get() && walk.at.get() == 0)><Path/></div>
            })}
            <div class="picture" node_ref=whole>{picture}</div>
            <p class="spoken" role="status">{move || changed.get()}</p>
            <aside aria-label="Controls and figures">
                <Part name="controls" title="Settings">{controls}</Part>
                {image.map(|image| view! { <Part name="image" title="Picture">{image}</Part> })}
                {signal.then(|| view! { <Part name="data" title="Signal"><SourcePanel/></Part> })}
                <Part name="costs" title="What it costs"><Cover piece="costs">{costs}</Cover></Part>
                <Part name="share" title="Take along" beyond_embed=true><TakeAlong/></Part>
            </aside>
            {walk.map(|_| view! {
                <footer hidden=move || embedded.get() || presenting.get() || hidden("source").get()><After/></footer>
            })}
        </div>
    }
}

/// How long all has to be still before a screen reader hears what has changed.
const STILL: Duration = Duration::from_millis(800);

/// What a change has done: the summaries that say something else since, once all is still. A new station says itself what
/// there is to see.
fn changed(picture: NodeRef<HtmlElement>) -> Held<String> {
    let (state, desk) = (use_state(), expect_context::<Desk>());
    let changed = Held::new(String::new());
    let heard = StoredValue::new((0, Vec::new()));
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    };
    effect(move || {
        desk.settled.with(|_| ());
        let station = state.with(|state| state.integer(&AT));
        let listen = move || {
            let Some(picture) = untrack(|| picture.get()) else {
                return;
            };
            let said = elements(&picture, "figure:not([aria-hidden]) > .spoken");
            let said: Vec<String> = said
                .iter()
                .filter_map(|summary| summary.text_content())
                .collect();
            let (before, known) = heard.get_value();
            if before == station && known.len() == said.len() {
                let new = said.iter().zip(&known).filter(|(new, old)| new != old);
                let new: Vec<&str> = new.map(|(new, _)| new.as_str()).collect();
                if !new.is_empty() {
                    changed.set(new.join(" "));
                }
            }
            heard.set_value((station, said));
        };
        stop();
        timer.set_value(set_timeout_with_handle(listen, STILL).ok());
    });
    on_cleanup(stop);
    changed
}

/// What is covered while a guess is awaited that it would answer.
#[component]
pub fn Cover(piece: &'static str, children: View) -> View {
    view! {
        <div class="cover" class:covered=move || covered(piece) aria-hidden=move || covered(piece).then_some("true")>{children}</div>
    }
}

/// What a station says of the pieces of the picture. A piece is what has a name (`data-chart`,
/// `data-piece`).
struct Marks {
    /// What to look at: it comes first, and on a stage it is all there is.
    shown: &'static [&'static str],
    /// What would answer the guess.
    covers: &'static [&'static str],
    stage: bool,
}

impl Marks {
    fn put_on(&self, picture: &HtmlElement) {
        let toggle = |element: &Element, class: &str, on: bool| {
            let _ = element.class_list().toggle_with_force(class, on);
        };
        let drawn = |piece: &Element| piece.query_selector("canvas").is_ok_and(|it| it.is_some());
        let mut looked_at = Vec::new();
        for piece in elements(picture, "[data-chart], [data-piece]") {
            let name = piece
                .get_attribute("data-chart")
                .or_else(|| piece.get_attribute("data-piece"))
                .unwrap_or_default();
            // On a stage something is shown before the first station as well: the first piece, and where that is no
            // picture, the first chart.
            let opening = self.stage
                && self.shown.is_empty()
                && name != "player"
                && (looked_at.is_empty()
                    || piece.class_list().contains("chart") && !looked_at.iter().any(drawn));
            let shown = opening || self.shown.contains(&name.as_str());
            toggle(&piece, "off", self.stage && !shown);
            toggle(&piece, "first", !self.stage && shown);
            toggle(&piece, "covered", self.covers.contains(&name.as_str()));
            if shown {
                looked_at.push(piece.clone());
            }
            // Its caption would tell a screen reader what is to be guessed.
            let _ = if piece.class_list().contains("covered") {
                piece.set_attribute("aria-hidden", "true")
            } else {
                piece.remove_attribute("aria-hidden")
            };
        }
        for child in elements(picture, ":scope > *") {
            let shown = looked_at.iter().any(|piece| child.contains(Some(piece)));
            toggle(&child, "off", self.stage && !shown);
            toggle(&child, "first", !self.stage && shown);
        }
    }
}

fn elements(within: &HtmlElement, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// One part of the column beside the picture, left out where `hide=` names it.
#[component]
fn Part(
    name: &'static str,
    title: &'static str,
    /// Whether an embedded page leaves it out as well.
    #[prop(optional)]
    beyond_embed: bool,
    children: View,
) -> View {
    let state = use_state();
    let named = hidden(name);
    let left_out = move || named.get() || (beyond_embed && state.with(|state| state.flag(&EMBED)));
    view! {
        <section class=format!("part part-{name}") hidden=left_out>
            <h2>{title}</h2>
            {children}
        </section>
    }
}

/// A state to try: a plain link. It keeps the theme and what an embedding page
/// left out; everything else is as the link says.
#[component]
pub fn Try(
    /// The lesson's address without `#/`: `formats?x=464`.
    address: &'static str,
    children: View,
) -> View {
    let state = use_state();
    let goal = move |state: &State| state.going_to(&State::parse(address, &lesson::schemas()));
    let href = move || state.with(|state| goal(state).to_hash());
    // The browser's way back leaves the lesson; within it there is undo.
    let stay = move |event: web_sys::MouseEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        let next = state.with_untracked(goal);
        if plain && state.with_untracked(|state| state.lesson() == next.lesson()) {
            event.prevent_default();
            state.set(next);
        }
    };
    view! { <a class="try" href=href on:click=stay>{children}</a> }
}

/// Figures in rows: a name and one or more values.
#[component]
pub fn Costs(
    /// The columns' names; none for a single column.
    #[prop(optional)]
    head: Option<Derived<Vec<String>>>,
    #[prop(into)] rows: Derived<Rows>,
) -> View {
    let table = derived(move || {
        let columns = head.map(|head| head.get()).unwrap_or_default();
        figures(columns, &rows.get())
    });
    view! {
        <table class="costs">
            {head.map(|head| move || (head.get().len() > 1).then(|| view! {
                <thead><tr><td></td>{head.get().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>()}</tr></thead>
            }))}
            <tbody>
                {move || rows.get().into_iter().map(|(name, values)| view! {
                    <tr data-cost=name>
                        <th scope="row">{name}</th>
                        {values.into_iter().map(|value| view! { <td>{value.shown}</td> }).collect::<Vec<_>>()}
                    </tr>
                }).collect::<Vec<_>>()}
            </tbody>
        </table>
        <SaveTable id="costs" name="what it costs" table/>
    }
}
