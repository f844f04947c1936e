//! The three columns: what each network makes of what it has not seen.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::lens::{ArmReport, QatReport, REACH, SIDE};
use super::{ARMS, Room};
use crate::lesson::cell::{self, Cell};
use crate::lesson::grid::Grid;
use crate::lesson::words::grouped;
use crate::plot::Tone;
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, derived};
use crate::web::raster::Shades;
use crate::web::take::SaveTable;

#[component]
pub fn Arms() -> View {
    let room = expect_context::<Room>();
    let table = derived(move || {
        let arms = room
            .report
            .get()
            .map_or_else(Vec::new, |report| report.arms.clone());
        let rows = arms.iter().zip(ARMS).map(|(arm, (name, ..))| {
            let (cell, _) = reached(arm);
            (
                name,
                vec![cell, Cell::number(arm.loss, 3), Cell::bytes(arm.size)],
            )
        });
        let what = arms.first().map_or("", |arm| reached(arm).1);
        cell::table("network", &[what, "loss of those held out", "size"], rows)
    });
    // What there is to see, in words: of a plane, or of a matrix.
    let legend = Kept::new(move || {
        room.report.with(|report| match report.as_deref() {
            None => "",
            Some(report) if report.points.is_empty() => {
                "Held-out digits: a row for each, a column for every answer. The stronger a place, the more often."
            }
            Some(report) if report.classes == 0 => {
                "Points that no training has seen: discs stand for numbers above 0.5, rings for others. The shade is the number that the network gives."
            }
            Some(_) => {
                "Points that no training has seen: discs of one class, rings of the other. The shade is what the network says of each place."
            }
        })
    });
    view! {
        <div class="arms" data-piece="arms">
            <p class="facts" style:grid-column="1 / -1">{move || legend.get()}</p>
            {(0..ARMS.len()).map(|arm| view! { <Column arm/> }).collect::<Vec<_>>()}
            <SaveTable id="accuracy" name="what the three reach" table/>
        </div>
    }
}

/// What a column's large figure says: the share of classes found, or the error of a number.
fn reached(arm: &ArmReport) -> (Cell, &'static str) {
    match arm.accuracy {
        Some(share) => (Cell::share(share), "right of those held out"),
        None => (Cell::number(2.0 * arm.loss, 3), "mean squared error"),
    }
}

#[component]
fn Column(arm: usize) -> View {
    let room = expect_context::<Room>();
    let (name, role, _) = ARMS[arm];
    let shown = Kept::new(move || {
        room.report
            .with(|report| report.as_ref()?.arms.get(arm).cloned())
    });
    let reached = Kept::new(move || shown.with(|arm| arm.as_ref().map(reached)));
    let figure = move || {
        reached
            .get()
            .map_or_else(|| "\u{2013}".to_owned(), |found| found.0.shown)
    };
    let unit = move || reached.get().map_or("", |found| found.1);
    let grid = Kept::new(move || room.report.with(|report| grid(report.as_ref()?, arm)));
    let size = move || {
        shown.with(|arm| {
            arm.as_ref()
                .map_or_else(String::new, |arm| format!("{} bytes", grouped(arm.size)))
        })
    };
    let matrix =
        Kept::new(move || shown.with(|arm| arm.as_ref().is_some_and(|arm| arm.plane.is_empty())));
    let label = derived(move || {
        let of = if room
            .report
            .with(|r| r.as_ref().is_some_and(|r| r.points.is_empty()))
        {
            "its confusion matrix: a row a digit, a column what was found"
        } else {
            "what it says of the plane; dark is one class"
        };
        format!("{name}: {} {}; {of}", figure(), unit())
    });
    let class = match role {
        crate::plot::Role::Original => "original",
        crate::plot::Role::Error => "error",
        _ => "quantized",
    };
    view! {
        <figure class="arm" class:matrix=move || matrix.get() data-arm=arm.to_string()>
            <figcaption><b class=class>{name}</b></figcaption>
            <p class="reached"><span data-figure="reached">{figure}</span>" "<small>{unit}</small></p>
            <div class="shades">
                <Shades grid=derived(move || grid.get()) label/>
                <Points/>
            </div>
            <p class="told">{size}</p>
        </figure>
    }
}

/// The plane, or the confusion matrix.
fn grid(report: &Arc<QatReport>, arm: usize) -> Option<Grid> {
    let found = report.arms.get(arm)?;
    let soft = |grid: Grid| Grid {
        tone: Tone::Soft,
        ..grid
    };
    if !found.plane.is_empty() {
        let ends = if report.classes > 0 {
            (0.0, 1.5)
        } else {
            (-1.5, 1.5)
        };
        return Some(soft(Grid::grey((SIDE, SIDE), found.plane.clone(), ends)));
    }
    let classes = report.classes as usize;
    // Each row as shares of its class, by their square root: single errors are to be seen.
    let shares = found
        .confusion
        .chunks_exact(classes.max(1))
        .flat_map(|row| {
            let all = row.iter().sum::<u32>().max(1) as f32;
            row.iter().map(move |&count| (count as f32 / all).sqrt())
        });
    Some(soft(Grid::grey(
        (classes, classes),
        shares.collect(),
        (0.0, 1.0),
    )))
}

/// The examples held out, over the plane: discs of the one class, rings of the other.
#[component]
fn Points() -> View {
    let room = expect_context::<Room>();
    let points = Kept::new(move || {
        room.report
            .with(|report| report.as_ref().map(|report| report.points.clone()))
            .unwrap_or_default()
    });
    // A stroke of no length with round ends is a dot.
    let path = move |class: bool| -> Derived<String> {
        derived(move || {
            points.with(|points| {
                points
                    .iter()
                    .filter(|point| (point[2] > 0.5) == class)
                    .map(|[x, y, _]| format!("M{x:.3} {:.3}h0", -y))
                    .collect()
            })
        })
    };
    let (ones, zeros) = (path(true), path(false));
    let view_box = format!("{0} {0} {1} {1}", -REACH, 2.0 * REACH);
    view! {
        <svg class="points" viewBox=view_box aria-hidden="true">
            <path class="rim" d=move || zeros.get()></path>
            <path class="zero" d=move || zeros.get()></path>
            <path class="one" d=move || ones.get()></path>
        </svg>
    }
}
