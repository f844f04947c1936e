//! Numbers on a grid: pictures, filters, and what one makes of the other.

use std::sync::Arc;

use super::chart::Table;
use crate::plot::{Tone, format_number};

/// A grid of numbers and how it is shown.
#[derive(Clone, PartialEq)]
pub struct Grid {
    pub width: usize,
    pub height: usize,
    pub values: Arc<Vec<f32>>,
    pub ends: (f64, f64),
    pub tone: Tone,
}

/// A lesson's picture of what `S` holds.
pub struct Raster<S> {
    /// Its name for files, tests and the command line.
    pub id: &'static str,
    /// Its name as a heading.
    pub name: &'static str,
    /// One sentence that says what is to be seen.
    pub summary: fn(&S) -> String,
    pub grid: fn(&S) -> Grid,
}

impl Grid {
    /// Greys between two numbers.
    pub fn grey((width, height): (usize, usize), values: Vec<f32>, ends: (f64, f64)) -> Self {
        Self {
            width,
            height,
            values: Arc::new(values),
            ends,
            tone: Tone::Grey,
        }
    }

    /// The difference of two grids of one size, in the colour of errors.
    pub fn difference(size: (usize, usize), one: &[f32], other: &[f32], ends: (f64, f64)) -> Self {
        let errors = one.iter().zip(other).map(|(one, other)| one - other);
        Self {
            tone: Tone::Error,
            ..Self::grey(size, errors.collect(), ends)
        }
    }

    /// The number at a place.
    pub fn at(&self, (x, y): (usize, usize)) -> Option<f32> {
        (x < self.width)
            .then(|| self.values.get(y * self.width + x).copied())
            .flatten()
    }

    /// The numbers as they stand, under the numbers of their columns.
    pub fn table(&self) -> Table {
        let row = |row: &[f32]| {
            let shown = row.iter().map(|&value| format_number(f64::from(value), 6));
            shown.collect()
        };
        Table {
            head: (0..self.width).map(|column| column.to_string()).collect(),
            rows: self.values.chunks(self.width.max(1)).map(row).collect(),
        }
    }
}

/// The largest magnitude of some numbers; 1 where all are zero.
pub fn reach<'a>(values: impl IntoIterator<Item = &'a f32>) -> f64 {
    let largest = values
        .into_iter()
        .fold(0.0_f32, |reach, x| reach.max(x.abs()));
    if largest > 0.0 && largest.is_finite() {
        f64::from(largest)
    } else {
        1.0
    }
}

/// Ends symmetric about zero, so that middle grey is zero.
pub fn even<'a>(values: impl IntoIterator<Item = &'a f32>) -> (f64, f64) {
    let reach = reach(values);
    (-reach, reach)
}
