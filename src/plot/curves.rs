//! Lines over an axis: derivatives, losses against a parameter, errors against
//! the number of bits, with what is set on them.

use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBAColor};

use super::axis::{Axis, Scale};
use super::clip::{Point, Rect, clip_line, clip_polygon};
use super::glyph::{Arrow, Dot, Path, draw_arrow, draw_dot, draw_path};
use super::mark::{MARK_ROW, Mark, draw_marks, mark_rows};
use super::parts::{
    AXIS_HEIGHT, MARGIN, horizontal_range, left_axis, named_bottom_axis, plot_area,
};
use super::role::Role;
use super::scene::{Align, Scene};
use super::text::{LABEL_SIZE, width};
use super::thin::thin;
use super::{Frame, PlotError};

/// Room above the plot area.
const TOP: f64 = 8.0;
/// The same above labels, and between them and the plot area.
const ABOVE: f64 = 4.0;
const BELOW: f64 = 5.0;

/// A function or a measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line<'a> {
    /// `(x, y)` with ascending x. A y that is not a number breaks the line; two
    /// points with one x are a jump.
    pub points: &'a [(f64, f64)],
    /// What it stands for.
    pub role: Role,
    /// Tells it from others by more than colour.
    pub dashed: bool,
    /// In CSS pixels, usually 2, and 1 for what stays behind.
    pub width: f64,
}

impl<'a> Line<'a> {
    /// An even line in ink, two pixels wide.
    pub fn new(points: &'a [(f64, f64)]) -> Line<'a> {
        Line {
            points,
            role: Role::Ink,
            dashed: false,
            width: 2.0,
        }
    }
}

/// A line chart.
///
/// ```
/// use quantscope::plot::{Curves, Frame, LIGHT, Line, Mark, Role, nice_codomain};
/// let loss: Vec<(f64, f64)> = (1..40)
///     .map(|i| f64::from(i) / 10.0)
///     .map(|alpha| (alpha, 0.02 * alpha * alpha + (-alpha).exp()))
///     .collect();
/// let lines = [Line { role: Role::Error, ..Line::new(&loss) }];
/// let chart = Curves {
///     lines: &lines,
///     marks: &[Mark { x: 2.2, label: "best", role: Role::Ink }],
///     domain: (0.0, 4.0),
///     codomain: nice_codomain(&lines, 0.1),
///     x_label: "α",
///     ..Curves::default()
/// };
/// let frame = Frame::new(600, 200, 1.0, &LIGHT);
/// assert!(chart.scene(&frame).labels().iter().any(|label| label.4 == "best"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Curves<'a> {
    /// The lines, the lowest first.
    pub lines: &'a [Line<'a>],
    /// Points of interest, above lines.
    pub dots: &'a [Dot],
    /// Labelled vertical lines. Their labels take rows above the picture, so
    /// many as there are labels, at most five; what does not fit is left out.
    pub marks: &'a [Mark<'a>],
    /// Gradients that pass or stop.
    pub arrows: &'a [Arrow],
    /// The way that training has come, above everything.
    pub path: Option<Path<'a>>,
    /// What the horizontal axis shows.
    pub domain: (f64, f64),
    /// What the vertical axis shows.
    pub codomain: (f64, f64),
    /// How the horizontal axis is spaced.
    pub x_scale: Scale,
    /// How the vertical axis is spaced.
    pub y_scale: Scale,
    /// Draws a rule at y = 0.
    pub zero_line: bool,
    /// The index of the line below which the area is shaded.
    pub fill_under: Option<usize>,
    /// The name of x: a letter or a short word at the end of the axis, or empty.
    pub x_label: &'a str,
    /// The name of y above its axis, or empty.
    pub y_label: &'a str,
}

impl Default for Curves<'_> {
    /// Empty, linear, from 0 to 1.
    fn default() -> Self {
        Curves {
            lines: &[],
            dots: &[],
            marks: &[],
            arrows: &[],
            path: None,
            domain: (0.0, 1.0),
            codomain: (0.0, 1.0),
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            zero_line: false,
            fill_under: None,
            x_label: "",
            y_label: "",
        }
    }
}

