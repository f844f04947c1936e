//! A pass that counts how many values fall on each code.

use crate::quant::{CodesMut, Outputs, Pass, PassError};

/// Runs a pass over `values` and counts its codes; the counts' index is the code's
/// bits. `wide` for codes of more than 8 bits, of which there may be 65,536.
pub fn counted_pass(
    values: &[f32],
    wide: bool,
    run: impl FnOnce(Outputs<'_>) -> Result<Pass, PassError>,
) -> (Pass, Vec<u64>) {
    let outputs = |codes| Outputs {
        codes: Some(codes),
        values: None,
    };
    // The room is made to the values' measure, so a pass has no reason to refuse;
    // an empty one stands for the refusal that cannot be.
    let found = |pass: Result<Pass, PassError>| pass.unwrap_or_else(|_| Pass::default());
    if wide {
        let mut codes = vec![0_u16; values.len()];
        let pass = found(run(outputs(CodesMut::U16(&mut codes))));
        let mut counts = vec![0; 1 << 16];
        for code in codes {
            counts[usize::from(code)] += 1;
        }
        (pass, counts)
    } else {
        let mut codes = vec![0_u8; values.len()];
        let pass = found(run(outputs(CodesMut::U8(&mut codes))));
        let mut counts = vec![0; 1 << 8];
        for code in codes {
            counts[usize::from(code)] += 1;
        }
        (pass, counts)
    }
}
