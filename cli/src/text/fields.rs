//! The fields of a table, one after the other.
//!
//! The rules are those of the page: fields between commas, semicolons or tabs follow RFC 4180 as the
//! `csv` crate reads it, with lines that begin with `#` left out; columns between runs of white space
//! have no quotes, and a `#` anywhere ends their line.

use std::io::Read;

use quantscope::signal::Place;

use super::{Characters, grow};

/// Where a field stands.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The line in which its row begins, from 1.
    pub line: u64,
    /// Whether it is the last of its row.
    pub last: bool,
}

/// The fields of a table.
pub struct Fields<R> {
    characters: Characters<R>,
    /// `None`: runs of white space.
    separator: Option<char>,
    line: u64,
    row_line: u64,
    within_row: bool,
    /// A character that was read too early.
    back: Option<char>,
}

impl<R: Read> Fields<R> {
    /// The fields of a stream.
    pub fn new(characters: Characters<R>, separator: Option<char>) -> Fields<R> {
        Fields {
            characters,
            separator,
            line: 1,
            row_line: 1,
            within_row: false,
            back: None,
        }
    }

    /// Whether there are quotes, and whether headings have to be as many as columns.
    pub fn strict(&self) -> bool {
        self.separator.is_some()
    }

    /// Puts the next field into `field`; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the stream says, bytes that are not UTF-8, and fields that never end.
    pub fn read(&mut self, field: &mut String) -> anyhow::Result<Option<Field>> {
        field.clear();
        match self.separator {
            Some(separator) => self.separated(field, separator),
            None => self.spaced(field),
        }
    }

    fn separated(&mut self, field: &mut String, separator: char) -> anyhow::Result<Option<Field>> {
        if !self.within_row {
            loop {
                match self.take()? {
                    None => return Ok(None),
                    Some('\r' | '\n') => {}
                    Some('#') => self.skip_line()?,
                    Some(c) => {
                        self.give_back(c);
                        break;
                    }
                }
            }
            self.row_line = self.line;
        }
        let mut quoted = false;
        let mut next = self.take()?;
        if next == Some('"') {
            quoted = true;
            next = self.take()?;
        }
        let last = loop {
            match next {
                None => break true,
                Some('"') if quoted => {
                    next = self.take()?;
                    quoted = next == Some('"');
                    if !quoted {
                        // What follows a closing quote belongs to the field.
                        continue;
                    }
                    self.grow(field, '"')?;
                }
                Some(c) if quoted => self.grow(field, c)?,
                Some(c) if c == separator => break false,
                Some('\r' | '\n') => break true,
                Some(c) => self.grow(field, c)?,
            }
            next = self.take()?;
        };
        self.within_row = !last;
        Ok(Some(Field {
            line: self.row_line,
            last,
        }))
    }

    fn spaced(&mut self, field: &mut String) -> anyhow::Result<Option<Field>> {
        loop {
            match self.take()? {
                None => return Ok(None),
                Some('#') => self.skip_line()?,
                Some(c) if c.is_whitespace() => {}
                Some(c) => {
                    self.row_line = self.line;
                    self.grow(field, c)?;
                    break;
                }
            }
        }
        // The rest of the field, and the white space up to the next one of the line.
        let mut ended = false;
        let last = loop {
            match self.take()? {
                None | Some('\n') => break true,
                Some('#') => {
                    self.skip_line()?;
                    break true;
                }
                Some(c) if c.is_whitespace() => ended = true,
                Some(c) if ended => {
                    self.give_back(c);
                    break false;
                }
                Some(c) => self.grow(field, c)?,
            }
        };
        Ok(Some(Field {
            line: self.row_line,
            last,
        }))
    }

    fn take(&mut self) -> anyhow::Result<Option<char>> {
        let c = match self.back.take() {
            Some(c) => Some(c),
            None => self.characters.read()?,
        };
        self.line += u64::from(c == Some('\n'));
        Ok(c)
    }

    /// Never a line end, which would be counted twice.
    fn give_back(&mut self, c: char) {
        self.back = Some(c);
    }

    fn skip_line(&mut self) -> anyhow::Result<()> {
        while !matches!(self.take()?, None | Some('\n')) {}
        Ok(())
    }

    fn grow(&self, field: &mut String, c: char) -> anyhow::Result<()> {
        let place = Place::Line(self.row_line);
        Ok(grow(field, c, place)?)
    }
}
