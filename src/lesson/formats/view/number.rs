//! The control of the typed number.

use std::rc::Rc;

use crate::web::dom::{View, view};
use leptos::prelude::*;

use super::super::settings::X;
use super::Room;
use crate::web::control::{Lockable, number_signal};
use crate::web::number::{Moves, NumberControl, Travel};

/// The typed number: a slider that is fine near zero and reaches the format's top,
/// and a field for any real.
#[component]
pub fn TypedNumber() -> View {
    let room = expect_context::<Room>();
    // x = a sinh(k p): even near zero, logarithmic far out.
    let curve = move || {
        room.chosen.with(|chosen| {
            let scale = f64::from(chosen.scale);
            let small = f64::from(chosen.format.min_normal())
                .max(f64::from(chosen.format.min_subnormal()) * 4.0)
                * scale;
            let top = f64::from(chosen.format.max()) * 1.2 * scale;
            (small, (top / small).asinh() / 1000.0)
        })
    };
    let travel = Travel {
        ends: (-1000.0, 1000.0),
        step: 1.0,
        position: Rc::new(move |x| {
            let (small, k) = curve();
            ((x / small).asinh() / k).clamp(-1000.0, 1000.0)
        }),
        value: Rc::new(move |position| {
            let (small, k) = curve();
            to_digits(small * (k * position).sinh(), 4)
        }),
    };
    let moves = Moves {
        set: Rc::new(move |x| room.type_number(x)),
        step: Rc::new(move |steps| room.step(steps as i32)),
    };
    view! {
        <Lockable key=&X>
            <NumberControl
                id=X.id
                label="Number"
                value=number_signal(&X, None)
                travel
                moves
                digits=9
                describe=None
                auto=None
            />
        </Lockable>
    }
}

fn to_digits(x: f64, digits: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let factor = 10_f64.powi(digits - 1 - x.abs().log10().floor() as i32);
    if factor.is_finite() {
        (x * factor).round() / factor
    } else {
        x
    }
}
