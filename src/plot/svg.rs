//! A scene as an SVG document, for files that are kept, printed or put into other documents.
//!
//! Coordinates are CSS pixels, not rounded to pixels of a device as on a canvas: the picture may be
//! made larger. One element for each shape, in the same order, over one rectangle of paper.

use std::collections::BTreeMap;
use std::fmt::Write;

use plotters::style::{RGBAColor, RGBColor};

use super::clip::Point;
use super::scene::FAMILY;
use super::{Align, Frame, Raster, Scene, Shape};

/// How far the baseline is below the middle of a label, in font sizes: half the height of capitals
/// in the usual interface fonts. SVG's own `dominant-baseline` is unknown to many programs.
const BASELINE: f64 = 0.35;

impl Scene {
    /// The picture as an SVG document of the frame's size, in the frame's colours. The frame's
    /// `ratio` does not matter.
    ///
    /// `title` and `description` are what a screen reader says. Characters that XML cannot hold
    /// become U+FFFD.
    ///
    /// ```
    /// use quantscope::plot::{Frame, LIGHT, Scene};
    ///
    /// let frame = Frame::new(600, 160, 1.0, &LIGHT);
    /// let svg = Scene::new(&frame).to_svg(&frame, "Errors & signs", "An empty chart");
    /// assert!(svg.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" role="img""#));
    /// assert!(svg.contains("<title>Errors &amp; signs</title>"));
    /// ```
    pub fn to_svg(&self, frame: &Frame, title: &str, description: &str) -> String {
        let mut document = Document {
            text: String::new(),
            width: f64::from(frame.width),
            height: f64::from(frame.height),
        };
        document.open(frame, title, description);
        for shape in self.shapes() {
            document.shape(shape);
        }
        document.text.push_str("</svg>\n");
        document.text
    }
}

impl Raster<'_> {
    /// The grid as an SVG document of the frame's size, `columns` numbers in a row. Places of one
    /// colour are one path, so that it stays sharp however large it is made, which an image would not
    /// in every program.
    ///
    /// ```
    /// use quantscope::plot::{Frame, LIGHT, Raster, Tone};
    ///
    /// let raster = Raster { values: &[0.0, 0.0, 1.0, 0.0], ends: (0.0, 1.0), tone: Tone::Grey };
    /// let svg = raster.to_svg(2, &Frame::new(90, 90, 1.0, &LIGHT), "Two by two", "One is white");
    /// assert!(svg.contains(r##"<path fill="#000000" d="M0 0h2v1h-2zM1 1h1v1h-1z"/>"##));
    /// ```
    pub fn to_svg(&self, columns: usize, frame: &Frame, title: &str, description: &str) -> String {
        let columns = columns.max(1);
        let rows = self.values.len().div_ceil(columns).max(1);
        let mut document = Document {
            text: String::new(),
            width: f64::from(frame.width),
            height: f64::from(frame.height),
        };
        document.open(frame, title, description);
        let (across, down) = (
            document.width / columns as f64,
            document.height / rows as f64,
        );
        document.write(format_args!("<g transform=\"scale({across} {down})\">\n"));
        let pixels = self.pixels(frame.palette);
        let mut paths: BTreeMap<&[u8], String> = BTreeMap::new();
        for (y, row) in pixels.chunks(4 * columns).enumerate() {
            let mut x = 0;
            for run in row.as_chunks::<4>().0.chunk_by(|one, other| one == other) {
                let [color @ .., opacity] = &run[0];
                if *opacity > 0 {
                    let (path, width) = (paths.entry(color).or_default(), run.len());
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
                }
                x += run.len();
            }
        }
        for (color, path) in paths {
            if let [red, green, blue] = *color {
                let color = hexadecimal(RGBColor(red, green, blue));
                document.write(format_args!("<path fill=\"{color}\" d=\"{path}\"/>\n"));
            }
        }
        document.text.push_str("</g>\n</svg>\n");
        document.text
    }
}

struct Document {
    text: String,
    width: f64,
    height: f64,
}

