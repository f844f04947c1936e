//! The picture that lessons look at: the one that ships, or a person's own, which is read here in
//! the browser and never leaves it.
//!
//! Only the views of such lessons name this file, so it is loaded with the first of them.

use crate::web::dom::{View, view};
use crate::web::live::Kept;
use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlInputElement, ImageBitmap};

use super::asset::asset;
use super::desk::{Desk, Shades};
use super::source::{Refusal, hold_place};
use crate::signal::{MAX_SIDE, Picture};

/// The picture that ships.
pub const CAMERA: &str = "./pictures/camera.pgm";

/// The controls of the picture. The first of them that is shown loads the one that ships.
#[component]
pub fn PicturePanel(
    /// Whether refusals are told here; else the panel of the signal tells them.
    refusals: bool,
) -> View {
    let desk = expect_context::<Desk>();
    if desk.picture.with_untracked(Option::is_none) {
        load_shipped(desk);
    }
    desk.reads_pictures.set(Some(read));
    on_cleanup(move || desk.reads_pictures.set(None));
    let own = Kept::new(move || {
        desk.picture.with(|picture| {
            picture
                .as_ref()
                .is_some_and(|picture| picture.name != CAMERA)
        })
    });
    let described = move || {
        desk.picture.with(|picture| {
            picture.as_ref().map_or_else(
                || "No picture yet.".to_owned(),
                |picture| {
                    let name = if picture.name == CAMERA {
                        "Camera, by Lav Varshney (CC0)"
                    } else {
                        &picture.name
                    };
                    format!("{name}, {} \u{d7} {}", picture.width, picture.height)
                },
            )
        })
    };
    let choose = move |event: web_sys::Event| {
        let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(desk, file);
        }
        // So that choosing the same file again is a change again.
        input.set_value("");
    };
    view! {
        <div class="source" tabindex="-1" role="group" aria-label="Where the picture is from">
            <p class="pictured" data-picture="">{described}</p>
            {move || own.get().then(|| view! {
                <button type="button" class="quiet" on:click=move |event: web_sys::MouseEvent| { hold_place(&event); load_shipped(desk) }>
                    "Back to the camera"
                </button>
            })}
            <label class="file">
                "Your own picture"
                <input type="file" name="picture" accept="image/*" on:change=choose/>
            </label>
            {refusals.then(|| view! { <Refusal/> })}
            <p class="hint">"It is made grey and small here and never leaves this browser."</p>
        </div>
    }
}

/// Loads the picture that ships.
fn load_shipped(desk: Desk) {
    spawn_local(async move {
        match fetch(CAMERA).await {
            Some(picture) => {
                // Back to bytes: they are what the worker is given.
                let grey: Vec<u8> = picture
                    .values
                    .iter()
                    .map(|&shade| (shade * 255.0).round() as u8)
                    .collect();
                desk.look_at(Shades {
                    name: picture.info.name,
                    width: picture.info.width as u32,
                    height: picture.info.height as u32,
                    grey: Uint8Array::from(grey.as_slice()),
                });
            }
            None => desk.refused.set(Some(
                "The picture that ships could not be loaded. Choose one of your own, or reload the page.".to_owned(),
            )),
        }
    });
}

async fn fetch(address: &str) -> Option<Picture> {
    let bytes = asset(address).await?;
    Picture::read_pgm(address, &bytes.to_vec()).ok()
}

/// Reads a person's own picture.
fn read(desk: Desk, file: File) {
    spawn_local(async move {
        match shades(&file).await {
            Ok(shades) => desk.look_at(shades),
            Err(_) => desk.refused.set(Some(format!(
                "The browser could not read {} as a picture. It reads PNG, JPEG, GIF and WebP.",
                file.name()
            ))),
        }
    });
}

/// A picture as shades of grey, made so small that its longest side has [`MAX_SIDE`] places.
async fn shades(file: &File) -> Result<Shades, JsValue> {
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?;
    let bitmap: ImageBitmap = bitmap.dyn_into()?;
    let longest = f64::from(bitmap.width().max(bitmap.height()).max(1));
    let factor = (MAX_SIDE as f64 / longest).min(1.0);
    let side = |places: u32| ((f64::from(places) * factor).round() as u32).max(1);
    let (width, height) = (side(bitmap.width()), side(bitmap.height()));
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    // What is transparent stands on white.
    context.set_fill_style_str("white");
    let (across, down) = (f64::from(width), f64::from(height));
    context.fill_rect(0.0, 0.0, across, down);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, across, down)?;
    bitmap.close();
    let colours = context.get_image_data(0.0, 0.0, across, down)?.data();
    // The weights of ITU-R BT.709 for red, green and blue.
    let grey: Vec<u8> = colours
        .chunks_exact(4)
        .map(|pixel| {
            let luma = 0.2126 * f64::from(pixel[0])
                + 0.7152 * f64::from(pixel[1])
                + 0.0722 * f64::from(pixel[2]);
            luma.round() as u8
        })
        .collect();
    Ok(Shades {
        name: file.name(),
        width,
        height,
        grey: Uint8Array::from(grey.as_slice()),
    })
}
