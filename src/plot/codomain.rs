//! What a vertical axis shows so that lines are seen whole.

use super::curves::Line;

/// A range that holds every finite y of `lines`, with `pad` times their spread to
/// spare on both sides. It is finite and never empty: one y alone gets a range
/// as wide as itself, no y at all gives 0 to 1. A `pad` that is not a number from
/// 0 up counts as 0.
///
/// ```
/// use quantscope::plot::{Line, nice_codomain};
/// let line = Line::new(&[(0.0, 2.0), (1.0, 4.0), (2.0, f64::NAN)]);
/// assert_eq!(nice_codomain(&[line], 0.25), (1.5, 4.5));
/// assert_eq!(nice_codomain(&[], 0.25), (0.0, 1.0));
/// ```
pub fn nice_codomain(lines: &[Line], pad: f64) -> (f64, f64) {
    let Some((low, high)) = extent(lines, |y| y.is_finite()) else {
        return (0.0, 1.0);
    };
    let largest = low.abs().max(high.abs());
    // Halves, because the whole may be more than the largest double.
    let half = high / 2.0 - low / 2.0;
    let room = if half <= 1e-12 * largest || half < 1e-290 {
        if largest > 1e-290 { largest / 2.0 } else { 1.0 }
    } else {
        half * (2.0 * sane(pad))
    };
    let limit = |y: f64| y.clamp(-f64::MAX, f64::MAX);
    (limit(low - room), limit(high + room))
}

/// The same for a logarithmic axis: holds every finite y above zero, and `pad`
/// times the spread of their logarithms is to spare. One y alone gets the range
/// from its half to its double; none at all gives 0.1 to 10.
///
/// ```
/// use quantscope::plot::{Line, nice_positive_codomain};
/// let line = Line::new(&[(0.0, 0.01), (1.0, 100.0), (2.0, 0.0)]);
/// let (low, high) = nice_positive_codomain(&[line], 0.25);
/// assert!((low - 0.001).abs() < 1e-9 && (high - 1000.0).abs() < 1e-9);
/// ```
pub fn nice_positive_codomain(lines: &[Line], pad: f64) -> (f64, f64) {
    let visible = |y: f64| (f64::MIN_POSITIVE..=f64::MAX).contains(&y);
    let Some((low, high)) = extent(lines, visible) else {
        return (0.1, 10.0);
    };
    let ratio = if high / low > 1.0 + 1e-9 {
        // The root first: the ratio itself may be infinite.
        (high.sqrt() / low.sqrt()).powf(2.0 * sane(pad))
    } else {
        2.0
    };
    let limit = |y: f64| y.clamp(f64::MIN_POSITIVE, f64::MAX);
    (limit(low / ratio), limit(high * ratio))
}

fn extent(lines: &[Line], counts: impl Fn(f64) -> bool) -> Option<(f64, f64)> {
    let values = lines.iter().flat_map(|line| line.points).map(|p| p.1);
    values.filter(|&y| counts(y)).fold(None, |range, y| {
        let (low, high) = range.unwrap_or((y, y));
        Some((y.min(low), y.max(high)))
    })
}

fn sane(pad: f64) -> f64 {
    if pad >= 0.0 { pad.min(10.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_lines_have_a_range() {
        let odd = [
            0.0,
            -0.0,
            1.0,
            -3.0,
            1e-300,
            5e-324,
            f64::MAX,
            f64::MIN,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ];
        for a in odd {
            for b in odd {
                for pad in [0.0, 0.1, -1.0, f64::NAN, f64::INFINITY] {
                    let points = [(0.0, a), (1.0, b)];
                    let lines = [Line::new(&points)];
                    let (low, high) = nice_codomain(&lines, pad);
                    assert!(
                        low.is_finite() && high.is_finite() && low < high,
                        "{a} {b} {pad}"
                    );
                    for y in [a, b] {
                        assert!(!y.is_finite() || (low..=high).contains(&y));
                    }
                    let (low, high) = nice_positive_codomain(&lines, pad);
                    assert!(low > 0.0 && high.is_finite() && low < high);
                    for y in [a, b] {
                        let visible = (f64::MIN_POSITIVE..=f64::MAX).contains(&y);
                        assert!(!visible || (low..=high).contains(&y), "{a} {b}");
                    }
                }
            }
        }
    }
}
