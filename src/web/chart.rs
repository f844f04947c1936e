//! One chart on the page: a canvas drawn by `plot` at the width and pixel ratio it
//! gets, an overlay for handles and the linked cursor, a caption, a summary, and
//! the figures as a table on demand.

use std::cell::RefCell;
use std::rc::Rc;

use crate::web::dom::{NodeRef, View, view};
use crate::web::live::{Derived, Held, Kept, derived, effect};
use leptos::prelude::*;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, HtmlElement, PointerEvent, ResizeObserver};

use super::course::{Sketch, Walk};
use super::cursor::Cursor;
use super::page::use_state;
use super::take::Save;
use super::theme::Theme;
use crate::lesson;
use crate::lesson::chart::{Pointing, Table};
use crate::plot::{Axis, Frame, Scene, format_number};
use crate::state::PRESENT;

/// What a chart shows in a frame: made anew whenever that changes, run at most once a frame.
pub type Picture = Box<dyn FnOnce(&Frame) -> Scene>;

/// How much larger charts are on a stage: more on a screen that is larger than a projector of 1024 by
/// 768, as the type is (`page/course.css`).
fn stage() -> f64 {
    let share = |size: Result<JsValue, JsValue>, of: f64| {
        size.ok().and_then(|size| size.as_f64()).unwrap_or(of) / of
    };
    let window = window();
    let (wide, high) = (window.inner_width(), window.inner_height());
    1.5 * share(wide, 1024.0).min(share(high, 768.0)).max(1.0)
}

/// Where the x axis lies in a frame, once there is something to show.
type FindAxis = Box<dyn Fn(&Frame) -> Option<Axis> + Send + Sync>;

/// What a chart says of a place on its axis, once there is something to show.
type Reading = Box<dyn Fn(f64) -> Option<String> + Send + Sync>;

/// A chart that follows signals.
pub struct Followed {
    id: &'static str,
    height: u32,
    name: Derived<String>,
    summary: Derived<String>,
    picture: Rc<dyn Fn() -> Option<Picture>>,
    axis: FindAxis,
    /// Whether there is something to point at.
    pointed: bool,
    /// What the chart itself says of a place, where that is not the lesson's x.
    reading: Option<Reading>,
    table: Derived<Table>,
}

/// A lesson's chart of what is shown now; `None` until there is something to show.
pub fn follow<S: 'static>(
    chart: &'static lesson::chart::Chart<S>,
    shown: impl Into<Derived<Option<S>>>,
) -> Followed {
    let shown = shown.into();
    Followed {
        id: chart.id,
        height: chart.height,
        name: derived(move || (chart.name)(shown.get().as_ref())),
        summary: derived(move || shown.get().as_ref().map(chart.summary).unwrap_or_default()),
        picture: Rc::new(move || {
            let shown = shown.get()?;
            Some(Box::new(move |frame: &Frame| (chart.scene)(&shown, frame)))
        }),
        axis: Box::new(move |frame| Some((chart.pointing.axis()?)(&shown.get()?, frame))),
        pointed: chart.pointing.axis().is_some(),
        reading: match chart.pointing {
            Pointing::Own(_, reading) => Some(Box::new(move |x| Some(reading(&shown.get()?, x)))),
            Pointing::Real(_) | Pointing::Nowhere => None,
        },
        table: derived(move || shown.get().as_ref().map(chart.table).unwrap_or_default()),
    }
}

/// What overlays need to know of a chart: how its x axis lies in CSS pixels.
#[derive(Clone, Copy)]
pub struct Geometry {
    /// The mapping between the values and CSS pixels from the chart's left edge.
    pub axis: Derived<Option<Axis>>,
    /// The overlay's element, to turn pointer positions into pixels.
    pub overlay: NodeRef<HtmlElement>,
    /// The room that the picture has.
    pub frame: Derived<Frame>,
    /// How much larger it is shown than drawn: on a stage text and lines grow together.
    pub zoom: Derived<f64>,
}

impl Geometry {
    /// The value under a pointer.
    pub fn value_at(&self, event: &PointerEvent) -> Option<f64> {
        let left = self.overlay.get()?.get_bounding_client_rect().left();
        let axis = self.axis.get_untracked()?;
        Some(axis.value(f64::from(event.client_x()) - left))
    }
}

/// A chart. `overlay` gets its [`Geometry`] and returns handles.
#[component]
pub fn Chart(
    of: Followed,
    /// The legend and other words behind the name.
    caption: View,
    overlay: impl FnOnce(Geometry) -> View + 'static,
) -> View {
    of.into_view(caption, Box::new(overlay))
}

