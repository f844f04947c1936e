//! A table of numbers as text: one row a line.
//!
//! Fields separated by a character are read by the `csv` crate, which knows
//! quotes (RFC 4180); columns separated by runs of white space have no quotes
//! and are split here.

use super::number::Numbers;
use super::pasted::before_comment;
use super::{Order, Place, ReadError, Tensor};
use crate::decimal;

/// Reads a table. The first row with a number settles the number of columns; a
/// row before it without any number is taken for headings.
pub(super) fn read(name: &str, text: &str) -> Result<Tensor, ReadError> {
    let mut rows = Rows {
        text,
        numbers: Numbers::with_room_for(text.len())?,
        columns: None,
        headings: None,
    };
    match separator(text) {
        Some(separator) => read_separated(text, separator, &mut rows)?,
        None => {
            let mut fields = Vec::new();
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                fields.clear();
                fields.extend(before_comment(line).split_whitespace());
                if !fields.is_empty() {
                    rows.push(at, fields.iter().copied(), false)?;
                }
                at += line.len();
            }
        }
    }
    rows.finish(name)
}

const SEPARATORS: [char; 3] = ['\t', ';', ','];

/// The character that separates the fields of a table, or `None` for white space.
///
/// The second line decides, because headings may hold characters of any kind;
/// but a first line with numbers is no heading, and counts too.
pub fn separator(text: &str) -> Option<u8> {
    let mut lines = text
        .lines()
        .map(before_comment)
        .filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    let telling = match lines.next() {
        Some(second) if second.contains(SEPARATORS) || !holds_number(first) => second,
        _ => first,
    };
    SEPARATORS
        .into_iter()
        .find(|&separator| telling.contains(separator))
        .map(|separator| separator as u8)
}

/// Whether any part between separators is a number.
pub fn holds_number(text: &str) -> bool {
    text.split(SEPARATORS)
        .any(|part| decimal::parse_f32(part.trim()).is_some())
}

fn read_separated(text: &str, separator: u8, rows: &mut Rows<'_>) -> Result<(), ReadError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            // Not seen to happen: memory can always be read, the text is known to
            // be UTF-8, and rows of different lengths are allowed here.
            Err(_) => {
                return Err(ReadError::new(
                    Place::Whole,
                    "the table cannot be taken apart; paste its numbers as a list",
                ));
            }
        }
        // A line of nothing but white space is a row of one empty field.
        if record.len() == 1 && record[0].trim().is_empty() {
            continue;
        }
        let at = record.position().map_or(0, csv::Position::byte) as usize;
        rows.push(at, record.iter().map(str::trim), true)?;
    }
}

/// The number of the line of a row, of which the `csv` crate tells where it began
/// to look for it: before empty lines and comments.
fn line_of(text: &str, mut at: usize) -> u64 {
    let bytes = text.as_bytes();
    let to_line_end = |at: usize| bytes[at..].iter().position(|&b| b == b'\n');
    loop {
        match bytes.get(at) {
            Some(b'\r' | b'\n') => at += 1,
            Some(b'#') => at = to_line_end(at).map_or(bytes.len(), |length| at + length),
            _ => break,
        }
    }
    let before = bytes.iter().take(at);
    1 + before.filter(|&&b| b == b'\n').count() as u64
}

/// The rows of a table as they are collected.
struct Rows<'t> {
    text: &'t str,
    numbers: Numbers,
    /// The number of columns and the offset of the row that settled it.
    columns: Option<(usize, usize)>,
    /// The number of headings and their offset.
    headings: Option<(usize, usize)>,
}

impl Rows<'_> {
    /// Adds the row at an offset of the text. `strict`: the headings must be as
    /// many as the columns.
    fn push<'a>(
        &mut self,
        at: usize,
        fields: impl Iterator<Item = &'a str> + Clone,
        strict: bool,
    ) -> Result<(), ReadError> {
        let found = fields.clone().count();
        if self.columns.is_none() && self.headings.is_none() && !fields.clone().any(holds_number) {
            self.headings = Some((found, at));
            return Ok(());
        }
        let settled = self.columns.or(self.headings.filter(|_| strict));
        if let Some((columns, settled_by)) = settled
            && columns != found
        {
            return Err(ReadError::new(
                Place::Line(line_of(self.text, at)),
                format!(
                    "the line has {found} fields, but line {} has {columns}; give every line the same number, or paste the numbers as a list",
                    line_of(self.text, settled_by)
                ),
            ));
        }
        let first = self.columns.is_none() && self.headings.is_none();
        self.columns.get_or_insert((found, at));
        let text = self.text;
        for (index, field) in fields.enumerate() {
            let place = || Place::Field {
                line: line_of(text, at),
                field: index as u64 + 1,
            };
            self.numbers.push(field, place).map_err(|mut error| {
                if first {
                    error
                        .message
                        .push_str(", or take the line out if it is a heading");
                }
                error
            })?;
        }
        Ok(())
    }

    fn finish(self, name: &str) -> Result<Tensor, ReadError> {
        let Some((columns, _)) = self.columns else {
            return Err(match self.headings {
                Some((_, at)) => ReadError::new(
                    Place::Line(line_of(self.text, at)),
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
