//! The lesson as a program.

use super::settings::{Chosen, GROUPS};
use crate::code::format::variant;
use crate::code::{Asked, Names, Piece, real, single};
use crate::lesson::batch::BATCH;
use crate::lesson::training::STEP;
use crate::quant::method::diffq_size::logit_of;

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    let spreads: Vec<String> = (0..GROUPS)
        .map(|place| single(chosen.ratio.powi(-(place as i32)) as f32))
        .collect();
    names
        .set("bits", real(chosen.bits))
        .set("logit", real(logit_of(chosen.bits)))
        .set("lambda", real(chosen.lambda))
        .set("rate", real(chosen.rate))
        .set("noise", chosen.noise.id())
        .set("Noise", variant(chosen.noise.id()))
        .set("spreads", spreads.join(", "))
        // The signal's is the noise's as well, also where the signal is a file.
        .set("seed", chosen.seed)
        .set("step", state.integer(&STEP))
        .set("most", BATCH);
    Piece {
        policy: vec![
            format!("Its first {BATCH} finite values in {GROUPS} groups, each a tensor of its own."),
            format!("Noise: {}, from the seed {}, the step and the place.", chosen.noise.label(), chosen.seed),
            "B = 2 + 13 sigmoid(logit), trained by Adam; then B is rounded, ties to even, and so are the codes.".to_owned(),
        ],
        signal: true,
        template: language.of([
            include_str!("numpy.py"),
            include_str!("torch.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}