impl Document {
    fn open(&mut self, frame: &Frame, title: &str, description: &str) {
        let (width, height) = (frame.width, frame.height);
        // Rectangles lie side by side in histograms: soft edges would leave seams between them.
        self.write(format_args!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{0}" height="{1}" "#,
                r#"viewBox="0 0 {0} {1}" font-family="{2}" shape-rendering="crispEdges">"#,
                "\n<title>{3}</title>\n<desc>{4}</desc>\n"
            ),
            width,
            height,
            escaped(FAMILY.as_str()),
            escaped(title),
            escaped(description),
        ));
        let paper = frame.palette.paper;
        self.rectangle(0.0, 0.0, self.width, self.height, &paper.into());
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Fill(left, top, right, bottom, color) => {
                self.rectangle(*left, *top, *right, *bottom, color);
            }
            Shape::Horizontal(from, to, y, thickness, color) => {
                let (top, bottom) = across(*y, *thickness, self.height);
                self.rectangle(*from, top, *to, bottom, color);
            }
            Shape::Vertical(x, from, to, thickness, color) => {
                let (left, right) = across(*x, *thickness, self.width);
                self.rectangle(left, *from, right, *to, color);
            }
            Shape::Line(points, thickness, color) => {
                let points = listed(points);
                let (paint, thickness) = (paint("stroke", color), short(*thickness));
                self.write(format_args!(
                    "<polyline points=\"{points}\" fill=\"none\"{paint} stroke-width=\"{thickness}\" \
                     shape-rendering=\"geometricPrecision\"/>\n"
                ));
            }
            Shape::Polygon(points, color) => {
                let (points, paint) = (listed(points), paint("fill", color));
                self.write(format_args!(
                    "<polygon points=\"{points}\"{paint} shape-rendering=\"geometricPrecision\"/>\n"
                ));
            }
            Shape::Disc(middle, radius, color) => {
                let (x, y, radius) = (short(middle.0), short(middle.1), short(*radius));
                let paint = paint("fill", color);
                self.write(format_args!(
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{paint} \
                     shape-rendering=\"geometricPrecision\"/>\n"
                ));
            }
            Shape::Text {
                at,
                text,
                size,
                bold,
                align,
                color,
            } => {
                let (x, y) = (short(at.0), short(at.1 + BASELINE * size));
                let anchor = match align {
                    Align::Start => "",
                    Align::Middle => " text-anchor=\"middle\"",
                    Align::End => " text-anchor=\"end\"",
                };
                let weight = if *bold { " font-weight=\"bold\"" } else { "" };
                let (size, color, text) = (short(*size), hexadecimal(*color), escaped(text));
                self.write(format_args!(
                    "<text x=\"{x}\" y=\"{y}\"{anchor}{weight} font-size=\"{size}\" fill=\"{color}\">{text}</text>\n"
                ));
            }
        }
    }

    fn rectangle(&mut self, left: f64, top: f64, right: f64, bottom: f64, color: &RGBAColor) {
        let (x, y) = (short(left), short(top));
        let (width, height) = (short(right - left), short(bottom - top));
        let paint = paint("fill", color);
        self.write(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{paint}/>\n"
        ));
    }

    fn write(&mut self, piece: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(piece);
    }
}

/// Both edges of a line of this thickness, at least one pixel, moved into the picture.
fn across(middle: f64, thickness: f64, end: f64) -> (f64, f64) {
    let thickness = thickness.max(1.0);
    let first = (middle - thickness / 2.0).min(end - thickness).max(0.0);
    (first, (first + thickness).min(end))
}

/// A colour as attributes: ` fill="#0072b2" fill-opacity="0.5"`.
fn paint(attribute: &str, color: &RGBAColor) -> String {
    let RGBAColor(red, green, blue, opacity) = *color;
    let solid = hexadecimal(RGBColor(red, green, blue));
    let mut text = format!(" {attribute}=\"{solid}\"");
    if opacity < 1.0 {
        let opacity = short(opacity.max(0.0));
        // Writing to a string cannot fail.
        let _ = write!(text, " {attribute}-opacity=\"{opacity}\"");
    }
    text
}

fn hexadecimal(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Points as an attribute has them, without those that rounding makes equal to the one before.
fn listed(points: &[Point]) -> String {
    let mut pairs: Vec<String> = points
        .iter()
        .map(|point| format!("{},{}", short(point.0), short(point.1)))
        .collect();
    pairs.dedup();
    pairs.join(" ")
}

/// A number to a hundredth, in as few characters as it takes; zero for what is no finite number.
fn short(number: f64) -> String {
    if !number.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// Text as XML has it, inside elements and quoted attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // XML 1.0, section 2.2: no other control characters, and not the last two of the plane.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
