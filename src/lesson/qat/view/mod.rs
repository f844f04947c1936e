//! The lesson on the page.

mod arms;
mod history;
mod layers;
mod speed;
mod weight;
mod weights;

use std::sync::Arc;

use leptos::prelude::*;
use quantscope_train::quantizer::{ActivationMethod, Bits, WeightMethod};

use super::charts::{ARMS, shown_layer};
use super::lens::QatReport;
use super::settings::{self, AT, Chosen, LAST, LAYER, SPEED, VALUES, WEIGHTS};
use crate::lesson::cell::Cell;
use crate::state::State;
use crate::web::control::Control;
use crate::web::desk::Desk;
use crate::web::dom::{View, view};
use crate::web::layout::{Costs, LessonFrame};
use crate::web::live::{Held, Kept, derived};
use crate::web::page::use_state;
use crate::web::player::{Player, Track};

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub chosen: Kept<Chosen>,
    /// The last report that has a training.
    pub report: Kept<Option<Arc<QatReport>>>,
    /// The layer that is shown.
    pub layer: Kept<usize>,
}

pub fn view() -> View {
    let state = use_state();
    let found = expect_context::<Desk>().report_of::<QatReport>("qat");
    // What was shown stays while the settings choose what cannot be trained.
    let last = StoredValue::new(None::<Arc<QatReport>>);
    let report = Kept::new(move || {
        if let Some(trained) = found.get().filter(|report| report.problem.is_none()) {
            last.set_value(Some(trained));
        }
        last.get_value()
    });
    let room = Room {
        state,
        chosen: Kept::new(move || state.with(Chosen::of)),
        report,
        layer: Kept::new(move || {
            let wanted = state.with(|state| state.integer(&LAYER)) as usize;
            report.with(|report| {
                report
                    .as_ref()
                    .map_or(0, |report| shown_layer(report, wanted))
            })
        }),
    };
    provide_context(room);
    let desk = expect_context::<Desk>();
    let problem = Kept::new(move || {
        let problem = found.with(|report| report.as_ref()?.problem.clone())?;
        let waiting = state.with(settings::wants_digits) && !desk.digits.get();
        if !waiting {
            return Some(problem);
        }
        let failed = "The digits could not be loaded. Choose other data, or reload the page.";
        desk.digits_failed.get().then(|| failed.to_owned())
    });
    let speed = Kept::new(move || state.with(|state| state.real(&SPEED)));
    let ready = Kept::new(move || desk.settled.get() == state.with(crate::lesson::question));
    let track = Track {
        key: &AT,
        last: LAST as usize,
        speed: derived(move || speed.get()),
        ready: derived(move || ready.get()),
    };
    let now = derived(move || history::now(room));
    let has = move |what: fn(&WeightMethod) -> bool| {
        Kept::new(move || {
            let chosen = state.with(|state| state.choice(&WEIGHTS));
            WeightMethod::by_id(chosen).is_some_and(what)
        })
    };
    let (bits, factor, groups, learned) = (
        has(|method| method.bits == Bits::Chosen),
        has(|method| method.scale_factor),
        has(|method| method.per_channel),
        has(|method| method.bits == Bits::Learned),
    );
    let value_bits = Kept::new(move || {
        let chosen = state.with(|state| state.choice(&VALUES));
        ActivationMethod::by_id(chosen).is_some_and(|method| method.bits == Bits::Chosen)
    });
    let noisy = Kept::new(move || !state.with(settings::wants_digits));
    view! {
        <LessonFrame
            title="Training with the quantizer in"
            lead="Train a network; quantize it and see what is left; then train on with the quantizer in the forward pass, and the gradient passing straight through it."
            picture=view! {
                <Player now track/>
                {move || problem.get().map(|problem| view! { <p class="trouble" role="alert"><b>"No training. "</b>{problem}</p> })}
                <arms::Arms/>
                <history::History/>
                <weights::Weights/>
                <weight::OneWeight/>
                <speed::Speed/>
            }
            controls=view! {
                <Control key=&settings::TASK/>
                {move || noisy.get().then(|| view! { <Control key=&settings::NOISE/> })}
                <Control key=&settings::HIDDEN/>
                <Control key=&settings::ACTIVATION/>
                <Control key=&settings::WEIGHTS/>
                {move || bits.get().then(|| view! { <Control key=&settings::WEIGHT_BITS/> })}
                {move || factor.get().then(|| view! { <Control key=&settings::FACTOR/> })}
                {move || learned.get().then(|| view! { <Control key=&settings::PENALTY/> })}
                <Control key=&settings::VALUES/>
                {move || value_bits.get().then(|| view! { <Control key=&settings::VALUE_BITS/> })}
                {move || groups.get().then(|| view! { <Control key=&settings::PER_CHANNEL/> })}
                <Control key=&settings::KEEP_ENDS/>
                <layers::Layers/>
                <Control key=&settings::WARMUP/>
                <Control key=&settings::OPTIMIZER/>
                <Control key=&settings::RATE/>
                <Control key=&settings::BATCH/>
                <Control key=&crate::state::SEED/>
                <Control key=&settings::SPEED/>
            }
            costs=costs(room)
        />
    }
}

fn costs(room: Room) -> View {
    let rows = derived(move || {
        let Some(report) = room.report.get() else {
            return Vec::new();
        };
        let Some(full) = report.arms.first() else {
            return Vec::new();
        };
        let weights: usize = full.layers.iter().map(|layer| layer.weights.len()).sum();
        let biases: usize = full.layers.iter().map(|layer| layer.biases.len()).sum();
        let size = |arm: usize| {
            report
                .arms
                .get(arm)
                .map_or_else(Cell::default, |arm| Cell::bytes(arm.size))
        };
        vec![
            ("weights", vec![Cell::count(weights as u64)]),
            ("biases", vec![Cell::count(biases as u64)]),
            ("full precision", vec![size(0)]),
            ("quantized", vec![size(2)]),
        ]
    });
    view! { <Costs rows/> }
}
