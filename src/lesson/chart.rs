//! A chart of a lesson, all of it but where it stands: the page draws it on a canvas with handles
//! over it, a program writes it into a file.

use crate::plot::{Axis, Frame, Scene, format_number};
use crate::quant::Histogram;

/// A chart of what `S` holds: settings, a report, or both.
pub struct Chart<S> {
    /// Its name for files, tests and the command line.
    pub id: &'static str,
    /// Its height in CSS pixels, however wide it is.
    pub height: u32,
    /// Its name as a heading, which may be shown before there is anything to draw.
    pub name: fn(Option<&S>) -> String,
    /// One sentence that says what is to be seen.
    pub summary: fn(&S) -> String,
    pub scene: fn(&S, &Frame) -> Scene,
    pub pointing: Pointing<S>,
    /// The figures behind it.
    pub table: fn(&S) -> Table,
}

/// What there is to point at in a chart.
pub enum Pointing<S> {
    /// The reals of the signal lie so: every chart shows the one that is pointed at, and the lesson says
    /// what becomes of it.
    Real(fn(&S, &Frame) -> Axis),
    /// Another number lies so, such as a parameter or the step, and this is what the chart says of it.
    Own(fn(&S, &Frame) -> Axis, fn(&S, f64) -> String),
    /// Nothing.
    Nowhere,
}

impl<S> Pointing<S> {
    /// Where the x axis lies, if there is something to point at.
    pub fn axis(&self) -> Option<fn(&S, &Frame) -> Axis> {
        match self {
            Pointing::Real(axis) | Pointing::Own(axis, _) => Some(*axis),
            Pointing::Nowhere => None,
        }
    }
}

/// The figures behind a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Rows under these headings.
    pub fn new<const COLUMNS: usize>(head: [&str; COLUMNS], rows: Vec<Vec<String>>) -> Self {
        Self {
            head: head.map(str::to_owned).to_vec(),
            rows,
        }
    }

    /// A histogram's bins as rows.
    pub fn of_histogram(histogram: &Histogram) -> Self {
        let width = (histogram.max - histogram.min) / histogram.counts.len().max(1) as f64;
        let edge = |bin: usize| format_number(histogram.min + width * bin as f64, 5);
        let rows = histogram.counts.iter().enumerate();
        Self::new(
            ["from", "to", "how many"],
            rows.map(|(bin, count)| vec![edge(bin), edge(bin + 1), count.to_string()])
                .collect(),
        )
    }

    /// Values and how many there are of each, with the values in so many digits.
    pub fn of_counts(counts: &[(f64, u64)], digits: usize) -> Self {
        let row =
            |(value, count): &(f64, u64)| vec![format_number(*value, digits), count.to_string()];
        Self::new(["value", "how many"], counts.iter().map(row).collect())
    }

    /// The figures as comma-separated values, with plain minus signs (RFC 4180).
    ///
    /// ```
    /// use quantscope::lesson::chart::Table;
    /// let table = Table::new(["a, b", "c"], vec![vec!["\u{2212}1".to_owned(), "2".to_owned()]]);
    /// assert_eq!(table.to_csv(), "\"a, b\",c\n-1,2\n");
    /// ```
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.head).chain(&self.rows) {
            for (place, cell) in row.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                let cell = cell.replace('\u{2212}', "-");
                if cell.contains([',', '"', '\n']) {
                    text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
                } else {
                    text.push_str(&cell);
                }
            }
            text.push('\n');
        }
        text
    }
}
