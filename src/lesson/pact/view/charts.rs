//! The clipped activation and its slopes.

use leptos::prelude::*;

use super::super::settings::{ALPHA, NOTES};
use super::Room;
use crate::lesson::curve::{chart, dashed, line, sampled, stepped};
use crate::plot::{Role, format_number};
use crate::quant::method::{Pact, PactGradient};
use crate::web::chart::{Chart, Geometry, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::{Kept, constant, derived};

/// The reals that the first two charts show: as far as the data and the training
/// reach.
fn domain(room: Room) -> Option<(f64, f64)> {
    let report = room.report.get()?;
    let reach = report.curve.last()?.0;
    Some((-0.3 * reach, reach))
}

/// The handle of the threshold.
pub fn handle(geometry: Geometry) -> View {
    let room = expect_context::<Room>();
    let set = Callback::new(move |alpha: f64| room.start_at(alpha));
    view! { <Handle key=&ALPHA value=room.alpha() geometry letter="\u{3b1}" set/> }
}

/// Where the quantized activation steps.
fn steps(pact: &Pact) -> Vec<f64> {
    let count = (1_u32 << pact.bits) - 1;
    (0..count)
        .map(|step| (f64::from(step) + 0.5) * pact.alpha / f64::from(count))
        .collect()
}

#[component]
pub fn Forward() -> View {
    let room = expect_context::<Room>();
    let domain = Kept::new(move || domain(room));
    let notes = move || room.state.with(|state| state.flag(&NOTES));
    let picture = move || {
        let (domain, pact, notes) = (domain.get()?, room.pact.get(), notes());
        Some(Box::new(move |f: &_| {
            let clipped = stepped(domain, [0.0, pact.alpha], |x| pact.clip(x));
            let quantized = stepped(domain, steps(&pact), |x| pact.value(x));
            let slip = stepped(domain, [pact.alpha], |x| x.max(pact.alpha));
            let mut lines = vec![
                dashed(&clipped, Role::Original),
                line(&quantized, Role::Quantized),
            ];
            if notes {
                lines.push(line(&slip, Role::Clipped));
            }
            chart(&lines, domain, (-0.08 * domain.1, domain.1)).scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.pact.with(|pact| {
            format!(
                "The activation is cut off at {} and has {} values.",
                format_number(pact.alpha, 4),
                1_u32 << pact.bits
            )
        })
    });
    let table = derived(move || Table {
        head: ["x", "y", "y quantized", "slope", "slope in \u{3b1}"]
            .map(str::to_owned)
            .to_vec(),
        rows: domain.get().map_or_else(Vec::new, |(from, to)| {
            let pact = room.pact.get();
            (0..=24)
                .map(|place| {
                    let x = from + (to - from) * f64::from(place) / 24.0;
                    [
                        x,
                        pact.clip(x),
                        pact.value(x),
                        pact.slope(x),
                        pact.alpha_slope(x),
                    ]
                    .map(|x| format_number(x, 5))
                    .to_vec()
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="forward"
            name="Forward."
            summary
            height=constant(240)
            caption=view! {
                "Dashed the "<span class="original">"clipped"</span>" activation y(x), and what it is "<span class="quantized">"quantized"</span>
                " to. Drag \u{3b1}: training then starts there."
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
    let picture = move || {
        let (domain, pact) = (domain.get()?, room.pact.get());
        Some(Box::new(move |f: &_| {
            let jumps = [0.0, pact.alpha];
            let input = stepped(domain, jumps, |x| pact.slope(x));
            let with = |gradient| Pact { gradient, ..pact };
            let paper = stepped(domain, jumps, |x| with(PactGradient::Paper).alpha_slope(x));
            let scale = sampled(domain, |x| with(PactGradient::Scale).alpha_slope(x));
            let lines = [
                dashed(&input, Role::Soft),
                line(&scale, Role::Error),
                line(&paper, Role::Gradient),
            ];
            chart(&lines, domain, (-0.62, 1.25)).scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.pact.with(|pact| {
            format!(
                "The paper's slope in alpha is 0 below {} and 1 above; through the scale it is a sawtooth below.",
                format_number(pact.alpha, 4)
            )
        })
    });
    let table = derived(move || Table {
        head: ["x", "paper", "through scale"].map(str::to_owned).to_vec(),
        rows: domain.get().map_or_else(Vec::new, |(from, to)| {
            let pact = room.pact.get();
            (0..=24)
                .map(|place| {
                    let x = from + (to - from) * f64::from(place) / 24.0;
                    let slope = |gradient| Pact { gradient, ..pact }.alpha_slope(x);
                    [x, slope(PactGradient::Paper), slope(PactGradient::Scale)]
                        .map(|x| format_number(x, 5))
                        .to_vec()
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="backward"
            name="Backward."
            summary
            height=constant(180)
            caption=view! {
                "What one x does to \u{3b1}: by the "<span class="gradient">"paper"</span>" nothing below \u{3b1}; through the "<span class="error">"scale"</span>
                " also the rounding error. Dashed dy/dx."
            }
            picture
            axis=move |f| { let domain = domain.get()?; Some(chart(&[], domain, (0.0, 1.0)).x_axis(f)) }
            table
            overlay=|_| View::none()
        />
    }
}
