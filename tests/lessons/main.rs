//! The lenses: settings and values in, a report out, held against plain arithmetic
//! that shares no code with them.

mod affine;
mod binary;
mod charts;
mod clipping;
mod compare;
mod diffq;
mod formats;
mod learned;
mod lecture;
mod long;
mod lsq;
mod one_bit;
mod pact;
mod proof;
mod qat;
mod race;
mod reference;
mod signal;
mod ste;
mod stories;
mod total;
mod training;
mod xnor;

use quantscope::lesson::{self, Given, Sample, schemas};
use quantscope::state::State;
use serde::de::DeserializeOwned;

fn parse(hash: &str) -> State {
    State::parse(hash, &schemas())
}

fn report<R: DeserializeOwned>(hash: &str, values: &[f32]) -> R {
    let state = parse(hash);
    let bytes = lesson::look(&state, &Given::from(&Sample::new(values.to_vec())));
    postcard::from_bytes(&bytes).unwrap_or_else(|error| panic!("{hash}: {error}"))
}
