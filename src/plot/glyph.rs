//! What is set on curves: dots, arrows, and the path that training has taken.

use std::ops::Range;

use plotters::style::Color;

use super::axis::Axis;
use super::clip::{Point, Rect};
use super::palette::Palette;
use super::role::Role;
use super::scene::Scene;

/// The largest radius of a dot, in CSS pixels: with its ring it stays inside the
/// frame wherever it is in the plot area.
const LARGEST: f64 = 6.0;
/// The ring of paper around a dot, which sets it off from lines.
const RING: f64 = 1.5;

/// The opacity of the oldest part of a path.
const FAINTEST: f64 = 0.25;

/// A point of interest: where training is now, a start, a goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Where; outside the axes it is not drawn.
    pub x: f64,
    /// How high.
    pub y: f64,
    /// What it stands for.
    pub role: Role,
    /// In CSS pixels, at most 6.
    pub radius: f64,
    /// A ring instead of a disc.
    pub hollow: bool,
}

/// A vertical arrow: a gradient that passes, or one that is stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow {
    /// Where.
    pub x: f64,
    /// Where it starts.
    pub from_y: f64,
    /// Where it points to.
    pub to_y: f64,
    /// What it stands for.
    pub role: Role,
    /// A bar across its end instead of a head.
    pub stopped: bool,
}

/// The points that training went through, the newest last: dots that fade with
/// age and the lines between them; the newest is large. Only the newest 1000 are
/// drawn, and lines only for as much way as three times the chart's width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Path<'a> {
    /// Where it was, in any order of x.
    pub points: &'a [(f64, f64)],
    /// What it stands for.
    pub role: Role,
}

/// Draws a dot at `at` with a ring of paper around it.
fn disc(scene: &mut Scene, at: Point, radius: f64, hollow: bool, role: Role, palette: &Palette) {
    let radius = if radius > 0.0 {
        radius.min(LARGEST)
    } else {
        3.0
    };
    let (paper, color) = (palette.paper.mix(1.0), role.color(palette).mix(1.0));
    scene.disc(at, radius + RING, paper);
    scene.disc(at, radius, color);
    if hollow {
        scene.disc(at, (radius - 2.0).max(1.0), paper);
    }
}

/// Draws a dot, if it is in sight.
pub fn draw_dot(scene: &mut Scene, (x, y): (&Axis, &Axis), dot: &Dot, palette: &Palette) {
    if x.contains(dot.x) && y.contains(dot.y) {
        let at = (x.position(dot.x), y.position(dot.y));
        disc(scene, at, dot.radius, dot.hollow, dot.role, palette);
    }
}

/// Draws an arrow; one that leaves the plot area ends at its edge, one without
/// length is not drawn unless it is stopped.
pub fn draw_arrow(
    scene: &mut Scene,
    area: &Rect,
    (x, y): (&Axis, &Axis),
    arrow: &Arrow,
    palette: &Palette,
) {
    const THICKNESS: f64 = 2.0;
    const HEAD: f64 = 7.0;
    const HALF: f64 = 4.0;
    if !x.contains(arrow.x) || arrow.from_y.is_nan() || arrow.to_y.is_nan() {
        return;
    }
    let color = arrow.role.color(palette).mix(1.0);
    let at = x.position(arrow.x);
    let (from, to) = (y.clamped(arrow.from_y), y.clamped(arrow.to_y));
    let length = (to - from).abs();
    let direction = if to < from { -1.0 } else { 1.0 };
    if arrow.stopped {
        scene.vertical(at, (from, to), THICKNESS, color);
        let bar = (
            (at - HALF - 1.0).max(area.left - HALF),
            (at + HALF + 1.0).min(area.right + HALF),
        );
        scene.horizontal(bar, to, THICKNESS, color);
        return;
    }
    if length < 1.0 {
        return;
    }
    let head = HEAD.min(length);
    let foot = to - direction * head;
    let half = HALF * (head / HEAD).max(0.5);
    if length > head {
        // Into the head, so that no gap opens between the two.
        scene.vertical(at, (from, foot + direction), THICKNESS, color);
    }
    scene.polygon(vec![(at - half, foot), (at + half, foot), (at, to)], color);
}

