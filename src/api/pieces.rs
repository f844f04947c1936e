//! Passes over a JavaScript array in pieces: one after the other is copied into the
//! module's memory, quantized while it is in the processor's cache, and its codes and
//! values are copied out. Nothing as large as the array is ever held twice.

use js_sys::{Float32Array, Int8Array, Int16Array, Uint8Array, Uint16Array};
use wasm_bindgen::prelude::*;

use super::options::error;
use crate::quant::{CodesMut, DataRange, Outputs, Pass, PassStream, data_range};

/// Values in a piece: 64 KiB of floats in, as much out, fit the second-level cache.
const PIECE: usize = 1 << 14;

/// The range of an array.
pub fn range_of(input: &Float32Array) -> DataRange {
    let mut piece = vec![0.0; PIECE.min(input.length() as usize)];
    let mut found = DataRange::default();
    for (start, end) in pieces(input) {
        let piece = &mut piece[..(end - start) as usize];
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
    let room = PIECE.min(input.length() as usize);
    let (mut x, mut values) = (vec![0.0; room], vec![0.0; room]);
    for (start, end) in pieces(input) {
        let length = (end - start) as usize;
        let (x, values) = (&mut x[..length], &mut values[..length]);
        input.subarray(start, end).copy_to(x);
        feed(&mut stream, start, x, values)?;
        output.subarray(start, end).copy_from(values);
    }
    Ok(stream.finish())
}

fn pieces(input: &Float32Array) -> impl Iterator<Item = (u32, u32)> + use<> {
    let count = input.length();
    (0..count)
        .step_by(PIECE)
        .map(move |start| (start, count.min(start + PIECE as u32)))
}