impl Followed {
    /// One copy of the code for all charts.
    fn into_view(self, caption: View, overlay: Box<dyn FnOnce(Geometry) -> View>) -> View {
        let Self {
            id,
            height,
            name,
            summary,
            picture,
            axis,
            pointed,
            reading,
            table,
        } = self;
        let walk = use_context::<Walk>();
        // Where a line is to be guessed, the chart is an empty window until the guess is locked.
        let window = move || walk?.window(id);
        let picture: Rc<dyn Fn() -> Option<Picture>> = Rc::new(move || match window() {
            Some(shape) => {
                let shown = !walk?.asks();
                Some(Box::new(move |frame: &Frame| shape.scene(shown, frame)))
            }
            None => picture(),
        });
        let drawn = Rc::clone(&picture);
        let theme = expect_context::<Theme>();
        // What a guess is about is not told before it.
        let asks = move || walk.is_some_and(|walk| window().is_some() && walk.asks());
        // Its own where it points at something of its own.
        let cursor = match reading {
            None => expect_context::<Cursor>(),
            Some(reading) => {
                let own = Cursor::new();
                own.tells(move |x| if asks() { None } else { reading(x) }.unwrap_or_default());
                own
            }
        };
        let canvas = NodeRef::<HtmlCanvasElement>::new();
        let overlay_node = NodeRef::<HtmlElement>::new();
        // In CSS pixels, as it is shown.
        let size = Held::new((0_u32, 0_u32));
        let width = derived(move || size.get().0);
        let state = use_state();
        let presenting = Kept::new(move || state.with(|state| state.flag(&PRESENT)));
        let zoom = derived(move || {
            // The screen's size is looked up again when the chart's has changed.
            size.with(|_| ());
            if presenting.get() { stage() } else { 1.0 }
        });

        let frame = derived(move || {
            let zoom = zoom.get();
            let shrunk = |size: u32| (f64::from(size) / zoom) as u32;
            // A stage gives charts the height that there is.
            let height = if presenting.get() {
                size.get().1
            } else {
                height
            };
            Frame::new(
                shrunk(size.get().0),
                shrunk(height),
                theme.pixel_ratio.get() * zoom,
                theme.palette.get(),
            )
        });
        let axis = derived(move || {
            let frame = frame.get();
            if frame.width == 0 {
                return None;
            }
            let axis = match window() {
                Some(shape) => shape.x_axis(&frame),
                None => axis(&frame)?,
            };
            Some(axis.enlarged(zoom.get()))
        });
        let geometry = Geometry {
            axis,
            overlay: overlay_node,
            frame,
            zoom,
        };

        // The newest picture waits here for its animation frame.
        let waiting: Rc<RefCell<Option<(Frame, Picture)>>> = Rc::default();
        effect(move || {
            let frame = frame.get();
            let Some(picture) = drawn() else { return };
            if frame.width == 0 {
                return;
            }
            let Some(canvas) = canvas.get() else { return };
            if waiting.borrow_mut().replace((frame, picture)).is_some() {
                return;
            }
            let waiting = Rc::clone(&waiting);
            request_animation_frame(move || {
                let Some((frame, picture)) = waiting.borrow_mut().take() else {
                    return;
                };
                let (width, height) = frame.device_size();
                // Setting the size clears the canvas, so it is set even if unchanged.
                canvas.set_width(width);
                canvas.set_height(height);
                if let Some(mut backend) = CanvasBackend::with_canvas_object(canvas.clone())
                    && let Err(error) = picture(&frame).draw(&mut backend, &frame)
                {
                    leptos::logging::warn!("{error}");
                }
            });
        });

        // The width it gets, for as long as it is there.
        effect(move || {
            let Some(node) = overlay_node.get() else {
                return;
            };
            let measure = move || {
                if let Some(node) = overlay_node.get() {
                    let next = (node.client_width(), node.client_height());
                    let next = (next.0.max(0) as u32, next.1.max(0) as u32);
                    if next != size.get_untracked() {
                        size.set(next);
                    }
                }
            };
            measure();
            let on_resize = Closure::<dyn FnMut()>::new(measure);
            if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
                observer.observe(&node);
                let kept = StoredValue::new_local((observer, on_resize));
                on_cleanup(move || {
                    kept.try_with_value(|(observer, _)| observer.disconnect());
                });
            }
        });

