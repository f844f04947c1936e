//! The lesson as a program.

use super::settings::Chosen;
use crate::code::{Asked, Names, Piece, real};
use crate::lesson::batch::BATCH;
use crate::lesson::training::STEP;

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    let (low, high) = chosen.codes();
    names
        .set("bits", chosen.bits)
        .set("signed", chosen.signed)
        .set("low", low)
        .set("high", high)
        .set("init", real(chosen.init))
        .set("size", chosen.size.map_or(String::new(), real))
        .set("gradient_scale", chosen.gradient_scale)
        .set("offset", chosen.offset)
        .set("rate", real(chosen.rate))
        .set("step", state.integer(&STEP))
        .set("most", BATCH);
    let scale = if chosen.gradient_scale {
        "Gradients are scaled by 1/sqrt(N Qp)."
    } else {
        "Gradients are not scaled."
    };
    Piece {
        policy: vec![
            format!("Trained on its first {BATCH} finite values, in float64."),
            "Rounding: to the nearest, ties to even. Clipping: to the codes Qn and Qp; exactly on them the slope is that of the outside.".to_owned(),
            scale.to_owned(),
        ],
        signal: true,
        template: language.of([
            include_str!("numpy.py"),
            include_str!("torch.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}
