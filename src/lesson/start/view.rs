//! The page.

use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

use super::line::{COUNT, WEIGHTS, cost, numbers, quantizer};
use super::settings::BITS;
use crate::lesson::LESSONS;
use crate::plot::{format_number, format_percent};
use crate::web::control::Control;
use crate::web::dom::{NodeRef, View, view};
use crate::web::live::{Held, Kept, derived};
use crate::web::page::use_state;

/// The picture's own units: its width, and its height from -1 to 1 with room for the line.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 300.0;

fn left(index: usize) -> f64 {
    index as f64 / (COUNT - 1) as f64 * WIDTH
}

fn top(x: f32) -> f64 {
    HEIGHT / 2.0 - f64::from(x) * (HEIGHT / 2.0 - 8.0)
}

pub fn view() -> View {
    let lessons: Vec<View> = LESSONS
        .iter()
        .filter(|lesson| lesson.in_course)
        .map(|lesson| {
            let state = use_state();
            let href = move || state.with(|state| state.in_lesson(lesson.schema).to_hash());
            view! {
                <li><a href=href><b>{lesson.label}</b><span>{lesson.question}</span></a></li>
            }
        })
        .collect();
    view! {
        <div class="start">
            <header>
                <h1>"Fewer bits, nearly the same numbers"</h1>
                <p class="lead">
                    "A neural network is made of billions of numbers, usually kept in 16 or 32 bits each. "
                    "Quantization keeps each in a few bits instead, as a code for the nearest of a few values: the network then takes less memory, and multiplying small whole numbers takes less time and energy. "
                    "What it costs is a small error in every number, and how to keep that small is what these lessons are about."
                </p>
            </header>
            <Touch/>
            <section class="course" aria-label="The lessons">
                <h2>"The way through"</h2>
                <p>"Each lesson needs only those before it. Start at the top, or wherever you like."</p>
                <ol>{lessons}</ol>
                <p class="onward"><a href="#/proof">"How right is this?"</a></p>
            </section>
        </div>
    }
}

/// The line, its quantized self, and a point that a person moves along it.
#[component]
fn Touch() -> View {
    let state = use_state();
    let bits = Kept::new(move || state.with(|state| state.integer(&BITS)));
    let line = StoredValue::new(numbers());
    // Amid a step, where the two lines are well apart.
    let place = Held::new(COUNT * 23 / 40);
    let path = line.with_value(|line| {
        let points = line.iter().enumerate();
        points
            .map(|(index, x)| {
                let sign = if index == 0 { 'M' } else { 'L' };
                format!("{sign}{:.1} {:.1}", left(index), top(*x))
            })
            .collect::<String>()
    });
    let steps = move || {
        let affine = quantizer(bits.get());
        line.with_value(|line| {
            let mut path = String::new();
            let mut last = None;
            for (index, x) in line.iter().enumerate() {
                let y = top(affine.fake_quantize(*x));
                if last == Some(y) {
                    continue;
                }
                let at = left(index);
                match last {
                    None => path.push_str(&format!("M{at:.1} {y:.1}")),
                    Some(_) => path.push_str(&format!("H{at:.1}V{y:.1}")),
                }
                last = Some(y);
            }
            path.push_str(&format!("H{WIDTH}"));
            path
        })
    };
    // The values that there are, as lines across; too many are a grey area.
    let grid = move || {
        let affine = quantizer(bits.get());
        (0..1_i32 << bits.get().min(6))
            .filter(|_| bits.get() <= 6)
            .map(|code| format!("M0 {:.1}H{WIDTH}", top(affine.dequantize(code))))
            .collect::<String>()
    };
    let here = move || {
        let x = line.with_value(|line| line.get(place.get()).copied().unwrap_or_default());
        let affine = quantizer(bits.get());
        let code = affine.quantize(x);
        (x, code, affine.dequantize(code))
    };
    let told = derived(move || {
        let (x, code, back) = here();
        format!(
            "{} becomes code {:0width$b}, which stands for {}: an error of {}",
            format_number(f64::from(x), 3),
            code,
            format_number(f64::from(back), 3),
            format_number(f64::from(back) - f64::from(x), 2),
            width = bits.get() as usize
        )
    });
    let costs = derived(move || line.with_value(|line| cost(line, bits.get())));
    let box_node = NodeRef::<HtmlElement>::new();
    let point = move |event: &PointerEvent| {
        if let Some(node) = box_node.get() {
            let rect = node.get_bounding_client_rect();
            let along = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
            let index = (along * (COUNT - 1) as f64).round();
            place.set(index.clamp(0.0, (COUNT - 1) as f64) as usize);
        }
    };
    let percent = |part: f64, whole: f64| format!("{:.2}%", part / whole * 100.0);
    view! {
        <figure class="touch">
            <figcaption>
                <b>"Touch it."</b>" The "<span class="original">"smooth line"</span>" is a row of numbers, the "
                <span class="quantized">"steps"</span>" are what is left of them. Move along it, and change the bits."
            </figcaption>
            <div
                class="pane"
                node_ref=box_node
                role="slider"
                tabindex="0"
                aria-label="A place on the line"
                aria-valuemin="0"
                aria-valuemax=(COUNT - 1).to_string()
                aria-valuenow=move || place.get().to_string()
                aria-valuetext=move || told.get()
                on:pointermove=move |event: PointerEvent| point(&event)
                on:pointerdown=move |event: PointerEvent| point(&event)
                on:keydown=move |event: KeyboardEvent| {
                    let by: i32 = match event.key().as_str() {
                        "ArrowLeft" | "ArrowDown" => -2,
                        "ArrowRight" | "ArrowUp" => 2,
                        _ => return,
                    };
                    event.prevent_default();
                    place.update(|place| *place = place.saturating_add_signed(by as isize).min(COUNT - 1));
                }
            >
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                    <path class="values" d=grid></path>
                    <path class="whole" d=path></path>
                    <path class="kept" d=steps></path>
                </svg>
                <span class="at" style:left=move || percent(left(place.get()), WIDTH)></span>
                <span class="dot original" style:left=move || percent(left(place.get()), WIDTH) style:top=move || percent(top(here().0), HEIGHT)></span>
                <span class="dot quantized" style:left=move || percent(left(place.get()), WIDTH) style:top=move || percent(top(here().2), HEIGHT)></span>
            </div>
            <p class="told" role="status">{move || told.get()}"."</p>
            <Control key=&BITS/>
            <dl class="worth">
                <div><dt>"values"</dt><dd data-figure="values">{move || costs.get().values.to_string()}</dd></div>
                <div><dt>"a model of "{format_number(WEIGHTS / 1e9, 2)}" billion weights"</dt><dd data-figure="memory">{move || format!("{} GB", format_number(costs.get().gigabytes, 3))}<small>{format!(" of {} GB in 32 bits", format_number(WEIGHTS * 4.0 / 1e9, 3))}</small></dd></div>
                <div><dt>"largest error"</dt><dd data-figure="error">{move || format_percent(costs.get().error)}<small>" of the range"</small></dd></div>
            </dl>
        </figure>
    }
}
