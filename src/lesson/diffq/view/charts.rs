//! Noise and rounding, and what a bit buys.

use leptos::prelude::*;

use super::super::lens::{DiffQReport, FIRST_BITS, LAST_BITS, REACH};
use super::{Room, whole};
use crate::lesson::curve::{chart, line, sampled};
use crate::plot::{Curves, Dot, ErrorHistogram, Outline, Role, format_number};
use crate::web::chart::{Chart, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::live::{constant, derived};

/// The error of the first group in steps: the noise's and real quantization's.
#[component]
pub fn Noise() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let (report, now) = (room.report.get()?, room.now.get()?);
        let (_, place) = whole(now.bits[0]);
        Some(Box::new(move |f: &_| {
            let real = report.errors.get(place);
            ErrorHistogram {
                counts: &report.noise.counts,
                range: (report.noise.min, report.noise.max),
                half_width: REACH,
                uniform_step: None,
                comparison: real.map(|real| Outline {
                    counts: &real.counts,
                    range: (real.min, real.max),
                }),
            }
            .scene(f)
        }) as Picture)
    };
    let bits = move || {
        room.now
            .get()
            .map_or_else(String::new, |now| whole(now.bits[0]).0.to_string())
    };
    let summary = derived(move || {
        format!(
            "The noise in steps, and the error of real quantization with {} bits.",
            bits()
        )
    });
    let table = derived(move || {
        room.report.get().map_or_else(Table::default, |report| {
            crate::web::chart::histogram_table(&report.noise)
        })
    });
    view! {
        <Chart
            id="noise"
            name="The noise."
            summary
            height=constant(170)
            caption=view! {
                "In units of a step, for the first group: the "<span class="error">"noise"</span>" while training, and dashed the error of real quantization with "{bits}" bits."
            }
            picture
            axis=|f| Some(ErrorHistogram { counts: &[], range: (-REACH, REACH), half_width: REACH, uniform_step: None, comparison: None }.x_axis(f))
            table
            overlay=|_| View::none()
        />
    }
}

const BITS: (f64, f64) = (FIRST_BITS as f64 - 0.3, LAST_BITS as f64 + 0.3);

/// 10 log10 of a ratio; nothing where there is none.
fn decibels(power: f64, error: f64) -> f64 {
    if power > 0.0 && error > 0.0 {
        10.0 * (power / error).log10()
    } else {
        f64::NAN
    }
}

/// SQNR against bits for the first group: the noise's, and real quantization's at
/// whole bits.
#[component]
pub fn Decibels() -> View {
    let room = expect_context::<Room>();
    let noise = move |report: &DiffQReport, bits: f64| {
        let power = room.chosen.with(super::Chosen::noise_power);
        report.groups.first().map_or(f64::NAN, |group| {
            let step = group.range / (2_f64.powf(bits) - 1.0);
            decibels(group.power, step * step * power)
        })
    };
    let picture = move || {
        let (report, now) = (room.report.get()?, room.now.get()?);
        let curve = sampled(BITS, |bits| noise(&report, bits));
        let here = noise(&report, now.bits[0]);
        Some(Box::new(move |f: &_| {
            let lines = [line(&curve, Role::Error)];
            let mut dots: Vec<Dot> = report
                .groups
                .first()
                .into_iter()
                .flat_map(|group| {
                    group
                        .real
                        .iter()
                        .zip(FIRST_BITS..)
                        .map(|(error, bits)| Dot {
                            x: f64::from(bits),
                            y: decibels(group.power, *error),
                            role: Role::Quantized,
                            radius: 3.5,
                            hollow: false,
                        })
                })
                .collect();
            dots.push(Dot {
                x: now.bits[0],
                y: here,
                role: Role::Original,
                radius: 6.0,
                hollow: true,
            });
            Curves {
                dots: &dots,
                x_label: "bits",
                y_label: "dB",
                zero_line: false,
                ..chart(&lines, BITS, (0.0, 96.0))
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let (Some(report), Some(now)) = (room.report.get(), room.now.get()) else {
            return String::new();
        };
        format!(
            "With {} bits the noise leaves {} dB.",
            format_number(now.bits[0], 3),
            format_number(noise(&report, now.bits[0]), 3)
        )
    });
    let table = derived(move || Table {
        head: ["bits", "noise, dB", "real, dB"]
            .map(str::to_owned)
            .to_vec(),
        rows: room.report.get().map_or_else(Vec::new, |report| {
            let Some(group) = report.groups.first() else {
                return Vec::new();
            };
            group
                .real
                .iter()
                .zip(FIRST_BITS..)
                .map(|(error, bits)| {
                    vec![
                        bits.to_string(),
                        format_number(noise(&report, f64::from(bits)), 4),
                        format_number(decibels(group.power, *error), 4),
                    ]
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="decibels"
            name="What a bit buys."
            summary
            height=constant(220)
            caption=view! {
                "SQNR of the first group against bits, some 6 dB a bit: under "<span class="error">"noise"</span>", which has a slope, and "
                <span class="quantized">"rounded"</span>" for real, at whole bits only. The ring is "<span class="original">"B now"</span>"."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}
