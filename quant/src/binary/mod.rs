//! One bit: numbers reduced to their signs and a scale, and what that saves.
//!
//! Rastegari et al.: "XNOR-Net: ImageNet classification using binary convolutional neural
//! networks", 2016.
//!
//! - [`binarize`]: W as alpha B with B of -1 and +1, and [`Parabola`], the error of any alpha.
//! - [`BinaryWeights`]: the same as a trained quantizer, with three conventions for its gradient.
//! - [`BitRows`]: signs packed as bits, and their dot product by XNOR and popcount.
//! - [`matmul`] and [`xnor_matmul`]: the product of two matrices in f32, and that of their signs;
//!   [`naive_matmul`] and [`row_order_matmul`], which both are compared with.
//! - [`Convolution`]: XNOR-Net's convolution of a picture, beside the exact one.
//!
//! ```
//! use quantscope_quant::binary::{binarize, xnor_matmul};
//! let found = binarize(&[0.5, -1.5, 0.0, 2.0], 2).unwrap();
//! assert_eq!(found.alpha, [1.0, 1.0]);
//! assert_eq!(found.values, [1.0, -1.0, 1.0, 1.0]);
//! assert_eq!(xnor_matmul(&[0.5, -1.5], &[3.0, 2.0], 1, 1, 2).unwrap(), [0.0]);
//! ```

mod bits;
mod convolution;
mod error;
mod gradient;
mod matmul;
mod naive;
mod sign;
mod xnor;

pub use bits::{BitRows, dot, pack};
pub use convolution::{Convolution, XnorConvolution};
pub use error::{BinaryError, MAX_NUMBERS};
pub use gradient::{BinaryGradient, BinarySlope, BinaryWeights};
pub use matmul::{BLOCK_DEPTH, matmul};
pub use naive::{naive_matmul, row_order_matmul};
pub use sign::{Binarized, Parabola, alpha, binarize, sign};
pub use xnor::xnor_matmul;
