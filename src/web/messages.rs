//! What the page and its worker say to each other: arrays whose first entry is
//! the verb, so that both sides read the same table.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// From the page to the worker.
#[derive(Debug)]
pub enum Order {
    /// Compute what the address shows; `loaded` reads the loaded tensor instead of
    /// drawing the signal.
    Run { id: f64, hash: String, loaded: bool },
    /// Read a file.
    File { name: String, bytes: Uint8Array },
    /// Read pasted text.
    Paste { text: String },
    /// Look at this picture from now on: its name, width, height, and shades.
    Picture {
        name: String,
        width: f64,
        height: f64,
        grey: Uint8Array,
    },
    /// The handwritten digits, as they ship.
    Digits { bytes: Uint8Array },
    /// What others' implementations give, as it ships.
    Expected { bytes: Uint8Array },
    /// Begin the work that the lesson of this address offers, in place of any other.
    Start { hash: String },
    /// End it.
    Stop,
    /// Fall over, to test that a fallen worker is replaced.
    Panic,
}

/// From the worker to the page.
#[derive(Debug)]
pub enum Answer {
    /// The worker listens.
    Ready,
    /// What a lesson shows, as its lens wrote it.
    Report {
        id: f64,
        lesson: String,
        bytes: Vec<u8>,
    },
    /// The lesson's part did not load, so that there is no report.
    Missing { id: f64 },
    /// How far a long request has come, 0 to 1.
    Progress { id: f64, fraction: f64 },
    /// A tensor was read; its description.
    Loaded { info: Vec<u8> },
    /// A picture is looked at from now on; its description.
    Pictured { info: Vec<u8> },
    /// What work has found so far.
    Job { bytes: Vec<u8> },
    /// There is nothing left of it to do.
    Done,
    /// A file or text was refused, and why.
    Refused { reason: String },
}

impl Order {
    pub fn to_js(&self) -> JsValue {
        match self {
            Self::Run { id, hash, loaded } => {
                array(&["run".into(), (*id).into(), hash.into(), (*loaded).into()])
            }
            Self::File { name, bytes } => array(&["file".into(), name.into(), bytes.into()]),
            Self::Paste { text } => array(&["paste".into(), text.into()]),
            Self::Picture {
                name,
                width,
                height,
                grey,
            } => array(&[
                "picture".into(),
                name.into(),
                (*width).into(),
                (*height).into(),
                grey.into(),
            ]),
            Self::Digits { bytes } => array(&["digits".into(), bytes.into()]),
            Self::Expected { bytes } => array(&["expected".into(), bytes.into()]),
            Self::Start { hash } => array(&["start".into(), hash.into()]),
            Self::Stop => array(&["stop".into()]),
            Self::Panic => array(&["panic".into()]),
        }
    }

    pub fn from_js(value: &JsValue) -> Option<Self> {
        let parts: &Array = value.dyn_ref()?;
        Some(match parts.get(0).as_string()?.as_str() {
            "run" => Self::Run {
                id: parts.get(1).as_f64()?,
                hash: parts.get(2).as_string()?,
                loaded: parts.get(3).as_bool()?,
            },
            "file" => Self::File {
                name: parts.get(1).as_string()?,
                bytes: parts.get(2).dyn_into().ok()?,
            },
            "paste" => Self::Paste {
                text: parts.get(1).as_string()?,
            },
            "picture" => Self::Picture {
                name: parts.get(1).as_string()?,
                width: parts.get(2).as_f64()?,
                height: parts.get(3).as_f64()?,
                grey: parts.get(4).dyn_into().ok()?,
            },
            "digits" => Self::Digits {
                bytes: parts.get(1).dyn_into().ok()?,
            },
            "expected" => Self::Expected {
                bytes: parts.get(1).dyn_into().ok()?,
            },
            "start" => Self::Start {
                hash: parts.get(1).as_string()?,
            },
            "stop" => Self::Stop,
            "panic" => Self::Panic,
            _ => return None,
        })
    }
}

impl Answer {
    pub fn to_js(&self) -> JsValue {
        match self {
            Self::Ready => array(&["ready".into()]),
            Self::Report { id, lesson, bytes } => array(&[
                "report".into(),
                (*id).into(),
                lesson.into(),
                Uint8Array::from(bytes.as_slice()).into(),
            ]),
            Self::Missing { id } => array(&["missing".into(), (*id).into()]),
            Self::Progress { id, fraction } => {
                array(&["progress".into(), (*id).into(), (*fraction).into()])
            }
            Self::Loaded { info } => {
                array(&["loaded".into(), Uint8Array::from(info.as_slice()).into()])
            }
            Self::Pictured { info } => {
                array(&["pictured".into(), Uint8Array::from(info.as_slice()).into()])
            }
            Self::Job { bytes } => {
                array(&["job".into(), Uint8Array::from(bytes.as_slice()).into()])
            }
            Self::Done => array(&["done".into()]),
            Self::Refused { reason } => array(&["refused".into(), reason.into()]),
        }
    }

    pub fn from_js(value: &JsValue) -> Option<Self> {
        let parts: &Array = value.dyn_ref()?;
        let bytes = |index| Some(parts.get(index).dyn_into::<Uint8Array>().ok()?.to_vec());
        Some(match parts.get(0).as_string()?.as_str() {
            "ready" => Self::Ready,
            "report" => Self::Report {
                id: parts.get(1).as_f64()?,
                lesson: parts.get(2).as_string()?,
                bytes: bytes(3)?,
            },
            "missing" => Self::Missing {
                id: parts.get(1).as_f64()?,
            },
            "progress" => Self::Progress {
                id: parts.get(1).as_f64()?,
                fraction: parts.get(2).as_f64()?,
            },
            "loaded" => Self::Loaded { info: bytes(1)? },
            "pictured" => Self::Pictured { info: bytes(1)? },
            "job" => Self::Job { bytes: bytes(1)? },
            "done" => Self::Done,
            "refused" => Self::Refused {
                reason: parts.get(1).as_string()?,
            },
            _ => return None,
        })
    }
}

fn array(parts: &[JsValue]) -> JsValue {
    parts.iter().collect::<Array>().into()
}
