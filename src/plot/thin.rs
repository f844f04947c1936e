//! Fewer points for the same picture.

use super::clip::Point;

/// A polyline without the points that its picture does not need: of each run of
/// points in one column of device pixels only the first, the lowest, the highest
/// and the last stay, in their order. Every peak is therefore still there. A
/// point that is not a number stays, because it breaks the line.
///
/// `points` are in CSS pixels, `ratio` is in device pixels per CSS pixel.
pub fn thin(points: &[Point], ratio: f64) -> Vec<Point> {
    let is_break = |p: &Point| p.0.is_nan() || p.1.is_nan();
    let column = |p: &Point| (p.0 * ratio).floor();
    let mut out = Vec::with_capacity(points.len().min(4096));
    let mut rest = points;
    while let Some(first) = rest.first() {
        let same = |p: &&Point| column(p) == column(first) && !is_break(p);
        let length = rest.iter().take_while(same).count();
        if length == 0 {
            out.push(*first);
            rest = &rest[1..];
            continue;
        }
        let (run, after) = rest.split_at(length);
        rest = after;
        let (mut low, mut high) = (0, 0);
        for (i, point) in run.iter().enumerate() {
            if point.1 < run[low].1 {
                low = i;
            }
            if point.1 > run[high].1 {
                high = i;
            }
        }
        let mut kept = [0, low.min(high), low.max(high), length - 1].to_vec();
        kept.dedup();
        out.extend(kept.into_iter().map(|i| run[i]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_and_breaks_survive() {
        let mut points: Vec<Point> = (0..100_000)
            .map(|i| {
                let x = f64::from(i) / 1000.0;
                (x, (x * 40.0).sin())
            })
            .collect();
        points[31_234].1 = 7.5;
        points[31_235].1 = -9.25;
        points[70_000].1 = f64::NAN;
        let thinned = thin(&points, 2.0);
        assert!(thinned.len() <= 4 * 201 + 4, "{} points", thinned.len());
        for kept in [points[0], points[31_234], points[31_235], points[99_999]] {
            assert!(thinned.contains(&kept));
        }
        assert_eq!(thinned.iter().filter(|p| p.1.is_nan()).count(), 1);
        assert!(thinned.windows(2).all(|p| p[0].0 <= p[1].0));
    }

    #[test]
    fn few_points_stay_as_they_are() {
        for points in [
            &[][..],
            &[(3.0, 1.0)],
            &[(3.0, 1.0), (3.0, 2.0), (9.5, 2.0), (9.5, f64::INFINITY)],
        ] {
            assert_eq!(thin(points, 1.0), points);
        }
    }
}
