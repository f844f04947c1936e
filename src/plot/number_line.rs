//! The number line: which reals round to which code.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::axis::Axis;
use super::clip::Rect;
use super::number::{format_number, format_signed};
use super::parts::{horizontal_range, plot_area};
use super::scene::{Align, Scene};
use super::text::{LABEL_SIZE, Row, TICK_SIZE, bold_width, width};
use super::ticks::{GAP, OVERHANG};
use super::{Frame, PlotError};

/// Room above the bands for the typed number and its error.
const ABOVE: f64 = 40.0;
/// Room below for the values.
const BELOW: f64 = 26.0;
/// Room below that for remarks.
const REMARKS: f64 = 18.0;

/// Of a large format, at most so many values are tried as labels.
const MANY: usize = 2000;

/// The reals that round to one code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band<'a> {
    /// The lower end; may be -∞.
    pub lower: f64,
    /// The upper end; may be ∞.
    pub upper: f64,
    /// What they round to.
    pub value: f64,
    /// What is written below; the value itself if absent.
    pub label: Option<&'a str>,
}

/// A piece of the real line with its rounding intervals.
#[derive(Clone, Copy, Debug)]
pub struct NumberLine<'a> {
    /// The intervals in ascending order; those outside the axis may be given
    /// too, and should be, so that shades do not alternate while it moves.
    pub bands: &'a [Band<'a>],
    /// What the axis shows.
    pub domain: (f64, f64),
    /// The index of the band that is spoken of.
    pub highlighted: Option<usize>,
    /// The number that was typed.
    pub typed: Option<f64>,
}

