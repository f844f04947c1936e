//! The whole positive range of a format on a logarithmic line: every value a
//! tick, equally dense in every octave down to the subnormals, and what lies
//! beyond on both sides.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::axis::Axis;
use super::clip::Rect;
use super::density::{Column, highest};
use super::number::{format_number, power_of_two};
use super::number_line::typed_number;
use super::parts::{
    filled, hatch, horizontal_range, outline, plot_area, region_label, shade, wide_enough,
};
use super::scene::{Align, Scene};
use super::text::{Row, TICK_SIZE, width};
use super::ticks::{GAP, OVERHANG};
use super::{Frame, PlotError};

/// Room below the ticks for labels.
const BELOW: f64 = 26.0;
/// Height of the band of ticks.
const BAND: f64 = 30.0;
/// Room for the typed number above the band.
const MARKER: f64 = 28.0;
/// What the regions beyond the format's range get on either side.
const BEYOND: f64 = 72.0;

/// How the magnitudes of a signal lie, in bins equally wide in log2.
#[derive(Clone, Copy, Debug)]
pub struct LogDensity<'a> {
    /// How many magnitudes fall into each bin.
    pub counts: &'a [u32],
    /// log2 of the first bin's lower and of the last bin's upper edge.
    pub log2_range: (f64, f64),
}

/// A format's positive values on a log2 axis.
#[derive(Clone, Copy, Debug)]
pub struct NumberLineLog<'a> {
    /// Every positive finite value of the format, ascending.
    pub values: &'a [f64],
    /// The smallest value with a full mantissa; what is below is subnormal.
    pub min_normal: f64,
    /// Magnitudes below this become zero; 0 if none do.
    pub underflow: f64,
    /// Magnitudes above this overflow; ∞ if none do.
    pub overflow: f64,
    /// The number that was typed; its magnitude is shown.
    pub typed: Option<f64>,
    /// What it becomes.
    pub value: Option<f64>,
    /// The signal, drawn as an area above the line.
    pub density: Option<LogDensity<'a>>,
}

