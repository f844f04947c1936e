//! Where others disagree, each with a state of a lesson.

use super::super::disagreements::{DISAGREEMENTS, Disagreement};
use crate::web::dom::{View, view};
use crate::web::layout::Try;
use leptos::prelude::*;

#[component]
pub fn Disagreements() -> View {
    let rows: Vec<View> = DISAGREEMENTS.iter().map(row).collect();
    view! {
        <section class="disagreements" aria-label="Where others disagree">
            <h2>"Where they disagree among themselves"</h2>
            <p class="note">"No number can agree with all of these. Each is a choice that a lesson offers or explains, and each link opens it there."</p>
            <table class="costs wide">
                <thead><tr><th scope="col">"Example"</th><th scope="col">"Who says what"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn row(one: &'static Disagreement) -> View {
    let says: Vec<View> = one
        .says
        .iter()
        .map(|says| view! { <li>{says.who}": "<b>{says.what}</b></li> })
        .collect();
    let (id, address, about) = (one.id, one.address, one.about);
    view! {
        <tr data-disagreement=id>
            <th scope="row"><Try address>{about}</Try></th>
            <td><ul>{says}</ul></td>
        </tr>
    }
}
