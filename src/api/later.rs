//! The calls that the page does not make: `methods`, `forward`, `backward`, `calibrate`,
//! `binarize`, `matmul`, `xnorMatmul`.
//!
//! A visit of the page would load their code for nothing, so it is a part of its own
//! (see `src/lesson/part.rs`), which `page/quantscope.js` loads for everybody else before
//! `init` comes back. The calls stay synchronous.

use std::cell::Cell;

use js_sys::{Array, Float32Array};
use wasm_bindgen::prelude::*;

use super::options::error;
use super::{binary, calibrate, methods};
use crate::lesson::NotLoaded;

/// Two matrices, their three sizes, and where the result goes.
type Product =
    fn(&JsValue, &JsValue, &JsValue, &JsValue, &JsValue, &JsValue) -> Result<Float32Array, JsValue>;

struct Calls {
    methods: fn() -> Array,
    forward: fn(&JsValue, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
    backward: fn(&JsValue, &JsValue, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
    calibrate: fn(&JsValue, &JsValue, &JsValue) -> Result<JsValue, JsValue>,
    binarize: fn(&JsValue, &JsValue) -> Result<JsValue, JsValue>,
    matmul: Product,
    xnor_matmul: Product,
}

static CALLS: Calls = Calls {
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

/// Loads what the calls named above need. `init` of `quantscope.js` does this.
#[wasm_bindgen(js_name = loadCalls)]
pub async fn load_calls() -> Result<(), JsValue> {
    let Ok(calls) = part().await else {
        return Err(error("the calls that the page does not make did not load"));
    };
    LOADED.set(Some(calls));
    Ok(())
}

fn calls() -> Result<&'static Calls, JsValue> {
    LOADED
        .get()
        .ok_or_else(|| error("this call is not loaded yet: await init() or loadCalls() first"))
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
