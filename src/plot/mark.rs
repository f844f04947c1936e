//! Labelled vertical lines: thresholds, optima, starting points.
//!
//! The labels stand in rows above the plot area, each beside its line like a
//! flag. None touches another, and no line runs through a label: a line starts
//! in the row of its label, so one that would cut a label to its right has to
//! start below it.

use plotters::style::Color;

use super::Frame;
use super::axis::Axis;
use super::clip::Rect;
use super::palette::Palette;
use super::role::Role;
use super::scene::{Align, Scene};
use super::text::{TICK_SIZE, width};

/// The height of a row of labels, in CSS pixels.
pub const MARK_ROW: f64 = 13.0;

/// So many rows at most.
const ROWS: usize = 5;
/// So many labels at most are tried.
const MANY: usize = 32;
/// Between a line and its label.
const AWAY: f64 = 4.0;
/// Between two labels in a row.
const BETWEEN: f64 = 8.0;
/// Between a label and another one's line.
const CLEAR: f64 = 3.0;

/// A labelled vertical line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark<'a> {
    /// Where.
    pub x: f64,
    /// A word or two; empty for a line alone.
    pub label: &'a str,
    /// What it stands for.
    pub role: Role,
}

/// How many rows of labels to leave room for. It depends on the number of labels
/// and not on where they are, so that the chart stands still while marks move.
pub fn mark_rows(marks: &[Mark], frame: &Frame) -> usize {
    let labels = marks.iter().filter(|m| !m.label.is_empty()).count();
    // Small charts belong to the picture.
    let room = (f64::from(frame.height) / 4.0 / MARK_ROW) as usize;
    labels.min(ROWS).min(room)
}

/// A label with its place.
#[derive(Clone, Copy)]
struct Flag {
    /// Which mark; none for what only takes room.
    mark: Option<usize>,
    /// Where its line is.
    x: f64,
    /// From where to where the label reaches.
    span: (f64, f64),
    row: usize,
}

impl Flag {
    /// Whether two labels and their lines leave each other alone.
    fn agrees(&self, other: &Flag) -> bool {
        let apart = self.span.1 + BETWEEN <= other.span.0 || other.span.1 + BETWEEN <= self.span.0;
        let cuts = |line: &Flag, label: &Flag| {
            line.row <= label.row && line.x > label.span.0 - CLEAR && line.x < label.span.1 + CLEAR
        };
        (self.row != other.row || apart) && !cuts(self, other) && !cuts(other, self)
    }
}

/// Draws the lines of `marks` with as many labels as fit into `rows` rows from
/// `top` down; `taken` is a part of the lowest row that is not free. Returns
/// where the lines are.
pub fn draw_marks(
    scene: &mut Scene,
    area: &Rect,
    axis: &Axis,
    marks: &[Mark],
    (top, rows): (f64, usize),
    taken: Option<(f64, f64)>,
    palette: &Palette,
) -> Vec<f64> {
    let mut visible: Vec<(f64, &Mark)> = marks
        .iter()
        .filter(|mark| axis.contains(mark.x))
        .map(|mark| (axis.position(mark.x), mark))
        .collect();
    visible.sort_by(|a, b| a.0.total_cmp(&b.0));
    let room = (2.0, area.right + super::OVERHANG - 2.0);
    let flags = best_flags(&visible, rows, room, taken);
    for (i, (x, mark)) in visible.iter().enumerate() {
        let flag = flags.iter().find(|flag| flag.mark == Some(i));
        let start = flag.map_or(area.top, |flag| top + flag.row as f64 * MARK_ROW + 1.0);
        let color = mark.role.color(palette);
        scene.vertical(*x, (start, area.bottom), 1.0, color.mix(1.0));
        if let Some(flag) = flag {
            let at = (flag.span.0, top + (flag.row as f64 + 0.5) * MARK_ROW);
            let color = mark.role.text_color(palette);
            scene.text(at, mark.label, Align::Start, color, TICK_SIZE);
        }
    }
    visible.into_iter().map(|(x, _)| x).collect()
}

/// Labels to the right of their lines, as long as that does not leave any out;
/// otherwise the first ones to the left, as many as bring the most labels.
fn best_flags(
    marks: &[(f64, &Mark)],
    rows: usize,
    room: (f64, f64),
    taken: Option<(f64, f64)>,
) -> Vec<Flag> {
    let labelled: Vec<usize> = (0..marks.len())
        .filter(|&i| !marks[i].1.label.is_empty())
        .take(MANY)
        .collect();
    let mut best: Vec<Flag> = Vec::new();
    if rows == 0 {
        return best;
    }
    for split in 0..=labelled.len() {
        let (left, right) = labelled.split_at(split);
        let mut flags: Vec<Flag> = taken
            .map(|span| Flag {
                mark: None,
                x: f64::NAN,
                span,
                row: rows - 1,
            })
            .into_iter()
            .collect();
        let order = left
            .iter()
            .rev()
            .map(|&i| (i, [true, false]))
            .chain(right.iter().map(|&i| (i, [false, true])));
        for (i, sides) in order {
            let (x, w) = (marks[i].0, width(marks[i].1.label, TICK_SIZE));
            let places = sides.into_iter().flat_map(|to_left| {
                let start = if to_left { x - AWAY - w } else { x + AWAY };
                (0..rows).map(move |row| Flag {
                    mark: Some(i),
                    x,
                    span: (start, start + w),
                    row,
                })
            });
            let free = |flag: &Flag| {
                flag.span.0 >= room.0
                    && flag.span.1 <= room.1
                    && flags.iter().all(|other| flag.agrees(other))
            };
            let place = places.into_iter().find(free);
            flags.extend(place);
        }
        if split == 0 || flags.len() > best.len() {
            best = flags;
        }
        if best.len() == labelled.len() + usize::from(taken.is_some()) {
            break;
        }
    }
    best
}
