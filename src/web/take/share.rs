//! What is shown, to pass on: as a link and as a piece of another page.

use js_sys::{Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Clipboard;

use super::panel::{Form, Panel};
use super::qr::Code;
use crate::state::{EMBED, State, THEME};
use crate::web::dom::{View, view};

/// Copies what is shown.
pub fn copy(panel: Panel, form: Form) {
    let text = panel.state.with_untracked(|state| text(form, state));
    let copied = write(&text);
    panel.copied.set(text);
    spawn_local(async move {
        let done = match copied {
            Some(copied) => JsFuture::from(copied).await.is_ok(),
            None => false,
        };
        panel.loader.told.set(if done {
            format!("{} copied. {}", form.name(), from_disk())
                .trim_end()
                .to_owned()
        } else {
            // The text is there to be copied by hand.
            "This browser does not let the page copy; the text is below.".to_owned()
        });
    });
}

/// Puts text into the clipboard. A locked frame refuses it, and a page that came over plain HTTP
/// has no clipboard at all.
pub fn write(text: &str) -> Option<Promise> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    let clipboard: Clipboard = clipboard.dyn_into().ok()?;
    Some(clipboard.write_text(text))
}

/// What the panel shows under its buttons.
pub fn below(panel: Panel) -> View {
    let Panel { copied, coded, .. } = panel;
    view! {
        {move || (!copied.with(String::is_empty)).then(|| view! { <pre tabindex="0">{move || copied.get()}</pre> })}
        {move || coded.get().then(|| view! { <Code/> })}
    }
}

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
pub fn from_disk() -> &'static str {
    if base().contains("://") {
        return "";
    }
    "This page is a file on your machine, so its address is only the file's name. For links that open elsewhere, put the file on a web server."
}

/// A link to a state.
pub fn link(state: &State) -> String {
    format!("{}{}", base(), state.to_hash())
}

/// What is shown, in a form.
pub fn text(form: Form, state: &State) -> String {
    let link = format!("{}{}", base(), state.to_hash());
    // Several on a page are told apart by it.
    let name = format!("Quantscope: {}", state.lesson());
    match form {
        Form::Link => link,
        Form::Markdown => format!("[{name}]({link})"),
        Form::Frame => {
            let mut embedded = state.clone();
            embedded.set_flag(&EMBED, true);
            format!(
                "<iframe src=\"{}{}\" title=\"{name}\" loading=\"lazy\" style=\"width:100%;height:640px;border:0\"></iframe>",
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
                "<script src=\"{folder}/embed.js\" async></script>\n<quant-scope lesson=\"{}\"{attributes}><a href=\"{}\">{name}</a></quant-scope>",
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
