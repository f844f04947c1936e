//! Numbers on a grid on the page: a canvas of one pixel a place, enlarged without blur, and a spot
//! that all grids of a lesson share.

use crate::web::dom::{NodeRef, View, view};
use crate::web::live::{Derived, Held, Kept, derived, effect};
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageData, PointerEvent};

use super::theme::Theme;
use crate::lesson;
use crate::lesson::grid::Grid;
use crate::plot::Raster;

/// A grid of what is there of a report; made anew when that changes.
pub fn grid<T: PartialEq + Send + Sync + 'static>(
    shown: Kept<Option<T>>,
    make: impl Fn(&T) -> Grid + Send + Sync + 'static,
) -> Derived<Option<Grid>> {
    let kept = Kept::new(move || shown.with(|shown| shown.as_ref().map(&make)));
    derived(move || kept.get())
}

/// A lesson's picture that follows signals.
#[derive(Clone, Copy)]
pub struct FollowedGrid {
    id: &'static str,
    name: &'static str,
    summary: Derived<String>,
    pub grid: Derived<Option<Grid>>,
}

/// A lesson's picture of what is there of a report.
pub fn follow_grid<T: PartialEq + Send + Sync + 'static>(
    raster: &'static lesson::grid::Raster<T>,
    shown: Kept<Option<T>>,
) -> FollowedGrid {
    let summary = move || shown.with(|shown| shown.as_ref().map(raster.summary));
    FollowedGrid {
        id: raster.id,
        name: raster.name,
        summary: derived(move || summary().unwrap_or_default()),
        grid: grid(shown, raster.grid),
    }
}

/// The place of a result that is looked at, or none.
#[derive(Clone, Copy)]
pub struct Spot {
    pub place: Held<Option<(usize, usize)>>,
    /// The places that a result has: width and height.
    pub result: Derived<(usize, usize)>,
    /// Rows and columns that a filter covers.
    pub window: Derived<usize>,
}

impl Spot {
    fn set(&self, x: f64, y: f64) {
        let (width, height) = self.result.get_untracked();
        if width == 0 || height == 0 {
            return;
        }
        let within = |place: f64, size: usize| place.clamp(0.0, (size - 1) as f64) as usize;
        self.place.set(Some((within(x, width), within(y, height))));
    }

    fn step(&self, x: f64, y: f64) {
        let (width, height) = self.result.get_untracked();
        let (column, row) = self
            .place
            .get_untracked()
            .unwrap_or((width / 2, height / 2));
        self.set(column as f64 + x, row as f64 + y);
    }
}

