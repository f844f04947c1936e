//! A picture as a list of shapes in CSS pixels, and the one place that draws it.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, ShapeStyle, TextStyle,
};

use super::clip::{Point, Rect, clip_line, dash_line};
use super::text::{bold_width, width};
use super::{Frame, PlotError};

/// The font of all labels, as in the page's style sheet.
pub(super) const FAMILY: FontFamily<'static> = FontFamily::Name("system-ui, sans-serif");

/// Which part of a label is at its point. Vertically it is always the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The label starts there.
    Start,
    /// The label is centred there.
    Middle,
    /// The label ends there.
    End,
}

/// One thing to draw. All lengths in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle: left, top, right, bottom.
    Fill(f64, f64, f64, f64, RGBAColor),
    /// A horizontal line: from x, to x, y, thickness.
    Horizontal(f64, f64, f64, f64, RGBAColor),
    /// A vertical line: x, from y, to y, thickness.
    Vertical(f64, f64, f64, f64, RGBAColor),
    /// A line through points, with its thickness.
    Line(Vec<Point>, f64, RGBAColor),
    /// A filled polygon.
    Polygon(Vec<Point>, RGBAColor),
    /// A filled circle: middle, radius.
    Disc(Point, f64, RGBAColor),
    /// A label.
    Text {
        /// The point that `align` speaks of.
        at: Point,
        /// What is written.
        text: String,
        /// Font size.
        size: f64,
        /// Weight.
        bold: bool,
        /// Where the point is in the label.
        align: Align,
        /// The colour.
        color: RGBColor,
    },
}

/// A picture that is not yet drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    bounds: Rect,
    shapes: Vec<Shape>,
}

impl Scene {
    /// An empty picture of the frame's size.
    pub fn new(frame: &Frame) -> Scene {
        let bounds = Rect {
            left: 0.0,
            top: 0.0,
            right: f64::from(frame.width),
            bottom: f64::from(frame.height),
        };
        Scene {
            bounds,
            shapes: Vec::new(),
        }
    }

