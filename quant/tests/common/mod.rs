//! Reading the golden files.

use std::path::PathBuf;

use serde_json::Value;

/// What every golden test returns.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;

fn path(name: &str) -> PathBuf {
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

/// Sections of the binary golden file.
pub struct Sections {
    index: Vec<Value>,
    bytes: Vec<u8>,
}

impl Sections {
    /// Reads `encode.bin` and its index.
    pub fn read() -> Result<Sections, Box<dyn std::error::Error>> {
        let Value::Array(index) = json("encode.index.json")? else {
            return Err("the index is no list".into());
        };
        Ok(Sections {
            index,
            bytes: std::fs::read(path("encode.bin"))?,
        })
    }

    fn slice(
        &self,
        name: &str,
        kind: &str,
        width: usize,
    ) -> Result<&[u8], Box<dyn std::error::Error>> {
        let entry = self
            .index
            .iter()
            .find(|e| e["name"] == name)
            .ok_or_else(|| format!("no section {name}"))?;
        if entry["dtype"] != kind {
            return Err(format!("{name} is not {kind}").into());
        }
        let start = usize::try_from(integer(&entry["offset"])?)?;
        let length = usize::try_from(integer(&entry["count"])?)? * width;
        self.bytes
            .get(start..start + length)
            .ok_or_else(|| format!("{name} is cut off").into())
    }

    /// A section of codes.
    pub fn codes(&self, name: &str) -> Result<&[u8], Box<dyn std::error::Error>> {
        self.slice(name, "u8", 1)
    }

    /// A section of float32.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
        let (words, _) = self.slice(name, "u32", 4)?.as_chunks::<4>();
        Ok(words.iter().map(|w| f32::from_le_bytes(*w)).collect())
    }
}
