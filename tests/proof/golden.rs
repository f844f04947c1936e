//! The golden files as the page's expectations.
//!
//! Used by the test that compares `page/proof/expected.bin` with them, and by the example
//! `expected` that writes it.

use std::path::PathBuf;

use quantscope::lesson::proof::expected::{Column, Encoded, Expected, Runs};
use quantscope::quant::{FORMATS, Format};
use serde::de::DeserializeOwned;
use serde_json::Value;

pub type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A path within the project.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

pub fn json(name: &str) -> Fallible<Value> {
    Ok(serde_json::from_slice(&std::fs::read(path(name))?)?)
}

fn read<T: DeserializeOwned>(value: Value) -> Fallible<T> {
    Ok(serde_json::from_value(value)?)
}

/// Formats whose codes are all in the golden files.
fn small() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.bits() <= 8)
}

/// The golden files of a folder, each part as it has its name.
pub fn golden() -> Fallible<Expected> {
    let file = |name: &str| json(&format!("quant/tests/golden/{name}.json"));
    let (formats, stochastic) = (file("formats")?, file("stochastic")?);
    let named = |table: &Value, id: &str| {
        let mut entry = table[id].clone();
        entry["id"] = id.into();
        entry
    };
    Ok(Expected {
        formats: small()
            .map(|format| read(named(&formats, format.id)))
            .collect::<Fallible<_>>()?,
        encoded: encoded()?,
        stochastic: small()
            .filter(|format| stochastic["cases"].get(format.id).is_some())
            .map(|format| read(named(&stochastic["cases"], format.id)))
            .collect::<Fallible<_>>()?,
        affine: read(flat(file("affine")?))?,
        calibrators: read(file("calib")?)?,
        methods: read(file("train")?)?,
        training: read(json("train/tests/golden/train.json")?["cases"].take())?,
    })
}

/// Scales and zero points of blocks are lists of rows there, and plain lists here.
fn flat(mut affine: Value) -> Value {
    let variants = affine["multi_scale"]["variants"].as_array_mut();
    for variant in variants.into_iter().flatten() {
        for key in ["scale_f32_bits", "zero_point"] {
            let rows = variant[key].as_array().cloned().unwrap_or_default();
            let numbers = rows.into_iter().flat_map(|row| match row {
                Value::Array(row) => row,
                number => vec![number],
            });
            variant[key] = numbers.collect();
        }
    }
    affine
}

fn encoded() -> Fallible<Vec<Encoded>> {
    let bytes = std::fs::read(path("quant/tests/golden/encode.bin"))?;
    let index = json("quant/tests/golden/encode.index.json")?;
    let index = index.as_array().ok_or("the index is no list")?;
    let section = |entry: &Value| -> Fallible<Vec<u8>> {
        let number = |key: &str| entry[key].as_u64().ok_or_else(|| format!("no {key}"));
        let width = if entry["dtype"] == "u32" { 4 } else { 1 };
        let start = number("offset")? as usize;
        let length = number("count")? as usize * width;
        let section = bytes.get(start..start + length);
        Ok(section.ok_or("a section is cut off")?.to_vec())
    };
    let mut all = Vec::new();
    for format in small() {
        let edge = format!("edge/{}/", format.id);
        let mut one = Encoded {
            id: format.id.to_owned(),
            float16: Runs::default(),
            x: Vec::new(),
            columns: Vec::new(),
        };
        for entry in index {
            let name = entry["name"].as_str().ok_or("a section without a name")?;
            if name == format!("f16grid/{}", format.id) {
                one.float16 = Runs::of(&section(entry)?);
            } else if let Some(rule) = name.strip_prefix(&edge) {
                let bytes = section(entry)?;
                if rule == "x" {
                    let (words, _) = bytes.as_chunks::<4>();
                    let numbers = words.iter().map(|word| f32::from_le_bytes(*word));
                    one.x = numbers
                        .map(quantscope::lesson::proof::expected::Bits)
                        .collect();
                } else {
                    let source = entry["src"].as_str().unwrap_or_default();
                    let searched = rule == "sat" && source.starts_with("exact search");
                    one.columns.push(Column {
                        rule: if searched { "searched" } else { rule }.to_owned(),
                        codes: bytes,
                    });
                }
            }
        }
        all.push(one);
    }
    Ok(all)
}

/// What the page ships.
pub fn bytes() -> Fallible<Vec<u8>> {
    Ok(postcard::to_allocvec(&golden()?)?)
}
