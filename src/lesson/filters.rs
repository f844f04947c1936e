//! Filters for pictures: a small bank of the classic kinds, which the lessons on one bit convolve
//! with.
//!
//! A filter is a function on the square from -1 to 1, taken at the places of a grid of any odd
//! size. Their numbers differ in magnitude by more than a hundred, as those of a trained layer do.

use libm::{cos, exp};

use crate::state::{Choice, Key, Kind, Scale};

/// A filter of the bank.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Its name in the address.
    pub id: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// Its weights before they are finished.
    shape: Shape,
    /// What is done with the weights together.
    finish: Finish,
}

/// A function on the square. Data, so that the menu of filters, which every visit loads, does not
/// name what computes them.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// A slope under a bell, upward in this direction: so much to the right, so much down.
    Edge(f64, f64),
    /// A spot with a dark ring: the Laplacian of a bell.
    Spot,
    /// Waves under a bell that follow each other in this direction: Gabor's filter.
    Wave(f64, f64),
    /// A bell.
    Bell,
}

#[derive(Clone, Copy, Debug)]
enum Finish {
    /// They add up to one: it keeps the brightness.
    Sum,
    /// The mean is taken away: it answers nothing to an even grey.
    Balance,
    /// As many times the middle's own grey as the weights sum to is added there.
    Sharpen,
}

/// The bank, in the order in which it is shown.
pub const FILTERS: &[Filter] = &[
    Filter {
        id: "edge_x",
        label: "vertical edges",
        shape: Shape::Edge(1.0, 0.0),
        finish: Finish::Balance,
    },
    Filter {
        id: "edge_y",
        label: "horizontal edges",
        shape: Shape::Edge(0.0, 1.0),
        finish: Finish::Balance,
    },
    Filter {
        id: "edge_down",
        label: "falling edges",
        shape: Shape::Edge(1.0, -1.0),
        finish: Finish::Balance,
    },
    Filter {
        id: "spot",
        label: "spots (Laplacian)",
        shape: Shape::Spot,
        finish: Finish::Balance,
    },
    Filter {
        id: "gabor_0",
        label: "Gabor, upright",
        shape: Shape::Wave(1.0, 0.0),
        finish: Finish::Balance,
    },
    Filter {
        id: "gabor_45",
        label: "Gabor, rising",
        shape: Shape::Wave(DIAGONAL, DIAGONAL),
        finish: Finish::Balance,
    },
    Filter {
        id: "gabor_90",
        label: "Gabor, lying",
        shape: Shape::Wave(0.0, 1.0),
        finish: Finish::Balance,
    },
    Filter {
        id: "gabor_135",
        label: "Gabor, falling",
        shape: Shape::Wave(DIAGONAL, -DIAGONAL),
        finish: Finish::Balance,
    },
    Filter {
        id: "blur",
        label: "blur",
        shape: Shape::Bell,
        finish: Finish::Sum,
    },
    Filter {
        id: "sharpen",
        label: "sharpen",
        shape: Shape::Bell,
        finish: Finish::Sharpen,
    },
];

/// The filter that is shown.
pub const FILTER: Key = Key {
    id: "filter",
    label: "Filter",
    kind: Kind::Choice {
        options: choices,
        default: "gabor_45",
    },
};

/// How many rows a filter has beside its middle one.
pub const RADIUS: Key = Key {
    id: "radius",
    label: "Filter radius",
    kind: Kind::Number {
        min: 1.0,
        max: 5.0,
        step: 1.0,
        default: Some(3.0),
        scale: Scale::Integer,
    },
};

const DIAGONAL: f64 = core::f64::consts::FRAC_1_SQRT_2;

/// Gauss' bell of this standard deviation, 1 in the middle.
fn bell(x: f64, y: f64, deviation: f64) -> f64 {
    exp(-(x * x + y * y) / (2.0 * deviation * deviation))
}

impl Shape {
    /// The weight at x (to the right) and y (down).
    fn weight(self, x: f64, y: f64) -> f64 {
        match self {
            // A little tilted: a slope along x would be zero on a whole column, and the signs of zeros
            // say nothing.
            Self::Edge(right, down) => {
                let (along, across) = (x * right + y * down, y * right - x * down);
                (along + across / 8.0) * bell(x, y, 0.5)
            }
            Self::Spot => (1.0 - (x * x + y * y) / 0.18) * bell(x, y, 0.3),
            Self::Wave(right, down) => {
                cos(core::f64::consts::PI * 1.6 * (x * right + y * down)) * bell(x, y, 0.55)
            }
            Self::Bell => bell(x, y, 0.5),
        }
    }
}

impl Filter {
    /// The filter with this id; the first for an unknown one.
    pub fn by_id(id: &str) -> &'static Filter {
        FILTERS
            .iter()
            .find(|filter| filter.id == id)
            .unwrap_or(&FILTERS[0])
    }

    /// Its weights on a grid of `2 radius + 1` rows and columns, row by row.
    ///
    /// ```
    /// use quantscope::lesson::filters::Filter;
    /// let blur = Filter::by_id("blur").weights(2);
    /// assert_eq!(blur.len(), 25);
    /// assert!((blur.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    /// ```
    pub fn weights(&self, radius: usize) -> Vec<f32> {
        let reach = radius as i32;
        // The outermost places lie half a place inside the square's edge.
        let place = |step: i32| f64::from(step) / (f64::from(reach) + 0.5);
        let mut weights: Vec<f64> = (-reach..=reach)
            .flat_map(|row| (-reach..=reach).map(move |column| (row, column)))
            .map(|(row, column)| self.shape.weight(place(column), place(row)))
            .collect();
        let sum: f64 = weights.iter().sum();
        let count = weights.len() as f64;
        let middle = weights.len() / 2;
        match self.finish {
            Finish::Sum => weights.iter_mut().for_each(|w| *w /= sum),
            Finish::Balance => weights.iter_mut().for_each(|w| {
                *w -= sum / count;
                // What is zero by its formula, as an edge is in its middle, has the sign of zero and
                // not that of a rounding error.
                if w.abs() < 1e-12 {
                    *w = 0.0;
                }
            }),
            Finish::Sharpen => {
                weights.iter_mut().for_each(|w| *w /= -sum);
                weights[middle] += 2.0;
            }
        }
        weights.into_iter().map(|w| w as f32).collect()
    }
}

/// The bank as a menu's entries.
fn choices() -> Vec<Choice> {
    FILTERS
        .iter()
        .map(|filter| Choice {
            id: filter.id,
            label: filter.label,
        })
        .collect()
}
