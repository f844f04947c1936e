//! The worker's side: it holds the signal and runs the lenses, so that nothing
//! longer than a frame runs on the page's own thread.
//!
//! The newest request wins: a long draw looks up between chunks and gives way. A job goes on between
//! requests until it is done or stopped.

use std::cell::RefCell;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::messages::{Answer, Order};
use crate::lesson::{self, Given, NotLoaded, Part, Sample, Shelf};
use crate::signal::{self, Drawn, Picture, Tensor};
use crate::state::State;

/// Values drawn between two looks at the mailbox: some 10 ms of work.
const CHUNK: usize = 1 << 20;

#[derive(Default)]
struct Desk {
    newest: f64,
    drawn: Option<(Drawn, Sample)>,
    loaded: Option<Sample>,
    picture: Option<Picture>,
    shelf: Shelf,
    /// Which job goes on; one that finds another number here ends.
    job: u32,
    /// How many files and texts are being read: what reads them may have to be loaded.
    reading: u32,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Listens for the page's orders. Called once by `worker.js`.
#[wasm_bindgen]
pub fn start_worker() {
    console_error_panic_hook::set_once();
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        if let Some(order) = Order::from_js(&event.data()) {
            carry_out(order);
        }
    });
    scope().set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // The worker listens for as long as it lives.
    listen.forget();
    post(&Answer::Ready);
}

fn carry_out(order: Order) {
    match order {
        Order::Run { id, hash, loaded } => {
            DESK.with_borrow_mut(|desk| desk.newest = id);
            spawn_local(run(id, hash, loaded));
        }
        Order::File { name, bytes } => spawn_local(load(Own::File(name, bytes.to_vec()))),
        Order::Paste { text } => spawn_local(load(Own::Paste(text))),
        Order::Picture {
            name,
            width,
            height,
            grey,
        } => look_at(Picture::from_grey(
            &name,
            width as usize,
            height as usize,
            &grey.to_vec(),
        )),
        Order::Digits { bytes } => {
            DESK.with_borrow_mut(|desk| desk.shelf.digits = Some(bytes.to_vec()));
        }
        Order::Expected { bytes } => {
            DESK.with_borrow_mut(|desk| desk.shelf.expected = Some(bytes.to_vec()));
        }
        Order::Start { hash } => spawn_local(work(hash, next_job())),
        Order::Stop => {
            next_job();
            post(&Answer::Done);
        }
        Order::Panic => panic!("a panic in the worker, asked for by a test"),
    }
}

/// Numbers of a person's own, as they come.
enum Own {
    File(String, Vec<u8>),
    Paste(String),
}

/// What reads them is a part of its own: most visits never need it.
#[wasm_split_helpers::wasm_split(files, fallible)]
fn read(own: Own) -> Result<Result<Tensor, signal::ReadError>, NotLoaded> {
    Ok(match own {
        Own::File(name, bytes) => signal::read_file(&name, &bytes),
        Own::Paste(text) => signal::read_pasted(&text),
    })
}

async fn load(own: Own) {
    DESK.with_borrow_mut(|desk| desk.reading += 1);
    let read = read(own).await;
    let answer = match read {
        Ok(Ok(tensor)) => {
            let info = postcard::to_allocvec(&tensor.info).unwrap_or_default();
            DESK.with_borrow_mut(|desk| desk.loaded = Some(timed(tensor.values)));
            Answer::Loaded { info }
        }
        Ok(Err(error)) => Answer::Refused {
            reason: error.to_string(),
        },
        Err(NotLoaded) => Answer::Refused {
            reason: "What reads numbers did not load. Check the connection and try again."
                .to_owned(),
        },
    };
    DESK.with_borrow_mut(|desk| desk.reading -= 1);
    post(&answer);
}

fn look_at(read: Result<Picture, signal::ReadError>) {
    let answer = match read {
        Ok(picture) => {
            let info = postcard::to_allocvec(&picture.info).unwrap_or_default();
            DESK.with_borrow_mut(|desk| desk.picture = Some(picture));
            Answer::Pictured { info }
        }
        Err(error) => Answer::Refused {
            reason: error.to_string(),
        },
    };
    post(&answer);
}

/// Ends the job at work, and gives the next one's number.
fn next_job() -> u32 {
    DESK.with_borrow_mut(|desk| {
        desk.job = desk.job.wrapping_add(1);
        desk.job
    })
}

