//! A pass that counts how many values fall on each code.

use crate::quant::{CodesMut, Outputs, Pass, PassError};

/// Runs a pass over `values` and counts its codes. They lie in `first..=last`, which
/// is within `i8`, `u8` or `u16`; the count of a code is at `code - first`.
pub fn counted_pass(
    values: &[f32],
    (first, last): (i32, i32),
    run: impl FnOnce(Outputs<'_>) -> Result<Pass, PassError>,
) -> (Pass, Vec<u64>) {
    let outputs = |codes| Outputs {
        codes: Some(codes),
        values: None,
    };
    // The room is made to the values' measure and the codes' width, so a pass has no
    // reason to refuse; an empty one stands for the refusal that cannot be.
    let found = |pass: Result<Pass, PassError>| pass.unwrap_or_default();
    if first < 0 {
        let mut codes = vec![0_i8; values.len()];
        let pass = found(run(outputs(CodesMut::I8(&mut codes))));
        (pass, count(&codes, first, last))
    } else if last <= 0xff {
        let mut codes = vec![0_u8; values.len()];
        let pass = found(run(outputs(CodesMut::U8(&mut codes))));
        (pass, count(&codes, first, last))
    } else {
        let mut codes = vec![0_u16; values.len()];
        let pass = found(run(outputs(CodesMut::U16(&mut codes))));
        (pass, count(&codes, first, last))
    }
}

fn count<T: Copy + Into<i32>>(codes: &[T], first: i32, last: i32) -> Vec<u64> {
    let mut counts = vec![0; (last - first + 1).max(0) as usize];
    for &code in codes {
        if let Some(count) = counts.get_mut((code.into() - first) as usize) {
            *count += 1;
        }
    }
    counts
}
