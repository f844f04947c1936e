//! In which order the examples come.

use crate::random::{Purpose, Source};

/// Batch after batch of a shuffled set; when too few are left for a batch, it is shuffled anew.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    numbers: Vec<u32>,
    next: usize,
    source: Source,
}

impl Order {
    pub fn new(examples: usize, seed: u32) -> Self {
        Order {
            // A set has far fewer than 2^32 examples.
            numbers: (0..examples as u32).collect(),
            next: examples,
            source: Source::new(seed, Purpose::Order),
        }
    }

    /// The numbers of the next batch, at most as many as there are examples.
    pub fn batch(&mut self, size: usize) -> impl ExactSizeIterator<Item = usize> + '_ {
        let size = size.min(self.numbers.len());
        if self.next + size > self.numbers.len() {
            self.source.shuffle(&mut self.numbers);
            self.next = 0;
        }
        let batch = self.next..self.next + size;
        self.next = batch.end;
        self.numbers[batch].iter().map(|number| *number as usize)
    }
}
