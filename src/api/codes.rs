//! The calls `formats`, `encode` and `decode`.

use js_sys::{Array, Float32Array, Uint8Array, Uint16Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::options::{Options, error, numbers};
use super::results::format_object;
use crate::quant::{FORMATS, Format, random_bits};

pub fn formats() -> Array {
    FORMATS.iter().map(format_object).collect()
}

pub fn encode(format: &JsValue, values: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let format = read_format(format)?;
    let values = numbers("values", values)?.to_vec();
    let options = Options::new(options)?;
    let (rounding, overflow, seed) = (options.rounding()?, options.overflow()?, options.seed()?);
    let codes = values.iter().enumerate().map(|(index, value)| {
        format.encode(
            f64::from(*value),
            rounding,
            overflow,
            random_bits(seed, index as u64),
        )
    });
    Ok(if format.bits() <= 8 {
        let codes: Vec<u8> = codes.map(|code| code as u8).collect();
        Uint8Array::from(codes.as_slice()).into()
    } else {
        let codes: Vec<u16> = codes.map(|code| code as u16).collect();
        Uint16Array::from(codes.as_slice()).into()
    })
}

pub fn decode(format: &JsValue, codes: &JsValue) -> Result<Float32Array, JsValue> {
    let format = read_format(format)?;
    let codes: Vec<u32> = if let Some(codes) = codes.dyn_ref::<Uint8Array>() {
        codes.to_vec().into_iter().map(u32::from).collect()
    } else if let Some(codes) = codes.dyn_ref::<Uint16Array>() {
        codes.to_vec().into_iter().map(u32::from).collect()
    } else if let Some(codes) = codes.dyn_ref::<Uint32Array>() {
        codes.to_vec()
    } else {
        return Err(error(
            "codes must be a Uint8Array, a Uint16Array or a Uint32Array",
        ));
    };
    if let Some((index, code)) = codes
        .iter()
        .enumerate()
        .find(|(_, code)| **code >= format.code_count())
    {
        return Err(error(&format!(
            "codes[{index}] is {code}, but {} has codes 0 to {} only",
            format.id,
            format.code_count() - 1
        )));
    }
    let values: Vec<f32> = codes.into_iter().map(|code| format.decode(code)).collect();
    Ok(Float32Array::from(values.as_slice()))
}

/// The format that a call names.
pub fn read_format(id: &JsValue) -> Result<&'static Format, JsValue> {
    let Some(id) = id.as_string() else {
        return Err(error("format must be a string such as 'float8_e4m3fn'"));
    };
    Format::by_id(&id).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.id).collect();
        error(&format!(
            "there is no format '{id}'; formats() lists them: {}",
            known.join(", ")
        ))
    })
}
