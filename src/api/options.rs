//! Reading what JavaScript gives: each question says which argument is wrong and why.

use std::ops::RangeInclusive;

use js_sys::{Float32Array, Reflect};
use wasm_bindgen::prelude::*;

use super::pieces::Destination;
use crate::quant::{MAX_BINS, Overflow, Rounding};

/// An `Error` with a sentence.
pub fn error(sentence: &str) -> JsValue {
    js_sys::Error::new(sentence).into()
}

/// A `Float32Array` of any length.
pub fn numbers(name: &str, value: &JsValue) -> Result<Float32Array, JsValue> {
    value.dyn_ref::<Float32Array>().cloned().ok_or_else(|| {
        error(&format!(
            "{name} must be a Float32Array; Float32Array.from([...]) makes one"
        ))
    })
}

/// An options object.
pub struct Options(JsValue);

impl Options {
    /// `undefined` and `null` are no options.
    pub fn new(value: &JsValue) -> Result<Self, JsValue> {
        if value.is_undefined() || value.is_null() || value.is_object() {
            Ok(Self(value.clone()))
        } else {
            Err(error("options must be an object such as { bits: 4 }"))
        }
    }

    /// An option, `undefined` if it is not given.
    pub fn get(&self, name: &str) -> JsValue {
        if self.0.is_object() {
            // Only a getter that throws fails, and what it withholds is not given.
            Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
        } else {
            JsValue::UNDEFINED
        }
    }

    pub fn real(&self, name: &str) -> Result<Option<f32>, JsValue> {
        let value = self.get(name);
        if value.is_undefined() || value.is_null() {
            return Ok(None);
        }
        let number = value
            .as_f64()
            .ok_or_else(|| error(&format!("options.{name} must be a number")))?;
        let number = number as f32;
        if number.is_finite() {
            Ok(Some(number))
        } else {
            Err(error(&format!(
                "options.{name} must be a number that float32 can hold, not {number}"
            )))
        }
    }

    pub fn whole(
        &self,
        name: &str,
        default: u32,
        range: RangeInclusive<u32>,
    ) -> Result<u32, JsValue> {
        let value = self.get(name);
        if value.is_undefined() || value.is_null() {
            return Ok(default);
        }
        let (from, to) = (f64::from(*range.start()), f64::from(*range.end()));
        match value.as_f64() {
            Some(number) if number.fract() == 0.0 && (from..=to).contains(&number) => {
                Ok(number as u32)
            }
            Some(number) => Err(error(&format!(
                "options.{name} must be a whole number from {from} to {to}, not {number}"
            ))),
            None => Err(error(&format!(
                "options.{name} must be a whole number from {from} to {to}"
            ))),
        }
    }

    pub fn flag(&self, name: &str) -> Result<bool, JsValue> {
        let value = self.get(name);
        if value.is_undefined() || value.is_null() {
            return Ok(false);
        }
        value
            .as_bool()
            .ok_or_else(|| error(&format!("options.{name} must be true or false")))
    }

    pub fn bins(&self) -> Result<usize, JsValue> {
        Ok(self.whole("bins", 256, 1..=MAX_BINS as u32)? as usize)
    }

    pub fn seed(&self) -> Result<u64, JsValue> {
        Ok(u64::from(self.whole("seed", 0, 0..=u32::MAX)?))
    }

    pub fn rounding(&self) -> Result<Rounding, JsValue> {
        let known: Vec<&str> = Rounding::ALL.iter().map(|rounding| rounding.id()).collect();
        self.named("rounding", Rounding::NearestEven, Rounding::by_id, &known)
    }

    pub fn overflow(&self) -> Result<Overflow, JsValue> {
        let known: Vec<&str> = Overflow::ALL.iter().map(|overflow| overflow.id()).collect();
        self.named("overflow", Overflow::Saturate, Overflow::by_id, &known)
    }

    /// The arrays to write results into.
    pub fn destination(&self) -> Result<Destination, JsValue> {
        let into = self.get("into");
        if into.is_undefined() || into.is_null() {
            return Ok(Destination::default());
        }
        if !into.is_object() {
            return Err(error(
                "options.into must be an object such as { codes, values }",
            ));
        }
        let into = Self(into);
        let given = |name| Some(into.get(name)).filter(|array| !array.is_undefined());
        Ok(Destination {
            codes: given("codes"),
            values: given("values"),
        })
    }

    fn named<T>(
        &self,
        name: &str,
        default: T,
        by_id: fn(&str) -> Option<T>,
        known: &[&str],
    ) -> Result<T, JsValue> {
        let value = self.get(name);
        if value.is_undefined() || value.is_null() {
            return Ok(default);
        }
        value.as_string().and_then(|id| by_id(&id)).ok_or_else(|| {
            error(&format!(
                "options.{name} must be one of {}",
                known.join(", ")
            ))
        })
    }
}
