//! Files that ship with the page and are loaded when a lesson needs them.

use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::desk::Desk;

/// The handwritten digits.
const DIGITS: &str = "./data/digits.bin";

/// The bytes of a file beside the page; `None` when it cannot be loaded.
pub async fn asset(address: &str) -> Option<Uint8Array> {
    let response = JsFuture::from(window().fetch_with_str(address))
        .await
        .ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes))
}

/// Loads the handwritten digits and gives them to the worker, or says that it could not.
pub fn load_digits(desk: Desk) {
    desk.digits_failed.set(false);
    spawn_local(async move {
        match asset(DIGITS).await {
            Some(bytes) => desk.give_digits(bytes),
            None => desk.digits_failed.set(true),
        }
    });
}
