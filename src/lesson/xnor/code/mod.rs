//! The lesson as a program.

use super::settings::{A, B, Chosen};
use crate::code::{Asked, Names, Piece};

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    names
        .set("a", format!("{:016b}", state.integer(&A)))
        .set("b", format!("{:016b}", state.integer(&B)))
        .set("centre", chosen.centre)
        .set("map", chosen.map)
        .set("filter", chosen.filter)
        .set("radius", chosen.radius);
    let scale = if chosen.map {
        "Scales: alpha, the filter's mean magnitude, times K, the picture's at each place."
    } else {
        "Scales: alpha, the filter's mean magnitude, times that of the whole picture."
    };
    let centre = if chosen.centre {
        "The picture's mean is taken away before its signs are taken."
    } else {
        "The picture's signs are taken as it is."
    };
    Piece {
        policy: vec![
            "Rounding: to the sign, sign(0) being +1.".to_owned(),
            scale.to_owned(),
            centre.to_owned(),
        ],
        signal: false,
        template: language.of([
            include_str!("python.py"),
            include_str!("python.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}
