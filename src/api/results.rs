//! Writing what JavaScript gets: plain objects and typed arrays.

use js_sys::{Object, Reflect, Uint32Array};
use wasm_bindgen::prelude::*;

use super::pieces::Found;
use crate::quant::{Format, NanEncoding, ZeroEncoding};

/// Sets a property of a fresh object.
pub fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    // Fails only for objects that are frozen or no objects at all.
    let _ = Reflect::set(object, &name.into(), &value.into());
}

/// A fresh object with these properties.
pub fn object<const N: usize>(properties: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in properties {
        set(&object, name, value);
    }
    object
}

pub fn format_object(format: &Format) -> JsValue {
    object([
        ("id", format.id.into()),
        ("label", format.label.into()),
        ("bits", format.bits().into()),
        ("signed", format.signed.into()),
        ("exponentBits", format.exponent_bits.into()),
        ("mantissaBits", format.mantissa_bits.into()),
        ("bias", format.bias.into()),
        ("max", format.max().into()),
        ("minNormal", format.min_normal().into()),
        ("minSubnormal", format.min_subnormal().into()),
        ("infinity", format.infinity.into()),
        ("nan", (format.nan != NanEncoding::None).into()),
        ("negativeZero", (format.zero == ZeroEncoding::Signed).into()),
    ])
}

/// `{ codes, values, stats, histogram }`.
pub fn pass_result(found: Found) -> JsValue {
    let pass = &found.pass;
    let stats = &pass.stats;
    object([
        ("codes", found.codes),
        ("values", found.values.into()),
        (
            "stats",
            object([
                ("count", (stats.count as f64).into()),
                ("mse", stats.mse.into()),
                ("sqnrDb", stats.sqnr_db.into()),
                ("maxAbsError", stats.max_abs_error.into()),
                ("meanError", stats.mean_error.into()),
                ("clipped", (stats.clipped as f64).into()),
                ("nonFinite", (stats.non_finite as f64).into()),
                ("underflow", (stats.underflow as f64).into()),
            ]),
        ),
        (
            "histogram",
            object([
                ("min", pass.error.min.into()),
                ("max", pass.error.max.into()),
                (
                    "counts",
                    Uint32Array::from(pass.error.counts.as_slice()).into(),
                ),
            ]),
        ),
    ])
}
