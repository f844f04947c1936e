//! The error x' - x as a histogram, with what theory expects of it.
//!
//! Drawn as densities, share per unit. Rounding to a grid with the step S is
//! often taken as noise that is uniform between -S/2 and S/2, which has the
//! density 1/S and the variance S²/12 (Bennett 1948, Widrow 1956): the dashed
//! box. Where the filled shape leaves the box, the model is wrong.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::axis::Axis;
use super::clip::Rect;
use super::density::{Column, columns, robust_top};
use super::palette::Palette;
use super::parts::{
    AXIS_HEIGHT, Broken, bottom_axis, broken_columns, filled, horizontal_range, outline, plot_area,
};
use super::scene::{Align, Scene};
use super::text::{LABEL_SIZE, Row, width};
use super::ticks::OVERHANG;
use super::{Frame, PlotError};

/// Room above the highest column, for labels.
const HEADROOM: f64 = 20.0;
/// What is only compared may be this much higher than the error itself.
const COMPARED: f64 = 2.5;

/// A histogram to compare with.
#[derive(Clone, Copy, Debug)]
pub struct Outline<'a> {
    /// How many values fall into each of equally wide bins.
    pub counts: &'a [u32],
    /// The first bin's lower and the last bin's upper edge.
    pub range: (f64, f64),
}

/// The histogram of the error.
#[derive(Clone, Copy, Debug)]
pub struct ErrorHistogram<'a> {
    /// How many errors fall into each of equally wide bins.
    pub counts: &'a [u32],
    /// The first bin's lower and the last bin's upper edge.
    pub range: (f64, f64),
    /// The axis runs from minus this to plus this. If it is not positive: as far
    /// as `range` and the uniform prediction reach.
    pub half_width: f64,
    /// The step S of the uniform prediction.
    pub uniform_step: Option<f64>,
    /// A second histogram, drawn as a dashed outline.
    pub comparison: Option<Outline<'a>>,
}

impl ErrorHistogram<'_> {
    /// The horizontal axis, symmetric about zero.
    pub fn x_axis(&self, frame: &Frame) -> Axis {
        let mut half = self.half_width;
        // Also true for NaN.
        if !(half > 0.0 && half.is_finite()) {
            let step = self.step().unwrap_or(0.0);
            let reach = |r: (f64, f64)| {
                let reach = r.0.abs().max(r.1.abs());
                if reach.is_finite() { reach } else { 0.0 }
            };
            half = reach(self.range)
                .max(self.comparison.map_or(0.0, |c| reach(c.range)))
                .max(step * 0.6);
        }
        Axis::linear((-half, half), horizontal_range(frame, OVERHANG))
    }

    /// Draws the chart.
    pub fn draw<B: DrawingBackend>(&self, backend: &mut B, frame: &Frame) -> Result<(), PlotError> {
        self.scene(frame).draw(backend, frame)
    }

    /// The chart as shapes.
    pub fn scene(&self, frame: &Frame) -> Scene {
        let mut scene = Scene::new(frame);
        let Some(area) = plot_area(frame, OVERHANG, 2.0, AXIS_HEIGHT) else {
            return scene;
        };
        let palette = frame.palette;
        let axis = self.x_axis(frame);
        let error = density(self.counts, self.range, &axis);
        let compared = self
            .comparison
            .map(|c| density(c.counts, c.range, &axis))
            .unwrap_or_default();
        let own = robust_top(&error, 0.0);
        let other = robust_top(&compared, 0.0).max(self.step().map_or(0.0, |s| 1.0 / s));
        let top = if own > 0.0 {
            own.max(other.min(own * COMPARED))
        } else {
            other
        };
        let headroom = HEADROOM.min(area.height() / 4.0);
        let height = |density: f64| {
            let part = if top > 0.0 {
                (density / top).min(1.0)
            } else {
                0.0
            };
            area.bottom - part * (area.height() - headroom)
        };

        let zero = [
            (axis.position(0.0), area.top),
            (axis.position(0.0), area.bottom),
        ];
        scene.dashed(&zero, &area, (2.0, 3.0), 1.0, palette.soft.mix(0.6));
        let points = outline(&error, true, area.bottom, height);
        filled(&mut scene, &area, &points, palette.error.mix(0.35));
        scene.line(&points, &area, 1.4, palette.error.mix(1.0));
        let points = outline(&compared, true, area.bottom, height);
        scene.dashed(&points, &area, (2.0, 2.0), 1.4, palette.error_text.mix(1.0));

        let mut row = Row::new(area.left, area.right, 8.0);
        let y = area.top + headroom / 2.0 - 1.0;
        let broken = error
            .iter()
            .filter(|c| c.density > top && c.x.1 >= area.left && c.x.0 <= area.right)
            .map(|c| Broken {
                x: c.middle(),
                half: (c.x.1 - c.x.0) / 2.0,
                share: c.share,
                line: palette.error,
                words: palette.error_text,
            })
            .collect();
        broken_columns(
            &mut scene,
            broken,
            (area.top + headroom, y),
            &mut row,
            palette,
        );
        if let Some(step) = self.step() {
            let lid = (1.0 / step <= top).then(|| height(1.0 / step));
            uniform(&mut scene, &area, &axis, step, lid, &mut row, palette);
        }
        bottom_axis(&mut scene, &area, &axis, palette);
        scene
    }

    fn step(&self) -> Option<f64> {
        self.uniform_step.filter(|s| *s > 0.0 && s.is_finite())
    }
}

/// The box of the uniform prediction; without its lid if that is out of sight.
fn uniform(
    scene: &mut Scene,
    area: &Rect,
    axis: &Axis,
    step: f64,
    lid: Option<f64>,
    row: &mut Row,
    palette: &Palette,
) {
    const WORD: &str = "uniform";
    let (left, right) = (axis.position(-step / 2.0), axis.position(step / 2.0));
    let y = lid.unwrap_or(area.top);
    let (dash, ink) = ((5.0, 3.0), palette.ink.mix(0.85));
    for x in [left, right] {
        scene.dashed(&[(x, area.bottom), (x, y)], area, dash, 1.0, ink);
    }
    if lid.is_some() {
        scene.dashed(&[(left, y), (right, y)], area, dash, 1.0, ink);
    }
    // Beside the box if there is room, else on its lid: never on the shape.
    let w = width(WORD, LABEL_SIZE);
    let start = right + 6.0;
    if start + w <= area.right {
        let at = (start, (y + 8.0).min(area.bottom - 8.0));
        scene.text(at, WORD, Align::Start, palette.ink, LABEL_SIZE);
    } else if y - 8.0 >= area.top + 6.0 {
        let end = right.min(area.right);
        if row.take(end - w, end) {
            scene.text((end, y - 8.0), WORD, Align::End, palette.ink, LABEL_SIZE);
        }
    }
}

fn density(counts: &[u32], range: (f64, f64), axis: &Axis) -> Vec<Column> {
    let total: f64 = counts.iter().map(|&c| f64::from(c)).sum();
    columns(counts, range, total, axis, 2.0)
}
