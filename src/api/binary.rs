//! One bit: `binarize`, `matmul`, `xnorMatmul`.

use js_sys::{Float32Array, Int8Array};
use wasm_bindgen::prelude::*;

use super::options::{Options, error, numbers};
use super::results::object;
use crate::quant::binary::{self, BinaryError, MAX_NUMBERS};

/// See [`super::later::binarize`].
pub fn binarize(values: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let values = taken("values", values)?;
    let groups = Options::new(options)?.whole("groups", 1, 1..=MAX_NUMBERS as u32)?;
    let found = binary::binarize(&values.to_vec(), groups as usize)
        .map_err(|refused| error(&format!("options.{refused}")))?;
    Ok(object([
        ("alpha", Float32Array::from(found.alpha.as_slice()).into()),
        ("signs", Int8Array::from(found.signs.as_slice()).into()),
        ("values", Float32Array::from(found.values.as_slice()).into()),
    ]))
}

/// See [`super::later::matmul`].
pub fn matmul(
    a: &JsValue,
    b: &JsValue,
    m: &JsValue,
    n: &JsValue,
    k: &JsValue,
    into: &JsValue,
) -> Result<Float32Array, JsValue> {
    product(binary::matmul, [a, b], [m, n, k], into)
}

/// See [`super::later::xnor_matmul`].
pub fn xnor_matmul(
    a: &JsValue,
    b: &JsValue,
    m: &JsValue,
    n: &JsValue,
    k: &JsValue,
    into: &JsValue,
) -> Result<Float32Array, JsValue> {
    product(binary::xnor_matmul, [a, b], [m, n, k], into)
}

type Product = fn(&[f32], &[f32], usize, usize, usize) -> Result<Vec<f32>, BinaryError>;

fn product(
    of: Product,
    [a, b]: [&JsValue; 2],
    [m, n, k]: [&JsValue; 3],
    into: &JsValue,
) -> Result<Float32Array, JsValue> {
    let (a, b) = (taken("a", a)?, taken("b", b)?);
    let (m, n, k) = (side("m", m)?, side("n", n)?, side("k", k)?);
    let found = of(&a.to_vec(), &b.to_vec(), m, n, k);
    let found = found.map_err(|refused| error(&refused.to_string()))?;
    if into.is_undefined() {
        return Ok(Float32Array::from(found.as_slice()));
    }
    let into = numbers("into", into)?;
    if into.length() as usize != found.len() {
        return Err(error(&format!(
            "into must have m * n = {} numbers, not {}",
            found.len(),
            into.length()
        )));
    }
    into.copy_from(&found);
    Ok(into)
}

/// An array that is not too large to be copied.
fn taken(name: &str, value: &JsValue) -> Result<Float32Array, JsValue> {
    let array = numbers(name, value)?;
    if array.length() as usize <= MAX_NUMBERS {
        Ok(array)
    } else {
        Err(error(&format!(
            "{name} must have at most {MAX_NUMBERS} numbers, not {}",
            array.length()
        )))
    }
}

/// How many rows or columns a matrix has.
fn side(name: &str, value: &JsValue) -> Result<usize, JsValue> {
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && (0.0..=MAX_NUMBERS as f64).contains(&number) => {
            Ok(number as usize)
        }
        Some(number) => Err(error(&format!(
            "{name} must be a whole number from 0 to {MAX_NUMBERS}, not {number}"
        ))),
        None => Err(error(&format!(
            "{name} must be a whole number from 0 to {MAX_NUMBERS}"
        ))),
    }
}