/// Does the work of a lesson piece by piece, and looks up between them.
async fn work(hash: String, number: u32) {
    let state = State::parse(&hash, &lesson::schemas());
    // Where a part does not come, there is no button that asks for its work.
    let part = lesson::of(&state).load().await;
    if let Some(job) = part.ok().and_then(|part| part.job) {
        let mut job = DESK.with_borrow(|desk| job(&state, &desk.shelf));
        while let Some(bytes) = job.advance(milliseconds) {
            post(&Answer::Job { bytes });
            look_up().await;
            if DESK.with_borrow(|desk| desk.job != number) {
                return;
            }
        }
    }
    post(&Answer::Done);
}

fn milliseconds() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// A sample whose lens can tell how long something took.
fn timed(values: Vec<f32>) -> Sample {
    let mut sample = Sample::new(values);
    sample.clock = milliseconds;
    sample
}

async fn run(id: f64, hash: String, loaded: bool) {
    let state = State::parse(&hash, &lesson::schemas());
    let Some(part) = open(id, &state).await else {
        return;
    };
    let source = lesson::source(&state);
    // A new worker is given the person's own values and the question in one go.
    while loaded && DESK.with_borrow(|desk| desk.reading > 0 && desk.newest == id) {
        look_up().await;
    }
    let has_loaded = loaded && DESK.with_borrow(|desk| desk.loaded.is_some());
    if !has_loaded {
        let ready = DESK.with_borrow(|desk| {
            desk.drawn
                .as_ref()
                .is_some_and(|(drawn, _)| *drawn == source)
        });
        if !ready {
            let Some(values) = draw(id, &source).await else {
                return;
            };
            DESK.with_borrow_mut(|desk| desk.drawn = Some((source, timed(values))));
        }
    }
    if let Some(prepare) = part.prepare {
        while let Some(fraction) = given(has_loaded, |given| prepare(&state, given)).flatten() {
            post(&Answer::Progress { id, fraction });
            look_up().await;
            if DESK.with_borrow(|desk| desk.newest != id) {
                return;
            }
        }
    }
    let report = given(has_loaded, |given| (part.look)(&state, given));
    if let Some(bytes) = report {
        post(&Answer::Report {
            id,
            lesson: state.lesson().to_owned(),
            bytes,
        });
    }
}

/// Does something with what the lenses are given; `None` while there is no signal.
fn given<R>(loaded: bool, see: impl FnOnce(&Given) -> R) -> Option<R> {
    DESK.with_borrow(|desk| {
        let drawn = desk.drawn.as_ref().map(|(_, sample)| sample);
        let sample = if loaded { desk.loaded.as_ref() } else { drawn };
        sample.map(|sample| {
            see(&Given {
                sample,
                picture: desk.picture.as_ref(),
                shelf: Some(&desk.shelf),
            })
        })
    })
}

/// The lesson's part, or `None` when it does not come or a newer request has come.
async fn open(id: f64, state: &State) -> Option<&'static Part> {
    let mut coming = lesson::of(state).load();
    let part = match coming
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(part) => part,
        Poll::Pending => {
            // Loading may take long, so the page may ask for something else meanwhile.
            post(&Answer::Progress { id, fraction: 0.0 });
            let part = coming.await;
            if DESK.with_borrow(|desk| desk.newest != id) {
                return None;
            }
            part
        }
    };
    if part.is_err() {
        post(&Answer::Missing { id });
    }
    part.ok()
}

/// The signal's values, or `None` once a newer request has come.
async fn draw(id: f64, source: &Drawn) -> Option<Vec<f32>> {
    let mut generator = source.draw();
    let mut values = vec![0.0; source.count];
    let mut done = 0;
    for chunk in values.chunks_mut(CHUNK) {
        generator(chunk);
        done += chunk.len();
        if done < source.count {
            post(&Answer::Progress {
                id,
                fraction: done as f64 / source.count as f64,
            });
            look_up().await;
            if DESK.with_borrow(|desk| desk.newest != id) {
                return None;
            }
        }
    }
    Some(values)
}

/// Lets waiting messages in.
async fn look_up() {
    let promise = Promise::new(&mut |resolve: Function, _| {
        // A timeout that cannot be set leaves the promise pending: the request is
        // then never answered and the page replaces the worker.
        let _ = scope().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(promise).await;
}

fn post(answer: &Answer) {
    // Fails for values that cannot be cloned; arrays of numbers and text can.
    let _ = scope().post_message(&answer.to_js());
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
