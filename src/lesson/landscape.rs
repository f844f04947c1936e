//! The two charts of every lesson that trains one parameter: its path over the loss
//! that brute force finds, and its value against the step.

use std::sync::Arc;

use leptos::prelude::*;

use super::curve::{chart, dashed, line};
use super::training::{STEPS, against_step};
use crate::plot::{Curves, Dot, Mark, Path, Role, format_number};
use crate::web::chart::{Chart, Geometry, Picture, Table};
use crate::web::dom::{View, view};
use crate::web::live::{Kept, constant, derived};

/// What the charts show.
#[derive(Clone, Debug, PartialEq)]
pub struct Landscape {
    /// (parameter, loss), ascending and not empty.
    pub curve: Vec<(f64, f64)>,
    /// (parameter, loss) at each step of the training, not empty.
    pub path: Vec<(f64, f64)>,
    /// The parameter at each step of another training, if there is one to compare.
    pub compared: Vec<f64>,
}

impl Landscape {
    /// The lowest point of the curve.
    pub fn bottom(&self) -> (f64, f64) {
        self.curve
            .iter()
            .copied()
            .min_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or((1.0, 0.0))
    }

    /// Parameters from zero to the curve's end.
    fn extent(&self) -> (f64, f64) {
        (0.0, self.curve.last().map_or(1.0, |point| point.0))
    }

    /// Losses that have something to say: near zero the curve may rise a thousand
    /// times as high as where the training goes.
    fn losses(&self) -> (f64, f64) {
        let path = self.path.iter().map(|point| point.1).fold(0.0, f64::max);
        let end = self.curve.last().map_or(0.0, |point| point.1);
        let top = path.max(end).min(self.bottom().1 * 40.0);
        (0.0, if top > 0.0 { top * 1.15 } else { 1.0 })
    }

    fn shown(&self, step: usize) -> &[(f64, f64)] {
        &self.path[..(step + 1).min(self.path.len())]
    }
}

/// What both charts are told.
#[derive(Clone, Copy)]
pub struct Trained {
    pub landscape: Kept<Option<Arc<Landscape>>>,
    pub step: Kept<usize>,
    /// The parameter's letter.
    pub letter: &'static str,
}

impl Trained {
    /// The parameter and its loss at this step.
    fn now(&self) -> Option<(f64, f64)> {
        let step = self.step.get();
        self.landscape.get()?.shown(step).last().copied()
    }
}

/// The path of the parameter over the loss.
#[component]
pub fn LossChart(trained: Trained, overlay: fn(Geometry) -> View) -> View {
    let Trained {
        landscape,
        step,
        letter,
    } = trained;
    let picture = move || {
        let (landscape, step) = (landscape.get()?, step.get());
        Some(Box::new(move |f: &_| {
            let lines = [line(&landscape.curve, Role::Ink)];
            let bottom = landscape.bottom();
            let dots = [Dot {
                x: bottom.0,
                y: bottom.1,
                role: Role::Ink,
                radius: 5.0,
                hollow: true,
            }];
            let marks = [Mark {
                x: bottom.0,
                label: "bottom",
                role: Role::Soft,
            }];
            Curves {
                dots: &dots,
                marks: &marks,
                path: Some(Path {
                    points: landscape.shown(step),
                    role: Role::Original,
                }),
                zero_line: false,
                ..chart(&lines, landscape.extent(), landscape.losses())
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        let (Some(landscape), Some(now)) = (landscape.get(), trained.now()) else {
            return String::new();
        };
        let bottom = landscape.bottom();
        format!(
            "The loss is {} at {letter} = {}; its lowest is {} at {}.",
            format_number(now.1, 3),
            format_number(now.0, 4),
            format_number(bottom.1, 3),
            format_number(bottom.0, 3)
        )
    });
    let table = derived(move || Table {
        head: vec![letter.to_owned(), "loss".to_owned()],
        rows: landscape.get().map_or_else(Vec::new, |landscape| {
            landscape
                .curve
                .iter()
                .map(|point| vec![format_number(point.0, 5), format_number(point.1, 5)])
                .collect()
        }),
    });
    view! {
        <Chart
            id="loss"
            name=derived(move || format!("The loss over {letter}."))
            summary
            height=constant(230)
            caption=view! {
                "Computed for every "{letter}" by brute force, so that one sees whether the "<span class="original">"training"</span>" finds the bottom."
            }
            picture
            axis=move |f| {
                let landscape = landscape.get()?;
                Some(chart(&[], landscape.extent(), landscape.losses()).x_axis(f))
            }
            table
            overlay
        />
    }
}

/// The parameter against the step.
#[component]
pub fn PathChart(trained: Trained, caption: View) -> View {
    let Trained {
        landscape,
        step,
        letter,
    } = trained;
    let picture = move || {
        let (landscape, step) = (landscape.get()?, step.get());
        Some(Box::new(move |f: &_| {
            let shown = against_step(landscape.shown(step).iter().map(|point| point.0));
            let compared = against_step(landscape.compared.iter().copied().take(step + 1));
            let bottom = landscape.bottom().0;
            let goal = [(0.0, bottom), (STEPS as f64, bottom)];
            let lines = [
                dashed(&goal, Role::Ink),
                dashed(&compared, Role::Soft),
                line(&shown, Role::Original),
            ];
            let dots: Vec<Dot> = shown
                .last()
                .map(|&(x, y)| Dot {
                    x,
                    y,
                    role: Role::Original,
                    radius: 4.0,
                    hollow: false,
                })
                .into_iter()
                .collect();
            Curves {
                dots: &dots,
                ..chart(&lines, (0.0, STEPS as f64), landscape.extent())
            }
            .scene(f)
        }) as Picture)
    };
    let summary = derived(move || {
        trained.now().map_or_else(String::new, |now| {
            format!(
                "After {} steps {letter} is {}.",
                step.get(),
                format_number(now.0, 4)
            )
        })
    });
    let table = derived(move || Table {
        head: vec!["step".to_owned(), letter.to_owned(), "loss".to_owned()],
        rows: landscape.get().map_or_else(Vec::new, |landscape| {
            landscape
                .shown(step.get())
                .iter()
                .enumerate()
                .map(|(step, now)| {
                    vec![
                        step.to_string(),
                        format_number(now.0, 6),
                        format_number(now.1, 6),
                    ]
                })
                .collect()
        }),
    });
    view! {
        <Chart
            id="path"
            name="Step by step."
            summary
            height=constant(190)
            caption
            picture
            axis=|_| None
            table
            overlay=|_| View::none()
        />
    }
}
