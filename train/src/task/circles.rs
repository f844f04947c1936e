//! A ring around a disc.

use super::{Goal, Task};

pub(super) const TASK: Task = Task {
    id: "circles",
    label: "circles",
    goal: Goal::Classes(2),
    noise: 0.05,
    draw: |source, class, noise| {
        let angle = core::f64::consts::TAU * f64::from(source.uniform());
        // The square root spreads the disc's points evenly over its area.
        let radius = if class == 0 {
            0.45 * source.uniform().sqrt()
        } else {
            source.between(0.65, 1.0)
        };
        let x = radius * libm::cos(angle) as f32 + noise * source.normal();
        let y = radius * libm::sin(angle) as f32 + noise * source.normal();
        ([x, y], class as f32)
    },
};
