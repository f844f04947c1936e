//! Affine quantization: scales, zero points, codes, values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Bits;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Affine {
    pub cases: Vec<Case>,
    pub multi_scale: MultiScale,
    pub int_grid: Grid,
    pub moving_average: MovingAverage,
}

/// Numbers, and what several implementations make of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    pub name: String,
    pub x_f32_bits: Vec<Bits>,
    /// onnxruntime's static quantization.
    pub variants: Vec<Variant>,
    pub dynamic_quantize_linear: Codes,
    pub pytorch_minmax: PyTorch,
    #[serde(default)]
    pub gemmlowp_numpy: Option<Codes>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    pub dtype: String,
    pub symmetric: bool,
    pub scale_f32_bits: Bits,
    pub zero_point: i32,
    pub q: Vec<i32>,
    pub dq_f32_bits: Vec<Bits>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Codes {
    pub scale_f32_bits: Bits,
    pub zero_point: i32,
    pub q: Vec<i32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PyTorch {
    pub quint8_affine: FakeQuantized,
    pub qint8_symmetric: FakeQuantized,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FakeQuantized {
    pub scale_f32_bits: Bits,
    pub zero_point: i32,
    pub fake_quant_f32_bits: Vec<Bits>,
}

/// One scale for each channel or block of a matrix of 4 rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MultiScale {
    pub x_f32_bits: Vec<Bits>,
    pub shape: Vec<usize>,
    pub variants: Vec<Many>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Many {
    pub kind: String,
    pub dtype: String,
    pub symmetric: bool,
    /// In the order of the channels or blocks, row by row.
    pub scale_f32_bits: Vec<Bits>,
    pub zero_point: Vec<i32>,
    pub q: Vec<i32>,
    pub dq_f32_bits: Vec<Bits>,
}

/// Rounding and clamping alone: the scale is 1 and the zero point 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub x_f32_bits: Vec<Bits>,
    pub q: BTreeMap<String, Vec<i32>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MovingAverage {
    pub steps: Vec<Step>,
}

/// A batch, and the range and the parameters after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub x_f32_bits: Vec<Bits>,
    pub min: f64,
    pub max: f64,
    pub scale: f64,
    pub zero_point: i32,
}
