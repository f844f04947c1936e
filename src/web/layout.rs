//! How a lesson is laid out: one sentence, the picture, the controls beside it (or
//! under it on a phone), states to try, what it costs, where it is from.

use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, derived};
use leptos::prelude::*;

use super::page::use_state;
use super::source::SourcePanel;
use super::take::TakeAlong;
use crate::lesson;
use crate::state::{EMBED, HIDE, State, THEME};

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
    tries: View,
    costs: View,
    source: View,
    /// Whether the lesson looks at a signal.
    #[prop(default = true)]
    signal: bool,
    /// The controls of the picture that it looks at.
    #[prop(optional)]
    image: Option<View>,
) -> View {
    let state = use_state();
    let embedded = Kept::new(move || state.with(|state| state.flag(&EMBED)));
    view! {
        <div class="lesson" class:embedded=move || embedded.get()>
            <header class="opening" hidden=move || embedded.get() || hidden("title").get()>
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
            </header>
            <div class="picture">{picture}</div>
            <aside aria-label="Controls and figures">
                <Part name="controls" title="Settings">{controls}</Part>
                {image.map(|image| view! { <Part name="image" title="Picture">{image}</Part> })}
                {signal.then(|| view! { <Part name="data" title="Signal"><SourcePanel/></Part> })}
                <Part name="costs" title="What it costs">{costs}</Part>
                <Part name="try" title="Try this" beyond_embed=true>{tries}</Part>
                <Part name="share" title="Take along" beyond_embed=true><TakeAlong/></Part>
                <Part name="source" title="Source" beyond_embed=true>{source}</Part>
            </aside>
        </div>
    }
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
    let href = move || {
        state.with(|state| {
            let mut goal = State::parse(address, &lesson::schemas());
            goal.set_choice(&THEME, state.choice(&THEME));
            goal.set_flag(&EMBED, state.flag(&EMBED));
            goal.to_hash()
        })
    };
    view! { <a class="try" href=href>{children}</a> }
}

/// Figures in rows: a name and one or more values.
#[component]
pub fn Costs(
    /// The columns' names; none for a single column.
    #[prop(optional)]
    head: Option<Derived<Vec<String>>>,
    #[prop(into)] rows: Derived<Vec<(&'static str, Vec<String>)>>,
) -> View {
    view! {
        <table class="costs">
            {head.map(|head| move || (head.get().len() > 1).then(|| view! {
                <thead><tr><td></td>{head.get().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>()}</tr></thead>
            }))}
            <tbody>
                {move || rows.get().into_iter().map(|(name, values)| view! {
                    <tr data-cost=name>
                        <th scope="row">{name}</th>
                        {values.into_iter().map(|value| view! { <td>{value}</td> }).collect::<Vec<_>>()}
                    </tr>
                }).collect::<Vec<_>>()}
            </tbody>
        </table>
    }
}
