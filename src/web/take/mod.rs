//! What a person takes along: links, snippets and a code for phones of what is shown, and charts and
//! tables as files.
//!
//! Most visits take nothing along, so what makes these is a part of its own (see `lesson/part.rs`).
//! It is loaded when a pointer or the focus comes near a button that needs it, and at the latest by
//! a press. The buttons themselves, in `panel.rs` and `save.rs`, are on the page from the first, so
//! that the keyboard and a screen reader find them. They reach the rest through [`Take`] alone: what
//! they name otherwise is in the main module.

mod code;
mod export;
mod loader;
mod panel;
mod qr;
mod save;
mod share;

pub use panel::TakeAlong;
pub use save::{Save, SaveTable};

use crate::code::Language;
use crate::lesson::NotLoaded;
use crate::lesson::chart::Table;
use crate::plot::{Frame, Scene};
use crate::web::dom::View;
use panel::{Form, Panel};

/// What the part brings.
struct Take {
    /// Copies what is shown in a form, and tells so in the panel.
    copy: fn(Panel, Form),
    /// Copies the program of what is shown.
    code: fn(Panel, Language),
    /// What the panel shows under its buttons.
    below: fn(Panel) -> View,
    /// Saves a scene: the chart's id, its name and its summary.
    svg: fn(&str, &Scene, &Frame, &str, &str),
    png: fn(&'static str, &Scene, &Frame),
    csv: fn(&str, &Table),
}

static TAKE: Take = Take {
    copy: share::copy,
    code: code::copy,
    below: share::below,
    svg: export::svg,
    png: export::png,
    csv: export::csv,
};

/// A call of this function loads the files of its mark first.
#[wasm_split_helpers::wasm_split(take, fallible)]
fn part() -> Result<&'static Take, NotLoaded> {
    Ok(&TAKE)
}
