//! The loss on what is held out, step by step.

use leptos::prelude::*;

use super::super::run::Moment;
use super::super::settings::AT;
use super::{ARMS, Room};
use crate::lesson::curve::chart;
use crate::plot::{Curves, Line, Mark, Role, Scale, format_number};
use crate::web::chart::{Chart, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::live::{Kept, constant, derived};

/// Where training is, in words.
pub fn now(room: Room) -> String {
    let Some(report) = room.report.get() else {
        let step = room.state.with(|state| state.integer(&AT));
        return format!("Step {step}.");
    };
    // The report's own step: the numbers belong to it, wherever the slider is by now.
    let step = report.step;
    let reached: Vec<String> = report
        .arms
        .iter()
        .map(|arm| match arm.accuracy {
            Some(share) => format!("{:.1} %", share * 100.0),
            None => format_number(arm.loss, 3),
        })
        .collect();
    let begun = room.chosen.with(|chosen| u64::from(chosen.settings.warmup));
    let phase = if u64::from(step) < begun {
        format!("in full precision until {begun}")
    } else {
        "with the quantizer in".to_owned()
    };
    format!("Step {step}, {phase}: {}.", reached.join(", "))
}

/// Losses that are drawn: not zero, not infinite.
fn drawn(loss: f32) -> f64 {
    f64::from(loss).clamp(1e-6, 1e6)
}

fn ends(history: &[Moment]) -> (f64, f64) {
    let all = history.iter().flat_map(|moment| moment.loss);
    let (low, high) = all.fold((1.0_f64, 1.0_f64), |(low, high), loss| {
        (low.min(drawn(loss)), high.max(drawn(loss)))
    });
    // Whole decades, so that the picture stands still while it plays.
    let decade = |x: f64, up: bool| {
        let place = x.log10();
        let whole = if up { place.ceil() } else { place.floor() };
        10_f64.powf(whole)
    };
    (
        decade(low, false).max(1e-4),
        decade(high, true).clamp(10.0, 1e3),
    )
}

#[component]
pub fn History() -> View {
    let room = expect_context::<Room>();
    let begun = Kept::new(move || room.chosen.with(|chosen| chosen.settings.warmup));
    let picture = move || {
        let (report, begun) = (room.report.get()?, f64::from(begun.get()));
        Some(Box::new(move |f: &_| {
            let last = report
                .history
                .last()
                .map_or(1, |moment| moment.step)
                .max(100);
            // To the next half of a power of two, for the same reason.
            let wide = f64::from(last).log2();
            let wide = 2_f64.powf((wide * 2.0).ceil() / 2.0);
            let series = |arm: usize| -> Vec<(f64, f64)> {
                let own = report.history.iter();
                own.map(|moment| (f64::from(moment.step), drawn(moment.loss[arm])))
                    .collect()
            };
            let found = [series(0), series(1), series(2)];
            let lines: Vec<Line> = found
                .iter()
                .zip(ARMS)
                .map(|(points, (_, role, dashed))| Line {
                    points,
                    role,
                    dashed,
                    width: 1.7,
                })
                .collect();
            let marks = [Mark {
                x: begun,
                label: "quantizer in",
                role: Role::Soft,
            }];
            Curves {
                marks: if begun < wide { &marks } else { &[] },
                y_scale: Scale::Log10,
                zero_line: false,
                ..chart(&lines, (0.0, wide), ends(&report.history))
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let last = room
            .report
            .with(|report| report.as_ref()?.history.last().copied());
        last.map_or_else(String::new, |moment| {
            let of = |arm: usize| format_number(f64::from(moment.loss[arm]), 3);
            format!(
                "At step {} the loss is {} in full precision, {} after post-training quantization, {} with quantization-aware training.",
                moment.step,
                of(0),
                of(1),
                of(2)
            )
        })
    });
    let table = derived(move || Table {
        head: [
            "step",
            "full",
            "PTQ",
            "QAT",
            "full, right",
            "PTQ, right",
            "QAT, right",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: room.report.get().map_or_else(Vec::new, |report| {
            let row = |moment: &Moment| {
                let loss = moment.loss.map(|loss| format_number(f64::from(loss), 4));
                let right = moment
                    .accuracy
                    .map(|share| format!("{:.1} %", share * 100.0));
                std::iter::once(moment.step.to_string())
                    .chain(loss)
                    .chain(right)
                    .collect()
            };
            report.history.iter().map(row).collect()
        }),
    });
    view! {
        <Chart
            id="history"
            name="Loss on what is held out."
            summary
            height=constant(220)
            caption=view! {
                <span class="original">"Full precision"</span>"; dashed, "<span class="error">"quantized afterwards"</span>"; "<span class="quantized">"trained with the quantizer in"</span>"."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}
