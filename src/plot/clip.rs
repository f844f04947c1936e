//! Cutting lines off at a rectangle. The canvas backend would draw beyond it,
//! and its integer coordinates overflow far outside.

/// Far outside every screen, and small enough to compute with.
const FAR: f64 = 1e7;

/// A point in CSS pixels.
pub type Point = (f64, f64);

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Rect {
    /// Horizontal extent.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Vertical extent.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The part of `other` inside this one, if there is any.
    pub fn intersection(&self, other: Rect) -> Option<Rect> {
        let both = Rect {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        // Also false for NaN.
        (both.left <= both.right && both.top <= both.bottom).then_some(both)
    }
}

/// The parts of a polyline inside `rect`. A point that is not a number breaks
/// the line; an infinite one is taken as very far away.
pub fn clip_line(points: &[Point], rect: &Rect) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let near = |p: Point| (p.0.clamp(-FAR, FAR), p.1.clamp(-FAR, FAR));
        let (a, b) = (near(pair[0]), near(pair[1]));
        let Some((a, b, leaves)) = clip_segment(a, b, rect) else {
            open = false;
            continue;
        };
        match parts.last_mut() {
            Some(part) if open && part.last() == Some(&a) => part.push(b),
            _ => parts.push(vec![a, b]),
        }
        open = !leaves;
    }
    parts
}

/// Liang and Barsky (1984): the parameters at which a segment enters and leaves.
fn clip_segment(a: Point, b: Point, rect: &Rect) -> Option<(Point, Point, bool)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (direction, distance) in [
        (-dx, a.0 - rect.left),
        (dx, rect.right - a.0),
        (-dy, a.1 - rect.top),
        (dy, rect.bottom - a.1),
    ] {
        if direction.is_nan() || distance.is_nan() || (direction == 0.0 && distance < 0.0) {
            return None;
        }
        if direction < 0.0 {
            enter = enter.max(distance / direction);
        } else if direction > 0.0 {
            leave = leave.min(distance / direction);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |t: f64| {
        (
            (a.0 + t * dx).clamp(rect.left, rect.right),
            (a.1 + t * dy).clamp(rect.top, rect.bottom),
        )
    };
    let start = if enter == 0.0 { a } else { at(enter) };
    let end = if leave == 1.0 { b } else { at(leave) };
    Some((start, end, leave < 1.0))
}

/// Cuts a polyline into dashes: `on` pixels of line, `off` pixels of nothing.
pub fn dash_line(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let mut dashes = Vec::new();
    let mut current: Vec<Point> = points.first().map(|&p| vec![p]).unwrap_or_default();
    let mut drawing = true;
    let mut left = on;
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let length = (b.0 - a.0).hypot(b.1 - a.1);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let t = done / length;
            let p = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
            if drawing {
                current.push(p);
                dashes.push(std::mem::take(&mut current));
            } else {
                current = vec![p];
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length - done;
        if drawing {
            current.push(b);
        }
    }
    if drawing && current.len() > 1 {
        dashes.push(current);
    }
    dashes
}

/// The part of a polygon inside `rect`: Sutherland and Hodgman (1974). Parts
/// that are apart stay joined along the rectangle's edges, which a fill does not
/// show. Empty if a point is not a number.
pub fn clip_polygon(points: &[Point], rect: &Rect) -> Vec<Point> {
    if points.iter().any(|p| p.0.is_nan() || p.1.is_nan()) {
        return Vec::new();
    }
    let near = |p: &Point| (p.0.clamp(-FAR, FAR), p.1.clamp(-FAR, FAR));
    let mut polygon: Vec<Point> = points.iter().map(near).collect();
    // How far a point is inside each of the four edges.
    let edges: [&dyn Fn(Point) -> f64; 4] = [
        &|p| p.0 - rect.left,
        &|p| rect.right - p.0,
        &|p| p.1 - rect.top,
        &|p| rect.bottom - p.1,
    ];
    for inside in edges {
        let mut kept = Vec::with_capacity(polygon.len() + 4);
        let Some(&last) = polygon.last() else {
            return polygon;
        };
        let mut from = last;
        for &to in &polygon {
            let (a, b) = (inside(from), inside(to));
            if (a < 0.0) != (b < 0.0) {
                let t = a / (a - b);
                kept.push((from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1)));
            }
            if b >= 0.0 {
                kept.push(to);
            }
            from = to;
        }
        polygon = kept;
    }
    let (x, y) = ((rect.left, rect.right), (rect.top, rect.bottom));
    for point in &mut polygon {
        // Far points leave rounding errors at the crossings.
        *point = (point.0.clamp(x.0, x.1), point.1.clamp(y.0, y.1));
    }
    polygon
}
