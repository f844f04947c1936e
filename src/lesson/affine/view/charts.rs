//! The signal with its range, the staircase, the errors.

use std::rc::Rc;

use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, constant, derived};
use leptos::prelude::*;

use super::super::settings::{Chosen, MAX, MIN, X};
use super::Room;
use crate::lesson::words::{decibels, format_short, percent};
use crate::plot::{Curve, ErrorHistogram, Outline, SignalHistogram, Staircase, format_number};
use crate::state::Key;
use crate::web::chart::{Chart, Geometry, Picture, Table, histogram_table};
use crate::web::control::number_signal;
use crate::web::drag::Handle;
use crate::web::number::{Moves, NumberControl, Travel};

/// The part of the x axis that the charts share: the data's range and what the
/// handles may reach beyond it. Values that come back far outside (with the notes'
/// sign of Z) are shown as well; those a step outside do not move the picture.
fn domain(room: Room) -> Option<(f64, f64)> {
    let report = room.report.get()?;
    let (min, max) = (report.signal.min, report.signal.max);
    let span = max - min;
    let (low, high) = (min - span * 0.06, max + span * 0.06);
    let first = report.spikes.first().map_or(low, |spike| spike.0);
    let last = report.spikes.last().map_or(high, |spike| spike.0);
    let far = |x: f64| x < min - span * 0.2 || x > max + span * 0.2;
    Some((
        if far(first) {
            low.min(first - span * 0.06)
        } else {
            low
        },
        if far(last) {
            high.max(last + span * 0.06)
        } else {
            high
        },
    ))
}

fn handles(room: Room, geometry: Geometry) -> View {
    view! {
        <Handle key=&MIN value=room.min() geometry letter="MIN"/>
        <Handle key=&MAX value=room.max() geometry letter="MAX"/>
    }
}

#[component]
pub fn Signal() -> View {
    let room = expect_context::<Room>();
    let domain = Kept::new(move || domain(room));
    let clip = move || {
        let (min, max) = room.chosen.with(Chosen::effective_range);
        (min, max)
    };
    let picture = move || {
        let report = room.report.get()?;
        let domain = domain.get()?;
        let clip = clip();
        Some(Box::new(move |frame: &_| {
            SignalHistogram {
                counts: &report.signal.counts,
                range: (report.signal.min, report.signal.max),
                quantized: &report.spikes,
                domain,
                clip: Some(clip),
                marks: &[],
            }
            .scene(frame)
        }) as Picture)
    };
    let clipped = move || {
        room.report.get().map_or_else(String::new, |report| {
            percent(report.stats.clipped, report.stats.count)
        })
    };
    let summary = derived(move || {
        format!(
            "The signal is quantized from {} to {}; {} of it is clipped.",
            format_number(room.min().get(), 4),
            format_number(room.max().get(), 4),
            clipped()
        )
    });
    let table = derived(move || Table {
        head: ["value", "how many"].map(str::to_owned).to_vec(),
        rows: room.report.get().map_or_else(Vec::new, |report| {
            report
                .spikes
                .iter()
                .map(|(value, count)| vec![format_number(*value, 8), count.to_string()])
                .collect()
        }),
    });
    view! {
        <Chart
            id="signal"
            name="The signal."
            summary
            height=constant(220)
            caption=view! {
                "Values "<span class="original">"before"</span>" and "<span class="quantized">"after"</span>
                ". Drag MIN and MAX: "{clipped}" of the values are "<span class="clipped">"clipped"</span>"."
            }
            picture
            axis=move |frame| {
                let domain = domain.get()?;
                Some(SignalHistogram { counts: &[], range: domain, quantized: &[], domain, clip: None, marks: &[] }.x_axis(frame))
            }
            table
            overlay=move |geometry| handles(room, geometry)
        />
    }
}

/// The levels of the affine quantizer and where it changes between them.
fn affine_steps(chosen: &Chosen) -> (Vec<f64>, Vec<f64>) {
    let affine = &chosen.affine;
    let levels: Vec<f64> = (affine.quantized_min..=affine.quantized_max)
        .map(|code| f64::from(affine.dequantize(code)))
        .collect();
    (midpoints(&levels), levels)
}

/// The same for the small float beside it.
fn float_steps(chosen: &Chosen) -> (Vec<f64>, Vec<f64>) {
    // More levels than this are a straight line on any screen.
    const MAX_LEVELS: u32 = 1 << 12;
    if chosen.format.code_count() > MAX_LEVELS {
        return (Vec::new(), Vec::new());
    }
    let levels: Vec<f64> = chosen
        .format
        .ordered_codes()
        .into_iter()
        .map(|code| f64::from(chosen.format.decode(code)) * f64::from(chosen.format_scale))
        .collect();
    (midpoints(&levels), levels)
}

fn midpoints(levels: &[f64]) -> Vec<f64> {
    levels
        .windows(2)
        .map(|pair| f64::midpoint(pair[0], pair[1]))
        .collect()
}

