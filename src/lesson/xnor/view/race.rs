//! The race on the person's own machine, run when asked.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::race::{RACERS, ROUNDS, RaceReport, SIZES};
use crate::lesson::curve::chart;
use crate::lesson::words::grouped;
use crate::plot::{Curves, Dot, Line, Role, Scale, format_number};
use crate::web::chart::{Chart, Picture, Table};
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::live::{Kept, constant, derived};
use crate::web::page::use_state;

/// The roles of the racers, and whether their lines are dashed.
const ROLES: [(Role, bool); 3] = [
    (Role::Soft, true),
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
    on_cleanup(move || desk.stop_job());
    desk.forget_job();
    let press = move |_: web_sys::MouseEvent| {
        if desk.working.get_untracked() {
            desk.stop_job();
        } else {
            desk.start_job(state.with_untracked(|state| state.to_hash()));
        }
    };
    let picture = move || {
        let report = report.get().unwrap_or_default();
        Some(Box::new(move |backend: &mut _, f: &_| {
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
            .draw(backend, f)
        }) as Picture)
    };
    let summary = derived(move || {
        let Some(report) = report.get() else {
            return "The race has not been run.".to_owned();
        };
        let last = report.times.len().saturating_sub(1);
        format!(
            "At {0} by {0}: XNOR {1} as fast as plain loops, {2} as fast as tiles.",
            SIZES[last.min(SIZES.len() - 1)],
            times(report.ratio(last, 0, 2)),
            times(report.ratio(last, 1, 2))
        )
    });
    let head = || {
        let names = RACERS.iter().map(|racer| racer.0.to_owned());
        std::iter::once("size".to_owned())
            .chain(names)
            .chain(["against loops", "against tiles", "memory"].map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let rows = Kept::new(move || {
        let report = report.get().unwrap_or_default();
        SIZES
            .iter()
            .enumerate()
            .map(|(place, &size)| {
                let median = |racer| milliseconds(report.median(place, racer));
                let numbers = (size * size) as u64;
                vec![
                    size.to_string(),
                    median(0),
                    median(1),
                    median(2),
                    times(report.ratio(place, 0, 2)),
                    times(report.ratio(place, 1, 2)),
                    format!("{} : {} bytes", grouped(4 * numbers), grouped(numbers / 8)),
                ]
            })
            .collect::<Vec<_>>()
    });
    let table = derived(move || Table {
        head: head(),
        rows: rows.get(),
    });
    view! {
        <section class="race" aria-label="The race">
            <p class="heading"><b>"The race."</b>" A square matrix times another, on this machine, in this browser: medians of "{ROUNDS.to_string()}" rounds. The third has the signs taken and packed on the way."</p>
            <div class="player">
                <div class="buttons">
                    <button type="button" class="play" data-race="" on:click=press>{move || if desk.working.get() { "Stop" } else { "Run it" }}</button>
                </div>
                <progress max="1" aria-label="The race" prop:value=move || report.get().map_or(0.0, |report| report.done).to_string()></progress>
                <p class="facts" role="status" data-figure="race">{move || if desk.working.get() { "Racing \u{2026}".to_owned() } else { summary.get() }}</p>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label="Times of the race">
                <table class="costs wide">
                    <thead><tr>{head().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>()}</tr></thead>
                    <tbody>{move || rows.get().into_iter().map(|row| {
                        let mut cells = row.into_iter();
                        let size = cells.next().unwrap_or_default();
                        view! { <tr><th scope="row">{size}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>()}</tr> }
                    }).collect::<Vec<_>>()}</tbody>
                </table>
            </div>
            <Chart
                id="race"
                name="Time against size."
                summary
                height=constant(240)
                caption=view! {
                    "Dashed: plain loops. "<span class="original">"Tiles in f32"</span>" and "<span class="quantized">"XNOR with popcount"</span>". Both axes are logarithmic."
                }
                picture
                axis=|_| None
                table
                overlay=|_| View::none()
            />
            <p class="verdict">"Who is the baseline? The paper\u{2019}s famous 58 times is an estimate of 64 operations for one, for a convolution with 256 channels, against a plain product. Against plain loops XNOR wins by a factor like that; against a product as good as its own, by the smaller one in the table. The memory is 32 to 1 whoever computes."</p>
        </section>
    }
}
