//! A list of numbers as somebody types it: the grammar of the page's field for pasted numbers.

use std::io::Read;

use quantscope::signal::Place;

use super::{Characters, grow};

/// The words of a text between white space, commas, semicolons and square brackets, without what
/// follows a `#` in its line.
pub struct Tokens<R> {
    characters: Characters<R>,
    line: u64,
    column: u64,
}

impl<R: Read> Tokens<R> {
    /// The words of a stream.
    pub fn new(input: R) -> Tokens<R> {
        Tokens {
            characters: Characters::new(input, 0),
            line: 1,
            column: 0,
        }
    }

    /// Puts the next word into `token` and gives its place; `None` at the end.
    ///
    /// # Errors
    ///
    /// What the stream says, bytes that are not UTF-8, and words that never end.
    pub fn read(&mut self, token: &mut String) -> anyhow::Result<Option<Place>> {
        token.clear();
        let mut place = Place::Whole;
        let mut comment = false;
        while let Some(c) = self.characters.read()? {
            self.column += 1;
            comment |= c == '#';
            let separates =
                comment || c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']' | '\u{feff}');
            let (line, column) = (self.line, self.column);
            if c == '\n' {
                (self.line, self.column, comment) = (self.line + 1, 0, false);
            }
            if separates {
                if !token.is_empty() {
                    if comment {
                        self.skip_line()?;
                    }
                    return Ok(Some(place));
                }
                continue;
            }
            if token.is_empty() {
                place = Place::Column { line, column };
            }
            grow(token, c, place)?;
        }
        Ok((!token.is_empty()).then_some(place))
    }

    fn skip_line(&mut self) -> anyhow::Result<()> {
        while let Some(c) = self.characters.read()? {
            if c == '\n' {
                break;
            }
        }
        (self.line, self.column) = (self.line + 1, 0);
        Ok(())
    }
}
