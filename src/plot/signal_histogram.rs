//! The numbers before and after quantization, over one axis.
//!
//! Both are drawn as densities, share per unit: the signal as an area, each
//! quantized value as a spike of the height (its share) / (the room between its
//! neighbours). A quantizer that only rounds therefore gives spikes that trace
//! the area, whatever the format and however its steps grow, and the picture
//! does not jump when the number of bits changes. What stands out of the area
//! stands out for a reason: values that pile up at the end of the range, say.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::axis::Axis;
use super::clip::Rect;
use super::density::{Column, columns, highest, robust_top, spikes};
use super::mark::{MARK_ROW, Mark, draw_marks, mark_rows};
use super::parts::{
    AXIS_HEIGHT, Broken, bottom_axis, broken_columns, clip_regions, filled, horizontal_range,
    outline, plot_area, region_label, wide_enough,
};
use super::scene::Scene;
use super::text::Row;
use super::ticks::OVERHANG;
use super::{Frame, PlotError};

/// Room above the plot area.
const TOP: f64 = 2.0;
/// Room above the highest column, for labels.
const HEADROOM: f64 = 20.0;

/// A signal's histogram with the quantized values over it.
#[derive(Clone, Copy, Debug)]
pub struct SignalHistogram<'a> {
    /// How many values fall into each of equally wide bins.
    pub counts: &'a [u32],
    /// The first bin's lower and the last bin's upper edge.
    pub range: (f64, f64),
    /// The quantized values in ascending order, and how often each occurs.
    pub quantized: &'a [(f64, u64)],
    /// What the axis shows; it may be wider than the data, so that the picture
    /// stands still while a range is dragged.
    pub domain: (f64, f64),
    /// Values below the first and above the second are clipped.
    pub clip: Option<(f64, f64)>,
    /// Labelled lines, such as the thresholds of calibrators. Their labels take
    /// rows above the picture, so many as there are labels, at most three.
    pub marks: &'a [Mark<'a>],
}

impl SignalHistogram<'_> {
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
        let rows = mark_rows(self.marks, frame);
        let top = TOP + rows as f64 * MARK_ROW;
        let Some(area) = plot_area(frame, OVERHANG, top, AXIS_HEIGHT) else {
            return scene;
        };
        let palette = frame.palette;
        let axis = self.x_axis(frame);
        let signal: f64 = self.counts.iter().map(|&c| f64::from(c)).sum();
        let quantized: f64 = self.quantized.iter().map(|&(_, c)| c as f64).sum();
        let total = signal.max(quantized);
        let columns = columns(self.counts, self.range, total, &axis, 2.0);
        let spikes = spikes(self.quantized, total, &axis, 3.0);
        let after: Vec<Column> = spikes.iter().map(|s| s.1).collect();
        let mut top = robust_top(&columns, highest(&after));
        if top == 0.0 {
            top = robust_top(&after, 0.0);
        }
        let headroom = HEADROOM.min(area.height() / 4.0);
        let height = |density: f64| {
            let part = if top > 0.0 {
                (density / top).min(1.0)
            } else {
                0.0
            };
            area.bottom - part * (area.height() - headroom)
        };

        let regions = match self.clip {
            Some(clip) => clip_regions(&mut scene, &area, &axis, clip, palette),
            None => [None, None],
        };
        let points = outline(&columns, wide_enough(&columns), area.bottom, height);
        filled(&mut scene, &area, &points, palette.original.mix(0.22));
        scene.line(&points, &area, 1.4, palette.original.mix(1.0));
        self.draw_spikes(&mut scene, &area, &spikes, height, frame);

        let lines = draw_marks(
            &mut scene,
            &area,
            &axis,
            self.marks,
            (TOP, rows),
            None,
            palette,
        );

        let mut row = Row::new(area.left, area.right, 8.0);
        // No label on a line.
        row.avoid(lines);
        let y = area.top + headroom / 2.0 - 1.0;
        let signal = columns.iter().map(|c| (c.middle(), c, true));
        let after = spikes.iter().map(|(x, c, _)| (*x, c, false));
        let broken = signal
            .chain(after)
            .filter(|(x, c, _)| c.density > top && *x >= area.left && *x <= area.right)
            .map(|(x, c, before)| Broken {
                x,
                half: if before { (c.x.1 - c.x.0) / 2.0 } else { 1.0 },
                share: c.share,
                line: if before {
                    palette.original
                } else {
                    palette.quantized
                },
                words: if before {
                    palette.original_text
                } else {
                    palette.quantized_text
                },
            })
            .collect();
        broken_columns(
            &mut scene,
            broken,
            (area.top + headroom, y),
            &mut row,
            palette,
        );
        for region in regions.iter().flatten() {
            region_label(&mut scene, region, y, &["clipped"], &mut row, palette);
        }
        bottom_axis(&mut scene, &area, &axis, palette);
        scene
    }

    /// Single values as spikes; where they stand closer than three pixels, the
    /// line of their tops.
    fn draw_spikes(
        &self,
        scene: &mut Scene,
        area: &Rect,
        spikes: &[(f64, Column, bool)],
        height: impl Fn(f64) -> f64 + Copy,
        frame: &Frame,
    ) {
        let color = frame.palette.quantized;
        let mut start = 0;
        while start < spikes.len() {
            let alone = spikes[start].2;
            let length = spikes[start..].iter().take_while(|s| s.2 == alone).count();
            let run = &spikes[start..start + length];
            if alone {
                for (x, column, _) in run {
                    if column.share > 0.0 && *x >= area.left && *x <= area.right {
                        let room = column.x.1 - column.x.0;
                        let thickness = (room * 0.4).clamp(1.0, 2.0);
                        let y = (area.bottom, height(column.density));
                        scene.vertical(*x, y, thickness, color.mix(1.0));
                    }
                }
            } else {
                // Faint lines go on where the spikes become too dense, under
                // the line that their tops draw.
                for (x, column, _) in run {
                    if *x >= area.left && *x <= area.right {
                        let y = (area.bottom, height(column.density));
                        scene.vertical(*x, y, 1.0, color.mix(0.3));
                    }
                }
                let tops: Vec<(f64, f64)> = run
                    .iter()
                    .map(|(x, column, _)| (*x, height(column.density)))
                    .collect();
                scene.line(&tops, area, 1.4, color.mix(1.0));
            }
            start += length;
        }
    }
}
