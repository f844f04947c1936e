//! The quantizers that are trained, by name: `methods`, `forward`, `backward`.

use js_sys::{Array, ArrayBuffer, Float32Array};
use wasm_bindgen::prelude::*;

use super::options::{Options, error, numbers};
use super::results::{object, set};
use crate::quant::method::{Argument, Arguments, METHODS, Method, MethodError};

/// See [`super::later::methods`].
pub fn methods() -> Array {
    METHODS.iter().map(method_object).collect()
}

/// See [`super::later::forward`].
pub fn forward(method: &JsValue, values: &JsValue, params: &JsValue) -> Result<JsValue, JsValue> {
    let method = read_method(method)?;
    let values = numbers("values", values)?.to_vec();
    let found = (method.forward)(&read_params(params)?, &values).map_err(refused)?;
    Ok(object([(
        "values",
        Float32Array::from(found.as_slice()).into(),
    )]))
}

/// See [`super::later::backward`].
pub fn backward(
    method: &JsValue,
    values: &JsValue,
    params: &JsValue,
    upstream: &JsValue,
) -> Result<JsValue, JsValue> {
    let method = read_method(method)?;
    let values = numbers("values", values)?.to_vec();
    let arguments = read_params(params)?;
    let upstream = numbers("upstream", upstream)?.to_vec();
    let found = (method.backward)(&arguments, &values, &upstream).map_err(refused)?;
    let sums = object([]);
    for (id, gradient) in found.params {
        let mut parameters = method.parameters.iter();
        if parameters.any(|parameter| parameter.id == id && parameter.per_group) {
            let gradient: Vec<f32> = gradient.into_iter().map(|one| one as f32).collect();
            set(&sums, id, Float32Array::from(gradient.as_slice()));
        } else if let [one] = gradient[..] {
            set(&sums, id, one);
        }
    }
    Ok(object([
        ("input", Float32Array::from(found.input.as_slice()).into()),
        ("params", sums),
    ]))
}

fn read_method(id: &JsValue) -> Result<&'static Method, JsValue> {
    let Some(id) = id.as_string() else {
        return Err(error("method must be a string such as 'lsq'"));
    };
    Method::by_id(&id).ok_or_else(|| {
        let known: Vec<&str> = METHODS.iter().map(|method| method.id).collect();
        error(&format!(
            "there is no method '{id}'; methods() lists them: {}",
            known.join(", ")
        ))
    })
}

/// Whatever is given of what any method takes; the method asks for its own.
fn read_params(params: &JsValue) -> Result<Arguments, JsValue> {
    // An array is an object too, but one that stands in the wrong place.
    let array = Array::is_array(params) || ArrayBuffer::is_view(params);
    let absent = params.is_undefined() || params.is_null();
    if array || !(absent || params.is_object()) {
        return Err(error("params must be an object such as { bits: 4 }"));
    }
    let options = Options::new(params)?;
    let mut arguments = Arguments::new();
    for id in METHODS.iter().flat_map(Method::argument_ids) {
        let value = options.get(id);
        if !(value.is_undefined() || value.is_null() || arguments.get(id).is_some()) {
            arguments = arguments.with(id, argument(&value));
        }
    }
    Ok(arguments)
}

fn argument(value: &JsValue) -> Argument {
    if let Some(number) = value.as_f64() {
        Argument::Number(number)
    } else if let Some(id) = value.as_string() {
        Argument::Choice(id)
    } else if let Some(flag) = value.as_bool() {
        Argument::Flag(flag)
    } else if let Some(numbers) = value.dyn_ref::<Float32Array>() {
        Argument::Numbers(numbers.to_vec())
    } else if Array::is_array(value) {
        Argument::Other("a plain array; Float32Array.from([...]) makes one")
    } else if ArrayBuffer::is_view(value) {
        Argument::Other("an array of another type")
    } else {
        Argument::Other("something else")
    }
}

fn refused(reason: MethodError) -> JsValue {
    match reason {
        MethodError::Argument { .. } => error(&format!("params.{reason}")),
        MethodError::Length { .. } => error(&reason.to_string()),
    }
}

fn method_object(method: &Method) -> JsValue {
    let params = method.parameters.iter().map(|parameter| {
        object([
            ("id", parameter.id.into()),
            ("min", parameter.min.into()),
            ("max", parameter.max.into()),
            ("default", parameter.default.into()),
            ("step", parameter.step.into()),
        ])
    });
    let choices = method.choices.iter().map(|choice| {
        let options = choice.options.iter().map(|(id, label)| named(id, label));
        let entry = named(choice.id, choice.label);
        set(&entry, "options", options.collect::<Array>());
        set(&entry, "default", choice.default);
        entry
    });
    let flags = method.flags.iter().map(|flag| {
        let entry = named(flag.id, flag.label);
        set(&entry, "default", flag.default);
        entry
    });
    let lists = method.lists.iter().map(|list| named(list.id, list.label));
    let entry = named(method.id, method.label);
    set(&entry, "params", params.collect::<Array>());
    set(&entry, "choices", choices.collect::<Array>());
    set(&entry, "flags", flags.collect::<Array>());
    set(&entry, "lists", lists.collect::<Array>());
    entry
}

fn named(id: &str, label: &str) -> JsValue {
    object([("id", id.into()), ("label", label.into())])
}
