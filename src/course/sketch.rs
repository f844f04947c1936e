//! Lines that a person draws: heights at a few places of a chart, and the true line's there.

use crate::lesson::curve::{chart, line};
use crate::plot::{Axis, Curves, Frame, Role, Scale, Scene};

/// Places at which a sketch has a height.
pub const BINS: usize = 24;

/// A line in a chart, and the window through which the chart shows it.
#[derive(Clone, Debug)]
pub struct Shape {
    /// x ascending.
    points: Vec<(f64, f64)>,
    domain: (f64, f64),
    codomain: (f64, f64),
    scale: Scale,
    /// How it is drawn. Kept with the line, so that only lessons that ask for one carry the code.
    scene: fn(&Shape, bool, &Frame) -> Scene,
    y_axis: fn(&Shape, &Frame) -> Axis,
}

impl Shape {
    /// A line through points, x ascending, seen through a window.
    #[must_use]
    pub fn new(
        points: Vec<(f64, f64)>,
        domain: (f64, f64),
        codomain: (f64, f64),
        scale: Scale,
    ) -> Self {
        Self {
            points,
            domain,
            codomain,
            scale,
            scene: |shape, shown, frame| {
                let lines = [line(&shape.points, Role::Error)];
                let lines = if shown { &lines[..] } else { &[] };
                shape.window(lines).scene(frame)
            },
            y_axis: |shape, frame| shape.window(&[]).y_axis(frame),
        }
    }

    /// The window, with the line in it or without.
    #[must_use]
    pub fn scene(&self, shown: bool, frame: &Frame) -> Scene {
        (self.scene)(self, shown, frame)
    }

    /// The window's vertical axis.
    #[must_use]
    pub fn y_axis(&self, frame: &Frame) -> Axis {
        (self.y_axis)(self, frame)
    }

    /// The window's horizontal axis.
    #[must_use]
    pub fn x_axis(&self, frame: &Frame) -> Axis {
        Curves {
            domain: self.domain,
            ..Curves::default()
        }
        .x_axis(frame)
    }

    fn window<'a>(&self, lines: &'a [crate::plot::Line<'a>]) -> Curves<'a> {
        Curves {
            y_scale: self.scale,
            ..chart(lines, self.domain, self.codomain)
        }
    }

    /// The x in the middle of a place.
    #[must_use]
    pub fn place(&self, bin: usize) -> f64 {
        let (from, to) = self.domain;
        from + (to - from) * (bin as f64 + 0.5) / BINS as f64
    }

    /// How high y lies in the window: 0 at its foot, 1 at its top.
    #[must_use]
    pub fn height(&self, y: f64) -> f64 {
        let (y, foot, top) = match self.scale {
            Scale::Linear | Scale::Whole => (y, self.codomain.0, self.codomain.1),
            Scale::Log2 | Scale::Log10 => (y.ln(), self.codomain.0.ln(), self.codomain.1.ln()),
        };
        let height = (y - foot) / (top - foot);
        // What has no logarithm lies at the foot.
        if height.is_nan() {
            0.0
        } else {
            height.clamp(0.0, 1.0)
        }
    }

    /// The line's heights at the places, between its points by straight lines.
    #[must_use]
    pub fn heights(&self) -> Vec<f64> {
        (0..BINS)
            .map(|bin| self.height(self.at(self.place(bin))))
            .collect()
    }

    fn at(&self, x: f64) -> f64 {
        let after = self.points.partition_point(|point| point.0 < x);
        match (
            after.checked_sub(1).and_then(|i| self.points.get(i)),
            self.points.get(after),
        ) {
            (Some(a), Some(b)) if b.0 > a.0 => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0),
            (Some(a), _) => a.1,
            (None, Some(b)) => b.1,
            (None, None) => f64::NAN,
        }
    }
}

/// How far two lines are apart on average, 0 to 1.
#[must_use]
pub fn distance(one: &[f64], other: &[f64]) -> f64 {
    let pairs = one.iter().zip(other);
    let count = pairs.len().max(1);
    pairs.map(|(a, b)| (a - b).abs()).sum::<f64>() / count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_follow_the_line_between_its_points() {
        let points = vec![(0.0, 0.0), (1.0, 10.0)];
        let shape = Shape::new(points, (0.0, 1.0), (0.0, 10.0), Scale::Linear);
        for (bin, height) in shape.heights().into_iter().enumerate() {
            assert!((height - (bin as f64 + 0.5) / 24.0).abs() < 1e-12);
        }
        assert_eq!(distance(&shape.heights(), &shape.heights()), 0.0);
        assert_eq!(distance(&[0.0, 1.0], &[1.0, 1.0]), 0.5);
    }

    #[test]
    fn a_logarithmic_window_and_what_has_no_logarithm() {
        let points = vec![(0.0, 0.0), (0.5, 1.0), (1.0, 1.0)];
        let shape = Shape::new(points, (0.0, 1.0), (0.01, 1.0), Scale::Log10);
        assert_eq!(shape.height(0.1), 0.5);
        assert_eq!(shape.height(0.0), 0.0);
        assert_eq!(shape.height(f64::NAN), 0.0);
        assert_eq!(shape.heights()[23], 1.0);
    }
}
