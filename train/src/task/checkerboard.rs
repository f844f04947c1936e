//! A board of four by four squares, of two classes in turn.

use super::{Goal, Task};

pub(super) const TASK: Task = Task {
    id: "checkerboard",
    label: "checkerboard",
    goal: Goal::Classes(2),
    noise: 0.02,
    draw: |source, class, noise| {
        let column = (source.uniform() * 4.0) as usize;
        // Of a column's four squares two have the class.
        let row = 2 * ((source.uniform() * 2.0) as usize) + (column + class) % 2;
        let mut place = |square: usize| {
            let inside = source.uniform();
            (square as f32 + inside) / 2.0 - 1.0 + noise * source.normal()
        };
        ([place(column), place(row)], class as f32)
    },
};
