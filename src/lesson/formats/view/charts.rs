//! The signal on the grid, and its error.

use crate::web::dom::{View, view};
use leptos::prelude::*;

use super::super::lens::Side;
use super::{Room, words};
use crate::lesson::words::decibels;
use crate::plot::{
    ErrorHistogram as ErrorChart, Outline, SignalHistogram, format_number, format_signed,
};
use crate::quant::Format;
use crate::web::chart::{Chart, Picture, Table};
use crate::web::live::{Derived, Kept, constant, derived};

#[component]
pub fn SignalOnGrid() -> View {
    let room = expect_context::<Room>();
    let versus = Kept::new(move || room.chosen.with(|chosen| chosen.versus));
    view! {
        <SignalOn id="signal" format=derived(move || Some(room.chosen.with(|chosen| chosen.format))) second=false/>
        {move || versus.get().map(|format| view! {
            <SignalOn id="signal-versus" format=constant(Some(format)) second=true/>
        })}
    }
}

#[component]
fn SignalOn(id: &'static str, format: Derived<Option<Format>>, second: bool) -> View {
    let room = expect_context::<Room>();
    let side = move |report: &super::FormatsReport| -> Option<Side> {
        if second {
            report.versus.clone()
        } else {
            Some(report.side.clone())
        }
    };
    let domain = move || {
        room.report
            .get()
            .map(|report| (report.signal.min, report.signal.max))
    };
    let picture = move || {
        let report = room.report.get()?;
        let side = side(&report)?;
        let top =
            f64::from(format.get()?.max()) * room.chosen.with(|chosen| f64::from(chosen.scale));
        Some(Box::new(move |frame: &_| {
            let range = (report.signal.min, report.signal.max);
            SignalHistogram {
                counts: &report.signal.counts,
                range,
                quantized: &side.spikes,
                domain: range,
                clip: (side.stats.clipped > 0).then_some((-top, top)),
                marks: &[],
            }
            .scene(frame)
        }) as Picture)
    };
    let name = move || format.get().as_ref().map(words::short).unwrap_or_default();
    let summary = derived(move || {
        let stats = room
            .report
            .get()
            .and_then(|report| side(&report))
            .map(|side| side.stats);
        stats.map_or_else(String::new, |stats| {
            format!(
                "The signal on the grid of {}: SQNR {}.",
                name(),
                decibels(stats.sqnr_db)
            )
        })
    });
    let table = derived(move || Table {
        head: ["value", "how many"].map(str::to_owned).to_vec(),
        rows: room
            .report
            .get()
            .and_then(|report| side(&report))
            .map(|side| {
                side.spikes
                    .iter()
                    .map(|(value, count)| vec![format_number(*value, 8), count.to_string()])
                    .collect()
            })
            .unwrap_or_default(),
    });
    view! {
        <Chart
            id=id
            name="The signal on this grid."
            summary
            height=constant(200)
            caption=view! {
                {name}": the values "<span class="original">"before"</span>" and "<span class="quantized">"after"</span>
                ", a spike for each number, as high as its share is dense."
            }
            picture
            axis=move |frame| {
                let domain = domain()?;
                Some(SignalHistogram { counts: &[], range: domain, quantized: &[], domain, clip: None, marks: &[] }.x_axis(frame))
            }
            table
            overlay=|_| View::none()
        />
    }
}

#[component]
pub fn ErrorHistogram() -> View {
    let room = expect_context::<Room>();
    let half_width = Kept::new(move || {
        room.report.get().map_or(1.0, |report| {
            let reach = |side: &Side| side.error.max.max(-side.error.min);
            reach(&report.side).max(report.versus.as_ref().map_or(0.0, reach))
        })
    });
    let picture = move || {
        let report = room.report.get()?;
        let half_width = half_width.get();
        Some(Box::new(move |frame: &_| {
            ErrorChart {
                counts: &report.side.error.counts,
                range: (report.side.error.min, report.side.error.max),
                half_width,
                uniform_step: None,
                comparison: report.versus.as_ref().map(|side| Outline {
                    counts: &side.error.counts,
                    range: (side.error.min, side.error.max),
                }),
            }
            .scene(frame)
        }) as Picture)
    };
    let summary = derived(move || {
        room.report.get().map_or_else(String::new, |report| {
            let stats = &report.side.stats;
            format!(
                "The error reaches {} and is {} on average.",
                format_number(stats.max_abs_error, 4),
                format_signed(stats.mean_error, 2)
            )
        })
    });
    let table = derived(move || {
        room.report.get().map_or_else(Table::default, |report| {
            crate::web::chart::histogram_table(&report.side.error)
        })
    });
    let versus = move || {
        room.chosen.with(|chosen| {
            chosen
                .versus
                .map(|format| format!(" Dashed: {}.", words::short(&format)))
        })
    };
    view! {
        <Chart
            id="error"
            name="The error."
            summary
            height=constant(150)
            caption=view! {
                <span class="error">"x\u{2032} \u{2212} x"</span>
                " for every value. Small numbers err little and large ones much, hence the peak."{versus}
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}
