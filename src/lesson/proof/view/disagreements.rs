//! Where others disagree, each with a state of a lesson.

use super::super::disagreements::{DISAGREEMENTS, Disagreement};
use crate::lesson::chart::Table;
use crate::web::dom::{View, view};
use crate::web::layout::Try;
use crate::web::live::derived;
use crate::web::take::SaveTable;
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
            <SaveTable id="disagreements" name="where they disagree" table=derived(table)/>
        </section>
    }
}

/// A row for each who says something.
fn table() -> Table {
    let rows = DISAGREEMENTS.iter().flat_map(|one| {
        let says = one.says.iter();
        says.map(|says| {
            [one.about, says.who, says.what, one.address]
                .map(str::to_owned)
                .to_vec()
        })
    });
    Table::new(["example", "who", "says", "address"], rows.collect())
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
