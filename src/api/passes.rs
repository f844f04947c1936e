//! The calls `affine` and `quantize`: passes over all values with their statistics.

use wasm_bindgen::prelude::*;

use super::codes::read_format;
use super::options::{Options, error, numbers};
use super::results::pass_result;
use super::{pieces, results};
use crate::quant::{Affine, AffineOptions, PassSettings, PassStream, Range};

pub fn affine(values: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
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

pub fn quantize(values: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
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
