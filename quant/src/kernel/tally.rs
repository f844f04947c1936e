//! How often each place of a histogram was hit.

use super::lanes::I4;
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

/// What is counted in a slot: the address of that slot's counts, from the first on.
///
/// A mask makes it of a place before it is stored, four at a time: of `counts[place % SLOTS]` the
/// compiler loads four as a vector to mask them, which it then has to take apart again.
#[derive(Clone, Copy, Debug, Default)]
#[repr(transparent)]
pub(crate) struct Slot(u32);

impl Slot {
    /// The slot of a place: places that differ by a multiple of `SLOTS` slots are in one.
    pub(crate) fn of(place: u32) -> Slot {
        Slot(place & ADDRESS)
    }

    /// Stores the slots of four places.
    #[inline(always)]
    pub(crate) fn store(places: I4, to: &mut [Slot; 4]) {
        // SAFETY: a `Slot` is a u32 in memory, and what is written is masked.
        let to = unsafe { &mut *core::ptr::from_mut(to).cast::<[u32; 4]>() };
        places.and(I4::splat(ADDRESS)).store(to);
    }
}

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

    /// Counts.
    #[inline(always)]
    pub(crate) fn count(&mut self, slots: &[Slot]) {
        self.each(slots, |count| count.wrapping_add(1));
    }

    /// Counts no longer.
    #[cold]
    pub(crate) fn take_back(&mut self, slots: &[Slot]) {
        self.each(slots, |count| count.wrapping_sub(1));
    }

    #[inline(always)]
    fn each(&mut self, slots: &[Slot], change: impl Fn(u32) -> u32) {
        let start = self.counts.as_mut_ptr().cast::<u8>();
        let one = |slot: Slot, table: usize| {
            // SAFETY: the first of the slot's counts, which begins at a multiple of 16 bytes below
            // the size of them all, and `table` is one of its four.
            let count =
                unsafe { &mut *start.add(slot.0 as usize).cast::<u32>().add(table % TABLES) };
            *count = change(*count);
        };
        let (fours, rest) = slots.as_chunks::<TABLES>();
        for four in fours {
            for (table, &slot) in four.iter().enumerate() {
                one(slot, table);
            }
        }
        for &slot in rest {
            one(slot, 0);
        }
    }

    /// How often a slot was hit.
    pub(crate) fn at(&self, slot: usize) -> u32 {
        // One table may have counted what another took back.
        self.counts[slot % SLOTS]
            .into_iter()
            .fold(0, u32::wrapping_add)
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
        let places = slots.map(|slot| Slot::of((slot as u32 + 3 * SLOTS as u32) << FINE | 0xB));
        tally.count(&places);
        tally.count(&places[..5]);
        tally.take_back(&places[2..5]);
        let found = [0, 1, 2, 5, 7, SLOTS - 1].map(|slot| tally.at(slot));
        assert_eq!(found, [2, 6, 0, 1, 1, 1]);
        assert_eq!((0..SLOTS).map(|slot| tally.at(slot)).sum::<u32>(), 11);
    }

    #[test]
    fn four_at_once_are_in_the_slots_that_they_are_in_alone() {
        let places = [0, 0xFFFF_FFFF, 0x1234_5678, 7 << FINE];
        let mut slots = [Slot::default(); 4];
        Slot::store(I4::load(&places), &mut slots);
        assert_eq!(
            slots.map(|slot| slot.0),
            places.map(|place| Slot::of(place).0)
        );
    }
}
