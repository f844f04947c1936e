//! Reading the golden files of JSON.

use std::path::PathBuf;

use serde_json::Value;

/// What every golden test returns.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Where a golden file lies.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

/// A golden file of JSON.
pub fn json(name: &str) -> Result<Value, Box<dyn std::error::Error>> {
    Ok(serde_json::from_slice(&std::fs::read(path(name))?)?)
}

/// An integer of a golden file.
pub fn integer(value: &Value) -> Result<i64, Box<dyn std::error::Error>> {
    value
        .as_i64()
        .ok_or_else(|| format!("no integer: {value}").into())
}

/// A float32 written as its bits.
pub fn float(value: &Value) -> Result<f32, Box<dyn std::error::Error>> {
    Ok(f32::from_bits(u32::try_from(integer(value)?)?))
}

/// A list of integers.
pub fn integers(value: &Value) -> Result<Vec<i64>, Box<dyn std::error::Error>> {
    value
        .as_array()
        .ok_or_else(|| format!("no list: {value}"))?
        .iter()
        .map(integer)
        .collect()
}

/// A list of float32 written as their bits.
pub fn floats(value: &Value) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    value
        .as_array()
        .ok_or_else(|| format!("no list: {value}"))?
        .iter()
        .map(float)
        .collect()
}
