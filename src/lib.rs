//! Quantscope: an explorable explanation of quantization that runs whole in the browser.

pub use quantscope_quant as quant;