/// Draws the path: the lines first, the newest dot last.
pub fn draw_path(
    scene: &mut Scene,
    area: &Rect,
    (x, y): (&Axis, &Axis),
    path: &Path,
    palette: &Palette,
) {
    const MEMORY: usize = 1000;
    const RADIUS: f64 = 3.0;
    const WIDTHS: f64 = 3.0;
    let newest = path.points.len().saturating_sub(MEMORY);
    let points: Vec<Point> = path.points[newest..]
        .iter()
        .map(|p| (x.position(p.0), y.position(p.1)))
        .collect();
    let color = path.role.color(palette);
    let strength = strengths(&points, WIDTHS * area.width());
    for line in shades(&strength) {
        let shade = color.mix(strength[line.end - 1] * 0.6);
        scene.line(&points[line], area, 1.0, shade);
    }
    let Some((&last, older)) = points.split_last() else {
        return;
    };
    for (i, p) in apart(older, area) {
        scene.disc(p, RADIUS, color.mix(strength[i]));
    }
    if inside(area, last) {
        disc(scene, last, 5.0, false, path.role, palette);
    }
}

/// How strong each point is drawn, from 1 for the newest down to 0.25 for what
/// lies `reach` pixels of way back, or at the start if that is nearer. The way
/// counts and not the steps, so that training which has all but arrived still
/// shows where it came from.
fn strengths(points: &[Point], reach: f64) -> Vec<f64> {
    let mut way = 0.0;
    let mut ways = vec![0.0; points.len().min(1)];
    for pair in points.windows(2) {
        let step = (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
        way += if step.is_finite() {
            step.min(reach)
        } else {
            0.0
        };
        ways.push(way);
    }
    let reach = way.min(reach).max(f64::MIN_POSITIVE);
    let strength = |w: f64| 1.0 - (1.0 - FAINTEST) * ((way - w) / reach).min(1.0);
    ways.into_iter().map(strength).collect()
}

/// Where lines of about equal strength run; each starts where the last one ends.
/// There is none where the points are at their faintest: training that swings
/// would hatch the picture.
fn shades(strength: &[f64]) -> Vec<Range<usize>> {
    const SHADES: f64 = 24.0;
    let faintest = |s: &f64| *s <= FAINTEST;
    // From the last of the faintest on.
    let mut start = strength.iter().take_while(|s| faintest(s)).count().max(1) - 1;
    let mut lines = Vec::new();
    for end in start + 1..strength.len() {
        if (strength[end] - strength[start]) * SHADES >= 1.0 || end + 1 == strength.len() {
            lines.push(start..end + 1);
            start = end;
        }
    }
    lines
}

fn inside(area: &Rect, p: Point) -> bool {
    (area.left..=area.right).contains(&p.0) && (area.top..=area.bottom).contains(&p.1)
}

/// The points in sight with their indices, of those that lie on each other only
/// the newest: training that stands still or swings between two places would
/// otherwise cover its fading.
fn apart(points: &[Point], area: &Rect) -> Vec<(usize, Point)> {
    const CELL: f64 = 4.0;
    let columns = (area.width() / CELL) as usize + 1;
    let rows = (area.height() / CELL) as usize + 1;
    let mut taken = vec![false; columns * rows];
    let mut kept = Vec::new();
    for (i, &p) in points.iter().enumerate().rev() {
        if !inside(area, p) {
            continue;
        }
        let column = ((p.0 - area.left) / CELL) as usize;
        let row = ((p.1 - area.top) / CELL) as usize;
        if let Some(cell) = taken.get_mut(row * columns + column)
            && !std::mem::replace(cell, true)
        {
            kept.push((i, p));
        }
    }
    kept.reverse();
    kept
}
