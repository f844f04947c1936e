//! What is set on curves: dots, arrows, and the path that training has taken.

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
/// drawn.
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
    /// So many shades of age.
    const SHADES: usize = 24;
    const RADIUS: f64 = 2.0;
    let newest = path.points.len().saturating_sub(MEMORY);
    let points: Vec<Point> = path.points[newest..]
        .iter()
        .map(|p| (x.position(p.0), y.position(p.1)))
        .collect();
    let color = path.role.color(palette);
    let strength = |i: usize| 0.2 + 0.8 * (i + 1) as f64 / points.len() as f64;
    let step = points.len().div_ceil(SHADES).max(1);
    for start in (0..points.len()).step_by(step) {
        let end = (start + step).min(points.len() - 1);
        let shade = color.mix(strength(end) * 0.6);
        scene.line(&points[start..=end], area, 1.0, shade);
    }
    let Some((&last, older)) = points.split_last() else {
        return;
    };
    for (i, p) in apart(older, area) {
        scene.disc(p, RADIUS, color.mix(strength(i)));
    }
    if inside(area, last) {
        disc(scene, last, 5.0, false, path.role, palette);
    }
}

fn inside(area: &Rect, p: Point) -> bool {
    (area.left..=area.right).contains(&p.0) && (area.top..=area.bottom).contains(&p.1)
}

/// The points in sight with their indices, of those that lie on each other only
/// the newest: training that stands still or swings between two places would
/// otherwise cover its fading.
fn apart(points: &[Point], area: &Rect) -> Vec<(usize, Point)> {
    const CELL: f64 = 3.0;
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