/// A grid of numbers as a figure. With a spot it shows where that is, and moves it.
#[component]
pub fn RasterFigure(
    of: FollowedGrid,
    /// What stands behind the name.
    caption: View,
    spot: Spot,
    /// Whether this is the picture that the filter moves over, not what comes out of it.
    #[prop(default = false)]
    input: bool,
    /// What is said of the spot.
    #[prop(into)]
    tell: Derived<String>,
    /// What choosing a place does, by a press or the Enter key.
    #[prop(optional)]
    choose: Option<Callback<(usize, usize)>>,
) -> View {
    let FollowedGrid {
        id,
        name,
        summary,
        grid,
    } = of;
    let frame = NodeRef::<HtmlElement>::new();
    let summary_id = format!("{id}-summary");
    // How far a window's first place lies before its middle.
    let before = move || {
        if input {
            (spot.window.get_untracked() / 2) as f64
        } else {
            0.0
        }
    };
    let point = move |event: &PointerEvent| {
        let (Some(node), Some(grid)) = (frame.get(), grid.get_untracked()) else {
            return;
        };
        let area = node.get_bounding_client_rect();
        let along = |at: i32, start: f64, size: f64, places: usize| {
            ((f64::from(at) - start) / size.max(1.0) * places as f64).floor() - before()
        };
        spot.set(
            along(event.client_x(), area.left(), area.width(), grid.width),
            along(event.client_y(), area.top(), area.height(), grid.height),
        );
    };
    let chosen = move || {
        if let (Some(choose), Some(place)) = (choose, spot.place.get_untracked()) {
            choose.run(place);
        }
    };
    // Left, top, width and height of the spot in percent.
    let mark = move || {
        let (grid, (x, y)) = (grid.get()?, spot.place.get()?);
        let side = if input { spot.window.get() } else { 1 };
        let share = |places: usize, of: usize| 100.0 * places as f64 / of.max(1) as f64;
        Some([
            share(x, grid.width),
            share(y, grid.height),
            share(side, grid.width),
            share(side, grid.height),
        ])
    };
    let side = move |index: usize| mark().map_or_else(String::new, |m| format!("{:.3}%", m[index]));
    view! {
        <figure class="raster" data-raster=id data-piece=id>
            <figcaption><b>{name}</b>" "{caption}</figcaption>
            <div
                class="shades"
                node_ref=frame
                on:pointermove=move |event: PointerEvent| point(&event)
                on:pointerdown=move |event: PointerEvent| {
                    point(&event);
                    chosen();
                }
                on:pointerleave=move |_: PointerEvent| spot.place.set(None)
            >
                <Shades grid label=name described=summary_id.clone()/>
                <div
                    class="spot"
                    role="slider"
                    tabindex="0"
                    aria-label=format!("Place in {name}")
                    aria-valuenow=move || spot.place.get().map_or(0, |(x, y)| y * spot.result.get().0 + x).to_string()
                    aria-valuetext=move || if spot.place.get().is_some() { tell.get() } else { "no place chosen; arrow keys choose one".to_owned() }
                    class:on=move || spot.place.get().is_some()
                    style:left=move || side(0)
                    style:top=move || side(1)
                    style:width=move || side(2)
                    style:height=move || side(3)
                    on:keydown=move |event: web_sys::KeyboardEvent| {
                        let far = if event.shift_key() { 10.0 } else { 1.0 };
                        match event.key().as_str() {
                            "ArrowLeft" => spot.step(-far, 0.0),
                            "ArrowRight" => spot.step(far, 0.0),
                            "ArrowUp" => spot.step(0.0, -far),
                            "ArrowDown" => spot.step(0.0, far),
                            "Enter" => chosen(),
                            "Escape" => spot.place.set(None),
                            _ => return,
                        }
                        event.prevent_default();
                    }
                    on:blur=move |_: web_sys::FocusEvent| spot.place.set(None)
                ></div>
            </div>
            <p class="told" aria-hidden="true">{move || if spot.place.get().is_some() { tell.get() } else { String::new() }}</p>
            <p class="spoken" id=summary_id>{summary}</p>
        </figure>
    }
}

/// The canvas alone.
#[component]
pub fn Shades(
    grid: Derived<Option<Grid>>,
    #[prop(into)] label: Derived<String>,
    /// The id of the sentence that describes it.
    #[prop(optional, into)]
    described: Option<String>,
) -> View {
    let theme = expect_context::<Theme>();
    let canvas = NodeRef::<HtmlCanvasElement>::new();
    effect(move || {
        let (grid, palette) = (grid.get(), theme.palette.get());
        let (Some(grid), Some(canvas)) = (grid, canvas.get()) else {
            return;
        };
        let raster = Raster {
            values: &grid.values,
            ends: grid.ends,
            tone: grid.tone,
        };
        paint(&canvas, grid.width, grid.height, &raster.pixels(palette));
    });
    let ratio = move || {
        grid.get().map_or_else(
            || "1".to_owned(),
            |grid| format!("{} / {}", grid.width, grid.height),
        )
    };
    view! {
        <canvas
            node_ref=canvas
            role="img"
            aria-label=move || label.get()
            aria-describedby=described
            style:aspect-ratio=ratio
        ></canvas>
    }
}

fn paint(canvas: &HtmlCanvasElement, width: usize, height: usize, pixels: &[u8]) {
    let (width, height) = (width as u32, height as u32);
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    // An empty grid is no image; nothing is drawn then.
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height);
    if let (Some(context), Ok(image)) = (context, image) {
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}
