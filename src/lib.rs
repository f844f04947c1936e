//! Quantscope: an explorable explanation of quantization.
//!
//! The library has two halves. The core knows numbers, pictures and settings and no
//! browser; native tests and programs use it so. The page (`--features web`) puts
//! it into a browser with Leptos.
//!
//! - [`decimal`]: decimal text to the nearest float.
//! - [`quant`]: numbers to codes and back: formats, affine quantization, errors.
//! - [`signal`]: where numbers come from: seeded distributions, text, files.
//! - [`plot`]: slices in, picture out, on any plotters backend.
//! - [`state`]: the settings of a lesson, and the URL that holds them.
//! - [`course`]: what makes a course of the lessons: stations, guesses, a glossary.
//! - [`lesson`]: the lessons; each one's lens is pure, its view is of the page.

pub use quantscope_quant as quant;

pub mod code;
pub mod course;
pub mod decimal;
pub mod lesson;
pub mod plot;
pub mod signal;
pub mod state;

#[cfg(feature = "web")]
mod api;
#[cfg(feature = "web")]
mod app;
#[cfg(feature = "web")]
mod web;
