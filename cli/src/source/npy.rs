//! The numbers of a `.npy` file behind its header.

use std::io::Read;

use anyhow::{Context, bail};
use quantscope::signal::NpyLayout;

/// The numbers of a `.npy` file.
pub(super) struct Npy<R> {
    pub layout: NpyLayout,
    /// How many numbers differ as 32-bit floats from what is in the file.
    pub narrowed: u64,
    input: R,
    /// Numbers that have been read.
    taken: usize,
    bytes: Vec<u8>,
}

impl<R: Read> Npy<R> {
    /// `input` begins with the first number.
    pub fn new(layout: NpyLayout, input: R) -> Npy<R> {
        Npy {
            layout,
            narrowed: 0,
            input,
            taken: 0,
            bytes: Vec::new(),
        }
    }

    /// Puts the next numbers into `piece`, `most` of them unless the file ends before.
    pub fn read(&mut self, piece: &mut Vec<f32>, most: usize) -> anyhow::Result<()> {
        piece.clear();
        let (size, count) = (self.layout.size, self.layout.count);
        let wanted = most.min(count - self.taken);
        self.bytes.clear();
        // Grows with what is there, not with what the header claims.
        (&mut self.input)
            .take((wanted * size) as u64)
            .read_to_end(&mut self.bytes)
            .context("cannot be read")?;
        if self.bytes.len() < wanted * size {
            bail!(
                "the file ends after {} of {count} values; fetch or save it again",
                self.taken + self.bytes.len() / size
            );
        }
        self.narrowed += self.layout.numbers(&self.bytes, piece);
        self.taken += wanted;
        if wanted == 0 {
            self.check_end()?;
        }
        Ok(())
    }

    fn check_end(&mut self) -> anyhow::Result<()> {
        let mut one = Vec::new();
        (&mut self.input)
            .take(1)
            .read_to_end(&mut one)
            .context("cannot be read")?;
        if !one.is_empty() {
            bail!(
                "byte {}: more follows the {} values that the header announces; save the array again with numpy.save",
                self.layout.data_at + self.layout.count * self.layout.size,
                self.layout.count
            );
        }
        Ok(())
    }
}
