//! A table of numbers as text: one row a line.
//!
//! Fields separated by a character are read by the `csv` crate, which knows
//! quotes (RFC 4180); columns separated by runs of white space have no quotes
//! and are split here.

use super::number::{self, Numbers};
use super::pasted::before_comment;
use super::{Order, Place, ReadError, Tensor};

/// Reads a table. The first row with a number settles the number of columns; a
/// row before it in which no field is a number is taken for headings.
pub(super) fn read(name: &str, text: &str) -> Result<Tensor, ReadError> {
    let mut rows = Rows {
        numbers: Numbers::with_room_for(text.len())?,
        columns: None,
        headings: None,
    };
    match separator(text) {
        Some(separator) => read_separated(text, separator, &mut rows)?,
        None => {
            let mut fields = Vec::new();
            for (index, line) in text.lines().enumerate() {
                fields.clear();
                fields.extend(before_comment(line).split_whitespace());
                if !fields.is_empty() {
                    rows.push(index as u64 + 1, fields.iter().copied(), false)?;
                }
            }
        }
    }
    rows.finish(name)
}

/// The character that separates fields, or `None` for white space.
///
/// The second line decides where there is one, because headings may hold
/// characters of any kind.
fn separator(text: &str) -> Option<u8> {
    let mut lines = text
        .lines()
        .filter(|line| !before_comment(line).trim().is_empty());
    let first = lines.next()?;
    let telling = lines.next().unwrap_or(first);
    [b'\t', b';', b',']
        .into_iter()
        .find(|&separator| telling.as_bytes().contains(&separator))
}

fn read_separated(text: &str, separator: u8, rows: &mut Rows) -> Result<(), ReadError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        // Counted after the read: before it, the position may lie before empty
        // lines and comments that belong to no row.
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            // Reading from memory cannot fail, and the text is known to be UTF-8.
            Err(error) => return Err(ReadError::new(Place::Whole, error.to_string())),
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|field| field.trim().is_empty()) && record.len() == 1 {
            continue;
        }
        rows.push(line, record.iter().map(str::trim), true)?;
    }
}

/// The rows of a table as they are collected.
struct Rows {
    numbers: Numbers,
    /// The number of columns and the line that settled it.
    columns: Option<(usize, u64)>,
    /// The number of headings and their line.
    headings: Option<(usize, u64)>,
}

impl Rows {
    /// Adds a row. `strict`: the headings must be as many as the columns.
    fn push<'a>(
        &mut self,
        line: u64,
        fields: impl Iterator<Item = &'a str> + Clone,
        strict: bool,
    ) -> Result<(), ReadError> {
        let found = fields.clone().count();
        if self.columns.is_none()
            && self.headings.is_none()
            && fields.clone().all(|field| number::parse(field).is_none())
        {
            self.headings = Some((found, line));
            return Ok(());
        }
        let settled = self.columns.or(self.headings.filter(|_| strict));
        if let Some((columns, settled_by)) = settled
            && columns != found
        {
            return Err(ReadError::new(
                Place::Line(line),
                format!(
                    "the line has {found} fields, but line {settled_by} has {columns}; give every line the same number, or paste the numbers as a list"
                ),
            ));
        }
        self.columns.get_or_insert((found, line));
        for (index, field) in fields.enumerate() {
            self.numbers.push(field, || Place::Field {
                line,
                field: index as u64 + 1,
            })?;
        }
        Ok(())
    }

    fn finish(self, name: &str) -> Result<Tensor, ReadError> {
        let Some((columns, _)) = self.columns else {
            return Err(match self.headings {
                Some((_, line)) => ReadError::new(
                    Place::Line(line),
                    "there is no number in the file, only this line of text; choose a file with numbers such as 0.5, -2 or 1e-3",
                ),
                None => ReadError::new(
                    Place::Whole,
                    "there is no number in the file; choose one with numbers such as 0.5, -2 or 1e-3",
                ),
            });
        };
        let values = self.numbers.values;
        let rows = (values.len() / columns) as u64;
        let shape = if columns == 1 {
            vec![rows]
        } else {
            vec![rows, columns as u64]
        };
        Ok(Tensor::new(
            name,
            shape,
            "text",
            Order::RowMajor,
            values,
            self.numbers.narrowed,
        ))
    }
}
