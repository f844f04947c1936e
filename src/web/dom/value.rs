//! Attributes, properties, classes and styles.

use std::borrow::Cow;

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use super::follow;
use crate::web::live::{Derived, Kept};

/// Where a value goes.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    Attribute,
    Property,
    /// One class, there or not.
    Class,
    Style,
}

/// What is set there.
pub enum Value {
    Absent,
    Flag(bool),
    Text(Cow<'static, str>),
    Live(Box<dyn FnMut() -> Value>),
}

/// Sets it, and sets it again whenever what it follows has changed.
pub fn set(place: Place, element: &Element, name: &'static str, value: Value) {
    let Value::Live(mut compute) = value else {
        write(place, element, name, &value);
        return;
    };
    let element = element.clone();
    let mut written = None;
    follow(Box::new(move || {
        let next = compute();
        // A property may have been changed by a person since.
        if place == Place::Property || !written.as_ref().is_some_and(|last| same(last, &next)) {
            write(place, &element, name, &next);
            written = Some(next);
        }
    }));
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Absent, Value::Absent) => true,
        (Value::Flag(one), Value::Flag(other)) => one == other,
        (Value::Text(one), Value::Text(other)) => one == other,
        _ => false,
    }
}

/// The browser refuses names that are none; those in views are.
fn write(place: Place, element: &Element, name: &str, value: &Value) {
    let is_there = !matches!(value, Value::Absent | Value::Flag(false));
    let text = match value {
        Value::Text(text) => text.as_ref(),
        _ => "",
    };
    match place {
        Place::Attribute if is_there => {
            let _ = element.set_attribute(name, text);
        }
        Place::Attribute => {
            let _ = element.remove_attribute(name);
        }
        Place::Property => {
            let value = match value {
                Value::Flag(flag) => JsValue::from_bool(*flag),
                _ => JsValue::from_str(text),
            };
            let _ = Reflect::set(element, &JsValue::from_str(name), &value);
        }
        Place::Class => {
            let _ = element.class_list().toggle_with_force(name, is_there);
        }
        Place::Style => {
            let _ = element
                .unchecked_ref::<HtmlElement>()
                .style()
                .set_property(name, text);
        }
    }
}

/// What can be written as an attribute's value in a view.
pub trait IntoValue {
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Flag(self)
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Text(Cow::Borrowed(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(Cow::Owned(self))
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Absent, T::into_value)
    }
}

impl<T: IntoValue, F: FnMut() -> T + 'static> IntoValue for F {
    fn into_value(mut self) -> Value {
        Value::Live(Box::new(move || self().into_value()))
    }
}

impl<T: IntoValue + 'static> IntoValue for Derived<T> {
    fn into_value(self) -> Value {
        (move || self.get()).into_value()
    }
}

impl<T: IntoValue + Clone + PartialEq + Send + Sync + 'static> IntoValue for Kept<T> {
    fn into_value(self) -> Value {
        (move || self.get()).into_value()
    }
}
