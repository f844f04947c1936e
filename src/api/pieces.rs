//! Passes over a JavaScript array in pieces: one after the other is copied into the
//! module's memory, quantized while it is in the processor's cache, and its codes and
//! values are copied out. Nothing as large as the array is ever held twice.

use js_sys::{Float32Array, Int8Array, Int16Array, Uint8Array, Uint16Array};
use wasm_bindgen::prelude::*;

use super::options::error;
use crate::quant::{CodesMut, DataRange, Outputs, Pass, PassStream, data_range};

/// Values in a piece. Each change from reading to writing memory costs, and so does each call of
/// JavaScript; that a piece outgrows a cache costs less, since the pass takes it in from its start.
const PIECE: usize = 1 << 17;

/// Room for as many floats as there are in a piece of the input, at the start of a cache line: a
/// copy from JavaScript to another place takes several times as long.
struct Room {
    floats: Vec<f32>,
    start: usize,
    length: usize,
}

impl Room {
    fn new(length: usize) -> Room {
        let floats = vec![0.0; length + LINE];
        let start = floats
            .as_ptr()
            .align_offset(LINE * size_of::<f32>())
            .min(LINE);
        Room {
            floats,
            start,
            length,
        }
    }

    fn floats(&mut self) -> &mut [f32] {
        &mut self.floats[self.start..][..self.length]
    }
}

/// Floats in a cache line.
const LINE: usize = 16;

/// The range of an array. From its end to its start: the pass that comes next then finds its first
/// pieces in the cache still.
pub fn range_of(input: &Float32Array) -> DataRange {
    let mut room = Room::new(PIECE.min(input.length() as usize));
    let mut found = DataRange::default();
    for (start, end) in pieces(input).rev() {
        let piece = &mut room.floats()[..(end - start) as usize];
        input.subarray(start, end).copy_to(piece);
        found = found.join(&data_range(piece));
    }
    found
}

/// What a pass gives: the codes' typed array, the values, the figures.
pub struct Found {
    pub codes: JsValue,
    pub values: Float32Array,
    pub pass: Pass,
}

/// Where a caller wants the results: arrays of the results' type and the input's
/// length. What is not given is a fresh array.
#[derive(Default)]
pub struct Destination {
    pub codes: Option<JsValue>,
    pub values: Option<JsValue>,
}

impl Destination {
    /// Nothing is written before both arrays are known to fit.
    fn values(&self, count: u32) -> Result<Float32Array, JsValue> {
        let Some(given) = &self.values else {
            return Ok(Float32Array::new_with_length(count));
        };
        given
            .dyn_ref::<Float32Array>()
            .filter(|values| values.length() == count)
            .cloned()
            .ok_or_else(|| misfit("values", "Float32Array", count))
    }
}

fn misfit(name: &str, array: &str, count: u32) -> JsValue {
    error(&format!(
        "options.into.{name} must be a {array} of length {count}, as long as values"
    ))
}

/// Runs a pass; `wide` for codes of more than 8 bits.
pub fn run(
    input: &Float32Array,
    stream: PassStream,
    (wide, signed): (bool, bool),
    into: &Destination,
) -> Result<Found, JsValue> {
    let count = input.length();
    let output = into.values(count)?;
    let refused = |reason: crate::quant::PassError| error(&reason.to_string());
    // One arm for each type of code; all alike but for that type.
    macro_rules! typed {
        ($array:ty, $number:ty, $codes:path) => {{
            let codes = match &into.codes {
                None => <$array>::new_with_length(count),
                Some(given) => given
                    .dyn_ref::<$array>()
                    .filter(|codes| codes.length() == count)
                    .cloned()
                    .ok_or_else(|| misfit("codes", stringify!($array), count))?,
            };
            let mut piece = vec![<$number>::default(); PIECE.min(count as usize)];
            let pass = stream_pieces(input, &output, stream, |stream, start, x, values| {
                let piece = &mut piece[..x.len()];
                let outputs = Outputs {
                    codes: Some($codes(piece)),
                    values: Some(values),
                };
                stream.feed(x, outputs).map_err(refused)?;
                codes
                    .subarray(start, start + x.len() as u32)
                    .copy_from(piece);
                Ok(())
            })?;
            Ok(Found {
                codes: codes.into(),
                values: output,
                pass,
            })
        }};
    }
    match (wide, signed) {
        (false, false) => typed!(Uint8Array, u8, CodesMut::U8),
        (false, true) => typed!(Int8Array, i8, CodesMut::I8),
        (true, false) => typed!(Uint16Array, u16, CodesMut::U16),
        (true, true) => typed!(Int16Array, i16, CodesMut::I16),
    }
}

fn stream_pieces(
    input: &Float32Array,
    output: &Float32Array,
    mut stream: PassStream,
    mut feed: impl FnMut(&mut PassStream, u32, &[f32], &mut [f32]) -> Result<(), JsValue>,
) -> Result<Pass, JsValue> {
    let length = PIECE.min(input.length() as usize);
    let (mut x, mut values) = (Room::new(length), Room::new(length));
    for (start, end) in pieces(input) {
        let length = (end - start) as usize;
        let (x, values) = (&mut x.floats()[..length], &mut values.floats()[..length]);
        input.subarray(start, end).copy_to(x);
        feed(&mut stream, start, x, values)?;
        output.subarray(start, end).copy_from(values);
    }
    Ok(stream.finish())
}

/// Where each piece begins and ends.
fn pieces(input: &Float32Array) -> impl DoubleEndedIterator<Item = (u32, u32)> + use<> {
    let count = input.length();
    (0..count)
        .step_by(PIECE)
        .map(move |start| (start, count.min(start.saturating_add(PIECE as u32))))
}
