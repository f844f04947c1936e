//! The race on the person's own machine, run when asked.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::race::{RACERS, ROUNDS, RaceReport, SIZES, XNOR};
use crate::lesson::curve::chart;
use crate::lesson::words::grouped;
use crate::plot::{Curves, Dot, Line, Role, Scale, format_number};
use crate::state::State;
use crate::web::chart::{Chart, Picture, Table};
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, constant, derived};
use crate::web::page::use_state;

/// The roles of the racers, and whether their lines are dashed.
const ROLES: [(Role, bool); RACERS.len()] = [
    (Role::Clipped, true),
    (Role::Ink, true),
    (Role::Original, false),
    (Role::Quantized, false),
];

/// Of a report, a racer's medians over the sizes that have them.
fn medians(report: &RaceReport, racer: usize) -> Vec<(f64, f64)> {
    SIZES
        .iter()
        .enumerate()
        .filter_map(|(place, &size)| Some((size as f64, report.median(place, racer)?)))
        .collect()
}

fn times(ratio: Option<f64>) -> String {
    ratio.map_or_else(
        || "\u{2013}".to_owned(),
        |ratio| format!("{} \u{d7}", format_number(ratio, 3)),
    )
}

fn milliseconds(time: Option<f64>) -> String {
    time.map_or_else(
        || "\u{2013}".to_owned(),
        |time| format!("{} ms", format_number(time, 3)),
    )
}

/// What stands in the first row of the tables.
fn head() -> Vec<String> {
    let names = RACERS.iter().map(|racer| racer.label.to_owned());
    std::iter::once("size".to_owned())
        .chain(names)
        .chain(std::iter::once("memory, bytes".to_owned()))
        .collect()
}

/// A row for each size: the time of each racer and, of all but XNOR, how many times as long it takes.
fn rows(report: &RaceReport) -> Vec<Vec<String>> {
    SIZES
        .iter()
        .enumerate()
        .map(|(place, &size)| {
            let numbers = (size * size) as u64;
            let mut row = vec![size.to_string()];
            row.extend((0..RACERS.len()).map(|racer| {
                let time = report.median(place, racer);
                match report.ratio(place, racer) {
                    Some(ratio) if racer != XNOR => {
                        format!("{}, {}", milliseconds(time), times(Some(ratio)))
                    }
                    _ => milliseconds(time),
                }
            }));
            row.push(format!(
                "{} : {}",
                grouped(4 * numbers),
                grouped(numbers / 8)
            ));
            row
        })
        .collect()
}

/// What the largest size that all have finished says.
fn verdict(report: &RaceReport) -> String {
    let finished = (0..report.times.len())
        .rev()
        .find(|&place| (0..RACERS.len()).all(|racer| report.median(place, racer).is_some()));
    match finished {
        Some(place) => {
            let mut text = format!("At {0} by {0} XNOR is ", SIZES[place.min(SIZES.len() - 1)]);
            for (racer, entry) in RACERS.iter().enumerate().take(XNOR) {
                let joint = match racer {
                    0 => "",
                    _ if racer + 1 == XNOR => " and ",
                    _ => ", ",
                };
                let ratio = times(report.ratio(place, racer));
                text.push_str(&format!("{joint}{ratio} as fast as {}", entry.label));
            }
            text + "."
        }
        None => "It has not been run.".to_owned(),
    }
}

#[component]
pub fn RaceTrack() -> View {
    let desk = expect_context::<Desk>();
    let state = use_state();
    let report = Kept::new(move || {
        desk.job.with(|bytes| {
            bytes
                .as_ref()
                .and_then(|bytes| postcard::from_bytes::<RaceReport>(bytes).ok())
                .map(Arc::new)
        })
    });
    let shown = derived(move || report.get().unwrap_or_default());
    let begun = Kept::new(move || report.with(Option::is_some));
    // A race belongs to the visit that has asked for it.
    desk.forget_job();
    on_cleanup(move || desk.stop_job());
    let press = move |_: web_sys::MouseEvent| {
        if desk.working.get_untracked() {
            desk.stop_job();
        } else {
            desk.start_job(state.with_untracked(State::to_hash));
        }
    };
    view! {
        <section class="race" data-piece="race" aria-label="The race">
            <p class="heading"><b>"The race."</b>" A square matrix times another, on this machine, in this browser: medians of "{ROUNDS.to_string()}" rounds. XNOR takes the signs and packs them within its time."</p>
            <div class="player">
                <div class="buttons">
                    <button type="button" class="play" data-race="" on:click=press>{move || if desk.working.get() { "Stop" } else { "Run it" }}</button>
                </div>
                <progress max="1" aria-label="How far the race is" prop:value=move || shown.get().done.to_string()></progress>
                <p class="facts" role="status" data-figure="race">{move || if desk.working.get() { "Racing \u{2026}".to_owned() } else { verdict(&shown.get()) }}</p>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label="Times of the race">
                <table class="costs wide">
                    <thead><tr>{head().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>()}</tr></thead>
                    <tbody>{move || rows(&shown.get()).into_iter().map(|row| {
                        let mut cells = row.into_iter();
                        let size = cells.next().unwrap_or_default();
                        view! { <tr><th scope="row">{size}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>()}</tr> }
                    }).collect::<Vec<_>>()}</tbody>
                </table>
            </div>
            {move || begun.get().then(|| view! { <TimeChart report=shown/> })}
            <p class="verdict">"Who is the baseline? All but XNOR multiply in f32. Loops by definition go down the columns of the second matrix; exchange the two inner loops and a compiler makes vectors of them; tiles keep what they need in registers. Against the first XNOR wins by far the most, against the last by what bits are worth. The paper\u{2019}s 58 times counts operations of high precision, as its version of 2020 adds. The memory is 32 to 1 whoever computes."</p>
        </section>
    }
}

/// The medians over the sizes.
#[component]
fn TimeChart(report: Derived<Arc<RaceReport>>) -> View {
    let picture = move || {
        let report = report.get();
        Some(Box::new(move |f: &_| {
            let found: Vec<Vec<(f64, f64)>> = (0..RACERS.len())
                .map(|racer| medians(&report, racer))
                .collect();
            let lines: Vec<Line> = found
                .iter()
                .zip(ROLES)
                .map(|(points, (role, dashed))| Line {
                    points,
                    role,
                    dashed,
                    width: 1.8,
                })
                .collect();
            let dots: Vec<Dot> = found
                .iter()
                .zip(ROLES)
                .flat_map(|(points, (role, hollow))| {
                    points.iter().map(move |&(x, y)| Dot {
                        x,
                        y,
                        role,
                        radius: 4.0,
                        hollow,
                    })
                })
                .collect();
            Curves {
                dots: &dots,
                x_scale: Scale::Log2,
                y_scale: Scale::Log10,
                zero_line: false,
                x_label: "size",
                y_label: "milliseconds",
                ..chart(&lines, (48.0, 1365.0), (0.001, 10_000.0))
            }
            .scene(f)
        }) as Picture)
    };
    let table = derived(move || Table {
        head: head(),
        rows: rows(&report.get()),
    });
    view! {
        <Chart
            id="race"
            name="Time against size."
            summary=derived(move || verdict(&report.get()))
            height=constant(240)
            caption=view! {
                "Dashed, from above: loops by definition, loops along rows. Lines: "<span class="original">"tiles"</span>" and "<span class="quantized">"XNOR"</span>". Both axes are logarithmic."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}
