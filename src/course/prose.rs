//! Sentences with terms that explain themselves and figures that are computed.
//!
//! `[ulp]` is a term of the glossary, `[subnormals|subnormal]` the same in other words,
//! `{sqnr}` a [`Fact`], and `**bold**` bold.

use super::{Fact, Term, term};

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'a> {
    Text(&'a str),
    Strong(&'a str),
    /// The words that stand there, and the term that they are.
    Term(&'a str, &'static Term),
    /// The name of a figure.
    Fact(&'a str),
}

/// Takes a sentence apart. A bracket that is never closed, or a term that the glossary lacks, is
/// text as it stands.
///
/// ```
/// use quantscope::course::{Piece, pieces};
///
/// let parts = pieces("An **error** of {error} [ulp].");
/// assert_eq!(parts[1], Piece::Strong("error"));
/// assert_eq!(parts[3], Piece::Fact("error"));
/// assert!(matches!(parts[5], Piece::Term("ulp", _)));
/// ```
#[must_use]
pub fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = sentence;
    while let Some(start) = rest.find(['[', '{', '*']) {
        let (before, opened) = rest.split_at(start);
        let Some((piece, after)) = piece(opened) else {
            // A lone sign: it is text, and what follows may hold more.
            let (sign, after) = opened.split_at(1);
            push_text(&mut found, before);
            push_text(&mut found, sign);
            rest = after;
            continue;
        };
        push_text(&mut found, before);
        found.push(piece);
        rest = after;
    }
    push_text(&mut found, rest);
    found
}

fn push_text<'a>(found: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.is_empty() {
        found.push(Piece::Text(text));
    }
}

/// The piece that begins with a sign, and what comes after it.
fn piece(opened: &str) -> Option<(Piece<'_>, &str)> {
    if let Some(rest) = opened.strip_prefix("**") {
        let (inside, after) = rest.split_once("**")?;
        return Some((Piece::Strong(inside), after));
    }
    if let Some(rest) = opened.strip_prefix('{') {
        let (inside, after) = rest.split_once('}')?;
        return Some((Piece::Fact(inside), after));
    }
    let (inside, after) = opened.strip_prefix('[')?.split_once(']')?;
    let (shown, id) = inside.split_once('|').unwrap_or((inside, inside));
    Some((Piece::Term(shown, term(id)?), after))
}

/// The sentence as plain text, with its figures. A figure that is not known yet is an ellipsis.
#[must_use]
pub fn plain(sentence: &str, facts: &[Fact]) -> String {
    let written = |name: &str| {
        facts
            .iter()
            .find(|fact| fact.name == name)
            .map_or("\u{2026}", |fact| fact.text.as_str())
    };
    pieces(sentence)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Strong(text) | Piece::Term(text, _) => text,
            Piece::Fact(name) => written(name),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_piece_stays_text() {
        for sentence in [
            "[0, 1]",
            "a * b",
            "{",
            "[",
            "**",
            "2 * 3 * 4",
            "[no such term]",
        ] {
            assert_eq!(plain(sentence, &[]), sentence);
        }
    }

    #[test]
    fn figures_are_filled_in() {
        let facts = [Fact::new("mse", 0.5, "0.5")];
        assert_eq!(plain("MSE {mse}, {no}.", &facts), "MSE 0.5, \u{2026}.");
        assert_eq!(plain("**MSE** of [codes|code]", &facts), "MSE of codes");
    }
}
