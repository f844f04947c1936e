//! The signal with its threshold, and the error over the threshold.

use leptos::prelude::*;

use super::super::settings::THRESHOLD;
use super::Room;
use crate::lesson::curve::{chart, dashed, line};
use crate::lesson::words::percent;
use crate::plot::{Curves, Mark, Role, Scale, SignalHistogram, format_number};
use crate::quant::calibrate::CALIBRATORS;
use crate::web::chart::{Chart, Geometry, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::{Kept, constant, derived};

fn handle(geometry: Geometry) -> View {
    let room = expect_context::<Room>();
    view! { <Handle key=&THRESHOLD value=room.threshold() geometry letter="T"/> }
}

/// The calibrators' choices as labelled lines.
fn marks(report: &super::ClippingReport) -> Vec<Mark<'static>> {
    CALIBRATORS
        .iter()
        .zip(&report.found)
        .map(|(calibrator, found)| Mark {
            x: found.threshold,
            label: calibrator.label,
            role: Role::Soft,
        })
        .collect()
}

#[component]
pub fn Signal() -> View {
    let room = expect_context::<Room>();
    // What the signal spans, the choices need, and their labels.
    let domain = Kept::new(move || {
        let report = room.report.get()?;
        let reach = report.curve.last()?.0;
        let low = if room.chosen.with(|chosen| chosen.options.signed) {
            -reach
        } else {
            report.signal.min.min(-0.05 * reach)
        };
        Some((low, reach.max(report.signal.max) * 1.2))
    });
    let threshold = room.threshold();
    let picture = move || {
        let (report, domain) = (room.report.get()?, domain.get()?);
        let threshold = threshold.get();
        let low = room.chosen.with(|chosen| chosen.low(threshold));
        Some(Box::new(move |f: &_| {
            SignalHistogram {
                counts: &report.signal.counts,
                range: (report.signal.min, report.signal.max),
                quantized: &[],
                domain,
                clip: Some((low, threshold)),
                marks: &marks(&report),
            }
            .scene(f)
        }) as Picture)
    };
    let clipped = move || {
        room.report.get().map_or_else(String::new, |report| {
            let share = report.chosen.clipped * report.count as f64;
            percent(share.round() as u64, report.count)
        })
    };
    let summary = derived(move || {
        format!(
            "The signal is cut off at {}; {} of it is clipped.",
            format_number(threshold.get(), 4),
            clipped()
        )
    });
    let table = derived(move || {
        room.report.get().map_or_else(Table::default, |report| {
            crate::web::chart::histogram_table(&report.signal)
        })
    });
    view! {
        <Chart
            id="signal"
            name="The signal."
            summary
            height=constant(300)
            caption=view! {
                "Drag the threshold T: "{clipped}" of the values are "<span class="clipped">"clipped"</span>". The lines are the calibrators\u{2019} choices."
            }
            picture
            axis=move |f| {
                let domain = domain.get()?;
                Some(SignalHistogram { counts: &[], range: domain, quantized: &[], domain, clip: None, marks: &[] }.x_axis(f))
            }
            table
            overlay=handle
        />
    }
}

/// The errors that the chart shows: from a good way below the bottom to the top of
/// the sum.
fn span(report: &super::ClippingReport) -> (f64, f64) {
    let sums = report
        .curve
        .iter()
        .map(|(_, rounding, clipping)| rounding + clipping)
        .filter(|sum| *sum > 0.0);
    let (low, high) = sums.fold((f64::INFINITY, 0.0_f64), |(low, high), sum| {
        (low.min(sum), high.max(sum))
    });
    if low.is_finite() {
        (low / 8.0, high * 1.5)
    } else {
        (0.1, 1.0)
    }
}

#[component]
pub fn Errors() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let report = room.report.get()?;
        Some(Box::new(move |f: &_| {
            // Nothing has no logarithm: a line ends where it becomes nothing.
            let points = |read: fn(f64, f64) -> f64| -> Vec<(f64, f64)> {
                let curve = report.curve.iter();
                curve
                    .map(|&(threshold, rounding, clipping)| {
                        let error = read(rounding, clipping);
                        (threshold, if error > 0.0 { error } else { f64::NAN })
                    })
                    .collect()
            };
            let sum = points(|rounding, clipping| rounding + clipping);
            let rounding = points(|rounding, _| rounding);
            let clipping = points(|_, clipping| clipping);
            let lines = [
                dashed(&clipping, Role::Clipped),
                dashed(&rounding, Role::Quantized),
                line(&sum, Role::Error),
            ];
            Curves {
                marks: &marks(&report),
                y_scale: Scale::Log10,
                zero_line: false,
                ..chart(&lines, extent(&report), span(&report))
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.report.get().map_or_else(String::new, |report| {
            format!(
                "At {} the mean squared error is {}: {} from rounding and {} from clipping.",
                format_number(report.chosen.threshold, 4),
                format_number(report.chosen.mse(), 3),
                format_number(report.chosen.rounding, 3),
                format_number(report.chosen.clipping, 3)
            )
        })
    });
    let table = derived(move || Table {
        head: ["threshold", "rounding", "clipping", "MSE"]
            .map(str::to_owned)
            .to_vec(),
        rows: room.report.get().map_or_else(Vec::new, |report| {
            report
                .curve
                .iter()
                .map(|&(threshold, rounding, clipping)| {
                    [threshold, rounding, clipping, rounding + clipping]
                        .map(|x| format_number(x, 5))
                        .to_vec()
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="errors"
            name="The error over the threshold."
            summary
            height=constant(310)
            caption=view! {
                <span class="error">"MSE"</span>", and dashed its parts: "<span class="quantized">"rounding"</span>" grows with the threshold, "
                <span class="clipped">"clipping"</span>" falls."
            }
            picture
            axis=move |f| { let report = room.report.get()?; Some(chart(&[], extent(&report), (0.0, 1.0)).x_axis(f)) }
            table
            overlay=handle
        />
    }
}

fn extent(report: &super::ClippingReport) -> (f64, f64) {
    (0.0, report.curve.last().map_or(1.0, |point| point.0))
}
