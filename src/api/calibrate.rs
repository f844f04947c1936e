//! `calibrate()`: where to clip.

use wasm_bindgen::prelude::*;

use super::options::{Options, error, numbers};
use super::results;
use crate::quant::MAX_BINS;
use crate::quant::calibrate::{CALIBRATORS, CalibrationOptions, Calibrator, MAX_BITS};

/// See [`super::later::calibrate`].
pub fn calibrate(name: &JsValue, values: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let calibrator = read_calibrator(name)?;
    let values = numbers("values", values)?.to_vec();
    let options = Options::new(options)?;
    let default = CalibrationOptions::default();
    let settings = CalibrationOptions {
        bits: options.whole("bits", default.bits, 1..=MAX_BITS)?,
        signed: options.flag("signed")?,
        percentile: read_percentile(&options)?.unwrap_or(default.percentile),
        bins: options.whole("bins", default.bins as u32, 1..=MAX_BINS as u32)? as usize,
        batch: options.whole("batch", default.batch as u32, 1..=u32::MAX)? as usize,
    };
    let threshold = calibrator
        .threshold(&values, &settings)
        .map_err(|refused| error(&format!("options.{refused}")))?;
    let result = js_sys::Object::new().into();
    results::set(&result, "threshold", threshold);
    Ok(result)
}

fn read_calibrator(name: &JsValue) -> Result<&'static Calibrator, JsValue> {
    name.as_string()
        .and_then(|name| Calibrator::by_id(&name))
        .ok_or_else(|| {
            let known: Vec<&str> = CALIBRATORS.iter().map(|one| one.id).collect();
            error(&format!("name must be one of {}", known.join(", ")))
        })
}

/// In float64: in float32 99.99 would be another percentile of millions of numbers.
fn read_percentile(options: &Options) -> Result<Option<f64>, JsValue> {
    let value = options.get("percentile");
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    match value.as_f64() {
        Some(number) if number > 0.0 && number <= 100.0 => Ok(Some(number)),
        _ => Err(error(
            "options.percentile must be a number above 0 and at most 100",
        )),
    }
}
