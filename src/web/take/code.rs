//! Copying what is shown as a program: the generator is a part of its own, loaded when a program is
//! first asked for.

use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::panel::Panel;
use super::share;
use crate::code::{Data, Language, Shown, program};
use crate::decimal::parse_f32;
use crate::lesson::NotLoaded;
use crate::lesson::qat::QatReport;
use crate::lesson::qat::settings::LAYER;
use crate::state::State;
use crate::web::desk::Desk;
use crate::web::opening::is_one_file;
use crate::web::picture::CAMERA;

/// What a program is made from, besides the state.
pub struct Beside {
    link: String,
    /// The name of a file of the person's own.
    file: Option<String>,
    pasted: Vec<f32>,
    /// The name of a picture of the person's own.
    picture: Option<String>,
    report: Option<Vec<u8>>,
}

impl Beside {
    fn of(desk: Desk, state: &State) -> Self {
        let loaded = desk.loaded.get_untracked();
        let count = loaded.as_ref().map_or(0, |info| info.summary.count);
        let pasted: Vec<f32> = desk
            .pasted()
            .iter()
            .flat_map(|text| text.split(|sign: char| sign.is_whitespace() || ",;".contains(sign)))
            .filter_map(parse_f32)
            .collect();
        // Numbers that this reads otherwise than the page did are not put into a program.
        let pasted = if pasted.len() as u64 == count {
            pasted
        } else {
            Vec::new()
        };
        let picture = desk.picture.get_untracked().map(|picture| picture.name);
        Self {
            link: share::link(state),
            file: loaded.filter(|_| pasted.is_empty()).map(|info| info.name),
            pasted,
            picture: picture.filter(|name| name != CAMERA),
            report: desk.report.with_untracked(|report| {
                let (lesson, bytes) = report.as_ref()?;
                (lesson == state.lesson()).then(|| bytes.to_vec())
            }),
        }
    }
}

/// A program for a state.
type Write = fn(&State, &Beside, Language) -> String;

/// A call of this function loads the files of its mark first.
#[wasm_split_helpers::wasm_split(code, fallible)]
fn part() -> Result<Write, NotLoaded> {
    Ok(write)
}

fn write(state: &State, beside: &Beside, language: Language) -> String {
    let layer = layer(state, beside);
    let shown = Shown {
        link: &beside.link,
        data: match &beside.file {
            Some(name) => Data::File { name },
            None if beside.pasted.is_empty() => Data::Drawn,
            None => Data::Pasted {
                values: &beside.pasted,
            },
        },
        picture: beside.picture.as_deref(),
        layer: layer.as_ref(),
    };
    program(state, &shown, language)
}

/// The layer that the lesson on training shows.
fn layer(state: &State, beside: &Beside) -> Option<quantscope_train::LayerReport> {
    if state.lesson() != "qat" {
        return None;
    }
    let report: QatReport = postcard::from_bytes(beside.report.as_ref()?).ok()?;
    let mut layers = report.arms.into_iter().last()?.layers;
    let last = layers.len().checked_sub(1)?;
    Some(layers.swap_remove((state.integer(&LAYER) as usize).min(last)))
}

/// Copies the program of what is shown.
pub fn copy(panel: Panel, language: Language) {
    let state = panel.state.get_untracked();
    let beside = Beside::of(panel.desk, &state);
    panel.loader.told.set("Loading\u{2026}".to_owned());
    spawn_local(async move {
        let Ok(write) = part().await else {
            // The page as one file leaves it out: it may have half a megabyte.
            panel.loader.told.set(String::from(if is_one_file() {
                "The one file has no room for what writes programs: the page on a web server has it, and `quantscope code`."
            } else {
                "What writes programs did not load. Check the connection and press again."
            }));
            return;
        };
        let text = write(&state, &beside, language);
        let copied = share::write(&text);
        panel.copied.set(text);
        let done = match copied {
            Some(copied) => JsFuture::from(copied).await.is_ok(),
            None => false,
        };
        panel.loader.told.set(if done {
            format!("{} copied.", language.label())
        } else {
            "This browser does not let the page copy; the program is below.".to_owned()
        });
    });
}
