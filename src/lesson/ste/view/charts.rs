//! The staircase, its slopes, the weight in its bowl, and its path.

use leptos::prelude::*;

use super::super::settings::{Chosen, START, TARGET};
use super::Room;
use crate::lesson::curve::{chart, dashed, line, sampled, stepped};
use crate::lesson::training::{STEPS, against_step};
use crate::plot::{self, Arrow, Curves, Dot, Role, format_number};
use crate::web::chart::{Chart, Picture, Table};
use crate::web::control::number_signal;
use crate::web::dom::{View, view};
use crate::web::drag::Handle;
use crate::web::live::{constant, derived};

/// The reals that the charts show.
const DOMAIN: (f64, f64) = (-2.1, 2.1);
/// The staircase with its risers, seen through `f`.
fn staircase(chosen: &Chosen, f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    stepped(DOMAIN, chosen.breakpoints(), |x| f(chosen.quantize(x)))
}

const FORWARD: (f64, f64) = (-1.35, 1.35);

/// The quantizer and the curve that it is taken for.
#[component]
pub fn Forward() -> View {
    let room = expect_context::<Room>();
    let start = number_signal(&START, None);
    let picture = move || {
        let (chosen, now) = (room.chosen.get(), room.now());
        Some(Box::new(move |f: &_| {
            let stairs = staircase(&chosen, |value| value);
            let believed = sampled(DOMAIN, |x| chosen.believed(x).unwrap_or(f64::NAN));
            let lines = [
                dashed(&believed, Role::Gradient),
                line(&stairs, Role::Quantized),
            ];
            let dots = [Dot {
                x: now.weight,
                y: now.value,
                role: Role::Original,
                radius: 5.0,
                hollow: false,
            }];
            Curves {
                dots: &dots,
                ..chart(&lines, DOMAIN, FORWARD)
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        room.chosen.with(|chosen| {
            format!(
                "A staircase of {} values, {} apart, from \u{2212}1 to 1.",
                2.0 * chosen.top + 1.0,
                format_number(chosen.scale, 4)
            )
        })
    });
    let table = derived(move || Table {
        head: ["from", "value"].map(str::to_owned).to_vec(),
        rows: room.chosen.with(|chosen| {
            std::iter::once(f64::NEG_INFINITY)
                .chain(chosen.breakpoints())
                .map(|from| {
                    let inside = from.max(-9.0) + chosen.scale / 4.0;
                    vec![
                        format_number(from, 6),
                        format_number(chosen.quantize(inside), 6),
                    ]
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="forward"
            name="Forward."
            summary
            height=constant(230)
            caption=view! {
                <span class="quantized">"Q(x)"</span>", and dashed the "<span class="gradient">"curve"</span>
                " whose slope the estimator uses. The dot is the "<span class="original">"weight"</span>"; drag where it starts."
            }
            picture
            axis=move |f| Some(chart(&[], DOMAIN, FORWARD).x_axis(f))
            table
            overlay=move |geometry| view! { <Handle key=&START value=start geometry letter="w"/> }
        />
    }
}

const BACKWARD: (f64, f64) = (-0.35, 2.3);

/// The true slope and the estimator's, and gradients that pass or stop.
#[component]
pub fn Backward() -> View {
    let room = expect_context::<Room>();
    // The slope for a gradient of this sign: only EWGS cares.
    let slope = |chosen: &Chosen, x: f64| {
        let g = if chosen.upstream == 0.0 {
            1.0
        } else {
            chosen.upstream
        };
        chosen.pass_back(x, g) / g
    };
    let picture = move || {
        let (chosen, now) = (room.chosen.get(), room.now());
        Some(Box::new(move |f: &_| {
            let estimated = sampled(DOMAIN, |x| slope(&chosen, x));
            // Zero, and at each step infinite: lines that leave the picture.
            let mut truth = vec![(DOMAIN.0, 0.0)];
            for step in chosen.breakpoints() {
                truth.extend([(step, 0.0), (step, 9.0), (step, 0.0)]);
            }
            truth.push((DOMAIN.1, 0.0));
            let lines = [
                line(&truth, Role::Quantized),
                line(&estimated, Role::Gradient),
            ];
            let arrows: Vec<Arrow> = (-9..=9)
                .map(|place| {
                    let x = f64::from(place) * 0.2;
                    let passed = chosen.pass_back(x, chosen.upstream);
                    let stopped = passed.abs() < 1e-3;
                    Arrow {
                        x,
                        from_y: 2.2,
                        to_y: if stopped {
                            2.12
                        } else {
                            2.2 - 0.35 * passed.abs().min(2.0)
                        },
                        role: Role::Gradient,
                        stopped,
                    }
                })
                .collect();
            let dots = [Dot {
                x: now.weight,
                y: slope(&chosen, now.weight),
                role: Role::Original,
                radius: 5.0,
                hollow: false,
            }];
            Curves {
                dots: &dots,
                arrows: &arrows,
                ..chart(&lines, DOMAIN, BACKWARD)
            }
            .scene(f)
        }) as Picture)
    };
    let passes = move || {
        room.chosen.with(|chosen| {
            let x = room.now().weight;
            format!(
                "At the weight, a gradient of {} arrives and {} passes.",
                format_number(chosen.upstream, 3),
                format_number(chosen.pass_back(x, chosen.upstream), 3)
            )
        })
    };
    let table = derived(move || Table {
        head: ["x", "true slope", "estimator's"]
            .map(str::to_owned)
            .to_vec(),
        rows: room.chosen.with(|chosen| {
            (-8..=8)
                .map(|place| {
                    let x = f64::from(place) / 4.0;
                    vec![
                        format_number(x, 4),
                        "0".to_owned(),
                        format_number(slope(chosen, x), 5),
                    ]
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="backward"
            name="Backward."
            summary=derived(passes)
            height=constant(190)
            caption=view! {
                "The "<span class="quantized">"true slope"</span>" is zero but at the steps. The "<span class="gradient">"estimator's"</span>
                " lets gradients pass (arrows) or stops them (bars). "{passes}
            }
            picture
            axis=move |f| Some(chart(&[], DOMAIN, BACKWARD).x_axis(f))
            table
            overlay=|_| View::none()
        />
    }
}

const BOWL: (f64, f64) = (-0.35, 2.0);

/// The loss over the latent weight: the bowl that there would be without the
/// quantizer, and the terraces that there are.
#[component]
pub fn Bowl() -> View {
    let room = expect_context::<Room>();
    let target = number_signal(&TARGET, None);
    let picture = move || {
        let (chosen, path, step) = (room.chosen.get(), room.path.get(), room.step.get());
        Some(Box::new(move |f: &_| {
            let loss = |value: f64| (value - chosen.target).powi(2) / 2.0;
            let bowl = sampled(DOMAIN, loss);
            let terraces = staircase(&chosen, loss);
            let lines = [dashed(&bowl, Role::Soft), line(&terraces, Role::Quantized)];
            // Where it has been lately, fainter the longer ago.
            let trail: Vec<(f64, f64)> = path[step.saturating_sub(24)..=step.min(path.len() - 1)]
                .iter()
                .map(|trained| (trained.weight, loss(trained.value)))
                .collect();
            Curves {
                path: Some(plot::Path {
                    points: &trail,
                    role: Role::Original,
                }),
                ..chart(&lines, DOMAIN, BOWL)
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let now = room.now();
        format!(
            "The weight is at {}, where the loss is {}.",
            format_number(now.weight, 4),
            format_number(now.upstream * now.upstream / 2.0, 3)
        )
    });
    let table = derived(move || path_table(room));
    view! {
        <Chart
            id="bowl"
            name="A weight in a bowl."
            summary
            height=constant(230)
            caption=view! {
                "The loss over w: "<span class="quantized">"through the quantizer"</span>" it has terraces, without it would be the dashed bowl. Drag the target t."
            }
            picture
            axis=move |f| Some(chart(&[], DOMAIN, BOWL).x_axis(f))
            table
            overlay=move |geometry| view! { <Handle key=&TARGET value=target geometry letter="t"/> }
        />
    }
}

fn path_table(room: Room) -> Table {
    Table {
        head: ["step", "w", "Q(w)", "g", "back"]
            .map(str::to_owned)
            .to_vec(),
        rows: room.path.with(|path| {
            path[..=room.step.get().min(path.len() - 1)]
                .iter()
                .enumerate()
                .map(|(step, trained)| {
                    let mut row = vec![step.to_string()];
                    row.extend(
                        [
                            trained.weight,
                            trained.value,
                            trained.upstream,
                            trained.gradient,
                        ]
                        .map(|x| format_number(x, 6)),
                    );
                    row
                })
                .collect()
        }),
    }
}

/// The latent weight and its code against the step.
#[component]
pub fn Path() -> View {
    let room = expect_context::<Room>();
    let picture = move || {
        let (chosen, path, step) = (room.chosen.get(), room.path.get(), room.step.get());
        Some(Box::new(move |f: &_| {
            let shown = &path[..=step.min(path.len() - 1)];
            let weights = against_step(shown.iter().map(|trained| trained.weight));
            let mut values = Vec::with_capacity(2 * shown.len());
            for (step, trained) in shown.iter().enumerate() {
                if let Some(&(_, last)) = values.last() {
                    values.push((step as f64, last));
                }
                values.push((step as f64, trained.value));
            }
            let target = [(0.0, chosen.target), (STEPS as f64, chosen.target)];
            let lines = [
                dashed(&target, Role::Ink),
                line(&values, Role::Quantized),
                line(&weights, Role::Original),
            ];
            let dots = [Dot {
                x: step as f64,
                y: shown[shown.len() - 1].weight,
                role: Role::Original,
                radius: 4.0,
                hollow: false,
            }];
            Curves {
                dots: &dots,
                ..chart(&lines, (0.0, STEPS as f64), span(&path, chosen.target))
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let now = room.now();
        format!(
            "After {} steps the weight is {} and its value {}.",
            room.step.get(),
            format_number(now.weight, 4),
            format_number(now.value, 4)
        )
    });
    let table = derived(move || path_table(room));
    view! {
        <Chart
            id="path"
            name="Step by step."
            summary
            height=constant(200)
            caption=view! {
                "The "<span class="original">"latent weight"</span>" and its "<span class="quantized">"value"</span>" against the step; dashed the target."
            }
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}

/// What the whole training spans, so that the picture stands still while it plays.
fn span(path: &[super::Trained], target: f64) -> (f64, f64) {
    let (low, high) = path.iter().fold((target, target), |(low, high), trained| {
        (
            low.min(trained.weight).min(trained.value),
            high.max(trained.weight).max(trained.value),
        )
    });
    let pad = ((high - low) * 0.08).max(0.05);
    (low - pad, high + pad)
}
