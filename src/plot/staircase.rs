//! x' against x: the staircase that every quantizer is.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::axis::Axis;
use super::clip::{Point, Rect};
use super::parts::{
    AXIS_HEIGHT, MARGIN, bottom_axis, clip_regions, horizontal_range, left_axis, plot_area,
    region_label,
};
use super::scene::{Align, Scene};
use super::text::{LABEL_SIZE, Row};
use super::{Frame, PlotError};

/// Room above the plot area.
const TOP: f64 = 8.0;

/// How x' follows from x.
#[derive(Clone, Copy, Debug)]
pub enum Curve<'a> {
    /// `levels[i]` from `breakpoints[i - 1]` to `breakpoints[i]`; one level more
    /// than breakpoints, the breakpoints ascending.
    Steps {
        /// Where x' changes.
        breakpoints: &'a [f64],
        /// Its values.
        levels: &'a [f64],
    },
    /// Points `(x, x')` with ascending x.
    Samples(&'a [(f64, f64)]),
}

/// A staircase over the identity.
#[derive(Clone, Copy, Debug)]
pub struct Staircase<'a> {
    /// The quantizer.
    pub curve: Curve<'a>,
    /// A second quantizer, drawn dashed.
    pub comparison: Option<Curve<'a>>,
    /// What the horizontal axis shows.
    pub domain: (f64, f64),
    /// What the vertical axis shows; usually the same.
    pub codomain: (f64, f64),
    /// Values below the first and above the second are clipped.
    pub clip: Option<(f64, f64)>,
}

impl Staircase<'_> {
    /// The horizontal axis: x.
    pub fn x_axis(&self, frame: &Frame) -> Axis {
        Axis::linear(self.domain, horizontal_range(frame, MARGIN))
    }

    /// The vertical axis: x'.
    pub fn y_axis(&self, frame: &Frame) -> Axis {
        let foot = (f64::from(frame.height) - AXIS_HEIGHT).max(TOP);
        Axis::linear(self.codomain, (foot, TOP))
    }

    /// Draws the chart.
    pub fn draw<B: DrawingBackend>(&self, backend: &mut B, frame: &Frame) -> Result<(), PlotError> {
        self.scene(frame).draw(backend, frame)
    }

    /// The chart as shapes.
    pub fn scene(&self, frame: &Frame) -> Scene {
        let mut scene = Scene::new(frame);
        let Some(area) = plot_area(frame, MARGIN, TOP, AXIS_HEIGHT) else {
            return scene;
        };
        let palette = frame.palette;
        let (x, y) = (self.x_axis(frame), self.y_axis(frame));
        if let Some(clip) = self.clip {
            let regions = clip_regions(&mut scene, &area, &x, clip, palette);
            // Left the staircase is low, right it is high.
            let heights = [area.top + 8.0, area.bottom - 10.0];
            for (region, y) in regions.iter().zip(heights) {
                if let Some(region) = region {
                    let mut row = Row::new(area.left, area.right, 8.0);
                    region_label(&mut scene, region, y, &["clipped"], &mut row, palette);
                }
            }
        }
        if y.contains(0.0) {
            let y = y.position(0.0);
            scene.horizontal((area.left, area.right), y, 1.0, palette.rule.mix(1.0));
        }
        if x.contains(0.0) {
            let x = x.position(0.0);
            scene.vertical(x, (area.top, area.bottom), 1.0, palette.rule.mix(1.0));
        }
        let (low, high) = x.domain();
        let identity = [(area.left, y.position(low)), (area.right, y.position(high))];
        scene.dashed(&identity, &area, (5.0, 4.0), 1.0, palette.soft.mix(0.9));
        if let Some(curve) = self.comparison {
            let points = corners(curve, &x, &y);
            scene.dashed(
                &points,
                &area,
                (3.0, 2.0),
                1.4,
                palette.quantized_text.mix(0.9),
            );
        }
        draw_curve(&mut scene, &area, self.curve, &x, &y, frame);

        bottom_axis(&mut scene, &area, &x, palette);
        left_axis(&mut scene, &area, &y, palette);
        self.name_axes(&mut scene, &area, &x, &y, frame);
        scene
    }

    /// `x` and `x′` at the ends of the lines through zero, where the staircase
    /// is far away; without such a line, in the corner.
    fn name_axes(&self, scene: &mut Scene, area: &Rect, x: &Axis, y: &Axis, frame: &Frame) {
        let ink = frame.palette.ink;
        let right = if y.contains(0.0) {
            y.position(0.0)
        } else {
            area.bottom
        };
        let at = (area.right - 3.0, (right - 10.0).max(area.top + 8.0));
        scene.text(at, "x", Align::End, ink, LABEL_SIZE);
        let up = if x.contains(0.0) {
            x.position(0.0)
        } else {
            area.left
        };
        let at = ((up + 6.0).min(area.right - 16.0), area.top + 8.0);
        scene.text(at, "x′", Align::Start, ink, LABEL_SIZE);
    }
}

/// Treads strong and risers light, so that the eye reads values and not jumps;
/// where steps are too narrow for that, one line.
fn draw_curve(scene: &mut Scene, area: &Rect, curve: Curve, x: &Axis, y: &Axis, frame: &Frame) {
    let color = frame.palette.quantized;
    let points = corners(curve, x, y);
    let wide = match curve {
        Curve::Steps { .. } => area.width() / (points.len() as f64 / 2.0) >= 4.0,
        Curve::Samples(_) => false,
    };
    if !wide {
        scene.line(&points, area, 2.0, color.mix(1.0));
        return;
    }
    for pair in points.windows(2) {
        let Some(part) = super::clip::clip_line(pair, area).pop() else {
            continue;
        };
        let (a, b) = (part[0], part[1]);
        if pair[0].1 == pair[1].1 {
            scene.horizontal((a.0, b.0), a.1, 2.0, color.mix(1.0));
        } else {
            scene.vertical(a.0, (a.1, b.1), 1.0, color.mix(0.5));
        }
    }
}

/// The corners in pixels; those outside the axis, or less than half a pixel from
/// the one before, are left out.
fn corners(curve: Curve, x: &Axis, y: &Axis) -> Vec<Point> {
    let (low, high) = x.domain();
    match curve {
        Curve::Samples(samples) => samples
            .iter()
            .map(|&(a, b)| (x.position(a), y.position(b)))
            .collect(),
        Curve::Steps {
            breakpoints,
            levels,
        } => {
            let breaks = &breakpoints[..breakpoints.len().min(levels.len().saturating_sub(1))];
            let first = breaks.partition_point(|b| *b < low);
            let Some(mut level) = levels.get(first).copied() else {
                return Vec::new();
            };
            let mut points = vec![(x.position(low), y.position(level))];
            let mut last = f64::NEG_INFINITY;
            for (b, next) in breaks[first..].iter().zip(&levels[first + 1..]) {
                if b.is_nan() || *b > high {
                    break;
                }
                let at = x.position(*b);
                if at - last >= 0.5 {
                    points.push((at, y.position(level)));
                    points.push((at, y.position(*next)));
                    last = at;
                } else if let Some(point) = points.last_mut() {
                    point.1 = y.position(*next);
                }
                level = *next;
            }
            points.push((x.position(high), y.position(level)));
            points
        }
    }
}
