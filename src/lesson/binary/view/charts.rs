//! What a scale costs: over all scales, and filter by filter.

use leptos::prelude::*;

use super::super::lens::BinaryReport;
use super::collapse::handle;
use super::{Room, ratio_db};
use crate::lesson::curve::{chart, dashed, line, sampled};
use crate::lesson::words::decibels;
use crate::plot::{Curves, Dot, Line, Mark, Role, format_number};
use crate::web::chart::{Chart, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::live::{constant, derived};

/// Scales from zero to beyond the largest filter's.
fn scales(report: &BinaryReport) -> (f64, f64) {
    let largest = report
        .groups
        .iter()
        .fold(0.0, |most, group| group.alpha.max(most));
    let end = (largest * 1.15).max(report.alpha() * 2.1);
    (0.0, if end > 0.0 { end } else { 1.0 })
}

/// Errors up to what the shared scale costs at the ends.
fn errors(report: &BinaryReport) -> (f64, f64) {
    let top = report.power() * 1.6;
    (0.0, if top > 0.0 { top } else { 1.0 })
}

#[component]
pub fn Parabola() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let (report, alpha) = (room.report.get()?, room.alpha.get());
        Some(Box::new(move |f: &_| {
            let (domain, codomain) = (scales(&report), errors(&report));
            let each: Vec<Vec<(f64, f64)>> = report
                .groups
                .iter()
                .map(|group| {
                    let count = group.count.max(1) as f64;
                    sampled(domain, |alpha| group.error(alpha) / count)
                })
                .collect();
            let all = sampled(domain, |alpha| report.error(alpha));
            let level = [(domain.0, report.least()), (domain.1, report.least())];
            let mut lines: Vec<Line> = Vec::new();
            if report.groups.len() > 1 {
                lines.extend(each.iter().map(|points| Line {
                    width: 1.0,
                    ..line(points, Role::Soft)
                }));
                lines.push(dashed(&level, Role::Quantized));
            }
            lines.push(Line {
                width: 2.2,
                ..line(&all, Role::Error)
            });
            let mut dots: Vec<Dot> = Vec::new();
            if report.groups.len() > 1 {
                dots.extend(report.groups.iter().map(|group| Dot {
                    x: group.alpha,
                    y: group.least / group.count.max(1) as f64,
                    role: Role::Soft,
                    radius: 3.0,
                    hollow: true,
                }));
            }
            let bottom = report.alpha();
            dots.push(Dot {
                x: bottom,
                y: report.error(bottom),
                role: Role::Ink,
                radius: 5.0,
                hollow: true,
            });
            dots.push(Dot {
                x: alpha,
                y: report.error(alpha),
                role: Role::Error,
                radius: 4.5,
                hollow: false,
            });
            let marks = [Mark {
                x: bottom,
                label: "mean |W|",
                role: Role::Soft,
            }];
            Curves {
                dots: &dots,
                marks: &marks,
                zero_line: false,
                x_label: "\u{3b1}",
                ..chart(&lines, domain, codomain)
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.report.get().map_or_else(String::new, |report| {
            let alpha = room.alpha.get();
            format!(
                "At \u{3b1} = {} the mean squared error is {}; the least is {} at {}. With an \u{3b1} for each filter it would be {}.",
                format_number(alpha, 4),
                format_number(report.error(alpha), 3),
                format_number(report.error(report.alpha()), 3),
                format_number(report.alpha(), 4),
                format_number(report.least(), 3),
            )
        })
    });
    let table = derived(move || Table {
        head: ["\u{3b1}", "mean squared error"]
            .map(str::to_owned)
            .to_vec(),
        rows: room.report.get().map_or_else(Vec::new, |report| {
            let (from, to) = scales(&report);
            (0..=24)
                .map(|place| from + (to - from) * f64::from(place) / 24.0)
                .map(|alpha| {
                    vec![
                        format_number(alpha, 4),
                        format_number(report.error(alpha), 4),
                    ]
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="parabola"
            name="A parabola in \u{3b1}."
            summary
            height=constant(250)
            caption=view! {
                "The "<span class="error">"mean squared error"</span>" of one \u{3b1} for all; thin, that of each filter alone, its bottom a ring. Dashed: "<span class="quantized">"each filter at its own bottom"</span>". Drag \u{3b1}."
            }
            picture
            axis=move |f| { let report = room.report.get()?; Some(chart(&[], scales(&report), (0.0, 1.0)).x_axis(f)) }
            table
            overlay=handle
        />
    }
}

/// Of each filter: its SQNR at the shared scale, and at its own.
fn each_filter(report: &BinaryReport, alpha: f64) -> Vec<(f64, f64)> {
    report
        .groups
        .iter()
        .map(|group| {
            let own = ratio_db(group.energy, group.least);
            let shared = ratio_db(group.energy, group.error(alpha));
            (shared, own)
        })
        .collect()
}

#[component]
pub fn Filters() -> View {
    let room = expect_context::<Room>();
    let domain = move |report: &BinaryReport| (0.5, report.groups.len() as f64 + 0.5);
    let picture = move || {
        let (report, alpha) = (room.report.get()?, room.alpha.get());
        Some(Box::new(move |f: &_| {
            let found = each_filter(&report, alpha);
            let finite = |decibels: f64| if decibels.is_finite() { decibels } else { 0.0 };
            let place = |index: usize| (index + 1) as f64;
            let shared: Vec<(f64, f64)> = found
                .iter()
                .enumerate()
                .map(|(index, pair)| (place(index), finite(pair.0)))
                .collect();
            let own: Vec<(f64, f64)> = found
                .iter()
                .enumerate()
                .map(|(index, pair)| (place(index), finite(pair.1)))
                .collect();
            let low = shared.iter().fold(-2.0_f64, |low, point| low.min(point.1));
            let high = own.iter().fold(6.0_f64, |high, point| high.max(point.1));
            let pad = (high - low) * 0.08;
            let lines = [dashed(&shared, Role::Error), line(&own, Role::Quantized)];
            let dot = |role: Role, hollow: bool| {
                move |&(x, y): &(f64, f64)| Dot {
                    x,
                    y,
                    role,
                    radius: 4.5,
                    hollow,
                }
            };
            let dots: Vec<Dot> = shared
                .iter()
                .map(dot(Role::Error, true))
                .chain(own.iter().map(dot(Role::Quantized, false)))
                .collect();
            Curves {
                dots: &dots,
                y_label: "SQNR in dB",
                x_label: "filter",
                ..chart(&lines, domain(&report), (low - pad, high + pad))
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.report.get().map_or_else(String::new, |report| {
            let found = each_filter(&report, room.alpha.get());
            let drowned = found.iter().filter(|pair| pair.0 < 0.0).count();
            let least = found.iter().map(|pair| pair.1).fold(f64::INFINITY, f64::min);
            format!(
                "With the shared \u{3b1} {drowned} of {} filters have more error than signal; with their own none has less than {}.",
                found.len(),
                decibels(least)
            )
        })
    });
    let table = derived(move || Table {
        head: ["filter", "\u{3b1}", "SQNR, shared", "SQNR, own"]
            .map(str::to_owned)
            .to_vec(),
        rows: room.report.get().map_or_else(Vec::new, |report| {
            each_filter(&report, room.alpha.get())
                .iter()
                .zip(&report.groups)
                .enumerate()
                .map(|(filter, (pair, group))| {
                    vec![
                        (filter + 1).to_string(),
                        format_number(group.alpha, 4),
                        decibels(pair.0),
                        decibels(pair.1),
                    ]
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="filters"
            name="Filter by filter."
            summary
            height=constant(190)
            caption=view! {
                "Signal over error with "<span class="error">"one \u{3b1} for all"</span>" (rings) and with "<span class="quantized">"an \u{3b1} for each"</span>" (discs). Below zero there is more error than signal."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}