        let cursor_position = move || {
            let axis = axis.get()?;
            let x = cursor.x.get()?;
            let position = axis.position(x);
            (0.0..=f64::from(width.get()))
                .contains(&position)
                .then_some(position)
        };
        let readout = move || cursor.x.get().map(|x| cursor.describe(x));
        let step_cursor = move |pixels: f64| {
            let Some(axis) = axis.get_untracked() else {
                return;
            };
            let middle = f64::from(width.get_untracked()) / 2.0;
            let from = cursor
                .x
                .get_untracked()
                .map_or(middle, |x| axis.position(x));
            let to = (from + pixels).clamp(axis.range().0, axis.range().1);
            cursor.x.set(Some(axis.value(to)));
        };
        let summary = derived(move || {
            if asks() {
                "Empty until you have drawn your line.".to_owned()
            } else {
                summary.get()
            }
        });
        let summary_id = format!("{id}-summary");
        let label = derived(move || format!("Cursor in {}", name.get()));

        view! {
            <figure class="chart" class:sketched=move || window().is_some() data-chart=id>
                <figcaption><b>{name}</b>" "<span class="legend">{caption}</span></figcaption>
                <div
                    class="plot"
                    node_ref=overlay_node
                    style:height=move || if presenting.get() { String::new() } else { format!("{height}px") }
                    on:pointermove=move |event: PointerEvent| {
                        if let Some(x) = geometry.value_at(&event) {
                            cursor.x.set(Some(x));
                        }
                    }
                    on:pointerleave=move |_: PointerEvent| cursor.x.set(None)
                >
                    <canvas node_ref=canvas role="img" aria-label=move || name.get() aria-describedby=summary_id.clone()></canvas>
                    <div
                        class="cursor"
                        hidden=move || !pointed
                        role="slider"
                        tabindex="0"
                        aria-label=move || label.get()
                        aria-valuenow=move || cursor.x.get().map(|x| format_number(x, 6).replace('\u{2212}', "-"))
                        aria-valuetext=move || readout().unwrap_or_else(|| "no point chosen; arrow keys choose one".to_owned())
                        class:on=move || cursor_position().is_some()
                        style:left=move || cursor_position().map_or_else(|| "50%".to_owned(), |left| format!("{left}px"))
                        on:keydown=move |event: web_sys::KeyboardEvent| {
                            let step = match event.key().as_str() {
                                "ArrowLeft" | "ArrowDown" => -4.0,
                                "ArrowRight" | "ArrowUp" => 4.0,
                                "PageDown" => -40.0,
                                "PageUp" => 40.0,
                                "Escape" => {
                                    cursor.x.set(None);
                                    return;
                                }
                                _ => return,
                            };
                            event.prevent_default();
                            step_cursor(if event.shift_key() { step / 4.0 } else { step });
                        }
                        on:blur=move |_: web_sys::FocusEvent| cursor.x.set(None)
                    ></div>
                    <div class="readout" aria-hidden="true" hidden=move || !pointed>{readout}</div>
                    {overlay(geometry)}
                    {walk.map(|walk| move || walk.window(id).map(|_| view! { <Sketch walk geometry/> }))}
                </div>
                <p class="spoken" id=summary_id>{summary}</p>
                <Figures table=table name=name save=view! { <Save id picture frame table name summary/> }/>
            </figure>
        }
    }
}

/// The figures as a real table, folded away until asked for.
#[component]
fn Figures(table: Derived<Table>, name: Derived<String>, save: View) -> View {
    let open = Held::new(false);
    view! {
        <details class="figures" on:toggle=move |event: web_sys::Event| {
            open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
        }>
            <summary>"Figures"<span class="spoken">{move || format!(" of {}", name.get())}</span></summary>
            {save}
            <div class="scroll" tabindex="0" role="region" aria-label=move || format!("Figures of {}", name.get())>
                // Built only while it is open: some have hundreds of rows.
                {move || open.get().then(|| {
                    let table = table.get();
                    view! {
                        <table>
                            <thead><tr>{table.head.into_iter().map(|cell| view! { <th scope="col">{cell}</th> }).collect::<Vec<_>>()}</tr></thead>
                            <tbody>{table.rows.into_iter().map(|row| view! {
                                <tr>{row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>()}</tr>
                            }).collect::<Vec<_>>()}</tbody>
                        </table>
                    }
                })}
            </div>
        </details>
    }
}
