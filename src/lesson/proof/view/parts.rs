//! What is compared with what, part by part.

use leptos::prelude::*;

use super::super::references::{REFERENCES, with_version};
use super::super::settings::PART;
use super::super::{CHECKS, Check, Checked, Difference, LISTED, PARTS, Part, Rule, Stage};
use super::{Asked, Room, of_all};
use crate::lesson::cell::Cell;
use crate::lesson::chart::Table;
use crate::plot::format_number;
use crate::web::dom::{View, view};
use crate::web::live::{Kept, derived, effect};
use crate::web::take::SaveTable;

/// A rule in words.
fn allowed(rule: Rule) -> String {
    match rule {
        Rule::Exact => "bit for bit".to_owned(),
        Rule::Relative(share) => format!("within {} of each number", format_number(share, 1)),
        Rule::OfLargest(share) => format!(
            "within {} of the largest number of the tensor",
            format_number(share, 1)
        ),
    }
}

/// With whom something is compared: `ml_dtypes 0.6.0, gfloat 0.5.2`.
fn with_whom(check: &Check) -> String {
    let names: Vec<String> = check
        .against
        .iter()
        .map(|name| with_version(name))
        .collect();
    match names.as_slice() {
        [] => "the definition itself".to_owned(),
        names => names.join(", "),
    }
}

/// With whom something is compared, and how near: `ml_dtypes 0.6.0, gfloat 0.5.2 · bit for bit`.
fn terms(check: &Check) -> String {
    format!("{} \u{b7} {}", with_whom(check), allowed(check.rule))
}

/// Where a comparison is; none waits unless they are at work.
fn outcome(checked: &Checked, at_work: bool) -> String {
    let tally = &checked.tally;
    match checked.stage {
        Stage::Waiting if at_work => "waiting".to_owned(),
        Stage::Waiting => "\u{2013}".to_owned(),
        Stage::Running => format!("running: {}", of_all(tally.agreed, tally.count)),
        Stage::Done => of_all(tally.agreed, tally.count),
    }
}

fn time(checked: &Checked) -> String {
    match checked.stage {
        Stage::Waiting => String::new(),
        _ => format!("{} ms", format_number(checked.milliseconds, 2)),
    }
}

#[component]
pub fn Parts() -> View {
    let room = expect_context::<Room>();
    let marked = Kept::new(move || room.state.with(|state| state.choice(&PART)));
    // A sign in a lesson leads to the part that proves it.
    effect(move || {
        let part = marked.get();
        request_animation_frame(move || {
            if let Some(part) = document().get_element_by_id(&anchor(part)) {
                part.scroll_into_view();
            }
        });
    });
    let mut first = 0;
    let bodies: Vec<View> = PARTS
        .iter()
        .zip(CHECKS)
        .map(|(part, checks)| {
            let view = body(room, marked, part, checks, first);
            first += checks.len();
            view
        })
        .collect();
    let versions: Vec<String> = REFERENCES
        .iter()
        .map(|reference| with_version(reference.name))
        .collect();
    view! {
        <section class="parts" aria-label="What is compared">
            <table class="costs wide" data-parts="">
                <thead><tr><th scope="col">"What, and with whom"</th><th scope="col">"agrees"</th><th scope="col">"time"</th></tr></thead>
                {bodies}
            </table>
            <SaveTable id="comparisons" name="what is compared" table=derived(move || table(room))/>
            <p class="facts" data-figure="versions">"Shipped are results of "{versions.join(", ")}"."</p>
        </section>
    }
}

/// A row for each comparison; what has not been compared has no numbers.
fn table(room: Room) -> Table {
    let checked = room
        .report
        .get()
        .map_or_else(Vec::new, |report| report.checked.clone());
    let parts = PARTS.iter().zip(CHECKS);
    let checks = parts.flat_map(|(part, checks)| checks.iter().map(|check| (part.label, check)));
    let rows = checks.enumerate().map(|(place, (part, check))| {
        let found = checked.get(place).filter(|one| one.stage != Stage::Waiting);
        let number =
            |of: fn(&Checked) -> Cell| found.map(|one| of(one).plain()).unwrap_or_default();
        vec![
            part.to_owned(),
            check.what.to_owned(),
            with_whom(check),
            allowed(check.rule),
            number(|one| Cell::count(one.tally.agreed)),
            number(|one| Cell::count(one.tally.count)),
            number(|one| Cell::with_unit(one.milliseconds, 2, "ms")),
        ]
    });
    let head = [
        "part",
        "what",
        "with whom",
        "allowed",
        "agree",
        "compared",
        "time (ms)",
    ];
    Table::new(head, rows.collect())
}

fn anchor(part: &str) -> String {
    format!("part-{part}")
}

/// The rows of a part; its comparisons begin at `first` of all.
fn body(
    room: Room,
    marked: Kept<&'static str>,
    part: &'static Part,
    checks: &'static [Check],
    first: usize,
) -> View {
    let sum = move || {
        room.report.with(|report| {
            let checked = report
                .as_deref()?
                .checked
                .get(first..first + checks.len())?;
            let tally = |number: fn(&Checked) -> u64| checked.iter().map(number).sum();
            Some(of_all(
                tally(|one| one.tally.agreed),
                tally(|one| one.tally.count),
            ))
        })
    };
    let milliseconds = move || {
        room.report.with(|report| {
            let checked = report
                .as_deref()?
                .checked
                .get(first..first + checks.len())?;
            let all: f64 = checked.iter().map(|one| one.milliseconds).sum();
            Some(format!("{} ms", format_number(all, 2)))
        })
    };
    let rows: Vec<View> = checks
        .iter()
        .enumerate()
        .map(|(place, check)| row(room, check, first + place))
        .collect();
    view! {
        <tbody id=anchor(part.id) data-part=part.id class:marked=move || marked.get() == part.id>
            <tr class="part-head">
                <th scope="rowgroup" aria-current=move || (marked.get() == part.id).then_some("true")>{part.label}</th>
                <td data-sum="">{move || sum().unwrap_or_default()}</td>
                <td>{move || milliseconds().unwrap_or_default()}</td>
            </tr>
            {rows}
        </tbody>
    }
}

fn row(room: Room, check: &'static Check, place: usize) -> View {
    let checked = Kept::new(move || {
        room.report.with(|report| {
            let found = report
                .as_deref()
                .and_then(|report| report.checked.get(place));
            found.cloned().unwrap_or_default()
        })
    });
    view! {
        <tr data-check=check.id class:agrees=move || checked.with(|one| one.stage == Stage::Done && one.tally.agreed == one.tally.count)>
            <th scope="row">{check.what}<small>{terms(check)}</small>
                {move || checked.with(|one| (!one.tally.differences.is_empty()).then(|| differences(one)))}
            </th>
            <td>{move || checked.with(|one| outcome(one, room.is_at(Asked::Compare)))}</td>
            <td>{move || checked.with(time)}</td>
        </tr>
    }
}

/// What differs: the input, what was expected, and what came.
fn differences(checked: &Checked) -> View {
    let differ = checked.tally.count - checked.tally.agreed;
    let more = differ.saturating_sub(LISTED as u64);
    let items: Vec<View> = checked.tally.differences.iter().map(item).collect();
    view! {
        <ul class="differences">
            {items}
            {(more > 0).then(|| view! { <li>"and "{more.to_string()}" more"</li> })}
        </ul>
    }
}

fn item(one: &Difference) -> View {
    let (input, expected, found) = (one.input.clone(), one.expected.clone(), one.found.clone());
    view! { <li>{input}": expected "<b>{expected}</b>", came "<b>{found}</b></li> }
}
