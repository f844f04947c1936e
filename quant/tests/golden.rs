//! Small floats and affine quantization against ml_dtypes, onnxruntime, PyTorch and gfloat, to the
//! bit.

#[path = "against/affine.rs"]
mod affine;
#[path = "common/mod.rs"]
mod common;
#[path = "against/formats.rs"]
mod formats;
#[path = "common/sections.rs"]
mod sections;
