//! The training: bits, size and error against the step.

use leptos::prelude::*;

use super::super::settings::GROUPS;
use super::{Room, real_error};
use crate::lesson::curve::{chart, dashed, line};
use crate::lesson::training::{STEPS, against_step};
use crate::plot::{Curves, Dot, Line, Role, Scale, format_number, nice_positive_codomain};
use crate::web::chart::{Chart, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::live::{constant, derived};

/// How each group's line looks: the widest group has the thickest.
const STYLES: [(Role, f64, bool); GROUPS] = [
    (Role::Original, 3.4, false),
    (Role::Quantized, 2.2, false),
    (Role::Gradient, 2.2, true),
    (Role::Error, 1.3, true),
];

#[component]
pub fn Bits() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let (report, step) = (room.report.get()?, room.step.get());
        Some(Box::new(move |f: &_| {
            let shown = &report.path[..(step + 1).min(report.path.len())];
            // As high as the whole training goes, so that it stands still.
            let all = report.path.iter().flat_map(|now| now.bits);
            let top = all.fold(3.0, f64::max);
            let series: Vec<Vec<(f64, f64)>> = (0..GROUPS)
                .map(|place| against_step(shown.iter().map(|now| now.bits[place])))
                .collect();
            let lines: Vec<Line> = series
                .iter()
                .zip(STYLES)
                .map(|(points, (role, width, dashed))| Line {
                    points,
                    role,
                    dashed,
                    width,
                })
                .collect();
            let dots: Vec<Dot> = series
                .iter()
                .zip(STYLES)
                .filter_map(|(points, (role, width, hollow))| {
                    points.last().map(|&(x, y)| Dot {
                        x,
                        y,
                        role,
                        radius: 2.0 + width,
                        hollow,
                    })
                })
                .collect();
            Curves {
                dots: &dots,
                zero_line: false,
                x_label: "step",
                y_label: "bits",
                ..chart(&lines, (0.0, STEPS as f64), (1.5, top + 0.7))
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.now.get().map_or_else(String::new, |now| {
            let bits: Vec<String> = now
                .bits
                .iter()
                .map(|bits| format_number(*bits, 3))
                .collect();
            format!(
                "Bits of the four groups, widest first: {}.",
                bits.join(", ")
            )
        })
    });
    let table = derived(move || Table {
        head: ["step", "group 1", "group 2", "group 3", "group 4"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows(room, |now| now.bits.to_vec()),
    });
    view! {
        <Chart
            id="bits"
            name="Bits flow."
            summary
            height=constant(230)
            caption=view! {
                "B of the four groups against the step: the "<span class="original">"widest"</span>" has the thickest line, then "
                <span class="quantized">"the next"</span>", "<span class="gradient">"the third"</span>" and "<span class="error">"the narrowest"</span>"."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}

/// The steps shown as rows.
fn rows(room: Room, figures: impl Fn(&super::Trained) -> Vec<f64>) -> Vec<Vec<String>> {
    room.report.get().map_or_else(Vec::new, |report| {
        report
            .path
            .iter()
            .take(room.step.get() + 1)
            .enumerate()
            .map(|(step, now)| {
                let mut row = vec![step.to_string()];
                row.extend(figures(now).into_iter().map(|x| format_number(x, 5)));
                row
            })
            .collect()
    })
}

#[component]
pub fn Size() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let (report, step) = (room.report.get()?, room.step.get());
        Some(Box::new(move |f: &_| {
            let all = against_step(report.path.iter().map(|now| now.kibibytes));
            let shown = &all[..(step + 1).min(all.len())];
            let top = all.iter().map(|point| point.1).fold(0.0, f64::max);
            let lines = [line(shown, Role::Ink)];
            Curves {
                y_label: "KiB",
                fill_under: Some(0),
                ..chart(
                    &lines,
                    (0.0, STEPS as f64),
                    (0.0, if top > 0.0 { top * 1.1 } else { 1.0 }),
                )
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.now.get().map_or_else(String::new, |now| {
            format!(
                "All four groups take {} KiB.",
                format_number(now.kibibytes, 3)
            )
        })
    });
    let table = derived(move || Table {
        head: ["step", "KiB"].map(str::to_owned).to_vec(),
        rows: rows(room, |now| vec![now.kibibytes]),
    });
    view! {
        <Chart
            id="size"
            name="The size."
            summary
            height=constant(130)
            caption=view! { "Of all four groups, in KiB, with the package\u{2019}s overhead." }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}

#[component]
pub fn Error() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let (report, step) = (room.report.get()?, room.step.get());
        Some(Box::new(move |f: &_| {
            let positive = |error: f64| if error > 0.0 { error } else { f64::NAN };
            let noise = against_step(report.path.iter().map(|now| positive(now.error)));
            let real = against_step(
                report
                    .path
                    .iter()
                    .map(|now| positive(real_error(&report, &now.bits))),
            );
            let shown = (step + 1).min(noise.len());
            // The scale is that of the whole training, so that it stands still.
            let codomain =
                nice_positive_codomain(&[line(&noise, Role::Error), line(&real, Role::Ink)], 0.1);
            let lines = [
                line(&real[..shown], Role::Quantized),
                dashed(&noise[..shown], Role::Error),
            ];
            Curves {
                y_scale: Scale::Log10,
                zero_line: false,
                ..chart(&lines, (0.0, STEPS as f64), codomain)
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let (Some(report), Some(now)) = (room.report.get(), room.now.get()) else {
            return String::new();
        };
        format!(
            "The mean squared error is {} under noise and {} when rounded for real.",
            format_number(now.error, 3),
            format_number(real_error(&report, &now.bits), 3)
        )
    });
    let table = derived(move || Table {
        head: ["step", "noise", "rounded"].map(str::to_owned).to_vec(),
        rows: room.report.get().map_or_else(Vec::new, |report| {
            rows(room, |now| vec![now.error, real_error(&report, &now.bits)])
        }),
    });
    view! {
        <Chart
            id="error"
            name="The error."
            summary
            height=constant(170)
            caption=view! {
                "Mean squared error: dashed under "<span class="error">"noise"</span>", and "<span class="quantized">"rounded"</span>" for real, which moves in whole bits."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}
