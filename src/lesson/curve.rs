//! Small helpers with which lessons put their curves together.

use crate::plot::{Axis, Curves, Frame, Line, Role, SignalHistogram, format_number};

/// Points of a function that is drawn.
const POINTS: usize = 421;

/// A function over a domain.
pub fn sampled((from, to): (f64, f64), f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    (0..POINTS)
        .map(|index| {
            let x = from + (to - from) * index as f64 / (POINTS - 1) as f64;
            (x, f(x))
        })
        .collect()
}

/// A function that jumps at `steps` (ascending): both sides of each jump.
pub fn stepped(
    (from, to): (f64, f64),
    steps: impl IntoIterator<Item = f64>,
    f: impl Fn(f64) -> f64,
) -> Vec<(f64, f64)> {
    let near = (to - from) * 1e-7;
    let mut points = vec![(from, f(from))];
    for step in steps {
        if step > from && step < to {
            points.push((step, f(step - near)));
            points.push((step, f(step + near)));
        }
    }
    points.push((to, f(to)));
    points
}

/// A whole line.
pub fn line(points: &[(f64, f64)], role: Role) -> Line<'_> {
    Line {
        points,
        role,
        dashed: false,
        width: 1.8,
    }
}

/// A dashed line.
pub fn dashed(points: &[(f64, f64)], role: Role) -> Line<'_> {
    Line {
        dashed: true,
        width: 1.4,
        ..line(points, role)
    }
}

/// A chart of lines on linear axes, with nothing else in it.
pub fn chart<'a>(lines: &'a [Line<'a>], domain: (f64, f64), codomain: (f64, f64)) -> Curves<'a> {
    Curves {
        lines,
        domain,
        codomain,
        zero_line: true,
        ..Curves::default()
    }
}

/// The x axis of such a chart.
pub fn line_axis(domain: (f64, f64), frame: &Frame) -> Axis {
    chart(&[], domain, (0.0, 1.0)).x_axis(frame)
}

/// What is nearest to a place, of things that have a place.
pub fn nearest<T>(things: &[T], to: f64, place: impl Fn(&T) -> f64) -> Option<&T> {
    let distance = |thing: &T| (place(thing) - to).abs();
    let nearer = |one: &&T, other: &&T| distance(one).total_cmp(&distance(other));
    things.iter().min_by(nearer)
}

/// The x axis of a signal's histogram.
pub fn signal_axis(domain: (f64, f64), frame: &Frame) -> Axis {
    SignalHistogram {
        counts: &[],
        range: domain,
        quantized: &[],
        domain,
        clip: None,
        marks: &[],
    }
    .x_axis(frame)
}

/// A function at evenly spaced places of a domain, as rows of a table.
pub fn tabled<const FIGURES: usize>(
    (from, to): (f64, f64),
    figures: impl Fn(f64) -> [f64; FIGURES],
    digits: usize,
) -> Vec<Vec<String>> {
    (0..=24)
        .map(|place| from + (to - from) * f64::from(place) / 24.0)
        .map(|x| figures(x).map(|y| format_number(y, digits)).to_vec())
        .collect()
}
