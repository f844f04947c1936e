//! What several charts have: the plot area, the axis line, shaded regions, and
//! the mark where a column is broken off.

use plotters::style::{Color, RGBAColor, RGBColor};

use super::Frame;
use super::axis::Axis;
use super::clip::{Point, Rect};
use super::density::Column;
use super::number::format_percent;
use super::palette::Palette;
use super::scene::{Align, Scene};
use super::text::{LABEL_SIZE, Row, TICK_SIZE, width};
use super::ticks::{GAP, OVERHANG, Tick};

/// Room below the plot area for ticks and their labels, in CSS pixels.
pub const AXIS_HEIGHT: f64 = 24.0;

/// Room left of the plot area for the labels of a vertical axis; fixed, so that
/// nothing moves sideways while a range is dragged, and the same in all charts,
/// so that those below each other share their x.
pub const MARGIN: f64 = 46.0;

/// The plot area: the frame without its margins. `None` where nothing sensible
/// fits; such a chart stays empty.
pub fn plot_area(frame: &Frame, left: f64, top: f64, bottom: f64) -> Option<Rect> {
    let area = Rect {
        left,
        top,
        right: f64::from(frame.width) - OVERHANG,
        bottom: f64::from(frame.height) - bottom,
    };
    (area.width() >= 24.0 && area.height() >= 8.0).then_some(area)
}

/// The horizontal range of a chart, also of one too small to be drawn.
pub fn horizontal_range(frame: &Frame, left: f64) -> (f64, f64) {
    (left, (f64::from(frame.width) - OVERHANG).max(left))
}

/// The axis line at the foot of the plot area, with ticks and labels.
pub fn bottom_axis(scene: &mut Scene, area: &Rect, axis: &Axis, palette: &Palette) {
    named_bottom_axis(scene, area, axis, "", palette);
}

/// The same with the axis' name at its end, in the place of tick labels. A name
/// that would take more than half of the axis is left out.
pub fn named_bottom_axis(
    scene: &mut Scene,
    area: &Rect,
    axis: &Axis,
    name: &str,
    palette: &Palette,
) {
    scene.horizontal(
        (area.left, area.right),
        area.bottom,
        1.0,
        palette.soft.mix(0.7),
    );
    let end = area.right + OVERHANG - 2.0;
    let w = width(name, LABEL_SIZE);
    let named = !name.is_empty() && w <= area.width() / 2.0;
    for mut tick in axis.ticks() {
        let reach = tick.position + width(&tick.label, TICK_SIZE) / 2.0;
        if named && reach + GAP > end - w {
            tick.label.clear();
        }
        bottom_tick(scene, area.bottom, &tick, palette);
    }
    if named {
        let at = (end, area.bottom + 14.0);
        scene.text(at, name, Align::End, palette.ink, LABEL_SIZE);
    }
}

/// The ticks left of the plot area with their labels.
pub fn left_axis(scene: &mut Scene, area: &Rect, axis: &Axis, palette: &Palette) {
    let end = area.left - 6.0;
    for tick in axis.vertical_ticks_within(end) {
        let line = (area.left - 4.0, area.left);
        scene.horizontal(line, tick.position, 1.0, palette.soft.mix(0.7));
        let at = (end, tick.position);
        scene.text(at, &tick.label, Align::End, palette.soft, TICK_SIZE);
    }
}

/// One tick below `y`.
pub fn bottom_tick(scene: &mut Scene, y: f64, tick: &Tick, palette: &Palette) {
    scene.vertical(tick.position, (y, y + 4.0), 1.0, palette.soft.mix(0.7));
    scene.text(
        (tick.position, y + 14.0),
        &tick.label,
        Align::Middle,
        palette.soft,
        TICK_SIZE,
    );
}

/// Diagonal lines over a rectangle, so that a region is told by more than colour.
pub fn hatch(scene: &mut Scene, rect: Rect, color: RGBAColor) {
    const STEP: f64 = 7.0;
    if !(rect.width() >= 1.0 && rect.height() >= 1.0) {
        return;
    }
    // Anchored to the frame, not to the region: the pattern stands still while
    // the region's edge is dragged.
    let first = ((rect.left - rect.height()) / STEP).floor() as i64;
    let last = (rect.right / STEP).ceil() as i64;
    for n in first..=last {
        let x = n as f64 * STEP;
        let stroke = [(x, rect.bottom), (x + rect.height(), rect.top)];
        scene.line(&stroke, &rect, 1.0, color);
    }
}

/// A washed and hatched region.
pub fn shade(scene: &mut Scene, rect: Rect, palette: &Palette) {
    scene.fill(rect, palette.clipped.mix(0.09));
    hatch(scene, rect, palette.clipped.mix(0.22));
}

