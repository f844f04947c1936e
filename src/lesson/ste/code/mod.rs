//! The lesson as a program.

use super::settings::{BITS, Chosen, DSQ_ALPHA, ESTIMATOR, EWGS_DELTA};
use crate::code::format::variant;
use crate::code::{Asked, Language, Names, Piece, real};
use crate::lesson::training::STEP;
use crate::quant::method::Estimator;

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    let estimator = state.choice(&ESTIMATOR);
    let top = if language == Language::Rust {
        real(chosen.top)
    } else {
        chosen.top.to_string()
    };
    names
        .set("top", top)
        .set("estimator", estimator)
        .set("plain", Estimator::by_id(estimator).is_some())
        .set("Estimator", variant(estimator))
        .set("dsq_alpha", real(state.real(&DSQ_ALPHA)))
        .set("ewgs_delta", real(state.real(&EWGS_DELTA)))
        .set("target", real(chosen.target))
        .set("start", real(chosen.start))
        .set("rate", real(chosen.rate))
        .set("step", state.integer(&STEP));
    Piece {
        policy: vec![
            format!(
                "One weight of {} bits under the loss (Q(w) - t)^2 / 2, by gradient descent in float64.",
                state.integer(&BITS)
            ),
            "Rounding: to the nearest, ties to even. Clipping: to the outermost codes.".to_owned(),
        ],
        signal: false,
        template: language.of([
            include_str!("numpy.py"),
            include_str!("torch.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}