    /// What it is made of, the lowest first.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    pub(super) fn fill(&mut self, rect: Rect, color: RGBAColor) {
        if let Some(r) = self.bounds.intersection(rect) {
            self.shapes
                .push(Shape::Fill(r.left, r.top, r.right, r.bottom, color));
        }
    }

    pub(super) fn horizontal(&mut self, x: (f64, f64), y: f64, thickness: f64, color: RGBAColor) {
        let line = Rect {
            left: x.0.min(x.1),
            top: y,
            right: x.0.max(x.1),
            bottom: y,
        };
        if let Some(r) = self.bounds.intersection(line) {
            self.shapes
                .push(Shape::Horizontal(r.left, r.right, y, thickness, color));
        }
    }

    pub(super) fn vertical(&mut self, x: f64, y: (f64, f64), thickness: f64, color: RGBAColor) {
        let line = Rect {
            left: x,
            top: y.0.min(y.1),
            right: x,
            bottom: y.0.max(y.1),
        };
        if let Some(r) = self.bounds.intersection(line) {
            self.shapes
                .push(Shape::Vertical(x, r.top, r.bottom, thickness, color));
        }
    }

    /// A line, cut off at `inside`.
    pub(super) fn line(
        &mut self,
        points: &[Point],
        inside: &Rect,
        thickness: f64,
        color: RGBAColor,
    ) {
        for part in clip_line(points, inside) {
            self.shapes.push(Shape::Line(part, thickness, color));
        }
    }

    /// A dashed line, cut off at `inside`.
    pub(super) fn dashed(
        &mut self,
        points: &[Point],
        inside: &Rect,
        (on, off): (f64, f64),
        thickness: f64,
        color: RGBAColor,
    ) {
        for part in clip_line(points, inside) {
            for dash in dash_line(&part, on, off) {
                self.straight(dash, thickness, color);
            }
        }
    }

    /// A polygon that the caller keeps inside the frame.
    pub(super) fn polygon(&mut self, points: Vec<Point>, color: RGBAColor) {
        if points.len() > 2 {
            self.shapes.push(Shape::Polygon(points, color));
        }
    }

    /// A filled circle that the caller keeps inside the frame.
    pub(super) fn disc(&mut self, middle: Point, radius: f64, color: RGBAColor) {
        if middle.0.is_finite() && middle.1.is_finite() {
            self.shapes.push(Shape::Disc(middle, radius, color));
        }
    }

    pub(super) fn text(&mut self, at: Point, text: &str, align: Align, color: RGBColor, size: f64) {
        self.label(at, text, align, color, size, false);
    }

    pub(super) fn label(
        &mut self,
        at: Point,
        text: &str,
        align: Align,
        color: RGBColor,
        size: f64,
        bold: bool,
    ) {
        if !text.is_empty() && at.0.is_finite() && at.1.is_finite() {
            self.shapes.push(Shape::Text {
                at,
                text: text.to_string(),
                size,
                bold,
                align,
                color,
            });
        }
    }

    /// Axis-aligned dashes become rectangles, which stay crisp on a canvas.
    fn straight(&mut self, points: Vec<Point>, thickness: f64, color: RGBAColor) {
        match points[..] {
            [a, b] if a.1 == b.1 => self.horizontal((a.0, b.0), a.1, thickness, color),
            [a, b] if a.0 == b.0 => self.vertical(a.0, (a.1, b.1), thickness, color),
            _ => self.shapes.push(Shape::Line(points, thickness, color)),
        }
    }

    /// The estimated box of every label: left, top, right, bottom, text.
    pub fn labels(&self) -> Vec<(f64, f64, f64, f64, &str)> {
        self.shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Text {
                    at,
                    text,
                    size,
                    bold,
                    align,
                    ..
                } => {
                    let measure = if *bold { bold_width } else { width };
                    let w = measure(text, *size);
                    let left = match align {
                        Align::Start => at.0,
                        Align::Middle => at.0 - w / 2.0,
                        Align::End => at.0 - w,
                    };
                    Some((
                        left,
                        at.1 - size / 2.0,
                        left + w,
                        at.1 + size / 2.0,
                        text.as_str(),
                    ))
                }
                _ => None,
            })
            .collect()
    }

    /// Draws everything on `backend`, over whatever was there.
    pub fn draw<B: DrawingBackend>(&self, backend: &mut B, frame: &Frame) -> Result<(), PlotError> {
        // The error's type has no name here: plotters does not export it.
        backend
            .ensure_prepared()
            .map_err(|e| PlotError(e.to_string()))?;
        let (width, height) = backend.get_size();
        let device = Device {
            ratio: frame.ratio,
            width: i32::try_from(width).unwrap_or(i32::MAX),
            height: i32::try_from(height).unwrap_or(i32::MAX),
        };
        let paper = frame.palette.paper.filled();
        backend
            .draw_rect((0, 0), (device.width, device.height), &paper, true)
            .map_err(|e| PlotError(e.to_string()))?;
        for shape in &self.shapes {
            match shape {
                Shape::Text {
                    at,
                    text,
                    size,
                    bold,
                    align,
                    color,
                } => {
                    let size = (size * frame.ratio).round().max(1.0) * frame.text_scale;
                    let weight = if *bold {
                        FontStyle::Bold
                    } else {
                        FontStyle::Normal
                    };
                    let style = TextStyle {
                        font: FontDesc::new(FAMILY, size, weight),
                        color: color.to_backend_color(),
                        pos: Pos::new(
                            match align {
                                Align::Start => HPos::Left,
                                Align::Middle => HPos::Center,
                                Align::End => HPos::Right,
                            },
                            VPos::Center,
                        ),
                    };
                    backend.draw_text(text, &style, device.point(*at))
                }
                Shape::Line(points, thickness, color) => {
                    let style = ShapeStyle {
                        color: *color,
                        filled: false,
                        stroke_width: device.thickness(*thickness) as u32,
                    };
                    backend.draw_path(device.points(points), &style)
                }
                Shape::Polygon(points, color) => {
                    backend.fill_polygon(device.points(points), &color.filled())
                }
                Shape::Disc(middle, radius, color) => {
                    let radius = device.thickness(*radius) as u32;
                    let middle = device.point(*middle);
                    backend.draw_circle(middle, radius, &color.filled(), true)
                }
                // Axis-aligned lines are rectangles too: the canvas backend
                // would smear a line of even width over half pixels.
                Shape::Fill(left, top, right, bottom, color) => {
                    let (from, to) = (device.point((*left, *top)), device.point((*right, *bottom)));
                    backend.draw_rect(from, to, &color.filled(), true)
                }
                Shape::Horizontal(x0, x1, y, thickness, color) => {
                    let (top, bottom) = device.across(*y, *thickness, device.height);
                    let (from, to) = (device.snap(*x0), device.snap(*x1));
                    backend.draw_rect((from, top), (to, bottom), &color.filled(), true)
                }
                Shape::Vertical(x, y0, y1, thickness, color) => {
                    let (left, right) = device.across(*x, *thickness, device.width);
                    let (from, to) = (device.snap(*y0), device.snap(*y1));
                    backend.draw_rect((left, from), (right, to), &color.filled(), true)
                }
            }
            .map_err(|e| PlotError(e.to_string()))?;
        }
        backend.present().map_err(|e| PlotError(e.to_string()))
    }
}

/// From CSS pixels to whole device pixels.
struct Device {
    ratio: f64,
    width: i32,
    height: i32,
}

impl Device {
    fn snap(&self, css: f64) -> i32 {
        (css * self.ratio).round() as i32
    }

    fn thickness(&self, css: f64) -> i32 {
        self.snap(css).max(1)
    }

    fn point(&self, p: Point) -> (i32, i32) {
        (self.snap(p.0), self.snap(p.1))
    }

    fn points(&self, points: &[Point]) -> Vec<(i32, i32)> {
        let mut out: Vec<(i32, i32)> = points.iter().map(|&p| self.point(p)).collect();
        out.dedup();
        out
    }

    /// Both edges of a line of this thickness, moved into the picture.
    fn across(&self, css: f64, thickness: f64, end: i32) -> (i32, i32) {
        let thickness = self.thickness(thickness);
        let first = (css * self.ratio - f64::from(thickness) / 2.0).round() as i32;
        let first = first.min(end - thickness).max(0);
        (first, (first + thickness).min(end.max(0)))
    }
}
