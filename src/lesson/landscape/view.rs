//! The two charts on the page.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Landscape, PATH};
use crate::lesson::chart;
use crate::web::chart::{Chart, Geometry, follow};
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, derived};

/// What both charts are told.
#[derive(Clone, Copy)]
pub struct Trained {
    pub landscape: Kept<Option<Arc<Landscape>>>,
    pub step: Kept<usize>,
    /// The parameter's letter.
    pub letter: &'static str,
    /// The lesson's chart of the loss.
    pub loss: &'static chart::Chart<super::Trained>,
}

impl Trained {
    fn shown(self) -> Derived<Option<super::Trained>> {
        derived(move || {
            Some(super::Trained {
                step: self.step.get(),
                landscape: self.landscape.get()?,
                letter: self.letter,
            })
        })
    }
}

/// The path of the parameter over the loss.
#[component]
pub fn LossChart(trained: Trained, overlay: fn(Geometry) -> View) -> View {
    view! {
        <Chart
            of=follow(trained.loss, trained.shown())
            caption=view! {
                "Computed for every "{trained.letter}" by brute force: does the "<span class="original">"training"</span>" find the bottom, at the grey line?"
            }
            overlay
        />
    }
}

/// The parameter against the step.
#[component]
pub fn PathChart(trained: Trained, caption: View) -> View {
    view! { <Chart of=follow(&PATH, trained.shown()) caption overlay=|_| View::none()/> }
}
