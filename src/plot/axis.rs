//! From values to pixels and back.

use super::ticks::{self, Tick};

/// How an [`Axis`] spaces its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    Linear,
    /// The same for what is counted: ticks at whole numbers only.
    Whole,
    /// Equal ratios are equally far apart; positive values only. Ticks at powers
    /// of two.
    Log2,
    /// The same with ticks at powers of ten.
    Log10,
}

/// A mapping between values and CSS pixels of the chart, so that what HTML lays
/// over the chart (handles, cursors) meets the picture exactly.
///
/// ```
/// use quantscope::plot::Axis;
/// let axis = Axis::linear((-1.0, 1.0), (10.0, 210.0));
/// assert_eq!(axis.position(0.0), 110.0);
/// assert_eq!(axis.value(210.0), 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    scale: Scale,
    domain: (f64, f64),
    range: (f64, f64),
}

impl Axis {
    /// An axis with this scale, as [`Axis::linear`], [`Axis::log2`] or [`Axis::log10`] make it.
    pub fn new(scale: Scale, domain: (f64, f64), range: (f64, f64)) -> Axis {
        match scale {
            Scale::Linear | Scale::Whole => Axis {
                scale,
                ..Axis::linear(domain, range)
            },
            Scale::Log2 | Scale::Log10 => Axis {
                scale,
                domain: mend_positive(domain),
                range,
            },
        }
    }

    /// An axis from `domain` (values) to `range` (CSS pixels; a vertical axis
    /// has the larger pixel first). A domain that is empty, reversed or not
    /// finite is mended: see [`Axis::domain`] for what became of it.
    pub fn linear(domain: (f64, f64), range: (f64, f64)) -> Axis {
        Axis {
            scale: Scale::Linear,
            domain: mend(domain),
            range,
        }
    }

    /// A logarithmic axis. Both ends of the domain must be positive; otherwise
    /// it becomes 2^-10 to 2^10.
    pub fn log2(domain: (f64, f64), range: (f64, f64)) -> Axis {
        Axis::new(Scale::Log2, domain, range)
    }

    /// The same in powers of ten.
    pub fn log10(domain: (f64, f64), range: (f64, f64)) -> Axis {
        Axis::new(Scale::Log10, domain, range)
    }

    /// The axis of the same picture shown `factor` times as large.
    #[must_use]
    pub fn enlarged(self, factor: f64) -> Axis {
        Axis {
            range: (self.range.0 * factor, self.range.1 * factor),
            ..self
        }
    }

    /// Linear or logarithmic.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The first and the last value shown; finite, the first smaller.
    pub fn domain(&self) -> (f64, f64) {
        self.domain
    }

    /// Where they are, in CSS pixels.
    pub fn range(&self) -> (f64, f64) {
        self.range
    }

    /// The pixel of a value. Values outside the domain land outside the range;
    /// on a logarithmic axis what is not positive lies infinitely far out.
    pub fn position(&self, x: f64) -> f64 {
        let (a, b) = self.ends();
        let x = match self.scale {
            Scale::Linear | Scale::Whole => x,
            Scale::Log2 if x > 0.0 => x.log2(),
            Scale::Log10 if x > 0.0 => x.log10(),
            Scale::Log2 | Scale::Log10 if x.is_nan() => return x,
            Scale::Log2 | Scale::Log10 => {
                return if self.range.0 <= self.range.1 {
                    f64::NEG_INFINITY
                } else {
                    f64::INFINITY
                };
            }
        };
        self.range.0 + (x - a) / (b - a) * (self.range.1 - self.range.0)
    }

    /// The pixel of a value, kept inside the range.
    pub fn clamped(&self, x: f64) -> f64 {
        let (a, b) = (
            self.range.0.min(self.range.1),
            self.range.0.max(self.range.1),
        );
        let position = self.position(x);
        // `max` and `min` turn a NaN into the first pixel instead of passing it on.
        position.max(a).min(b)
    }

    /// The value at a pixel; the inverse of [`Axis::position`].
    pub fn value(&self, pixel: f64) -> f64 {
        let (a, b) = self.ends();
        let length = self.range.1 - self.range.0;
        let t = if length == 0.0 {
            0.0
        } else {
            (pixel - self.range.0) / length
        };
        match self.scale {
            Scale::Linear | Scale::Whole => a + t * (b - a),
            Scale::Log2 => 2_f64.powf(a + t * (b - a)),
            Scale::Log10 => 10_f64.powf(a + t * (b - a)),
        }
    }

    /// Whether a value is inside the domain.
    pub fn contains(&self, x: f64) -> bool {
        x >= self.domain.0 && x <= self.domain.1
    }

    /// Round values for a horizontal axis, as many as fit with their labels.
    pub fn ticks(&self) -> Vec<Tick> {
        ticks::horizontal(self)
    }

    /// Round values for a vertical axis.
    pub fn vertical_ticks(&self) -> Vec<Tick> {
        self.vertical_ticks_within(f64::INFINITY)
    }

    /// The same with labels no wider than `room`, in CSS pixels: where digits
    /// would be too many, a power of ten or fewer ticks.
    pub fn vertical_ticks_within(&self, room: f64) -> Vec<Tick> {
        ticks::vertical(self, room)
    }

    fn ends(&self) -> (f64, f64) {
        match self.scale {
            Scale::Linear | Scale::Whole => self.domain,
            Scale::Log2 => (self.domain.0.log2(), self.domain.1.log2()),
            Scale::Log10 => (self.domain.0.log10(), self.domain.1.log10()),
        }
    }
}

/// A domain that can be drawn: finite, ascending, wide enough to divide by.
fn mend((a, b): (f64, f64)) -> (f64, f64) {
    // Far enough from the largest double that differences stay finite.
    const FAR: f64 = 1e300;
    if a.is_nan() || b.is_nan() {
        return (0.0, 1.0);
    }
    let (a, b) = (a.clamp(-FAR, FAR), b.clamp(-FAR, FAR));
    let (a, b) = (a.min(b), a.max(b));
    if b - a > 1e-300 && b - a > 1e-12 * a.abs().max(b.abs()) {
        (a, b)
    } else {
        let half = if a == 0.0 { 0.5 } else { a.abs() / 2.0 };
        if half < 1e-290 {
            (-0.5, 0.5)
        } else {
            (a - half, b + half)
        }
    }
}

/// The same for a logarithmic axis: positive too.
fn mend_positive(domain: (f64, f64)) -> (f64, f64) {
    let (a, b) = (domain.0.min(domain.1), domain.0.max(domain.1));
    let good = domain.0.is_finite() && domain.1.is_finite() && a >= f64::MIN_POSITIVE;
    // Ends so close that their logarithms are equal would divide by zero.
    match (good, b / a > 1.0 + 1e-12) {
        (true, true) => (a, b),
        (true, false) => (a / 2.0, (a * 2.0).min(f64::MAX)),
        (false, _) => (1.0 / 1024.0, 1024.0),
    }
}
