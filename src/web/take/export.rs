//! A chart as a file: SVG, PNG of twice the size, and its figures as CSV.

use leptos::prelude::*;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement};

use crate::lesson::chart::Table;
use crate::plot::{Frame, Scene};
use crate::web::download::{download, download_blob};

/// Pixels of a PNG for each CSS pixel.
const PNG_RATIO: f64 = 2.0;

/// Saves a scene as an SVG document.
pub fn svg(id: &str, scene: &Scene, frame: &Frame, title: &str, description: &str) {
    let document = scene.to_svg(frame, title, description);
    download(&format!("quantscope-{id}.svg"), document.as_bytes());
}

/// Saves a scene as a PNG, drawn as on the page.
pub fn png(id: &'static str, scene: &Scene, frame: &Frame) {
    let frame = Frame {
        ratio: PNG_RATIO,
        ..*frame
    };
    let canvas = document().create_element("canvas").ok();
    let Some(canvas) = canvas.and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok()) else {
        return;
    };
    let (width, height) = frame.device_size();
    canvas.set_width(width);
    canvas.set_height(height);
    let Some(mut backend) = CanvasBackend::with_canvas_object(canvas.clone()) else {
        return;
    };
    if scene.draw(&mut backend, &frame).is_err() {
        return;
    }
    let save = Closure::once_into_js(move |blob: JsValue| {
        // A canvas of no size has no blob.
        if let Ok(blob) = blob.dyn_into::<Blob>() {
            download_blob(&format!("quantscope-{id}.png"), &blob);
        }
    });
    let _ = canvas.to_blob(save.unchecked_ref());
}

/// Saves figures as comma-separated values.
pub fn csv(id: &str, table: &Table) {
    download(&format!("quantscope-{id}.csv"), table.to_csv().as_bytes());
}