impl Curves<'_> {
    /// The horizontal axis.
    pub fn x_axis(&self, frame: &Frame) -> Axis {
        Axis::new(self.x_scale, self.domain, horizontal_range(frame, MARGIN))
    }

    /// The vertical axis. It leaves room for the labels of `marks` and for
    /// `y_label`, so these have to be the same as when the chart is drawn.
    pub fn y_axis(&self, frame: &Frame) -> Axis {
        let top = self.top(frame);
        let foot = (f64::from(frame.height) - AXIS_HEIGHT).max(top);
        Axis::new(self.y_scale, self.codomain, (foot, top))
    }

    /// Draws the chart.
    pub fn draw<B: DrawingBackend>(&self, backend: &mut B, frame: &Frame) -> Result<(), PlotError> {
        self.scene(frame).draw(backend, frame)
    }

    /// The chart as shapes.
    pub fn scene(&self, frame: &Frame) -> Scene {
        let mut scene = Scene::new(frame);
        let Some(area) = plot_area(frame, MARGIN, self.top(frame), AXIS_HEIGHT) else {
            return scene;
        };
        let palette = frame.palette;
        let (x, y) = (self.x_axis(frame), self.y_axis(frame));
        let pixels = |line: &Line| -> Vec<Point> {
            let points = line.points.iter();
            let points: Vec<Point> = points.map(|p| (x.position(p.0), y.position(p.1))).collect();
            thin(&points, frame.ratio)
        };
        if let Some(line) = self.fill_under.and_then(|i| self.lines.get(i)) {
            let color = line.role.color(palette).mix(0.14);
            fill_below(&mut scene, &area, &pixels(line), color);
        }
        if self.zero_line && self.y_scale == Scale::Linear && y.contains(0.0) {
            let line = (area.left, area.right);
            scene.horizontal(line, y.position(0.0), 1.0, palette.rule.mix(1.0));
        }
        let rows = self.rows(frame);
        let name = self.name_y(&mut scene, &area, rows, frame);
        let rows = (ABOVE, rows);
        draw_marks(&mut scene, &area, &x, self.marks, rows, name, palette);
        for line in self.lines {
            draw_line(&mut scene, &area, line, &pixels(line), frame);
        }
        named_bottom_axis(&mut scene, &area, &x, self.x_label, palette);
        left_axis(&mut scene, &area, &y, palette);
        for arrow in self.arrows {
            draw_arrow(&mut scene, &area, (&x, &y), arrow, palette);
        }
        for dot in self.dots {
            draw_dot(&mut scene, (&x, &y), dot, palette);
        }
        if let Some(path) = &self.path {
            draw_path(&mut scene, &area, (&x, &y), path, palette);
        }
        scene
    }

    /// Rows of labels above the plot area.
    fn rows(&self, frame: &Frame) -> usize {
        mark_rows(self.marks, frame).max(usize::from(!self.y_label.is_empty()))
    }

    /// Where the plot area starts.
    fn top(&self, frame: &Frame) -> f64 {
        match self.rows(frame) {
            0 => TOP,
            rows => ABOVE + rows as f64 * MARK_ROW + BELOW,
        }
    }

    /// Writes the name of y into the lowest row of labels, and says what of it
    /// that takes.
    fn name_y(
        &self,
        scene: &mut Scene,
        area: &Rect,
        rows: usize,
        frame: &Frame,
    ) -> Option<(f64, f64)> {
        let w = width(self.y_label, LABEL_SIZE);
        if self.y_label.is_empty() || w > area.width() / 2.0 {
            return None;
        }
        // Above the tick labels, or as far to the left as it has to be.
        let end = (area.left - 6.0).max(w + 2.0);
        let at = (end, ABOVE + (rows as f64 - 0.5) * MARK_ROW);
        let color = frame.palette.ink;
        scene.text(at, self.y_label, Align::End, color, LABEL_SIZE);
        Some((end - w, end))
    }
}

/// Shades between a line and the foot of the plot area.
fn fill_below(scene: &mut Scene, area: &Rect, points: &[Point], color: RGBAColor) {
    for run in points.split(|p| p.0.is_nan() || p.1.is_nan()) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let mut polygon = run.to_vec();
        polygon.push((last.0, area.bottom));
        polygon.push((first.0, area.bottom));
        scene.polygon(clip_polygon(&polygon, area), color);
    }
}

fn draw_line(scene: &mut Scene, area: &Rect, line: &Line, points: &[Point], frame: &Frame) {
    let color = line.role.color(frame.palette).mix(1.0);
    let thickness = if line.width > 0.0 {
        line.width.clamp(0.5, 8.0)
    } else {
        2.0
    };
    if line.dashed {
        scene.dashed(points, area, (5.0, 3.0), thickness, color);
        return;
    }
    for part in clip_line(points, area) {
        let straight = |pair: &[Point]| pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1;
        if !part.windows(2).all(straight) {
            scene.line(&part, area, thickness, color);
            continue;
        }
        // Steps are rectangles, which stay crisp at any pixel ratio; the risers
        // reach over the treads, so that the corners are filled.
        for pair in part.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if a.1 == b.1 {
                scene.horizontal((a.0, b.0), a.1, thickness, color);
            } else {
                let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
                let y = (
                    (top - thickness / 2.0).max(area.top),
                    (bottom + thickness / 2.0).min(area.bottom),
                );
                scene.vertical(a.0, y, thickness, color);
            }
        }
    }
}
