//! The characters of a stream of UTF-8.

use std::io::Read;

use anyhow::Context;
use quantscope::signal::not_utf8;

/// Bytes that are read at a time.
const BUFFER: usize = 1 << 16;

/// The characters of a stream of UTF-8, one after the other.
pub struct Characters<R> {
    input: R,
    buffer: Vec<u8>,
    /// The part of the buffer that is read and not yet taken.
    from: usize,
    to: usize,
    /// The offset in the file of the buffer's first byte.
    offset: u64,
}

impl<R: Read> Characters<R> {
    /// The characters of a stream that begins at this offset of its file.
    pub fn new(input: R, offset: u64) -> Characters<R> {
        Characters {
            input,
            buffer: vec![0; BUFFER],
            from: 0,
            to: 0,
            offset,
        }
    }

    /// The next character, `None` at the end.
    ///
    /// # Errors
    ///
    /// What the stream says, and bytes that are not UTF-8, with their offset.
    pub fn read(&mut self) -> anyhow::Result<Option<char>> {
        if self.from == self.to && !self.fill()? {
            return Ok(None);
        }
        let first = self.buffer[self.from];
        if first.is_ascii() {
            self.from += 1;
            return Ok(Some(char::from(first)));
        }
        let length = match first {
            0xc0..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        while self.to - self.from < length && self.fill()? {}
        let end = self.to.min(self.from + length);
        let found = std::str::from_utf8(&self.buffer[self.from..end])
            .ok()
            .and_then(|text| text.chars().next());
        match found {
            Some(c) => {
                self.from = end;
                Ok(Some(c))
            }
            None => Err(not_utf8(self.offset + self.from as u64).into()),
        }
    }

    /// Reads on; false at the end.
    fn fill(&mut self) -> anyhow::Result<bool> {
        self.buffer.copy_within(self.from..self.to, 0);
        self.offset += self.from as u64;
        self.to -= self.from;
        self.from = 0;
        loop {
            match self.input.read(&mut self.buffer[self.to..]) {
                Ok(read) => {
                    self.to += read;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error).context("cannot be read"),
            }
        }
    }
}
