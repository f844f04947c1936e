//! The lesson as a program.

use super::lens::VALUES;
use super::settings::Chosen;
use crate::code::{Asked, Names, Piece, real};
use crate::quant::calibrate::aciq::Aciq;

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    let options = &chosen.options;
    // ACIQ counts the steps from -a to a; unsigned codes have all of theirs on one side.
    let steps_log2 = options.bits + u32::from(!options.signed);
    names
        .set("bits", options.bits)
        .set("top", chosen.top())
        .set("bottom", chosen.low(chosen.top()))
        .set("signed", options.signed)
        .set("most", VALUES)
        .set("percentile", real(options.percentile))
        .set("coarse", 1_usize << (options.bits - 1))
        .set("laplace_optimum", real(Aciq::Laplace.optimum(steps_log2)))
        .set("gauss_optimum", real(Aciq::Gauss.optimum(steps_log2)))
        .set("octav_divisor", if options.signed { 3 } else { 12 })
        .set("threshold", chosen.threshold.map_or(String::new(), real));
    let codes = if options.signed {
        "Clipping: to [-threshold, threshold]; the codes are symmetric about zero."
    } else {
        "Clipping: to [0, threshold]; a negative number comes back as zero."
    };
    Piece {
        policy: vec![
            format!("Of it the first {VALUES} finite values."),
            "Rounding: to the nearest, ties to even, in float32.".to_owned(),
            codes.to_owned(),
        ],
        signal: true,
        template: language.of([
            include_str!("python.py"),
            include_str!("python.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}
