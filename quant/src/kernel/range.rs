//! Smallest and largest of the finite numbers, and how many are not.

use super::{BLOCK, least, most};
use crate::range::{DataRange, Range};

const LANES: usize = 16;

/// [`crate::data_range`], a block at a time: NaN and infinity are looked for only where there is one.
pub(crate) fn data_range(x: &[f32]) -> DataRange {
    let mut found = DataRange::default();
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for block in x.chunks(BLOCK) {
        let (least_of_block, most_of_block, bits) = clean(block);
        if bits < 0x7F80_0000 {
            low = least(least_of_block, low);
            high = most(most_of_block, high);
        } else {
            for &v in block {
                found.nan += u64::from(v.is_nan());
                found.infinite += u64::from(v.is_infinite());
                if v.is_finite() {
                    low = least(v, low);
                    high = most(v, high);
                }
            }
        }
    }
    if low <= high {
        // Zero has one sign here: which of the two came first does not show.
        found.range = Some(Range {
            min: low + 0.0,
            max: high + 0.0,
        });
    }
    found
}

/// Smallest, largest, and all magnitude bits of a block as if they were integers.
fn clean(x: &[f32]) -> (f32, f32, u32) {
    let mut low = [f32::INFINITY; LANES];
    let mut high = [f32::NEG_INFINITY; LANES];
    // The largest magnitude as bits: at least that of infinity when a number is not finite.
    let mut bits = [0i32; LANES];
    let parts = x.chunks_exact(LANES);
    let rest = parts.remainder();
    for part in parts {
        for l in 0..LANES {
            low[l] = least(part[l], low[l]);
            high[l] = most(part[l], high[l]);
            let magnitude = (part[l].to_bits() & 0x7FFF_FFFF) as i32;
            bits[l] = if magnitude > bits[l] {
                magnitude
            } else {
                bits[l]
            };
        }
    }
    for (l, &v) in rest.iter().enumerate() {
        low[l] = least(v, low[l]);
        high[l] = most(v, high[l]);
        bits[l] = bits[l].max((v.to_bits() & 0x7FFF_FFFF) as i32);
    }
    (
        low.into_iter().fold(f32::INFINITY, least),
        high.into_iter().fold(f32::NEG_INFINITY, most),
        bits.into_iter().fold(0, i32::max) as u32,
    )
}
