//! The quantizer and its slopes.

use leptos::prelude::*;

use super::super::settings::SIZE;
use super::Room;
use crate::lesson::curve::{chart, dashed, line, sampled, stepped};
use crate::plot::{Role, format_number};
use crate::quant::method::{LsqPlus, Pact, PactGradient};
use crate::web::chart::{Chart, Geometry, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::{Kept, constant, derived};

/// The reals that the charts show: the data's, and those that have a code.
fn domain(room: Room) -> Option<(f64, f64)> {
    let report = room.report.get()?;
    let (low, high) = room.chosen.with(super::Chosen::codes);
    let first = report.path.first()?;
    let reach = |code: i32| f64::from(code) * report.init + first.offset;
    let (min, max) = (
        report.signal.min.min(reach(low)),
        report.signal.max.max(reach(high)),
    );
    let pad = (max - min) * 0.06;
    Some((min - pad, max + pad))
}

/// The handle of the step size: it stands on the value of code 1.
pub fn handle(geometry: Geometry) -> View {
    let room = expect_context::<Room>();
    let set = Callback::new(move |size: f64| room.start_at(size));
    view! { <Handle key=&SIZE value=room.size() geometry letter="s" set/> }
}

/// Where the quantizer steps.
fn steps(quantizer: &LsqPlus, (low, high): (i32, i32)) -> Vec<f64> {
    (low..high)
        .map(|code| (f64::from(code) + 0.5) * quantizer.step + quantizer.offset)
        .collect()
}

fn rows(domain: Option<(f64, f64)>, row: impl Fn(f64) -> Vec<f64>) -> Vec<Vec<String>> {
    domain.map_or_else(Vec::new, |(from, to)| {
        (0..=24)
            .map(|place| {
                row(from + (to - from) * f64::from(place) / 24.0)
                    .into_iter()
                    .map(|x| format_number(x, 5))
                    .collect()
            })
            .collect()
    })
}

#[component]
pub fn Forward() -> View {
    let room = expect_context::<Room>();
    let domain = Kept::new(move || domain(room));
    let picture = move || {
        let (domain, quantizer) = (domain.get()?, room.quantizer.get());
        let codes = room.chosen.with(super::Chosen::codes);
        Some(Box::new(move |f: &_| {
            let identity = [(domain.0, domain.0), (domain.1, domain.1)];
            let stairs = stepped(domain, steps(&quantizer, codes), |v| quantizer.value(v));
            let lines = [
                dashed(&identity, Role::Original),
                line(&stairs, Role::Quantized),
            ];
            chart(&lines, domain, domain).scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let (low, high) = room.chosen.with(super::Chosen::codes);
        format!(
            "A staircase of {} values, {} apart.",
            high - low + 1,
            format_number(room.size().get(), 4)
        )
    });
    let table = derived(move || Table {
        head: ["v", "v quantized"].map(str::to_owned).to_vec(),
        rows: rows(domain.get(), |v| {
            vec![v, room.quantizer.with(|quantizer| quantizer.value(v))]
        }),
    });
    view! {
        <Chart
            id="forward"
            name="Forward."
            summary
            height=constant(250)
            caption=view! {
                "v and what it is "<span class="quantized">"quantized"</span>" to; dashed "<span class="original">"unchanged"</span>". Drag s: training then starts there."
            }
            picture
            axis=move |f| { let domain = domain.get()?; Some(chart(&[], domain, (0.0, 1.0)).x_axis(f)) }
            table
            overlay=handle
        />
    }
}

#[component]
pub fn Backward() -> View {
    let room = expect_context::<Room>();
    let domain = Kept::new(move || domain(room));
    // PACT through the scale, on the same codes: its alpha is s Qp, so that a step of
    // s moves it by Qp.
    let pact = move || {
        let (_, high) = room.chosen.with(super::Chosen::codes);
        let chosen = room.chosen.get();
        let high = f64::from(high);
        let pact = Pact {
            bits: if chosen.signed {
                chosen.bits - 1
            } else {
                chosen.bits
            },
            alpha: room.size().get() * high,
            gradient: PactGradient::Scale,
        };
        (pact, high)
    };
    let picture = move || {
        let (domain, quantizer, (pact, high)) = (domain.get()?, room.quantizer.get(), pact());
        let codes = room.chosen.with(super::Chosen::codes);
        Some(Box::new(move |f: &_| {
            let ends =
                [codes.0, codes.1].map(|code| f64::from(code) * quantizer.step + quantizer.offset);
            let mut jumps = steps(&quantizer, codes);
            jumps.extend(ends);
            jumps.sort_by(f64::total_cmp);
            let size = stepped(domain, jumps, |v| quantizer.step_slope(v));
            let compared = sampled(domain, |v| pact.alpha_slope(v) * high);
            let input = stepped(domain, ends, |v| quantizer.slope(v));
            let lines = [
                dashed(&input, Role::Soft),
                line(&size, Role::Gradient),
                dashed(&compared, Role::Error),
            ];
            let (low, high) = (f64::from(codes.0), f64::from(codes.1));
            let pad = (high - low) * 0.1 + 0.4;
            chart(&lines, domain, (low - pad, high + pad)).scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let (low, high) = room.chosen.with(super::Chosen::codes);
        format!(
            "The slope in s is {low} below the range, a sawtooth between \u{2212}0.5 and 0.5 inside, and {high} above."
        )
    });
    let table = derived(move || Table {
        head: ["v", "slope in v", "slope in s", "PACT\u{2019}s"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows(domain.get(), |v| {
            let (pact, high) = pact();
            room.quantizer.with(|quantizer| {
                vec![
                    v,
                    quantizer.slope(v),
                    quantizer.step_slope(v),
                    pact.alpha_slope(v) * high,
                ]
            })
        }),
    });
    view! {
        <Chart
            id="backward"
            name="Backward."
            summary
            height=constant(210)
            caption=view! {
                "What one v does to "<span class="gradient">"s"</span>"; dashed "<span class="error">"PACT\u{2019}s"</span>" through the scale: the same above zero, nothing below. Grey the slope in v."
            }
            picture
            axis=move |f| { let domain = domain.get()?; Some(chart(&[], domain, (0.0, 1.0)).x_axis(f)) }
            table
            overlay=|_| View::none()
        />
    }
}
