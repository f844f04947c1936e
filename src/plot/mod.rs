//! Slices in, picture out: the charts, on any plotters backend.
//!
//! Each chart is a struct of borrowed slices and numbers. It first becomes a
//! [`Scene`], a list of shapes in CSS pixels which knows no backend, and that is
//! drawn: on the page on a canvas, in a file as SVG, in a test as text. The same
//! numbers therefore give the same picture everywhere.
//!
//! Captions, legends, cursors and handles are not drawn here but laid over the
//! chart in HTML; the chart's [`Axis`] says where.
//!
//! ```
//! use plotters::prelude::SVGBackend;
//! use quantscope::plot::{ErrorHistogram, Frame, LIGHT};
//!
//! let frame = Frame::new(600, 160, 1.0, &LIGHT).for_svg();
//! let chart = ErrorHistogram {
//!     counts: &[1, 5, 9, 4, 1],
//!     range: (-0.5, 0.5),
//!     half_width: 0.6,
//!     uniform_step: Some(1.0),
//!     comparison: None,
//! };
//! let mut svg = String::new();
//! chart.draw(&mut SVGBackend::with_string(&mut svg, frame.device_size()), &frame)?;
//! assert!(svg.ends_with("</svg>\n"));
//! # Ok::<(), quantscope::plot::PlotError>(())
//! ```

mod axis;
mod clip;
mod codomain;
mod curves;
mod density;
mod error_histogram;
mod glyph;
mod mark;
mod number;
mod number_line;
mod number_line_log;
mod palette;
mod parts;
mod raster;
mod role;
mod scene;
mod signal_histogram;
mod staircase;
mod svg;
mod text;
mod thin;
mod ticks;

use std::fmt;

pub use axis::{Axis, Scale};
pub use codomain::{nice_codomain, nice_positive_codomain};
pub use curves::{Curves, Line};
pub use error_histogram::{ErrorHistogram, Outline};
pub use glyph::{Arrow, Dot, Path};
pub use mark::Mark;
pub use number::{
    MINUS, format_number, format_percent, format_signed, power_of_ten, power_of_two, superscript,
};
pub use number_line::{Band, NumberLine};
pub use number_line_log::{LogDensity, NumberLineLog};
pub use palette::{DARK, LIGHT, Palette, contrast};
pub use raster::{Raster, Tone};
pub use role::Role;
pub use scene::{Align, Scene, Shape};
pub use signal_histogram::SignalHistogram;
pub use staircase::{Curve, Staircase};
pub use text::width as text_width;
pub use ticks::{GAP, OVERHANG, Tick};

/// The room a chart gets and the colours it takes.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Device pixels per CSS pixel. Every coordinate, stroke and font size is
    /// multiplied by it and rounded, so that lines stay crisp.
    pub ratio: f64,
    /// The colours.
    pub palette: &'static Palette,
    /// What the backend divides font sizes by: 1 on a canvas, see
    /// [`Frame::for_svg`].
    pub text_scale: f64,
}

impl Frame {
    /// A frame for a canvas of `width * ratio` by `height * ratio` pixels.
    /// A ratio that is not a sensible number becomes 1.
    pub fn new(width: u32, height: u32, ratio: f64, palette: &'static Palette) -> Frame {
        Frame {
            width,
            height,
            ratio: if (0.1..=16.0).contains(&ratio) {
                ratio
            } else {
                1.0
            },
            palette,
            text_scale: 1.0,
        }
    }

    /// The same for plotters' `SVGBackend`, which takes font sizes in a unit of
    /// its own: it writes `size / 1.24` (plotters-svg 0.3, `draw_text`).
    pub fn for_svg(self) -> Frame {
        Frame {
            text_scale: 1.24,
            ..self
        }
    }

    /// The size in device pixels: that of the canvas or of the SVG.
    pub fn device_size(&self) -> (u32, u32) {
        let device = |css: u32| (f64::from(css) * self.ratio).round() as u32;
        (device(self.width), device(self.height))
    }
}

/// The backend refused to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlotError(pub String);

impl fmt::Display for PlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the chart could not be drawn: {}", self.0)
    }
}

impl std::error::Error for PlotError {}
