//! The chart of the race: times against sizes. It is of a machine, not of an address.

use std::sync::Arc;

use super::super::race::{RACERS, RaceReport, SIZES, XNOR};
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::chart;
use crate::lesson::words::grouped;
use crate::plot::{Curves, Dot, Frame, Line, Role, Scale, Scene, format_number};

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
pub fn head() -> Vec<String> {
    let names = RACERS.iter().map(|racer| racer.label.to_owned());
    std::iter::once("size".to_owned())
        .chain(names)
        .chain(std::iter::once("memory, bytes".to_owned()))
        .collect()
}

/// A row for each size: the time of each racer and, of all but XNOR, how many times as long it takes.
pub fn rows(report: &RaceReport) -> Vec<Vec<String>> {
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
pub fn verdict(report: &RaceReport) -> String {
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

/// The medians over the sizes.
pub const RACE: Chart<Arc<RaceReport>> = Chart {
    id: "race",
    height: 240,
    name: |_| "Time against size.".to_owned(),
    summary: |report| verdict(report),
    scene: race,
    pointing: Pointing::Nowhere,
    table: |report| Table {
        head: head(),
        rows: rows(report),
    },
};

fn race(report: &Arc<RaceReport>, frame: &Frame) -> Scene {
    let found: Vec<Vec<(f64, f64)>> = (0..RACERS.len())
        .map(|racer| medians(report, racer))
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
    .scene(frame)
}
