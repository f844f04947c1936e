//! A figure of a table: as it is shown, and in full precision for who takes it along.

use super::chart::Table;
use super::words::{decibels, grouped, percent};
use crate::plot::{format_number, format_signed};
use crate::quant::Stats;

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What stands on the page.
    pub shown: String,
    /// The number that it is rounded from, in the unit that is shown.
    exact: Option<f64>,
    unit: &'static str,
}

impl Cell {
    fn new(shown: String, exact: f64, unit: &'static str) -> Self {
        Self {
            shown,
            exact: Some(exact),
            unit,
        }
    }

    /// What is no number.
    pub fn text(text: &str) -> Self {
        Self {
            shown: text.to_owned(),
            ..Self::default()
        }
    }

    /// A number in so many digits.
    pub fn number(x: f64, digits: usize) -> Self {
        Self::new(format_number(x, digits), x, "")
    }

    /// A number in so many digits, with its sign.
    pub fn signed(x: f64, digits: usize) -> Self {
        Self::new(format_signed(x, digits), x, "")
    }

    /// A number in so many digits with its unit.
    pub fn with_unit(x: f64, digits: usize, unit: &'static str) -> Self {
        Self::new(format!("{} {unit}", format_number(x, digits)), x, unit)
    }

    /// A time, with so many places behind the point.
    pub fn milliseconds(time: f64, places: usize) -> Self {
        Self::new(format!("{time:.places$} ms"), time, "ms")
    }

    /// A ratio in dB.
    pub fn decibels(ratio: f64) -> Self {
        Self::new(decibels(ratio), ratio, "dB")
    }

    /// A share in percent.
    pub fn percent(part: u64, whole: u64) -> Self {
        let share = 100.0 * part as f64 / whole.max(1) as f64;
        Self::new(percent(part, whole), share, "%")
    }

    /// A share from 0 to 1 in percent, always with one place behind the point.
    pub fn share(share: f64) -> Self {
        let percent = share * 100.0;
        Self::new(format!("{percent:.1} %"), percent, "%")
    }

    pub fn count(count: u64) -> Self {
        Self::new(grouped(count), count as f64, "")
    }

    pub fn bytes(count: u64) -> Self {
        Self::new(format!("{} bytes", grouped(count)), count as f64, "bytes")
    }

    /// The number in full precision, by the shortest text that reads back as the same; what is no
    /// number as it is shown.
    #[must_use]
    pub fn plain(&self) -> String {
        match self.exact {
            None => self.shown.clone(),
            Some(x) if x != 0.0 && x.is_finite() && !(1e-5..1e16).contains(&x.abs()) => {
                format!("{x:e}")
            }
            Some(x) => x.to_string(),
        }
    }
}

/// Rows of figures: a name, and a cell for each column.
pub type Rows = Vec<(&'static str, Vec<Cell>)>;

/// The figures of a pass as rows for the page: a name, and a value per column.
pub fn stats_rows<'a>(columns: impl Iterator<Item = &'a Stats> + Clone) -> Rows {
    let row =
        |name, value: fn(&Stats) -> Cell| (name, columns.clone().map(value).collect::<Vec<_>>());
    let mut rows = vec![
        row("SQNR", |stats| Cell::decibels(stats.sqnr_db)),
        row("MSE", |stats| Cell::number(stats.mse, 3)),
        row("largest error", |stats| {
            Cell::number(stats.max_abs_error, 4)
        }),
        row("mean error", |stats| Cell::signed(stats.mean_error, 2)),
        row("clipped", |stats| Cell::percent(stats.clipped, stats.count)),
        row("to zero", |stats| {
            Cell::percent(stats.underflow, stats.count)
        }),
    ];
    if columns.clone().any(|stats| stats.non_finite > 0) {
        rows.push(row("not finite", |stats| Cell::count(stats.non_finite)));
    }
    rows
}

/// Figures in full precision, with their units in a column of their own. Without names of columns
/// there is one column.
///
/// ```
/// use quantscope::lesson::cell::{Cell, figures};
/// let rows = vec![("SQNR", vec![Cell::decibels(31.25)]), ("MSE", vec![Cell::number(1e-7, 3)])];
/// assert_eq!(figures(Vec::new(), &rows).to_csv(), "figure,value,unit\nSQNR,31.25,dB\nMSE,1e-7,\n");
/// ```
#[must_use]
pub fn figures(columns: Vec<String>, rows: &[(&'static str, Vec<Cell>)]) -> Table {
    let columns = if columns.is_empty() {
        vec!["value".to_owned()]
    } else {
        columns
    };
    let row = |(name, cells): &(&'static str, Vec<Cell>)| {
        let unit = cells
            .iter()
            .map(|cell| cell.unit)
            .find(|unit| !unit.is_empty());
        std::iter::once((*name).to_owned())
            .chain(cells.iter().map(Cell::plain))
            .chain([unit.unwrap_or_default().to_owned()])
            .collect()
    };
    Table {
        head: std::iter::once("figure".to_owned())
            .chain(columns)
            .chain(["unit".to_owned()])
            .collect(),
        rows: rows.iter().map(row).collect(),
    }
}

/// Rows of cells in full precision, with the units of columns behind their names.
///
/// ```
/// use quantscope::lesson::cell::{Cell, table};
/// let rows = [("maximum", vec![Cell::number(2.0, 3), Cell::decibels(31.25)])];
/// let table = table("calibrator", &["threshold", "SQNR"], rows.into_iter());
/// assert_eq!(table.to_csv(), "calibrator,threshold,SQNR (dB)\nmaximum,2,31.25\n");
/// ```
#[must_use]
pub fn table(
    first: &str,
    columns: &[&str],
    rows: impl Iterator<Item = (&'static str, Vec<Cell>)>,
) -> Table {
    let rows: Vec<_> = rows.collect();
    let heading = |(place, name): (usize, &&str)| {
        let mut units = rows
            .iter()
            .filter_map(|(_, cells)| Some(cells.get(place)?.unit));
        match units.find(|unit| !unit.is_empty()) {
            Some(unit) => format!("{name} ({unit})"),
            None => (*name).to_owned(),
        }
    };
    Table {
        head: std::iter::once(first.to_owned())
            .chain(columns.iter().enumerate().map(heading))
            .collect(),
        rows: rows
            .iter()
            .map(|(name, cells)| {
                std::iter::once((*name).to_owned())
                    .chain(cells.iter().map(Cell::plain))
                    .collect()
            })
            .collect(),
    }
}
