//! How wide words are, without asking the backend.
//!
//! The charts never measure: a canvas, an SVG and a test would each answer
//! differently, and the picture would jump. The estimate follows DejaVu Sans,
//! the widest of the usual interface fonts, so that what fits here fits there.

/// Size of tick labels in CSS pixels.
pub const TICK_SIZE: f64 = 11.0;
/// Size of labels inside a chart in CSS pixels.
pub const LABEL_SIZE: f64 = 12.0;

/// The estimated width of `text` at `size`, both in CSS pixels.
///
/// ```
/// use quantscope::plot::text_width;
/// assert!(text_width("10", 11.0) < text_width("100", 11.0));
/// ```
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The same for bold.
pub(super) fn bold_width(text: &str, size: f64) -> f64 {
    width(text, size) * 1.1
}

fn em(c: char) -> f64 {
    match c {
        '0'..='9' => 0.64,
        'i' | 'l' | 'j' | '\'' | '′' => 0.29,
        '.' | ',' | ':' | ';' | ' ' | '\u{a0}' | '/' | '|' => 0.34,
        'f' | 't' | 'r' | '-' | '(' | ')' => 0.42,
        'm' | 'w' | '%' | 'M' | 'W' => 1.0,
        '−' => 0.84,
        'a'..='z' => 0.64,
        'A'..='Z' => 0.75,
        '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' => 0.42,
        '⁻' => 0.55,
        _ => 0.86,
    }
}

/// A row of labels in which none touches another.
pub struct Row {
    left: f64,
    right: f64,
    gap: f64,
    taken: Vec<(f64, f64)>,
}

impl Row {
    /// A row from `left` to `right` with at least `gap` between two labels.
    pub fn new(left: f64, right: f64, gap: f64) -> Row {
        Row {
            left,
            right,
            gap,
            taken: Vec::new(),
        }
    }

    /// Keeps labels away from these positions.
    pub fn avoid(&mut self, positions: impl IntoIterator<Item = f64>) {
        self.taken.extend(positions.into_iter().map(|x| (x, x)));
    }

    /// Takes the room from `start` to `end` if all of it is free.
    pub fn take(&mut self, start: f64, end: f64) -> bool {
        let free = start >= self.left
            && end <= self.right
            && self
                .taken
                .iter()
                .all(|&(a, b)| end + self.gap <= a || start >= b + self.gap);
        if free {
            self.taken.push((start, end));
        }
        free
    }
}
