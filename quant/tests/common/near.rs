//! Numbers of a golden file of JSON, and how near others are to them.

use quantscope_quant::method::{Arguments, Gradients, Method};
use serde_json::Value;

/// What every golden test returns.
pub type Outcome = Fallible<()>;

/// What the project promises against golden numbers, relative.
pub const TOLERANCE: f64 = 1e-5;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A golden file of JSON.
pub fn json(name: &str) -> Fallible<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");
    Ok(serde_json::from_slice(&std::fs::read(
        folder.to_owned() + name,
    )?)?)
}

/// A number.
pub fn number(value: &Value) -> Fallible<f64> {
    value
        .as_f64()
        .ok_or_else(|| format!("no number: {value}").into())
}

/// A list of numbers.
pub fn numbers(value: &Value) -> Fallible<Vec<f64>> {
    let list = value
        .as_array()
        .ok_or_else(|| format!("no list: {value}"))?;
    list.iter().map(number).collect()
}

/// A list of numbers, each exactly a float32.
pub fn singles(value: &Value) -> Fallible<Vec<f32>> {
    Ok(numbers(value)?.into_iter().map(|n| n as f32).collect())
}

/// The cases of a golden section.
pub fn cases<'a>(golden: &'a Value, section: &str) -> Fallible<&'a Vec<Value>> {
    golden[section]["cases"]
        .as_array()
        .ok_or_else(|| format!("no cases of {section}").into())
}

/// The method with an id.
pub fn method(id: &str) -> Fallible<&'static Method> {
    Method::by_id(id).ok_or_else(|| format!("no method {id}").into())
}

/// The backward pass of a method by name.
pub fn backward(id: &str, given: &Arguments, x: &[f32], g: &[f32]) -> Fallible<Gradients> {
    Ok((method(id)?.backward)(given, x, g)?)
}

/// That a number is near another.
#[track_caller]
pub fn near(found: f64, expected: f64, what: &str) {
    // Relative to the number itself, but for the last bits of sums that cancel.
    let allowed = TOLERANCE * expected.abs() + 1e-12;
    assert!(
        (found - expected).abs() <= allowed,
        "{what}: {found} instead of {expected}"
    );
}

/// That all numbers but those at some places are near others.
#[track_caller]
pub fn all_near_but(found: &[f32], expected: &[f64], places: &[usize], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: how many");
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        if !places.contains(&i) {
            near(f64::from(*found), *expected, &format!("{what}[{i}]"));
        }
    }
}

/// That all numbers are near others.
#[track_caller]
pub fn all_near(found: &[f32], expected: &[f64], what: &str) {
    all_near_but(found, expected, &[], what);
}

/// That `f` of each number is near another.
pub fn each_near(x: &[f32], f: impl Fn(f64) -> f64, expected: &[f64], what: &str) {
    let found: Vec<f32> = x.iter().map(|x| f(f64::from(*x)) as f32).collect();
    all_near(&found, expected, what);
}

/// Places in a list, from a golden file; none where there is no such entry.
pub fn places(value: &Value) -> Fallible<Vec<usize>> {
    match value {
        Value::Null => Ok(Vec::new()),
        list => Ok(numbers(list)?.into_iter().map(|n| n as usize).collect()),
    }
}

/// That a method gives the same by name as by its struct.
pub fn same_by_name(
    (id, given): (&str, &Arguments),
    (x, g): (&[f32], &[f32]),
    values: &[f32],
    gradients: &Gradients,
) -> Outcome {
    assert_eq!((method(id)?.forward)(given, x)?, values, "{id} by name");
    assert_eq!(&backward(id, given, x, g)?, gradients, "{id} by name");
    Ok(())
}
