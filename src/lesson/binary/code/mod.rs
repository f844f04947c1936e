//! The lesson as a program.

use super::settings::Chosen;
use crate::code::{Asked, Names, Piece, real, single};

pub fn piece(asked: &Asked, names: &mut Names) -> Piece {
    let (state, language) = (asked.state, asked.language);
    let chosen = Chosen::of(state);
    let sizes: Vec<String> = (0..chosen.filters)
        .map(|filter| single(chosen.size(filter) as f32))
        .collect();
    let shown = if chosen.per_filter {
        "own_db"
    } else {
        "shared_db"
    };
    let shown_rust = if chosen.per_filter {
        "db(found.alpha[0])"
    } else {
        "db(shared)"
    };
    names
        .set("filters", chosen.filters)
        .set("sizes", sizes.join(", "))
        .set("per_filter", chosen.per_filter)
        .set("alpha", chosen.alpha.map_or(String::new(), real))
        .set("radius", chosen.radius)
        .set("filter", chosen.filter)
        .set("shown_db", shown)
        .set("shown_rust", shown_rust);
    let scale = match (chosen.per_filter, chosen.alpha) {
        (true, _) => "Scale: each filter's own mean magnitude.".to_owned(),
        (false, None) => "Scale: the mean magnitude of all filters.".to_owned(),
        (false, Some(alpha)) => format!("Scale: {} for all filters.", real(alpha)),
    };
    Piece {
        policy: vec![
            "Rounding: to the sign, sign(0) being +1. What is not finite is left out.".to_owned(),
            scale,
            "The picture's scales are those of its own filters, as float32.".to_owned(),
        ],
        signal: true,
        template: language.of([
            include_str!("python.py"),
            include_str!("python.py"),
            include_str!("rust.rs.txt"),
        ]),
    }
}
