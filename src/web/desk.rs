//! The page's side of the worker: what the page asks for, what it has been told, and a new worker in
//! place of one that fell.

mod post;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::web::live::{Held, Kept};
use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, File, MessageEvent};

use super::messages::{Answer, Order};
use crate::signal::{PictureInfo, TensorInfo};
pub use post::Shades;
use post::{Own, Post, Wanted};

/// How often a worker is replaced before the page says that it cannot compute.
const MAX_FALLS: u32 = 3;

/// Reads a person's own picture and gives it to the desk.
pub type ReadPicture = fn(Desk, File);

/// What the worker has told the page.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The lesson's id and its report.
    pub report: Held<Option<(String, Arc<Vec<u8>>)>>,
    /// How far a long request has come.
    pub progress: Held<Option<f64>>,
    /// The person's own tensor, if one is loaded.
    pub loaded: Held<Option<TensorInfo>>,
    /// The picture that is looked at, once a lesson has asked for one.
    pub picture: Held<Option<PictureInfo>>,
    /// What reads a picture that is dropped on the page, while a lesson looks at one.
    pub reads_pictures: Held<Option<ReadPicture>>,
    /// Whether the handwritten digits are there.
    pub digits: Held<bool>,
    /// Whether they could not be loaded.
    pub digits_failed: Held<bool>,
    /// What the work that a person has asked for has found so far.
    pub job: Held<Option<Arc<Vec<u8>>>>,
    /// Whether it goes on.
    pub working: Held<bool>,
    /// Why the last file or text was refused.
    pub refused: Held<Option<String>>,
    /// A sentence when the worker cannot be kept alive.
    pub trouble: Held<Option<String>>,
    /// The address whose report is shown.
    pub settled: Held<String>,
    post: StoredValue<Rc<RefCell<Post>>, LocalStorage>,
}

impl Desk {
    /// Starts the worker.
    #[must_use]
    pub fn new() -> Self {
        let desk = Self {
            report: Held::new(None),
            progress: Held::new(None),
            loaded: Held::new(None),
            picture: Held::new(None),
            reads_pictures: Held::new(None),
            digits: Held::new(false),
            digits_failed: Held::new(false),
            job: Held::new(None),
            working: Held::new(false),
            refused: Held::new(None),
            trouble: Held::new(None),
            settled: Held::new(String::new()),
            post: StoredValue::new_local(Rc::default()),
        };
        desk.hire();
        desk
    }

    /// Asks for what the address shows. A newer request replaces one that waits.
    pub fn request(&self, hash: String, loaded: bool) {
        let post = self.post.get_value();
        let mut post = post.borrow_mut();
        post.waiting = Some(Wanted { hash, loaded });
        post.send_next();
    }