#[component]
pub fn Stairs() -> View {
    let room = expect_context::<Room>();
    let domain = Kept::new(move || domain(room));
    let x = number_signal(&X, None);
    let picture = move || {
        let domain = domain.get()?;
        let chosen = room.chosen.get();
        let clip = chosen.effective_range();
        Some(Box::new(move |frame: &_| {
            let (breakpoints, levels) = affine_steps(&chosen);
            let (other_breakpoints, other_levels) = float_steps(&chosen);
            Staircase {
                curve: Curve::Steps {
                    breakpoints: &breakpoints,
                    levels: &levels,
                },
                comparison: (!other_levels.is_empty()).then_some(Curve::Steps {
                    breakpoints: &other_breakpoints,
                    levels: &other_levels,
                }),
                domain,
                codomain: domain,
                clip: Some(clip),
            }
            .scene(frame)
        }) as Picture)
    };
    let summary = derived(move || {
        room.chosen.with(|chosen| {
            format!(
                "A staircase of {} steps, each {} wide and high.",
                u64::from(
                    chosen
                        .affine
                        .quantized_max
                        .abs_diff(chosen.affine.quantized_min)
                ) + 1,
                format_number(f64::from(chosen.affine.scale), 4)
            )
        })
    });
    let table = derived(move || Table {
        head: ["code", "x\u{2032}"].map(str::to_owned).to_vec(),
        rows: room.chosen.with(|chosen| {
            let affine = chosen.affine;
            (affine.quantized_min..=affine.quantized_max)
                .map(|code| {
                    vec![
                        code.to_string(),
                        format_number(f64::from(affine.dequantize(code)), 8),
                    ]
                })
                .collect()
        }),
    });
    let other = move || room.chosen.with(|chosen| format_short(&chosen.format));
    view! {
        <Chart
            id="stairs"
            name="The staircase."
            summary
            height=constant(260)
            caption=view! {
                "x\u{2032} against x: "<span class="quantized">"affine"</span>", and dashed "{other}
                " with its scale. Drag x, the number of the worked example below."
            }
            picture
            axis=move |frame| {
                let domain = domain.get()?;
                Some(Staircase { curve: Curve::Samples(&[]), comparison: None, domain, codomain: domain, clip: None }.x_axis(frame))
            }
            table
            overlay=move |geometry| view! { <Handle key=&X value=x geometry letter="x"/> }
        />
    }
}

#[component]
pub fn Error() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let report = room.report.get()?;
        let step = room.chosen.with(|chosen| f64::from(chosen.affine.scale));
        let reach = |min: f64, max: f64| max.max(-min);
        let half_width = reach(report.error.min, report.error.max)
            .max(reach(report.against_error.min, report.against_error.max))
            .max(step * 0.6);
        Some(Box::new(move |frame: &_| {
            ErrorHistogram {
                counts: &report.error.counts,
                range: (report.error.min, report.error.max),
                half_width,
                uniform_step: Some(step),
                comparison: Some(Outline {
                    counts: &report.against_error.counts,
                    range: (report.against_error.min, report.against_error.max),
                }),
            }
            .scene(frame)
        }) as Picture)
    };
    let compared = move || {
        room.report.get().map_or_else(String::new, |report| {
            let step = room.chosen.with(|chosen| f64::from(chosen.affine.scale));
            format!(
                "Measured MSE {}, predicted S\u{b2}/12 = {}.",
                format_number(report.stats.mse, 3),
                format_number(step * step / 12.0, 3)
            )
        })
    };
    let summary = derived(move || {
        let sqnr = room
            .report
            .get()
            .map(|report| decibels(report.stats.sqnr_db))
            .unwrap_or_default();
        format!("{} SQNR {sqnr}.", compared())
    });
    let table = derived(move || {
        room.report
            .get()
            .map_or_else(Table::default, |report| histogram_table(&report.error))
    });
    let other = move || room.chosen.with(|chosen| format_short(&chosen.format));
    view! {
        <Chart
            id="error"
            name="The error."
            summary
            height=constant(180)
            caption=view! {
                <span class="error">"x\u{2032} \u{2212} x"</span>" for every value; the dashed box is noise that is uniform within a step. "
                {compared}" The thin outline is "{other}"."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}

/// The control of one end of the range: its slider spans what the data span.
#[component]
pub fn BoundControl(key: &'static Key, value: Derived<f64>) -> View {
    let room = expect_context::<Room>();
    let domain = Kept::new(move || domain(room).unwrap_or((-1.0, 1.0)));
    let step = move || {
        let (min, max) = domain.get();
        10_f64.powf((max - min).log10().floor() - 2.0)
    };
    let set = move |next: f64| room.state.update(|state| state.set_number(key, next));
    let on_grid = move |x: f64| {
        let factor = 1.0 / step();
        if factor.is_finite() {
            (x * factor).round() / factor
        } else {
            x
        }
    };
    let travel = Travel {
        ends: (0.0, 1.0),
        step: 0.001,
        position: Rc::new(move |x| {
            let (min, max) = domain.get();
            (x - min) / (max - min)
        }),
        value: Rc::new(move |position| {
            let (min, max) = domain.get();
            on_grid(min + position * (max - min))
        }),
    };
    let moves = Moves {
        set: Rc::new(set),
        step: Rc::new(move |steps| set(on_grid(value.get_untracked() + steps * step()))),
    };
    view! {
        <NumberControl id=key.id label=key.label value travel moves digits=7 describe=None auto=Some(key)/>
    }
}
