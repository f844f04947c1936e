//! The number lines: the one near the typed number, and all magnitudes in octaves.

use std::sync::Arc;

use crate::web::dom::{View, view};
use leptos::prelude::*;

use super::super::settings::X;
use super::{Room, words};
use crate::lesson::words::percent;
use crate::plot::{Band, LogDensity, NumberLine, NumberLineLog, format_number};
use crate::quant::{Format, Overflow};
use crate::web::chart::{Chart, Picture, Table};
use crate::web::drag::Handle;
use crate::web::live::{Derived, Kept, constant, derived};

/// Codes on each side of what the linear line shows.
const CODES_AROUND: usize = 40;

/// One rounding interval, ready for a chart.
#[derive(Clone, Copy, PartialEq)]
struct Piece {
    code: u32,
    lower: f64,
    upper: f64,
    value: f64,
}

/// What the linear line shows: it stands still while the number moves within eight
/// steps of the grid.
fn window(format: &Format, scale: f64, x: f64) -> (f64, f64) {
    let top = f64::from(format.max()) * scale;
    let inside = x.clamp(-top, top);
    let ulp = format
        .explain(
            inside / scale,
            crate::quant::Rounding::TowardZero,
            Overflow::Saturate,
            0,
        )
        .ulp
        * scale;
    let block = 8.0 * ulp;
    let first = (inside / block).floor() * block;
    let edge = top * 1.12;
    (
        (first - block / 2.0).max(-edge),
        (first + 1.5 * block).min(edge),
    )
}

fn pieces(room: &Room, format: &Format, domain: (f64, f64)) -> Vec<Piece> {
    room.chosen.with(|chosen| {
        let scale = f64::from(chosen.scale);
        let codes = format.ordered_codes();
        let first =
            codes.partition_point(|&code| f64::from(format.decode(code)) * scale < domain.0);
        let last =
            codes.partition_point(|&code| f64::from(format.decode(code)) * scale <= domain.1);
        // An even start, so that the shades do not alternate while the line moves.
        let first = first.saturating_sub(CODES_AROUND) & !1;
        let last = (last + CODES_AROUND).min(codes.len());
        codes[first..last]
            .iter()
            .filter_map(|&code| {
                let interval = format.rounding_interval(code, chosen.rounding, chosen.overflow)?;
                Some(Piece {
                    code,
                    lower: interval.lower * scale,
                    upper: interval.upper * scale,
                    value: f64::from(format.decode(code)) * scale,
                })
            })
            .collect()
    })
}

#[component]
pub fn LinearLine() -> View {
    let room = expect_context::<Room>();
    let versus = Kept::new(move || room.chosen.with(|chosen| chosen.versus));
    view! {
        <LinearLineOf id="line" format=derived(move || room.chosen.with(|chosen| chosen.format))/>
        {move || versus.get().map(|format| view! { <LinearLineOf id="line-versus" format=constant(format)/> })}
    }
}

#[component]
fn LinearLineOf(id: &'static str, format: Derived<Format>) -> View {
    let room = expect_context::<Room>();
    let x = Kept::new(move || room.x.get().unwrap_or(0.0));
    // Both lines show the same piece of the axis, so that they can be compared.
    let domain = Kept::new(move || {
        room.chosen
            .with(|chosen| window(&chosen.format, f64::from(chosen.scale), x.get()))
    });
    let data = Kept::new(move || Arc::new(pieces(&room, &format.get(), domain.get())));
    let landed = Kept::new(move || {
        room.chosen
            .with(|chosen| chosen.encode(&format.get(), x.get()))
    });
    let picture = move || {
        let (data, domain, landed, typed) = (data.get(), domain.get(), landed.get(), room.x.get());
        Some(Box::new(move |frame: &_| {
            let bands: Vec<Band> = data
                .iter()
                .map(|piece| Band {
                    lower: piece.lower,
                    upper: piece.upper,
                    value: piece.value,
                    label: None,
                })
                .collect();
            NumberLine {
                bands: &bands,
                domain,
                highlighted: data.iter().position(|piece| piece.code == landed),
                typed,
            }
            .scene(frame)
        }) as Picture)
    };
    let summary = derived(move || {
        let (format, low_high) = (format.get(), domain.get());
        format!(
            "The number line of {} from {} to {}; {} goes to {}.",
            words::short(&format),
            format_number(low_high.0, 4),
            format_number(low_high.1, 4),
            format_number(x.get(), 6),
            format_number(
                room.chosen
                    .with(|chosen| chosen.decode(&format, landed.get())),
                6
            ),
        )
    });
    let table = derived(move || Table {
        head: ["value", "from", "to"].map(str::to_owned).to_vec(),
        rows: data
            .get()
            .iter()
            .filter(|piece| (domain.get().0..=domain.get().1).contains(&piece.value))
            .map(|piece| {
                [piece.value, piece.lower, piece.upper]
                    .map(|x| format_number(x, 8))
                    .to_vec()
            })
            .collect(),
    });
    view! {
        <Chart
            id=id
            name=derived(move || format!("The number line of {}.", words::short(&format.get())))
            summary
            height=constant(124)
            caption=view! {
                "Each band is the set of reals that round to one number. Drag the "
                <span class="original">"typed number"</span>"; see where it "<span class="quantized">"goes"</span>
                " and the "<span class="error">"error"</span>"."
            }
            picture
            axis=move |frame| Some(NumberLine { bands: &[], domain: domain.get(), highlighted: None, typed: None }.x_axis(frame))
            table
            overlay=move |geometry| view! { <Handle key=&X value=x geometry letter="" set=Callback::new(move |x| room.type_number(x))/> }
        />
    }
}