impl NumberLine<'_> {
    /// The horizontal axis.
    pub fn x_axis(&self, frame: &Frame) -> Axis {
        Axis::linear(self.domain, horizontal_range(frame, OVERHANG))
    }

    /// Draws the chart.
    pub fn draw<B: DrawingBackend>(&self, backend: &mut B, frame: &Frame) -> Result<(), PlotError> {
        self.scene(frame).draw(backend, frame)
    }

    /// The chart as shapes.
    pub fn scene(&self, frame: &Frame) -> Scene {
        let mut scene = Scene::new(frame);
        let Some(area) = plot_area(frame, OVERHANG, ABOVE, BELOW + REMARKS) else {
            return scene;
        };
        let axis = self.x_axis(frame);
        self.draw_bands(&mut scene, &area, &axis, frame);
        self.draw_labels(&mut scene, &area, &axis, frame);
        if let Some(typed) = self.typed {
            let value = self
                .highlighted
                .and_then(|i| self.bands.get(i))
                .map(|b| b.value);
            typed_number(&mut scene, &area, &axis, typed, value, frame);
        }
        scene
    }

    /// The bands that the axis shows, with their indices.
    fn visible(&self, axis: &Axis) -> impl Iterator<Item = (usize, &Band<'_>)> {
        let (low, high) = axis.domain();
        let first = self.bands.partition_point(|b| b.upper < low);
        self.bands
            .iter()
            .enumerate()
            .skip(first)
            .take_while(move |(_, b)| b.lower <= high)
    }

    fn draw_bands(&self, scene: &mut Scene, area: &Rect, axis: &Axis, frame: &Frame) {
        let palette = frame.palette;
        let count = self.visible(axis).count().max(1);
        let room = area.width() / count as f64;
        // Where bands are finer than the screen, one even wash stands for all.
        if room < 1.0 {
            scene.fill(*area, palette.exponent.mix(0.13));
        }
        let mut last_tick = f64::NEG_INFINITY;
        for (i, band) in self.visible(axis) {
            let chosen = self.highlighted == Some(i);
            let rect = Rect {
                left: axis.clamped(band.lower),
                right: axis.clamped(band.upper),
                ..*area
            };
            let wash = if chosen {
                palette.quantized.mix(0.45)
            } else {
                palette.exponent.mix(if i % 2 == 0 { 0.18 } else { 0.09 })
            };
            if (chosen || room >= 1.0) && rect.width() > 0.0 {
                scene.fill(rect, wash);
            }
            let x = axis.position(band.value);
            if !chosen && axis.contains(band.value) && x - last_tick >= 2.0 {
                let thickness = if room >= 6.0 { 1.3 } else { 1.0 };
                let strength = (room / 8.0).clamp(0.45, 1.0);
                let y = (area.top - 6.0, area.bottom + 6.0);
                scene.vertical(x, y, thickness, palette.exponent.mix(strength));
                last_tick = x;
            }
        }
        let middle = (area.top + area.bottom) / 2.0;
        scene.horizontal((area.left, area.right), middle, 1.0, palette.rule.mix(1.0));
        if let Some(band) = self.highlighted.and_then(|i| self.bands.get(i))
            && axis.contains(band.value)
        {
            let y = (area.top - 6.0, area.bottom + 6.0);
            let x = axis.position(band.value);
            scene.vertical(x, y, 2.5, palette.quantized.mix(1.0));
        }
    }

    /// Values below: the highlighted one, zero, then the others from the
    /// roundest on, as far as there is room.
    fn draw_labels(&self, scene: &mut Scene, area: &Rect, axis: &Axis, frame: &Frame) {
        let palette = frame.palette;
        let shown: Vec<usize> = self
            .visible(axis)
            .filter(|(_, band)| axis.contains(band.value))
            .map(|(i, _)| i)
            .collect();
        let dyadic = shown
            .iter()
            .all(|i| factors_of_two(self.bands[*i].value).is_some());
        let zero = self.bands.partition_point(|band| band.value < 0.0);
        let roundness = |i: usize| {
            // On a grid without a binary point, every 2nd, 4th, 8th from zero.
            let fallback = i.abs_diff(zero).trailing_zeros() as i32;
            if dyadic {
                factors_of_two(self.bands[i].value).unwrap_or(fallback)
            } else {
                fallback
            }
        };
        let mut order: Vec<(bool, bool, i32, usize)> = shown
            .iter()
            .map(|&i| {
                let other = self.highlighted != Some(i);
                (other, self.bands[i].value != 0.0, -roundness(i), i)
            })
            .collect();
        order.sort_unstable();
        let mut row = Row::new(area.left - OVERHANG, area.right + OVERHANG, GAP);
        let y = area.bottom + 16.0;
        for (other, _, _, i) in order.into_iter().take(MANY) {
            let text = self.label(i);
            let size = if other { TICK_SIZE } else { LABEL_SIZE };
            let measure = if other { width } else { bold_width };
            let half = measure(&text, size) / 2.0;
            let (first, last) = (area.left - OVERHANG + half, area.right + OVERHANG - half);
            let mut x = axis.position(self.bands[i].value);
            if !other && first <= last {
                x = x.clamp(first, last);
            }
            if row.take(x - half, x + half) {
                let color = if other {
                    palette.soft
                } else {
                    palette.quantized_text
                };
                scene.label((x, y), &text, Align::Middle, color, size, !other);
            }
        }
        self.draw_doubling(scene, area, axis, &shown, frame);
    }

    /// What is written at a band's value.
    fn label(&self, i: usize) -> String {
        match self.bands[i].label {
            Some(text) => text.to_string(),
            None => format_number(self.bands[i].value, 4),
        }
    }

    /// Where the step doubles, nearest to the typed number first.
    fn draw_doubling(
        &self,
        scene: &mut Scene,
        area: &Rect,
        axis: &Axis,
        shown: &[usize],
        frame: &Frame,
    ) {
        // Steps smaller than this are not seen to grow.
        const SEEN: f64 = 3.0;
        let palette = frame.palette;
        let centre = match self.typed.filter(|t| axis.contains(*t)) {
            Some(typed) => axis.position(typed),
            None => (area.left + area.right) / 2.0,
        };
        let scale = area.width() / (axis.domain().1 - axis.domain().0);
        let mut near: Vec<(f64, usize)> = shown
            .iter()
            .filter(|i| {
                self.doubled_step(**i)
                    .is_some_and(|step| step * scale >= SEEN)
            })
            .map(|&i| (axis.position(self.bands[i].value), i))
            .collect();
        near.sort_by(|a, b| (a.0 - centre).abs().total_cmp(&(b.0 - centre).abs()));
        let mut row = Row::new(area.left - OVERHANG, area.right + OVERHANG, 16.0);
        let top = area.bottom + BELOW - 1.0;
        for (x, i) in near {
            let text = format!("the step doubles at {}", self.label(i));
            let half = width(&text, TICK_SIZE) / 2.0;
            let (first, last) = (area.left - OVERHANG + half, area.right + OVERHANG - half);
            if first > last {
                continue;
            }
            let middle = x.clamp(first, last);
            if row.take(middle - half, middle + half) {
                scene.vertical(x, (top, top + 5.0), 1.0, palette.soft.mix(0.8));
                let at = (middle, top + 11.0);
                scene.text(at, &text, Align::Middle, palette.soft, TICK_SIZE);
            }
        }
    }

    /// The step away from zero, if it is twice the step towards zero.
    fn doubled_step(&self, i: usize) -> Option<f64> {
        let value = self.bands[i].value;
        let below = value - self.bands[i.checked_sub(1)?].value;
        let above = self.bands.get(i + 1)?.value - value;
        let (inner, outer) = if value > 0.0 {
            (below, above)
        } else {
            (above, below)
        };
        let doubles = value != 0.0 && inner > 0.0 && (outer / inner - 2.0).abs() < 1e-6;
        doubles.then_some(outer)
    }
}

