//! A number to give for each point: the height of a tilted plane.

use super::{Goal, Task};

pub(super) const TASK: Task = Task {
    id: "plane",
    label: "plane",
    goal: Goal::Number,
    noise: 0.05,
    draw: |source, _, noise| {
        let (x, y) = (source.between(-1.0, 1.0), source.between(-1.0, 1.0));
        ([x, y], 0.5 * (x + y) + noise * source.normal())
    },
};
