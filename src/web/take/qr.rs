//! The link as a code that a lecture hall's phones read.

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use super::panel::Form;
use super::share::{from_disk, text};
use crate::state::{EMBED, HIDE};
use crate::web::dom::{View, view};
use crate::web::live::Kept;
use crate::web::page::use_state;

/// Light modules around a code (ISO/IEC 18004: four).
const QUIET: i32 = 4;

/// The link as a code of squares, black on white in both themes.
#[component]
pub fn Code() -> View {
    let state = use_state();
    let link = Kept::new(move || {
        state.with(|state| {
            let mut plain = state.clone();
            plain.reset(&EMBED);
            plain.reset(&HIDE);
            text(Form::Link, &plain)
        })
    });
    let code =
        Kept::new(move || link.with(|link| link.contains("://").then(|| squares(link)).flatten()));
    let view_box = move || {
        code.with(|code| {
            code.as_ref()
                .map_or_else(String::new, |code| code.0.clone())
        })
    };
    let path = move || {
        code.with(|code| {
            code.as_ref()
                .map_or_else(String::new, |code| code.1.clone())
        })
    };
    view! {
        <figure class="qr">
            <svg role="img" aria-label=move || format!("A QR code of {}", link.get()) viewBox=view_box>
                <rect width="100%" height="100%" fill="#fff"></rect>
                <path d=path fill="#000"></path>
            </svg>
            <figcaption>{move || if code.with(Option::is_some) { "" } else if from_disk().is_empty() { "This address is too long for a QR code." } else { from_disk() }}</figcaption>
        </figure>
    }
}

/// The view box and the path of a text's code; `None` for a text that is too long for one.
fn squares(text: &str) -> Option<(String, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in 0..size {
            if code.get_module(x, y) {
                path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET));
            }
        }
    }
    let side = size + 2 * QUIET;
    Some((format!("0 0 {side} {side}"), path))
}
