//! The lesson as a program.

use super::settings::Chosen;
use crate::code::{Asked, Names, Piece, real};
use crate::lesson::batch::BATCH;
use crate::lesson::training::STEP;

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    names
        .set("bits", chosen.pact.bits)
        .set("alpha", real(chosen.pact.alpha))
        .set("lambda", real(chosen.lambda))
        .set("rate", real(chosen.rate))
        .set("step", state.integer(&STEP))
        .set("most", BATCH);
    Piece {
        policy: vec![
            format!("Trained on its first {BATCH} finite values, in float64."),
            "Rounding: to the nearest, ties to even. Clipping: to [0, alpha].".to_owned(),
            "On the clip points: x = 0 lies in the linear piece, x = alpha in the clipped one."
                .to_owned(),
        ],
        signal: true,
        template: language.of([
            include_str!("numpy.py"),
            include_str!("torch.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}
