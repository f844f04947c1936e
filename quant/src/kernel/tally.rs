//! How often each place of a histogram was hit.

use crate::histogram::MAX_BINS;

/// Tables that are counted into in turn, so that two equal places in a row do not wait for each
/// other.
const TABLES: usize = 4;

/// Slots of each table: more than the bins, one on either side of them, and one that is not read.
pub(crate) const SLOTS: usize = 2 * MAX_BINS;

/// Bits of a place below its slot: a slot takes 16 bytes in the tables, so a place without them, and
/// without what is above the slots, is an address.
pub(crate) const FINE: u32 = 4;

const ADDRESS: u32 = (SLOTS as u32 - 1) << FINE;

const _: () = assert!(
    size_of::<[u32; TABLES]>() == 1 << FINE && SLOTS.is_power_of_two(),
    "a slot's address is its place without the fine bits"
);

/// Counts by slot.
pub(crate) struct Tally {
    counts: Box<[[u32; TABLES]; SLOTS]>,
}

impl Tally {
    pub(crate) fn new() -> Tally {
        Tally {
            counts: Box::new([[0; TABLES]; SLOTS]),
        }
    }

    /// Counts places; those that differ by a multiple of `SLOTS` slots are one.
    ///
    /// By address: of `counts[(place >> FINE) % SLOTS]` four at a time the compiler makes vectors,
    /// which it then has to take apart again. Half of a pass went there.
    pub(crate) fn count(&mut self, places: &[u32]) {
        let start = self.counts.as_mut_ptr().cast::<u8>();
        let one = |place: u32, table: usize| {
            let slot = (place & ADDRESS) as usize;
            // SAFETY: the first of the slot's counts, which begins at a multiple of 16 bytes below
            // the size of them all, and `table` is one of its four.
            let count = unsafe { &mut *start.add(slot).cast::<u32>().add(table % TABLES) };
            *count = count.wrapping_add(1);
        };
        let (fours, rest) = places.as_chunks::<TABLES>();
        for four in fours {
            for (table, &place) in four.iter().enumerate() {
                one(place, table);
            }
        }
        for &place in rest {
            one(place, 0);
        }
    }

    /// How often a slot was hit.
    pub(crate) fn at(&self, slot: usize) -> u32 {
        self.counts[slot % SLOTS].iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_counted_in_its_slot() {
        let mut tally = Tally::new();
        let slots = [0, 1, 1, 1, 1, 1, 5, SLOTS - 1, 7];
        // Fine bits, and what is above the slots, do not count.
        let places = slots.map(|slot| (slot as u32 + 3 * SLOTS as u32) << FINE | 0xB);
        tally.count(&places);
        tally.count(&places[..2]);
        let found = [0, 1, 2, 5, 7, SLOTS - 1].map(|slot| tally.at(slot));
        assert_eq!(found, [2, 6, 0, 1, 1, 1]);
        assert_eq!((0..SLOTS).map(|slot| tally.at(slot)).sum::<u32>(), 11);
    }
}
