//! Numbers of the golden file, and how near others are to them.

use serde_json::Value;

/// What every golden test returns.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A section of the golden file.
pub fn section(name: &str) -> Result<Value, Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/train.json");
    let mut golden: Value = serde_json::from_slice(&std::fs::read(path)?)?;
    Ok(golden[name].take())
}

/// A list of numbers.
pub fn list(value: &Value) -> Result<Vec<f64>, Box<dyn std::error::Error>> {
    let list = value
        .as_array()
        .ok_or_else(|| format!("no list: {value}"))?;
    let number = |one: &Value| one.as_f64().ok_or_else(|| format!("no number: {one}"));
    Ok(list.iter().map(number).collect::<Result<_, _>>()?)
}

/// A list of numbers, each exactly a float32.
pub fn singles(value: &Value) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    Ok(list(value)?.into_iter().map(|one| one as f32).collect())
}

/// That all numbers are as near others as the project promises: 1e-5 relative.
#[track_caller]
pub fn all_near(found: impl IntoIterator<Item = f64>, expected: &[f64], what: &str) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), expected.len(), "{what}: how many");
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let allowed = 1e-5 * expected.abs() + 1e-12;
        assert!(
            (found - expected).abs() <= allowed,
            "{what}[{i}]: {found} instead of {expected}"
        );
    }
}