/// The largest k for which a value is a multiple of 2^k; `None` for what is no
/// short binary fraction.
fn factors_of_two(value: f64) -> Option<i32> {
    // Eleven bits are enough for every format with up to ten mantissa bits.
    const BITS: u32 = 11;
    if value == 0.0 {
        return Some(i32::MAX);
    }
    if !value.is_normal() {
        return None;
    }
    // A normal double is 1.m * 2^(e - 1023) = (2^52 + m) * 2^(e - 1075).
    let bits = value.to_bits();
    let zeros = ((bits & ((1 << 52) - 1)) | (1 << 52)).trailing_zeros();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    (53 - zeros <= BITS).then_some(exponent - 1075 + zeros as i32)
}

/// The typed number as a triangle with its label, and the way to its value.
pub(super) fn typed_number(
    scene: &mut Scene,
    area: &Rect,
    axis: &Axis,
    typed: f64,
    value: Option<f64>,
    frame: &Frame,
) {
    if typed.is_nan() {
        return;
    }
    let palette = frame.palette;
    let blue = palette.original.mix(1.0);
    let text = format_number(typed, 6);
    let w = bold_width(&text, LABEL_SIZE);
    let x = axis.clamped(typed);
    let (tip, base) = (area.top - 10.0, area.top - 22.0);
    let middle = base + 5.0;
    let inside = axis.contains(typed);
    if inside {
        scene.polygon(vec![(x - 6.0, base), (x + 6.0, base), (x, tip)], blue);
    } else {
        // Out of sight: an arrow to where it is.
        let sign = if x <= area.left { -1.0 } else { 1.0 };
        let back = x - sign * 4.0;
        let points = vec![
            (back, base),
            (back, tip),
            (back + sign * 10.0, middle + 1.0),
        ];
        scene.polygon(points, blue);
    }
    // The label on the side away from the value, if it fits there.
    let value = value.filter(|v| v.is_finite());
    let value_right = value.is_some_and(|v| v > typed);
    let fits_left = x - 10.0 - w >= 0.0;
    let fits_right = x + 10.0 + w <= area.right + OVERHANG;
    let left = if value_right {
        fits_left || !fits_right
    } else {
        fits_left && !fits_right
    };
    let (at, align) = if left {
        ((x - 10.0, middle), Align::End)
    } else {
        ((x + 10.0, middle), Align::Start)
    };
    scene.label(at, &text, align, palette.original_text, LABEL_SIZE, true);

    let Some(value) = value.filter(|v| *v != typed && inside) else {
        return;
    };
    let goal = axis.clamped(value);
    let (from, to) = (area.top - 9.0, area.top - 4.0);
    if (goal - x).abs() >= 1.0 {
        let pink = palette.error.mix(1.0);
        scene.vertical(x, (from, to + 1.0), 2.0, pink);
        scene.horizontal((x, goal), to, 2.0, pink);
        scene.vertical(goal, (from + 2.0, to + 1.0), 2.0, pink);
    }
    // How large the error is, on the other side.
    let text = format_signed(value - typed, 3);
    let w = width(&text, LABEL_SIZE);
    let color = palette.error_text;
    if left && x.max(goal) + 10.0 + w <= area.right + OVERHANG {
        scene.text(
            (x.max(goal) + 10.0, middle),
            &text,
            Align::Start,
            color,
            LABEL_SIZE,
        );
    } else if !left && x.min(goal) - 10.0 - w >= 0.0 {
        scene.text(
            (x.min(goal) - 10.0, middle),
            &text,
            Align::End,
            color,
            LABEL_SIZE,
        );
    }
}
