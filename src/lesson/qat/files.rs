//! A trained network as files: `.safetensors` for all of it, `.npy` for the weights of a layer.

use quantscope_train::LayerReport;

/// A tensor of a file: its name, safetensors' name of its type, its shape, and its bytes.
struct Entry {
    name: String,
    dtype: &'static str,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|x| x.to_le_bytes()).collect()
}

/// The layers as a `.safetensors` file: of each `layers.N.weight` (the latent weights, a row a
/// neuron), `layers.N.bias`, and where it is quantized `layers.N.weight_quantized` and
/// `layers.N.codes`. The numbers that quantizers train stand in the metadata.
///
/// The format: eight bytes with the header's length, little-endian; the header, JSON padded with
/// spaces to a multiple of eight; then the tensors' bytes, little-endian, one after the other
/// (Hugging Face, "Safetensors", section "Format").
pub fn safetensors(layers: &[LayerReport], note: &str) -> Vec<u8> {
    let mut entries = Vec::new();
    let mut metadata = vec![("about".to_owned(), note.to_owned())];
    for (number, layer) in layers.iter().enumerate() {
        let mut add = |name: &str, dtype, shape: &[usize], bytes| {
            entries.push(Entry {
                name: format!("layers.{number}.{name}"),
                dtype,
                shape: shape.to_vec(),
                bytes,
            });
        };
        let shape = [layer.rows, layer.row_length];
        add("weight", "F32", &shape, floats(&layer.weights));
        add("bias", "F32", &shape[..1], floats(&layer.biases));
        if !layer.codes.is_empty() {
            let codes = layer.codes.iter().flat_map(|code| code.to_le_bytes());
            add("codes", "I32", &shape, codes.collect());
            add("weight_quantized", "F32", &shape, floats(&layer.quantized));
        }
        for (name, value) in &layer.trained {
            metadata.push((format!("layers.{number}: {name}"), value.to_string()));
        }
    }
    let mut header = String::from("{\"__metadata__\":{");
    for (place, (name, value)) in metadata.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        header.push_str(&format!("{comma}{}:{}", quoted(name), quoted(value)));
    }
    header.push('}');
    let mut start = 0;
    for entry in &entries {
        let end = start + entry.bytes.len();
        let shape: Vec<String> = entry.shape.iter().map(usize::to_string).collect();
        header.push_str(&format!(
            ",{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{start},{end}]}}",
            quoted(&entry.name),
            entry.dtype,
            shape.join(",")
        ));
        start = end;
    }
    header.push('}');
    while !header.len().is_multiple_of(8) {
        header.push(' ');
    }
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.bytes());
    for entry in &entries {
        file.extend(&entry.bytes);
    }
    file
}

/// A string of JSON.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if letter < ' ' => quoted.push_str(&format!("\\u{:04x}", letter as u32)),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Rows of numbers as a `.npy` file of version 1.0 (NumPy, "A simple file format for NumPy arrays").
pub fn npy(values: &[f32], rows: usize, columns: usize) -> Vec<u8> {
    let mut header =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    // The preamble of ten bytes, the header and its line end are a multiple of 64 bytes long.
    while !(10 + header.len() + 1).is_multiple_of(64) {
        header.push(' ');
    }
    header.push('\n');
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.bytes());
    file.extend(floats(values));
    file
}
