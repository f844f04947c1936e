//! What the page has for the worker: one request at work, the newest waiting, and what every new worker
//! is given again.

use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{Worker, WorkerOptions, WorkerType};

use crate::web::messages::Order;

#[derive(Default)]
pub(super) struct Post {
    pub(super) worker: Option<Worker>,
    pub(super) ready: bool,
    pub(super) falls: u32,
    next_id: f64,
    /// The request at work.
    pub(super) at_work: Option<(f64, Wanted)>,
    /// Whether it has reported progress: only such a one looks up between its
    /// chunks and gives way.
    pub(super) interruptible: bool,
    /// The newest request that waits.
    pub(super) waiting: Option<Wanted>,
    /// What was loaded last, to give to a new worker.
    pub(super) own: Option<Own>,
    /// What is being read.
    pub(super) offered: Option<Own>,
    /// The picture, to give to a new worker.
    pub(super) picture: Option<Shades>,
    /// The handwritten digits, to give to a new worker.
    pub(super) digits: Option<Uint8Array>,
}

#[derive(Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) hash: String,
    pub(super) loaded: bool,
}

/// A picture as it was read by the browser: a byte for each place.
#[derive(Clone)]
pub struct Shades {
    pub name: String,
    pub width: u32,
    pub height: u32,
    pub grey: Uint8Array,
}

impl Shades {
    pub(super) fn order(&self) -> Order {
        Order::Picture {
            name: self.name.clone(),
            width: self.width.into(),
            height: self.height.into(),
            grey: self.grey.clone(),
        }
    }
}

#[derive(Clone)]
pub(super) enum Own {
    File { name: String, bytes: Uint8Array },
    Paste { text: String },
}

impl Own {
    pub(super) fn order(&self) -> Order {
        match self {
            Self::File { name, bytes } => Order::File {
                name: name.clone(),
                bytes: bytes.clone(),
            },
            Self::Paste { text } => Order::Paste { text: text.clone() },
        }
    }
}

impl Post {
    /// Sends the request that waits, if the worker is free.
    pub(super) fn send_next(&mut self) {
        if !self.ready {
            return;
        }
        // A short one is waited for: orders piling up in the mailbox would all be
        // carried out. A long draw gives way.
        if self.at_work.is_some() && !self.interruptible {
            return;
        }
        let Some(wanted) = self.waiting.take() else {
            return;
        };
        self.next_id += 1.0;
        self.interruptible = false;
        let order = Order::Run {
            id: self.next_id,
            hash: wanted.hash.clone(),
            loaded: wanted.loaded,
        };
        self.send(&order);
        self.at_work = Some((self.next_id, wanted));
    }

    pub(super) fn send(&self, order: &Order) {
        if let Some(worker) = &self.worker {
            // Fails for values that cannot be cloned; text and bytes can.
            let _ = worker.post_message(&order.to_js());
        }
    }
}

/// A worker in a locked frame, which has no origin: every address is another's, from which no worker
/// may start. A plain script from a blob may, and import the worker's. What comes before that has
/// been loaded waits.
fn locked_worker(door: &str) -> Result<Worker, JsValue> {
    let address = web_sys::Url::new_with_base(door, &window().location().href()?)?.href();
    let script = format!(
        "const early = []; onmessage = (event) => early.push(event); \
         import('{address}').then(() => early.forEach((event) => onmessage(event)));"
    );
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let parts = Array::of1(&script.into());
    let script = web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    Worker::new(&web_sys::Url::create_object_url_with_blob(&script)?)
}

/// A worker on this very module: it is compiled once.
pub(super) fn start() -> Result<Worker, JsValue> {
    const DOOR: &str = "./worker.js";
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = if window().origin() == "null" {
        locked_worker(DOOR)?
    } else {
        Worker::new_with_options(DOOR, &options)?
    };
    let first = Object::new();
    Reflect::set(&first, &"module".into(), &wasm_bindgen::module())?;
    worker.post_message(&Array::of1(&first))?;
    Ok(worker)
}
