//! What is shown, to pass on: as a link, as a piece of another page, and as a code that a lecture
//! hall's phones read.

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::page::use_state;
use crate::state::{EMBED, HIDE, State, THEME};
use crate::web::dom::{View, view};
use crate::web::live::{Held, Kept};

/// Light modules around a code (ISO/IEC 18004: four).
const QUIET: i32 = 4;

/// The address of the page without what follows `#`. That of a file on disk opens nowhere else and would tell the
/// names of a person's folders: then it is where the file says that the page is on the web, or the file's name.
fn base() -> String {
    let href = window().location().href().unwrap_or_default();
    let address = href.split('#').next().unwrap_or_default();
    if !address.starts_with("file:") {
        return address.to_owned();
    }
    let home = document().query_selector("link[rel=canonical]");
    home.ok()
        .flatten()
        .and_then(|link| link.get_attribute("href"))
        .unwrap_or_else(|| address.rsplit('/').next().unwrap_or_default().to_owned())
}

/// What a person has to know whose page is a file on disk.
fn from_disk() -> &'static str {
    if base().contains("://") {
        return "";
    }
    "This page is a file on your machine, so its address is only the file's name. For links that open elsewhere, put the file on a web server."
}

/// The way things are passed on.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Link,
    Element,
    Frame,
    Markdown,
}

const FORMS: [(Form, &str); 4] = [
    (Form::Link, "Link"),
    (Form::Element, "Element"),
    (Form::Frame, "iframe"),
    (Form::Markdown, "Markdown"),
];

/// What is copied.
fn text(form: Form, state: &State) -> String {
    let link = format!("{}{}", base(), state.to_hash());
    match form {
        Form::Link => link,
        Form::Markdown => format!("[Quantscope: {}]({link})", state.lesson()),
        Form::Frame => {
            let mut embedded = state.clone();
            embedded.set_flag(&EMBED, true);
            format!(
                "<iframe src=\"{}{}\" title=\"Quantscope\" loading=\"lazy\" style=\"width:100%;height:640px;border:0\"></iframe>",
                base(),
                attribute(&embedded.to_hash())
            )
        }
        Form::Element => {
            let mut own = state.clone();
            own.reset(&EMBED);
            own.reset(&THEME);
            let hash = own.to_hash();
            let pairs = hash.split_once('?').map_or("", |(_, pairs)| pairs);
            let attributes: String = pairs
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(key, value)| format!(" {key}=\"{}\"", attribute(value)))
                .collect();
            let folder = base();
            let folder = folder.rsplit_once('/').map_or(".", |(folder, _)| folder);
            format!(
                "<script src=\"{folder}/embed.js\" async></script>\n<quant-scope lesson=\"{}\"{attributes}><a href=\"{}\">Quantscope</a></quant-scope>",
                state.lesson(),
                attribute(&link)
            )
        }
    }
}

/// Text between double quotes in HTML.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

/// The buttons.
#[component]
pub fn Share() -> View {
    let state = use_state();
    let told = Held::new(String::new());
    let shown = Held::new(String::new());
    let copy = move |form: Form, name: &'static str| {
        let text = state.with_untracked(|state| text(form, state));
        shown.set(text.clone());
        let copied = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            told.set(match JsFuture::from(copied).await {
                Ok(_) => format!("{name} copied. {}", from_disk())
                    .trim_end()
                    .to_owned(),
                // In a locked frame, say: the text is there to be copied by hand.
                Err(_) => "This browser does not let the page copy; the text is below.".to_owned(),
            });
        });
    };
    let big = Held::new(false);
    view! {
        <div class="share">
            <div class="buttons" role="group" aria-label="Copy">
                {FORMS.map(|(form, name)| view! {
                    <button type="button" data-share=name on:click=move |_: web_sys::MouseEvent| copy(form, name)>{name}</button>
                }).into_iter().collect::<Vec<_>>()}
                <button
                    type="button"
                    data-share="QR"
                    aria-expanded=move || big.get().to_string()
                    on:click=move |_: web_sys::MouseEvent| big.update(|big| *big = !*big)
                >"QR code"</button>
            </div>
            <p class="hint" role="status">{move || told.get()}</p>
            {move || (!shown.with(String::is_empty)).then(|| view! { <pre tabindex="0">{move || shown.get()}</pre> })}
            {move || big.get().then(|| view! { <Code/> })}
        </div>
    }
}

/// The link as a code of squares, black on white in both themes.
#[component]
fn Code() -> View {
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