#[component]
pub fn LogLine() -> View {
    let room = expect_context::<Room>();
    let data = Kept::new(move || {
        room.chosen.with(|chosen| {
            let format = &chosen.format;
            let scale = f64::from(chosen.scale);
            let values: Vec<f64> = format
                .ordered_codes()
                .into_iter()
                .map(|code| f64::from(format.decode(code)) * scale)
                .filter(|value| *value > 0.0)
                .collect();
            let zero = format.encode(0.0, chosen.rounding, Overflow::Saturate, 0);
            let underflow = match format.rounding_interval(zero, chosen.rounding, chosen.overflow) {
                Some(interval) if format.decode(zero) == 0.0 => interval.upper.max(0.0) * scale,
                _ => 0.0,
            };
            let top = f64::from(format.max());
            let half_step = format
                .explain(top, chosen.rounding, Overflow::Saturate, 0)
                .ulp
                / 2.0;
            (
                Arc::new(values),
                f64::from(format.min_normal()) * scale,
                underflow,
                (top + half_step) * scale,
            )
        })
    });
    let picture = move || {
        let (values, min_normal, underflow, overflow) = data.get();
        let typed = room.x.get();
        let value = room
            .explanation
            .get()
            .map(|explanation| f64::from(explanation.value));
        let scale = room.chosen.with(|chosen| f64::from(chosen.scale));
        let report = room.report.get();
        Some(Box::new(move |frame: &_| {
            NumberLineLog {
                values: &values,
                min_normal,
                underflow,
                overflow,
                typed,
                value: value.map(|value| value * scale),
                density: report.as_ref().map(|report| LogDensity {
                    counts: &report.octaves.counts,
                    log2_range: report.octaves.log2_range,
                }),
            }
            .scene(frame)
        }) as Picture)
    };
    let lost = move || {
        room.report.get().map_or_else(String::new, |report| {
            let stats = &report.side.stats;
            format!(
                "{} of the signal is beyond the largest number, {} becomes zero.",
                percent(stats.clipped, stats.count),
                percent(stats.underflow, stats.count)
            )
        })
    };
    let summary = derived(lost);
    let table = derived(move || Table {
        head: ["", "value"].map(str::to_owned).to_vec(),
        rows: {
            let (values, min_normal, underflow, overflow) = data.get();
            [
                ("goes to zero below", underflow),
                ("smallest positive", values.first().copied().unwrap_or(0.0)),
                ("smallest normal", min_normal),
                ("largest", values.last().copied().unwrap_or(0.0)),
                ("overflows above", overflow),
            ]
            .map(|(name, value)| vec![name.to_owned(), format_number(value, 8)])
            .to_vec()
        },
    });
    view! {
        <Chart
            id="log-line"
            name="All magnitudes."
            summary
            height=constant(150)
            caption=view! {
                "The same line in octaves, with the "<span class="original">"signal"</span>" over it. "{lost}
            }
            picture
            axis=move |frame| {
                let (values, min_normal, underflow, overflow) = data.get();
                Some(NumberLineLog { values: &values, min_normal, underflow, overflow, typed: None, value: None, density: None }.x_axis(frame))
            }
            table
            overlay=|_| View::none()
        />
    }
}
