//! Light or dark, as the address says or else the system, and the screen's pixel
//! ratio.

use crate::web::live::{Held, Kept, effect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::plot::{DARK, LIGHT, Palette};
use crate::state::{State, THEME};

/// What charts need to know of the screen.
#[derive(Clone, Copy)]
pub struct Theme {
    pub palette: Kept<&'static Palette>,
    pub pixel_ratio: Held<f64>,
    /// Whether the page is dark now.
    pub dark: Kept<bool>,
}

impl Theme {
    /// Follows the settings and the system, and marks the document for the style
    /// sheet.
    pub fn new(state: Held<State>) -> Self {
        let system_dark = Held::new(false);
        let pixel_ratio = Held::new(window().device_pixel_ratio());
        if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
            system_dark.set(query.matches());
            let asked = query.clone();
            let changed = Closure::<dyn FnMut()>::new(move || system_dark.set(asked.matches()));
            query.set_onchange(Some(changed.as_ref().unchecked_ref()));
            // The page follows the system for as long as it is open.
            changed.forget();
        }
        // Zooming changes the ratio and fires `resize`.
        let _resize = window_event_listener(leptos::ev::resize, move |_| {
            let ratio = window().device_pixel_ratio();
            if ratio != pixel_ratio.get_untracked() {
                pixel_ratio.set(ratio);
            }
        });
        let choice = Kept::new(move || state.with(|state| state.choice(&THEME)));
        let dark = Kept::new(move || match choice.get() {
            "dark" => true,
            "light" => false,
            _ => system_dark.get(),
        });
        effect(move || {
            if let Some(root) = document().document_element() {
                let _ = match choice.get() {
                    "auto" => root.remove_attribute("data-theme"),
                    named => root.set_attribute("data-theme", named),
                };
            }
        });
        Self {
            palette: Kept::new(move || if dark.get() { &DARK } else { &LIGHT }),
            pixel_ratio,
            dark,
        }
    }
}
