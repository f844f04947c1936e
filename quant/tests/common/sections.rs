//! Reading the golden file of bytes.

use serde_json::Value;

use crate::common::{integer, json, path};

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
