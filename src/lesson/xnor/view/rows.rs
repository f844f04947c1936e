//! Two rows of signs that can be painted, their XNOR, and the sum that the count gives.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::super::settings::{A, B, LENGTH, painted, sign};
use super::Room;
use crate::lesson::words::integer;
use crate::state::Key;
use crate::web::bit::{Bit, Brush, focus_neighbour};
use crate::web::dom::{View, view};
use crate::web::live::{Derived, Kept, derived};

/// How a sign is written.
fn written(sign: i32) -> &'static str {
    if sign > 0 { "+1" } else { "\u{2212}1" }
}

#[component]
pub fn Rows() -> View {
    let room = expect_context::<Room>();
    let row = move |key: &'static Key| {
        let kept = Kept::new(move || room.state.with(|state| state.integer(key)));
        derived(move || kept.get())
    };
    let (a, b) = (row(&A), row(&B));
    // The places where the two agree, as bits.
    let agree = derived(move || !(a.get() ^ b.get()) & ((1 << LENGTH) - 1));
    let differ = derived(move || (a.get() ^ b.get()).count_ones() as i32);
    let length = LENGTH as i32;
    let sum = derived(move || length - 2 * differ.get());
    // The sum of the products, one by one: what the count must equal.
    let products = derived(move || {
        (0..LENGTH)
            .map(|place| sign(a.get(), place) * sign(b.get(), place))
            .collect::<Vec<i32>>()
    });
    let terms = derived(move || {
        let products = products.get();
        let mut text = String::new();
        for (place, product) in products.iter().enumerate() {
            let plus = match (place, *product > 0) {
                (0, true) => "",
                (0, false) => "\u{2212}",
                (_, true) => " + ",
                (_, false) => " \u{2212} ",
            };
            text.push_str(plus);
            text.push('1');
        }
        format!("{text} = {}", integer(products.iter().sum::<i32>()))
    });
    // Apart, so that they are not read as one number.
    let bits = derived(move || {
        let digits = (0..LENGTH).map(|place| {
            if sign(agree.get(), place) == 1 {
                " 1"
            } else {
                " 0"
            }
        });
        digits.collect::<String>()
    });
    view! {
        <section class="xnor" aria-label="Two rows of signs">
            <p class="heading"><b>"Two rows of signs."</b>" Press one to turn it, drag to paint. A bit is 1 for +1 and 0 for \u{2212}1."</p>
            <div class="rows" data-piece="rows">
                <SignRow key=&A row=a letter="a"/>
                <SignRow key=&B row=b letter="b"/>
                <div class="signs agree" role="img" aria-label=move || format!("XNOR:{}", bits.get())>
                    <span class="letter">"XNOR"</span>
                    {(0..LENGTH).map(|place| view! {
                        <span class="bit" class:on=move || sign(agree.get(), place) == 1>{move || if sign(agree.get(), place) == 1 { "1" } else { "0" }}</span>
                    }).collect::<Vec<_>>()}
                </div>
            </div>
            <div data-piece="sum">
            <div class="equation">
            <math role="group">
                <mtext>"popcount"</mtext><mo stretchy="false">"("</mo><mi>"a"</mi><mtext>"\u{a0}xor\u{a0}"</mtext><mi>"b"</mi><mo stretchy="false">")"</mo>
                <mo>"="</mo><mn class="error" data-figure="differ">{move || differ.get().to_string()}</mn>
            </math>
            </div>
            <div class="equation">
            <math role="group">
                <mi>"a"</mi><mo>"\u{b7}"</mo><mi>"b"</mi><mo>"="</mo><mi>"n"</mi><mo>"\u{2212}"</mo><mn>"2"</mn><mo>"\u{d7}"</mo><mtext>"popcount"</mtext>
            </math>
            <math role="group">
                <mo>"="</mo><mn>{LENGTH.to_string()}</mn><mo>"\u{2212}"</mo><mn>"2"</mn><mo>"\u{d7}"</mo><mn class="error">{move || differ.get().to_string()}</mn>
                <mo>"="</mo><mn class="quantized result" data-figure="dot">{move || integer(sum.get())}</mn>
            </math>
            </div>
            <p class="facts" data-figure="terms">{move || terms.get()}</p>
            </div>
        </section>
    }
}

/// One row of signs.
#[component]
fn SignRow(key: &'static Key, row: Derived<u32>, letter: &'static str) -> View {
    let room = expect_context::<Room>();
    let brush = Brush::new();
    let keys = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => focus_neighbour(&event, false),
            "ArrowRight" => focus_neighbour(&event, true),
            _ => return,
        }
        event.prevent_default();
    };
    let cell = move |place: u32| {
        let on = derived(move || sign(row.get(), place) == 1);
        let paint = move |to: bool| {
            let now = row.get_untracked();
            let next = painted(now, place, if to { 1 } else { -1 });
            if next != now {
                room.state
                    .update(|state| state.set_number(key, f64::from(next)));
            }
        };
        view! {
            <Bit
                class=format!("bit {}", if letter == "a" { "exponent" } else { "mantissa" })
                label=derived(move || format!("{letter}, place {}: {}", place + 1, written(sign(row.get(), place))))
                on
                text=derived(move || written(sign(row.get(), place)).to_owned())
                brush
                paint=Callback::new(paint)
            />
        }
    };
    view! {
        <div class="signs" role="group" aria-label=key.label on:keydown=keys>
            <span class="letter" aria-hidden="true">{letter}</span>
            {(0..LENGTH).map(cell).collect::<Vec<_>>()}
        </div>
    }
}
