//! What JavaScript may call: `import init, { affine, ... } from './quantscope.js'`.
//!
//! Names in JavaScript's habit, typed arrays in and out. Bad arguments throw an
//! `Error` that says which argument and why; nothing aborts the module.

mod binary;
mod calibrate;
mod later;
mod methods;
mod options;
mod pieces;
mod results;

use js_sys::{Array, Float32Array, Uint8Array, Uint16Array, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::quant::{
    Affine, AffineOptions, FORMATS, Format, PassSettings, PassStream, Range, random_bits,
};
use options::{Options, error, numbers};
use results::{format_object, pass_result};

/// All formats: `{ id, label, bits, exponentBits, mantissaBits, bias, max, minNormal,
/// minSubnormal, signed, infinity, nan, negativeZero }`.
#[wasm_bindgen(js_name = formats, unchecked_return_type = "object[]")]
pub fn formats() -> Array {
    FORMATS.iter().map(format_object).collect()
}

/// The codes of numbers in a format: a `Uint8Array`, or a `Uint16Array` for formats
/// of more than 8 bits. Options: `rounding`, `overflow`, `seed`.
#[wasm_bindgen(js_name = encode, unchecked_return_type = "Uint8Array | Uint16Array")]
pub fn encode(
    #[wasm_bindgen(unchecked_param_type = "string")] format: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object | undefined")] options: &JsValue,
) -> Result<JsValue, JsValue> {
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

/// The values of codes, as a `Float32Array`.
#[wasm_bindgen(js_name = decode)]
pub fn decode(
    #[wasm_bindgen(unchecked_param_type = "string")] format: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array | Uint16Array | Uint32Array")]
    codes: &JsValue,
) -> Result<Float32Array, JsValue> {
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
    let input = numbers("values", values)?;
    let options = Options::new(options)?;
    let bits = options.whole("bits", 8, 1..=16)?;
    if bits > 8 && bits < 16 {
        return Err(error(&format!(
            "options.bits must be 1 to 8, or 16, not {bits}"
        )));
    }
    let settings = AffineOptions {
        bits,
        signed: options.flag("signed")?,
        symmetric: options.flag("symmetric")?,
        rounding: options.rounding()?,
        ..AffineOptions::default()
    };
    let (min, max) = (options.real("min")?, options.real("max")?);
    let bins = options.bins()?;
    let seed = options.seed()?;
    let into = options.destination()?;
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        return Err(error(&format!(
            "options.min ({min}) must not be above options.max ({max})"
        )));
    }
    let data = pieces::range_of(&input);
    let found = data.or_zero();
    let range = Range {
        min: min.unwrap_or(found.min),
        max: max.unwrap_or(found.max),
    };
    if range.min > range.max {
        return Err(error(&format!(
            "the range is empty: it begins at {} and ends at {}. Give both options.min and options.max",
            range.min, range.max
        )));
    }
    let quantizer = Affine::from_range(range, &settings);
    let pass_settings = PassSettings {
        bins,
        seed,
        range: None,
    };
    let stream = PassStream::affine(&quantizer, &data, &pass_settings);
    let result = pass_result(pieces::run(
        &input,
        stream,
        (bits > 8, settings.signed),
        &into,
    )?);
    results::set(&result, "scale", quantizer.scale);
    results::set(&result, "zeroPoint", quantizer.zero_point);
    Ok(result)
}

/// Quantization to a small float. Options: `format` (needed), `scale` (1),
/// `rounding`, `overflow`, `seed`, `bins` (256), `into`. Returns `{ codes, values, stats,
/// histogram }`.
#[wasm_bindgen(js_name = quantize, unchecked_return_type = "object")]
pub fn quantize(
    #[wasm_bindgen(unchecked_param_type = "Float32Array")] values: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "object")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let input = numbers("values", values)?;
    let options = Options::new(options)?;
    let format = read_format(&options.get("format"))?;
    let scale = options.real("scale")?.unwrap_or(1.0);
    if !(scale.is_finite() && scale > 0.0) {
        return Err(error(&format!(
            "options.scale must be a positive number, not {scale}"
        )));
    }
    let (rounding, overflow) = (options.rounding()?, options.overflow()?);
    let settings = PassSettings {
        bins: options.bins()?,
        seed: options.seed()?,
        range: None,
    };
    let into = options.destination()?;
    let data = pieces::range_of(&input);
    let stream = PassStream::format(format, scale, rounding, overflow, &data, &settings);
    Ok(pass_result(pieces::run(
        &input,
        stream,
        (format.bits() > 8, false),
        &into,
    )?))
}

fn read_format(id: &JsValue) -> Result<&'static Format, JsValue> {
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