impl NumberLineLog<'_> {
    /// The horizontal axis: the format's range with room on both sides.
    pub fn x_axis(&self, frame: &Frame) -> Axis {
        let range = horizontal_range(frame, OVERHANG);
        let (Some(&first), Some(&last)) = (self.values.first(), self.values.last()) else {
            return Axis::log2((0.0, 0.0), range);
        };
        if !(first > 0.0 && last.is_finite()) {
            return Axis::log2((0.0, 0.0), range);
        }
        // The regions begin at the thresholds, not at the last values.
        let low = if self.underflow > 0.0 {
            first.min(self.underflow)
        } else {
            first
        };
        let high = if self.overflow < f64::INFINITY {
            last.max(self.overflow)
        } else {
            last
        };
        let octaves = (high / low).log2().max(1.0);
        let room = (range.1 - range.0).max(1.0);
        let beyond = BEYOND.min(room / 6.0);
        let pad = 2_f64.powf(octaves * beyond / (room - 2.0 * beyond));
        Axis::log2((low / pad, high * pad), range)
    }

    /// Draws the chart.
    pub fn draw<B: DrawingBackend>(&self, backend: &mut B, frame: &Frame) -> Result<(), PlotError> {
        self.scene(frame).draw(backend, frame)
    }

    /// The chart as shapes.
    pub fn scene(&self, frame: &Frame) -> Scene {
        let mut scene = Scene::new(frame);
        let Some(area) = plot_area(frame, OVERHANG, 2.0, BELOW) else {
            return scene;
        };
        let palette = frame.palette;
        let axis = self.x_axis(frame);
        let band = Rect {
            top: (area.bottom - BAND).max(area.top),
            ..area
        };
        let mut row = Row::new(area.left, area.right, 8.0);
        let word = area.top + 8.0;
        self.draw_regions(&mut scene, &area, &band, &axis, frame);
        if let Some(density) = self.density {
            let hill = Rect {
                top: (area.top + 16.0).min(band.top),
                bottom: (band.top - MARKER).max(area.top),
                ..area
            };
            draw_density(&mut scene, &hill, &axis, density, frame);
        }
        for (region, words) in self.regions(&area, &axis) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            region_label(&mut scene, &region, word, &words, &mut row, palette);
        }
        self.draw_ticks(&mut scene, &band, &axis, frame);
        self.draw_labels(&mut scene, &band, &axis, frame);
        if let Some(typed) = self.typed {
            let above = band.top - area.top >= MARKER;
            if above {
                let value = self.value.map(f64::abs).filter(|v| *v > 0.0);
                typed_number(&mut scene, &band, &axis, typed.abs(), value, frame);
            }
        }
        scene
    }

    /// Underflow, overflow and subnormal, as far as visible, each with a long
    /// and a short word.
    fn regions(&self, area: &Rect, axis: &Axis) -> Vec<(Rect, [String; 2])> {
        let slice = |from: f64, to: f64| Rect {
            left: axis.clamped(from),
            right: axis.clamped(to),
            ..*area
        };
        let (low, high) = axis.domain();
        let mut regions = Vec::new();
        if self.underflow > low {
            let words = ["underflow".to_string(), "→ 0".to_string()];
            regions.push((slice(low, self.underflow), words));
        }
        if self.overflow < high {
            let short = format!("> {}", format_number(self.overflow, 4));
            regions.push((slice(self.overflow, high), ["overflow".to_string(), short]));
        }
        if let Some(subnormal) = self.subnormal(area, axis) {
            let words = ["subnormal".to_string(), "sub".to_string()];
            regions.push((subnormal, words));
        }
        regions
    }

    /// The part of an area over the subnormal values.
    fn subnormal(&self, area: &Rect, axis: &Axis) -> Option<Rect> {
        let first = *self.values.first()?;
        (self.min_normal > first).then(|| Rect {
            left: axis.clamped(first),
            right: axis.clamped(self.min_normal),
            ..*area
        })
    }

    fn draw_regions(
        &self,
        scene: &mut Scene,
        area: &Rect,
        band: &Rect,
        axis: &Axis,
        frame: &Frame,
    ) {
        let palette = frame.palette;
        let (low, high) = axis.domain();
        for (from, to) in [(low, self.underflow), (self.overflow, high)] {
            if from < to {
                let left = axis.clamped(from);
                let right = axis.clamped(to);
                shade(
                    scene,
                    Rect {
                        left,
                        right,
                        ..*area
                    },
                    palette,
                );
            }
        }
        if let Some(region) = self.subnormal(band, axis) {
            hatch(scene, region, palette.exponent.mix(0.35));
        }
    }

    fn draw_ticks(&self, scene: &mut Scene, band: &Rect, axis: &Axis, frame: &Frame) {
        let palette = frame.palette;
        let (Some(&first), Some(&last)) = (self.values.first(), self.values.last()) else {
            return;
        };
        let inside = Rect {
            left: axis.clamped(first),
            right: axis.clamped(last),
            ..*band
        };
        scene.fill(inside, palette.exponent.mix(0.1));
        let mut before = f64::NEG_INFINITY;
        for &value in self.values {
            let x = axis.position(value);
            // The first value of an octave is the one to see.
            let octave = value.log2().fract() == 0.0;
            if axis.contains(value) && (octave || x - before >= 2.0) {
                let (top, strength) = if octave {
                    (0.0, 1.0)
                } else {
                    (band.height() * 0.35, 0.7)
                };
                let y = (band.top + top, band.bottom);
                scene.vertical(x, y, 1.0, palette.exponent.mix(strength));
                before = x;
            }
        }
        scene.horizontal(
            (band.left, band.right),
            band.bottom,
            1.0,
            palette.soft.mix(0.7),
        );
        if let Some(value) = self.value.map(f64::abs).filter(|v| axis.contains(*v)) {
            let y = (band.top - 4.0, band.bottom + 4.0);
            scene.vertical(axis.position(value), y, 2.5, palette.quantized.mix(1.0));
        }
    }

    /// The ends, where the subnormals begin, one; then as many powers of two as
    /// have room.
    fn draw_labels(&self, scene: &mut Scene, band: &Rect, axis: &Axis, frame: &Frame) {
        let palette = frame.palette;
        let mut row = Row::new(band.left - OVERHANG, band.right + OVERHANG, 2.0 * GAP);
        let mut place = |value: f64, text: String| {
            let half = width(&text, TICK_SIZE) / 2.0;
            let x = axis.position(value);
            if axis.contains(value) && row.take(x - half, x + half) {
                let y = band.bottom;
                scene.vertical(x, (y, y + 4.0), 1.0, palette.soft.mix(0.7));
                scene.text((x, y + 14.0), &text, Align::Middle, palette.soft, TICK_SIZE);
            }
        };
        let ends = [self.values.last(), self.values.first()];
        for value in ends
            .into_iter()
            .flatten()
            .copied()
            .chain([self.min_normal, 1.0])
        {
            if value > 0.0 {
                place(value, tick_label(value));
            }
        }
        for tick in axis.ticks() {
            place(tick.value, tick.label);
        }
    }
}

/// A power of two as such, everything else as a decimal.
fn tick_label(value: f64) -> String {
    let exponent = value.log2();
    if exponent.fract() == 0.0 {
        power_of_two(exponent as i32)
    } else {
        format_number(value, 4)
    }
}

fn draw_density(scene: &mut Scene, area: &Rect, axis: &Axis, density: LogDensity, frame: &Frame) {
    let (low, high) = density.log2_range;
    let total: f64 = density.counts.iter().map(|&c| f64::from(c)).sum();
    let bin = (high - low) / density.counts.len() as f64;
    // Also false for NaN.
    if !(bin > 0.0 && bin.is_finite() && total > 0.0 && area.height() > 4.0) {
        return;
    }
    let columns: Vec<Column> = density
        .counts
        .iter()
        .enumerate()
        .map(|(i, &count)| {
            let edge = |i: usize| axis.position(2_f64.powf(low + i as f64 * bin));
            let share = f64::from(count) / total;
            Column {
                x: (edge(i), edge(i + 1)),
                density: share / bin,
                share,
            }
        })
        .collect();
    let top = highest(&columns);
    let height = |d: f64| area.bottom - d / top * area.height();
    scene.horizontal(
        (area.left, area.right),
        area.bottom,
        1.0,
        frame.palette.rule.mix(1.0),
    );
    let points = outline(&columns, wide_enough(&columns), area.bottom, height);
    filled(scene, area, &points, frame.palette.original.mix(0.22));
    scene.line(&points, area, 1.4, frame.palette.original.mix(1.0));
}
