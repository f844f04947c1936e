//! The signal with its range, the staircase, the errors.

use std::rc::Rc;

use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, derived};
use leptos::prelude::*;

use super::super::charts::{ERROR, Quantized, SIGNAL, STAIRS, clipped, compared, domain};
use super::super::settings::{MAX, MIN, X};
use super::Room;
use crate::lesson::words::format_short;
use crate::state::Key;
use crate::web::chart::{Chart, Geometry, follow};
use crate::web::control::{Lockable, number_signal};
use crate::web::drag::Handle;
use crate::web::number::{Moves, NumberControl, Travel};

/// What all three show.
fn quantized(room: Room) -> Derived<Option<Quantized>> {
    derived(move || {
        Some(Quantized {
            chosen: room.chosen.get(),
            report: room.report.get()?,
        })
    })
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
    let clipped = move || room.report.get().as_deref().map(clipped);
    view! {
        <Chart
            of=follow(&SIGNAL, quantized(room))
            caption=view! {
                "Values "<span class="original">"before"</span>" and "<span class="quantized">"after"</span>
                ". Drag MIN and MAX: "{clipped}" of the values are "<span class="clipped">"clipped"</span>"."
            }
            overlay=move |geometry| handles(room, geometry)
        />
    }
}

#[component]
pub fn Stairs() -> View {
    let room = expect_context::<Room>();
    let x = number_signal(&X, None);
    let other = move || room.chosen.with(|chosen| format_short(&chosen.format));
    view! {
        <Chart
            of=follow(&STAIRS, quantized(room))
            caption=view! {
                "x\u{2032} against x: "<span class="quantized">"affine"</span>", and dashed "{other}
                " with its scale. Drag x, the number of the worked example."
            }
            overlay=move |geometry| view! { <Handle key=&X value=x geometry letter="x"/> }
        />
    }
}

#[component]
pub fn Error() -> View {
    let room = expect_context::<Room>();
    let shown = quantized(room);
    let compared = move || shown.get().as_ref().map(compared);
    let other = move || room.chosen.with(|chosen| format_short(&chosen.format));
    view! {
        <Chart
            of=follow(&ERROR, shown)
            caption=view! {
                <span class="error">"x\u{2032} \u{2212} x"</span>" for every value; the dashed box is noise that is uniform within a step. "
                {compared}" The dotted outline is "{other}"."
            }
            overlay=|_| View::none()
        />
    }
}

/// The control of one end of the range: its slider spans what the data span.
#[component]
pub fn BoundControl(key: &'static Key, value: Derived<f64>) -> View {
    let room = expect_context::<Room>();
    let domain = Kept::new(move || {
        let report = room.report.get();
        room.chosen.with(|chosen| {
            let domain = |report| domain(report, &chosen.options);
            report.as_deref().map_or((-1.0, 1.0), domain)
        })
    });
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
        <Lockable key>
            <NumberControl id=key.id label=key.label value travel moves digits=7 describe=None auto=Some(key)/>
        </Lockable>
    }
}
