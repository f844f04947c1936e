//! placeholder
pub mod signal;
#[cfg(feature = "web")]
use leptos::prelude::*;
#[cfg(feature = "web")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start_page() {
    leptos::mount::mount_to_body(|| view! { <p>"hi"</p> })
}