    /// The newest report of a lesson, decoded.
    pub fn report_of<R>(&self, lesson: &'static str) -> Kept<Option<Arc<R>>>
    where
        R: serde::de::DeserializeOwned + PartialEq + Send + Sync + 'static,
    {
        let report = self.report;
        Kept::new(move || {
            report.with(|report| match report {
                Some((id, bytes)) if id == lesson => postcard::from_bytes(bytes).ok().map(Arc::new),
                _ => None,
            })
        })
    }

    /// Reads a file in the worker.
    pub fn offer_file(&self, name: String, bytes: Uint8Array) {
        self.offer(Own::File { name, bytes });
    }

    /// Reads pasted text in the worker.
    pub fn offer_text(&self, text: String) {
        self.offer(Own::Paste { text });
    }

    /// Looks at a picture from now on.
    pub fn look_at(&self, shades: Shades) {
        let post = self.post.get_value();
        let mut post = post.borrow_mut();
        if post.ready {
            post.send(&shades.order());
        }
        post.picture = Some(shades);
    }

    /// Gives the worker the handwritten digits.
    pub fn give_digits(&self, bytes: Uint8Array) {
        let post = self.post.get_value();
        let mut post = post.borrow_mut();
        if post.ready {
            post.send(&Order::Digits {
                bytes: bytes.clone(),
            });
        }
        post.digits = Some(bytes);
        drop(post);
        self.digits.set(true);
    }

    /// Gives the worker what others' implementations give. A new worker is not given it again: its
    /// work has ended with the one before.
    pub fn give_expected(&self, bytes: Uint8Array) {
        let post = self.post.get_value();
        post.borrow().send(&Order::Expected { bytes });
    }

    /// Begins the work that the lesson of this address offers.
    pub fn start_job(&self, hash: String) {
        self.job.set(None);
        self.working.set(true);
        self.post.get_value().borrow().send(&Order::Start { hash });
    }

    /// Forgets what work has found.
    pub fn forget_job(&self) {
        self.job.set(None);
    }

    /// Ends it; what it has found so far stays.
    pub fn stop_job(&self) {
        if self.working.get_untracked() {
            self.post.get_value().borrow().send(&Order::Stop);
        }
    }

    /// The text that is looked at, if a person has pasted one.
    pub fn pasted(&self) -> Option<String> {
        match &self.post.get_value().borrow().own {
            Some(Own::Paste { text }) => Some(text.clone()),
            _ => None,
        }
    }

    /// Back to the drawn signal.
    pub fn forget_loaded(&self) {
        self.post.get_value().borrow_mut().own = None;
        self.refused.set(None);
        self.loaded.set(None);
    }

    /// Makes the worker fall, for the test that it is replaced.
    pub fn break_worker(&self) {
        self.post.get_value().borrow().send(&Order::Panic);
    }

    fn offer(&self, own: Own) {
        let post = self.post.get_value();
        let mut post = post.borrow_mut();
        if post.ready {
            post.send(&own.order());
        }
        post.offered = Some(own);
    }

    fn hire(&self) {
        let desk = *self;
        let worker = match post::start() {
            Ok(worker) => worker,
            Err(error) => {
                self.trouble.set(Some(format!(
                    "This browser does not let the page start a worker ({}), so nothing can be computed.",
                    error
                        .dyn_ref::<js_sys::Error>()
                        .map_or_else(String::new, |error| String::from(error.message()))
                )));
                return;
            }
        };
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(answer) = Answer::from_js(&event.data()) {
                desk.receive(answer);
            }
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            desk.replace();
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        // They live as long as the worker; a page hires few.
        on_message.forget();
        on_error.forget();
        let post = self.post.get_value();
        let mut post = post.borrow_mut();
        post.worker = Some(worker);
        post.ready = false;
    }

    fn receive(&self, answer: Answer) {
        let post = self.post.get_value();
        match answer {
            Answer::Ready => {
                let mut post = post.borrow_mut();
                post.ready = true;
                if let Some(own) = post.offered.clone().or_else(|| post.own.clone()) {
                    post.send(&own.order());
                }
                if let Some(shades) = &post.picture {
                    post.send(&shades.order());
                }
                if let Some(bytes) = post.digits.clone() {
                    post.send(&Order::Digits { bytes });
                }
                post.send_next();
            }
            Answer::Report { id, lesson, bytes } => {
                let shown = {
                    let mut post = post.borrow_mut();
                    let shown = post.at_work.take_if(|(at_work, _)| *at_work == id);
                    post.falls = 0;
                    post.send_next();
                    shown
                };
                // An answer to a request that has been given up is old news.
                let Some((_, wanted)) = shown else {
                    return;
                };
                self.progress.set(None);
                self.trouble.set(None);
                self.report.set(Some((lesson, Arc::new(bytes))));
                self.settled.set(wanted.hash);
            }
            Answer::Missing { id } => {
                let mut post = post.borrow_mut();
                let given_up = post.at_work.take_if(|(at_work, _)| *at_work == id);
                post.send_next();
                drop(post);
                if given_up.is_some() {
                    self.progress.set(None);
                    self.trouble.set(Some(
                        "What computes this lesson did not load. Check the connection, then change a setting or reload the page.".to_owned(),
                    ));
                }
            }
            Answer::Progress { id, fraction } => {
                let mut post = post.borrow_mut();
                if post
                    .at_work
                    .as_ref()
                    .is_some_and(|(at_work, _)| *at_work == id)
                {
                    post.interruptible = true;
                    post.send_next();
                    drop(post);
                    self.progress.set(Some(fraction));
                }
            }
            Answer::Loaded { info } => {
                let kept = post.borrow_mut().offered.take();
                if let Some(own) = kept {
                    post.borrow_mut().own = Some(own);
                }
                self.refused.set(None);
                match postcard::from_bytes(&info) {
                    Ok(info) => self.loaded.set(Some(info)),
                    Err(_) => self
                        .refused
                        .set(Some("The worker's answer could not be read.".to_owned())),
                }
            }
            Answer::Pictured { info } => {
                self.refused.set(None);
                self.picture.set(postcard::from_bytes(&info).ok());
            }
            Answer::Job { bytes } => self.job.set(Some(Arc::new(bytes))),
            Answer::Done => self.working.set(false),
            Answer::Refused { reason } => {
                post.borrow_mut().offered = None;
                self.refused.set(Some(reason));
            }
        }
    }

    /// A worker that fell is half alive at best: it goes, and a new one takes its
    /// loaded tensor and its request.
    fn replace(&self) {
        let (falls, started) = {
            let post = self.post.get_value();
            let mut post = post.borrow_mut();
            if let Some(worker) = post.worker.take() {
                worker.terminate();
            }
            let started = std::mem::take(&mut post.ready);
            post.falls += 1;
            if let Some((_, wanted)) = post.at_work.take() {
                post.waiting.get_or_insert(wanted);
            }
            // A file that fells the worker is not tried twice.
            if post.offered.take().is_some() {
                self.refused.set(Some(
                    "Reading this stopped the worker; what was there before stays.".to_owned(),
                ));
            }
            (post.falls, started)
        };
        self.progress.set(None);
        self.working.set(false);
        if falls < MAX_FALLS {
            self.hire();
        } else if !started {
            // Neither would the next: its files do not come, or a policy forbids it.
            self.trouble.set(Some(
                "The worker that computes does not start, so nothing can be shown. Check the connection and reload the page; in a frame, the policy of the site may forbid it.".to_owned(),
            ));
        } else {
            self.trouble.set(Some(
                "The computation failed three times in a row at these settings. Change one, or reload the page.".to_owned(),
            ));
            // The next change of a setting starts afresh.
            let post = self.post.get_value();
            post.borrow_mut().falls = 0;
            post.borrow_mut().waiting = None;
            self.hire();
        }
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}
