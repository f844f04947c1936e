//! The numbers of a table that is read as it comes.
//!
//! What is read and what is refused, and with which words, is as in `quantscope::signal::read_file`;
//! only that the whole table is never in memory.

use std::io::Read;

use quantscope::signal::{Place, ReadError, holds_number, read_number};

use super::Characters;
use super::fields::{Field, Fields};

/// So many fields, in the row that begins in this line.
#[derive(Clone, Copy, Debug)]
struct Width {
    fields: u64,
    line: u64,
}

/// The numbers of a table.
pub struct Table<R> {
    fields: Fields<R>,
    field: String,
    columns: Option<Width>,
    headings: Option<Width>,
    row: Row,
    /// Rows of numbers so far.
    pub rows: u64,
    /// How many finite, nonzero numbers became infinite or zero as 32-bit floats.
    pub narrowed: u64,
}

/// What is known of the row that is being read.
#[derive(Default)]
struct Row {
    fields: u64,
    /// Whether a field holds a number; asked in the first row only.
    number: bool,
    /// The first field that is no number.
    wrong: Option<ReadError>,
}

impl<R: Read> Table<R> {
    /// The numbers of a text whose fields are separated by a character, or by white space.
    pub fn new(characters: Characters<R>, separator: Option<char>) -> Table<R> {
        Table {
            fields: Fields::new(characters, separator),
            field: String::new(),
            columns: None,
            headings: None,
            row: Row::default(),
            rows: 0,
            narrowed: 0,
        }
    }

    /// How many columns there are, once a row has been read.
    pub fn columns(&self) -> u64 {
        self.columns.map_or(0, |width| width.fields)
    }

    /// Puts the next numbers into `piece`, `most` of them unless the table ends before.
    ///
    /// # Errors
    ///
    /// Rows of different lengths, fields that are no numbers, and a table without numbers.
    pub fn read(&mut self, piece: &mut Vec<f32>, most: usize) -> anyhow::Result<()> {
        piece.clear();
        while piece.len() < most {
            let Some(at) = self.fields.read(&mut self.field)? else {
                self.check_end()?;
                break;
            };
            self.take(at, piece)?;
        }
        Ok(())
    }

    fn take(&mut self, at: Field, piece: &mut Vec<f32>) -> Result<(), ReadError> {
        let text = self.field.trim();
        // A line of nothing but white space is a row of one empty field.
        if at.last && self.row.fields == 0 && text.is_empty() {
            return Ok(());
        }
        self.row.fields += 1;
        let first = self.columns.is_none() && self.headings.is_none();
        if first && !self.row.number {
            self.row.number = holds_number(text);
        }
        if self.row.wrong.is_none() {
            match read_number(text) {
                Ok((value, lost)) => {
                    self.narrowed += u64::from(lost);
                    piece.push(value);
                }
                Err(message) => {
                    let place = Place::Field {
                        line: at.line,
                        field: self.row.fields,
                    };
                    self.row.wrong = Some(ReadError { place, message });
                }
            }
        }
        if at.last {
            let row = std::mem::take(&mut self.row);
            self.end_row(row, at.line, first)?;
        }
        Ok(())
    }

    fn end_row(&mut self, row: Row, line: u64, first: bool) -> Result<(), ReadError> {
        let width = Width {
            fields: row.fields,
            line,
        };
        if first && !row.number {
            self.headings = Some(width);
            return Ok(());
        }
        let settled = self
            .columns
            .or(self.headings.filter(|_| self.fields.strict()));
        if let Some(settled) = settled
            && settled.fields != width.fields
        {
            return Err(ReadError {
                place: Place::Line(line),
                message: format!(
                    "the line has {} fields, but line {} has {}; give every line the same number",
                    width.fields, settled.line, settled.fields
                ),
            });
        }
        self.columns.get_or_insert(width);
        self.rows += 1;
        match row.wrong {
            None => Ok(()),
            Some(mut error) => {
                if first {
                    error
                        .message
                        .push_str(", or take the line out if it is a heading");
                }
                Err(error)
            }
        }
    }

    fn check_end(&self) -> Result<(), ReadError> {
        match (self.columns, self.headings) {
            (Some(_), _) => Ok(()),
            (None, Some(heading)) => Err(ReadError {
                place: Place::Line(heading.line),
                message: "there is no number in the text, only this line of words; give it numbers such as 0.5, -2 or 1e-3".to_owned(),
            }),
            (None, None) => Err(ReadError {
                place: Place::Whole,
                message: "there is no number in the text; give it numbers such as 0.5, -2 or 1e-3"
                    .to_owned(),
            }),
        }
    }
}
