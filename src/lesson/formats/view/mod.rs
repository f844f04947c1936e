//! The lesson on the page.

mod bits;
mod charts;
mod formula;
mod grid;
mod lines;
mod number;
mod words;

use std::sync::Arc;

use crate::web::dom::{View, view};
use crate::web::live::{Held, Kept, derived};
use leptos::prelude::*;

use super::lens::FormatsReport;
use super::lines::window;
use super::settings::{self, CUSTOM_KEYS, Chosen, X, select_code, selected_code};
use crate::quant::Explanation;
use crate::state::State;
use crate::web::control::Control;
use crate::web::cursor::Cursor;
use crate::web::desk::Desk;
use crate::web::layout::{Costs, LessonFrame};
use crate::web::page::use_state;

/// What the parts of the lesson share.
#[derive(Clone, Copy)]
pub struct Room {
    pub state: Held<State>,
    pub chosen: Kept<Chosen>,
    /// The selected code.
    pub code: Kept<u32>,
    /// The typed number, unless a code was painted that no number leads to.
    pub x: Kept<Option<f64>>,
    /// What becomes of the typed number, in units of the scale.
    pub explanation: Kept<Option<Explanation>>,
    pub report: Kept<Option<Arc<FormatsReport>>>,
    /// The piece of the axis that the number lines show: all of them the same, so that they can be
    /// compared.
    pub window: Kept<(f64, f64)>,
    /// Whether the number is being dragged on such a line, which stands still meanwhile.
    pub dragging: Held<bool>,
}

impl Room {
    fn new() -> Self {
        let state = use_state();
        let desk = expect_context::<Desk>();
        let chosen = Kept::new(move || state.with(Chosen::of));
        let code = Kept::new(move || {
            chosen.with(|chosen| state.with(|state| selected_code(state, chosen)))
        });
        let x = Kept::new(move || state.with(settings::typed));
        let explanation = Kept::new(move || {
            let x = x.get()?;
            Some(chosen.with(|chosen| chosen.explain(x)))
        });
        let dragging = Held::new(false);
        let shown = StoredValue::new((0.0, 0.0));
        let window = Kept::new(move || {
            if !dragging.get() {
                let x = x.get().unwrap_or(0.0);
                shown.set_value(chosen.with(|chosen| window(chosen, x)));
            }
            shown.get_value()
        });
        Self {
            state,
            chosen,
            code,
            x,
            explanation,
            report: desk.report_of("formats"),
            window,
            dragging,
        }
    }

    /// Types a number.
    pub fn type_number(&self, x: f64) {
        self.state.update(|state| {
            state.reset(&settings::CODE);
            state.set_number(&X, x);
        });
    }

    /// Selects a code, as painting, clicking and stepping do.
    pub fn select(&self, code: u32) {
        let chosen = self.chosen.get_untracked();
        self.state.update(|state| select_code(state, &chosen, code));
    }

    /// Selects the code `steps` further along the number line, where there is one.
    pub fn step(&self, steps: i32) {
        let format = self.chosen.with_untracked(|chosen| chosen.format);
        let codes = format.ordered_codes();
        let code = self.code.get_untracked();
        // -0 and NaN stand at no place of their own: steps start from zero.
        let here = codes
            .iter()
            .position(|&ordered| ordered == code)
            .or_else(|| {
                codes
                    .iter()
                    .position(|&ordered| format.decode(ordered) == 0.0)
            })
            .unwrap_or(0);
        let last = codes.len().saturating_sub(1);
        let next = here.saturating_add_signed(steps as isize).min(last);
        if let Some(&next) = codes.get(next) {
            self.select(next);
        }
    }
}

pub fn view() -> View {
    let room = Room::new();
    provide_context(room);
    expect_context::<Cursor>().tells(move |x| room.chosen.with(|chosen| settings::tell(chosen, x)));
    let title = derived(move || room.chosen.with(|chosen| words::title(&chosen.format)));
    let lead = derived(move || room.chosen.with(|chosen| words::lead(&chosen.format)));
    view! {
        <LessonFrame
            title
            lead
            picture=view! {
                <bits::Bits/>
                <formula::Formula/>
                <formula::Verdict/>
                <grid::Grid/>
                <lines::LinearLine/>
                <lines::LogLine/>
                <charts::SignalOnGrid/>
                <charts::ErrorHistogram/>
            }
            controls=controls(room)
            costs=costs(room)
        />
    }
}

fn controls(room: Room) -> View {
    let custom = Kept::new(move || {
        room.state
            .with(|state| state.choice(&settings::FORMAT) == "custom")
    });
    let bias = derived(move || room.chosen.with(|chosen| f64::from(chosen.format.bias)));
    view! {
        <Control key=&settings::FORMAT/>
        {move || custom.get().then(|| view! {
            <div class="custom">
                {CUSTOM_KEYS.iter().map(|key| view! { <Control key=*key value=bias/> }).collect::<Vec<_>>()}
            </div>
            {move || room.chosen.with(|chosen| chosen.refused.clone()).map(|reason| view! {
                <p class="refused" role="alert">{reason}</p>
            })}
        })}
        <number::TypedNumber/>
        <Control key=&settings::SCALE/>
        <Control key=&settings::ROUNDING/>
        <Control key=&settings::OVERFLOW/>
        <Control key=&settings::VERSUS/>
    }
}

fn costs(room: Room) -> View {
    let head = derived(move || {
        room.chosen.with(|chosen| {
            [Some(chosen.format), chosen.versus]
                .into_iter()
                .flatten()
                .map(|format| words::short(&format))
                .collect()
        })
    });
    let rows = derived(move || {
        room.report.get().map_or_else(Vec::new, |report| {
            let sides: Vec<_> = [Some(&report.side), report.versus.as_ref()]
                .into_iter()
                .flatten()
                .collect();
            crate::lesson::cell::stats_rows(sides.iter().map(|side| &side.stats))
        })
    });
    view! { <Costs head rows/> }
}