/// The regions of a plot area left of `clip.0` and right of `clip.1`, with a
/// dashed line at each and a word in `row` if there is room.
pub fn clip_regions(
    scene: &mut Scene,
    area: &Rect,
    axis: &Axis,
    clip: (f64, f64),
    palette: &Palette,
) -> [Option<Rect>; 2] {
    let (low, high) = (clip.0.min(clip.1), clip.0.max(clip.1));
    let mut regions = [None, None];
    if low.is_nan() || high.is_nan() {
        return regions;
    }
    let (left, right) = (axis.clamped(low), axis.clamped(high));
    let sides = [
        (area.left, left, left, axis.contains(low)),
        (right, area.right, right, axis.contains(high)),
    ];
    for (region, (start, end, edge, visible)) in regions.iter_mut().zip(sides) {
        if end - start >= 1.0 {
            let rect = Rect {
                left: start,
                right: end,
                ..*area
            };
            shade(scene, rect, palette);
            *region = Some(rect);
        }
        if visible {
            let edge = [(edge, area.top), (edge, area.bottom)];
            scene.dashed(&edge, area, (4.0, 3.0), 1.0, palette.clipped.mix(1.0));
        }
    }
    regions
}

/// The word for a region at the height `y`, if it fits into region and row.
pub fn region_label(
    scene: &mut Scene,
    region: &Rect,
    y: f64,
    words: &[&str],
    row: &mut Row,
    palette: &Palette,
) {
    let middle = (region.left + region.right) / 2.0;
    for word in words {
        let half = width(word, TICK_SIZE) / 2.0;
        if half * 2.0 + 6.0 <= region.width() && row.take(middle - half, middle + half) {
            let color = palette.clipped_text;
            scene.text((middle, y), word, Align::Middle, color, TICK_SIZE);
            return;
        }
    }
}

/// A column that is higher than the chart.
pub struct Broken {
    /// Its middle.
    pub x: f64,
    /// Half its width.
    pub half: f64,
    /// Share of all values.
    pub share: f64,
    /// Its colour.
    pub line: RGBColor,
    /// The colour of its label.
    pub words: RGBColor,
}

/// Marks columns as broken off at `top` and writes their share above, the
/// largest first; those without room for a label stay unmarked.
pub fn broken_columns(
    scene: &mut Scene,
    mut broken: Vec<Broken>,
    (top, y): (f64, f64),
    row: &mut Row,
    palette: &Palette,
) {
    broken.sort_by(|a, b| b.share.total_cmp(&a.share));
    for column in broken {
        let text = format!("↑\u{a0}{}", format_percent(column.share));
        if beside(scene, (column.x, y), 7.0, &text, row, column.words) {
            break_mark(scene, &column, top, palette.paper);
        }
    }
}

/// A gap of paper between two slanting strokes.
fn break_mark(scene: &mut Scene, column: &Broken, top: f64, paper: RGBColor) {
    let (left, right) = (column.x - column.half - 3.5, column.x + column.half + 3.5);
    let stroke = |y: f64| [(left, y + 1.5), (right, y - 1.5)];
    let (upper, lower) = (stroke(top + 8.0), stroke(top + 12.0));
    let gap = vec![upper[0], upper[1], lower[1], lower[0]];
    scene.polygon(gap, paper.mix(1.0));
    let around = Rect {
        left,
        right,
        top,
        bottom: top + 20.0,
    };
    scene.line(&upper, &around, 1.0, column.line.mix(1.0));
    scene.line(&lower, &around, 1.0, column.line.mix(1.0));
}

/// A label beside `x`, on whichever side has room in its row.
pub fn beside(
    scene: &mut Scene,
    (x, y): Point,
    away: f64,
    text: &str,
    row: &mut Row,
    color: RGBColor,
) -> bool {
    let w = width(text, LABEL_SIZE);
    if row.take(x + away, x + away + w) {
        scene.text((x + away, y), text, Align::Start, color, LABEL_SIZE);
        true
    } else if row.take(x - away - w, x - away) {
        scene.text((x - away, y), text, Align::End, color, LABEL_SIZE);
        true
    } else {
        false
    }
}

/// The outline of columns from the foot up, with corners or through the middles.
/// `height` gives the y of a density.
pub fn outline(
    columns: &[Column],
    corners: bool,
    foot: f64,
    height: impl Fn(f64) -> f64,
) -> Vec<Point> {
    let mut points = Vec::with_capacity(columns.len() * 2 + 2);
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else {
        return points;
    };
    points.push((first.x.0, foot));
    for column in columns {
        let y = height(column.density);
        if corners {
            points.push((column.x.0, y));
            points.push((column.x.1, y));
        } else {
            points.push((column.middle(), y));
        }
    }
    points.push((last.x.1, foot));
    points
}

/// Whether columns are wide enough to be told apart by their corners.
pub fn wide_enough(columns: &[Column]) -> bool {
    const CORNERS: f64 = 6.0;
    columns.first().is_some_and(|c| c.x.1 - c.x.0 >= CORNERS)
}

/// A filled outline inside a plot area, its lower edge at the area's foot.
pub fn filled(scene: &mut Scene, area: &Rect, points: &[Point], fill: RGBAColor) {
    // The outline is a function of x: cutting the line and keeping to the foot
    // cuts the area. The line never leaves through the top.
    for part in super::clip::clip_line(points, area) {
        let (Some(&first), Some(&last)) = (part.first(), part.last()) else {
            continue;
        };
        let mut polygon = part;
        polygon.push((last.0, area.bottom));
        polygon.push((first.0, area.bottom));
        scene.polygon(polygon, fill);
    }
}
