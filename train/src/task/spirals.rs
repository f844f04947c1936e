//! Two spirals wound into each other, one and three quarter turns each.

use super::{Goal, Task};

const TURNS: f64 = 1.75;

pub(super) const TASK: Task = Task {
    id: "spirals",
    label: "spirals",
    goal: Goal::Classes(2),
    noise: 0.02,
    draw: |source, class, noise| {
        let along = source.between(0.05, 1.0);
        let half_turn = core::f64::consts::PI * class as f64;
        let angle = core::f64::consts::TAU * TURNS * f64::from(along) + half_turn;
        let x = along * libm::sin(angle) as f32 + noise * source.normal();
        let y = along * libm::cos(angle) as f32 + noise * source.normal();
        ([x, y], class as f32)
    },
};
