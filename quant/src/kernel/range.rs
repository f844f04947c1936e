//! Smallest and largest of the finite numbers, and how many are not.

use super::lanes::{F4, I4};
use super::{BLOCK, least, most};
use crate::range::{DataRange, Range};

/// Vectors side by side, so that none waits for the one before.
const WIDE: usize = 2;

/// [`crate::data_range`], a block at a time: NaN and infinity are looked for only where there is one.
pub(crate) fn data_range(x: &[f32]) -> DataRange {
    let mut found = DataRange {
        count: x.len() as u64,
        ..DataRange::default()
    };
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for block in x.chunks(BLOCK) {
        let (least_of_block, most_of_block, zeros, finite) = clean(block);
        found.zeros += u64::from(zeros);
        if finite {
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

/// Smallest and largest of a block, how many are zero, and whether all of it is finite.
fn clean(x: &[f32]) -> (f32, f32, u32, bool) {
    let zero = F4::splat(0.0);
    let mut zeros = [I4::splat(0); WIDE];
    let mut low = [F4::splat(f32::INFINITY); WIDE];
    let mut high = [F4::splat(f32::NEG_INFINITY); WIDE];
    // x - x is 0 for a number and NaN for the rest, and bits that are set stay.
    let mut flaw = [I4::splat(0); WIDE];
    let (parts, rest) = x.as_chunks::<{ 4 * WIDE }>();
    for part in parts {
        for (w, four) in part.as_chunks::<4>().0.iter().enumerate() {
            let x = F4::load(four);
            low[w] = x.least(low[w]);
            high[w] = x.most(high[w]);
            zeros[w] = zeros[w].sub(x.equal(zero));
            flaw[w] = flaw[w].or(x.sub(x).bits());
        }
    }
    let mut lanes = [0.0; 4];
    let (mut l, mut h, mut finite) = (f32::INFINITY, f32::NEG_INFINITY, true);
    for w in 0..WIDE {
        low[w].store(&mut lanes);
        l = lanes.into_iter().fold(l, least);
        high[w].store(&mut lanes);
        h = lanes.into_iter().fold(h, most);
        flaw[w].float().store(&mut lanes);
        finite &= lanes.into_iter().all(|x| !x.is_nan());
    }
    for &v in rest {
        (l, h, finite) = (least(v, l), most(v, h), finite & v.is_finite());
    }
    let zeros = zeros.into_iter().fold(0, |sum, z| sum + z.total());
    (
        l,
        h,
        zeros + rest.iter().filter(|&&v| v == 0.0).count() as u32,
        finite,
    )
}
