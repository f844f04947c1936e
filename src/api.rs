//! What JavaScript may call: `import init, { affine, ... } from './quantscope.js'`.
//!
//! Names in JavaScript's habit, typed arrays in and out. Bad arguments throw an
//! `Error` that says which argument and why; nothing aborts the module.
//!
//! The page makes none of these calls, and a visit would load their code for nothing. So it is
//! a part of its own (see `src/lesson/part.rs`), which `page/quantscope.js` loads for everybody
//! else before `init` comes back. The calls stay synchronous.

mod binary;
mod calibrate;
mod codes;
mod methods;
mod options;
mod passes;
mod pieces;
mod results;

use std::cell::Cell;

use js_sys::{Array, Float32Array};
use wasm_bindgen::prelude::*;

use crate::lesson::NotLoaded;
use options::error;

/// Two matrices, their three sizes, and where the result goes.
type Product =
    fn(&JsValue, &JsValue, &JsValue, &JsValue, &JsValue, &JsValue) -> Result<Float32Array, JsValue>;

struct Calls {
    formats: fn() -> Array,
    encode: fn(&JsValue, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
    decode: fn(&JsValue, &JsValue) -> Result<Float32Array, JsValue>,
    affine: fn(&JsValue, &JsValue) -> Result<JsValue, JsValue>,
    quantize: fn(&JsValue, &JsValue) -> Result<JsValue, JsValue>,
    methods: fn() -> Array,
    forward: fn(&JsValue, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
    backward: fn(&JsValue, &JsValue, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
    calibrate: fn(&JsValue, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
    binarize: fn(&JsValue, &JsValue) -> Result<JsValue, JsValue>,
    matmul: Product,
    xnor_matmul: Product,
}

static CALLS: Calls = Calls {
    formats: codes::formats,
    encode: codes::encode,
    decode: codes::decode,
    affine: passes::affine,
    quantize: passes::quantize,
    methods: methods::methods,
    forward: methods::forward,
    backward: methods::backward,
    calibrate: calibrate::calibrate,
    binarize: binary::binarize,
    matmul: binary::matmul,
    xnor_matmul: binary::xnor_matmul,
};

thread_local! {
    static LOADED: Cell<Option<&'static Calls>> = const { Cell::new(None) };
}

#[wasm_split_helpers::wasm_split(calls, fallible)]
fn part() -> Result<&'static Calls, NotLoaded> {
    Ok(&CALLS)
}

/// Loads what the calls need. `init` of `quantscope.js` does this.
#[wasm_bindgen(js_name = loadCalls)]
pub async fn load_calls() -> Result<(), JsValue> {
    let Ok(calls) = part().await else {
        return Err(error("the calls did not load"));
    };
    LOADED.set(Some(calls));
    Ok(())
}

fn calls() -> Result<&'static Calls, JsValue> {
    LOADED
        .get()
        .ok_or_else(|| error("this call is not loaded yet: await init() or loadCalls() first"))
}

/// All formats: `{ id, label, bits, exponentBits, mantissaBits, bias, max, minNormal,
/// minSubnormal, signed, infinity, nan, negativeZero }`.
#[wasm_bindgen(js_name = formats, unchecked_return_type = "object[]")]
pub fn formats() -> Result<Array, JsValue> {
    Ok((calls()?.formats)())
}

/// The codes of numbers in a format: a `Uint8Array`, or a `Uint16Array` for formats
/// of more than 8 bits. Options: `rounding`, `overflow`, `seed`.
#[wasm_bindgen(js_name = encode, unchecked_return_type = "Uint8Array | Uint16Array")]
pub fn encode(
    #[wasm_bindgen(unchecked_param_type = "string")] format: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object | undefined")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    (calls()?.encode)(format, values, options)
}

/// The values of codes, as a `Float32Array`.
#[wasm_bindgen(js_name = decode)]
pub fn decode(
    #[wasm_bindgen(unchecked_param_type = "string")] format: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array | Uint16Array | Uint32Array")]
    codes: &JsValue,
) -> Result<Float32Array, JsValue> {
    (calls()?.decode)(format, codes)
}

/// Affine quantization. Options: `bits` (8), `signed` (false), `symmetric` (false),
/// `min` and `max` (the data's), `rounding`, `bins` (256), `into` (`{ codes, values }` to
/// write into). Returns `{ scale,
/// zeroPoint, codes, values, stats, histogram }`; codes are an `Int8Array` or
/// `Uint8Array`, or 16 bits wide above 8 bits.
#[wasm_bindgen(js_name = affine, unchecked_return_type = "object")]
pub fn affine(
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object | undefined")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    (calls()?.affine)(values, options)
}

/// Quantization to a small float. Options: `format` (needed), `scale` (1),
/// `rounding`, `overflow`, `seed`, `bins` (256), `into`. Returns `{ codes, values, stats,
/// histogram }`.
#[wasm_bindgen(js_name = quantize, unchecked_return_type = "object")]
pub fn quantize(
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    (calls()?.quantize)(values, options)
}

/// All methods: `{ id, label, params: [{ id, min, max, default, step }], choices: [{ id,
/// label, options: [{ id, label }], default }], flags: [{ id, label, default }], lists: [{
/// id, label }] }`.
#[wasm_bindgen(js_name = methods, unchecked_return_type = "object[]")]
pub fn methods() -> Result<Array, JsValue> {
    Ok((calls()?.methods)())
}

/// The values of a method: `{ values }`, a `Float32Array`.
#[wasm_bindgen(js_name = forward, unchecked_return_type = "object")]
pub fn forward(
    #[wasm_bindgen(unchecked_param_type = "string")] method: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object | undefined")] params: &JsValue,
) -> Result<JsValue, JsValue> {
    (calls()?.forward)(method, values, params)
}

/// The gradients of a method for an upstream gradient: `{ input, params }`. `input` is a
/// `Float32Array`, `params` has the sum over the slice of each trainable parameter: a
/// number, or a `Float32Array` with one a group.
#[wasm_bindgen(js_name = backward, unchecked_return_type = "object")]
pub fn backward(
    #[wasm_bindgen(unchecked_param_type = "string")] method: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object | undefined")] params: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] upstream: &JsValue,
) -> Result<JsValue, JsValue> {
    (calls()?.backward)(method, values, params, upstream)
}

/// The clipping threshold that a calibrator chooses: `{ threshold }`. Names: `minmax`,
/// `percentile`, `moving_average`, `mse`, `entropy`, `aciq_laplace`, `aciq_gauss`,
/// `octav`. Options: `bits` (8), `signed` (false), `percentile` (99.99), `bins` (2048),
/// `batch` (1024).
#[wasm_bindgen(js_name = calibrate, unchecked_return_type = "object")]
pub fn calibrate(
    #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object | undefined")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    (calls()?.calibrate)(name, values, options)
}

/// Numbers as signs and scales: `{ alpha, signs, values }`, a `Float32Array` with one scale
/// a group, an `Int8Array` of -1 and 1, and a `Float32Array` of their products. Options:
/// `groups` (1), into which the values split evenly and in order.
#[wasm_bindgen(js_name = binarize, unchecked_return_type = "object")]
pub fn binarize(
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object | undefined")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    (calls()?.binarize)(values, options)
}

/// The product of `a` (m x k) and `b` (k x n), row-major: a `Float32Array` of m x n numbers,
/// or `into`, a `Float32Array` of that length which is written over.
#[wasm_bindgen(js_name = matmul)]
pub fn matmul(
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] a: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] b: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] m: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] n: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] k: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array | undefined")] into: &JsValue,
) -> Result<Float32Array, JsValue> {
    (calls()?.matmul)(a, b, m, n, k, into)
}

/// The product of the signs of `a` (m x k) and of `b` (k x n), row-major, by XNOR and
/// popcount: a `Float32Array` of m x n whole numbers, or `into`. Zero and NaN have the sign 1.
#[wasm_bindgen(js_name = xnorMatmul)]
pub fn xnor_matmul(
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] a: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] b: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] m: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] n: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] k: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array | undefined")] into: &JsValue,
) -> Result<Float32Array, JsValue> {
    (calls()?.xnor_matmul)(a, b, m, n, k, into)
}
