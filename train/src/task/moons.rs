//! Two half circles that reach into each other.

use super::{Goal, Task};

pub(super) const TASK: Task = Task {
    id: "moons",
    label: "moons",
    goal: Goal::Classes(2),
    noise: 0.1,
    draw: |source, class, noise| {
        let angle = core::f64::consts::PI * f64::from(source.uniform());
        let (sine, cosine) = (libm::sin(angle) as f32, libm::cos(angle) as f32);
        // The lower moon is the upper one turned, moved by its radius and half of it.
        let (x, y) = if class == 0 {
            (cosine, sine)
        } else {
            (1.0 - cosine, 0.5 - sine)
        };
        let x = x - 0.5 + noise * source.normal();
        let y = y - 0.25 + noise * source.normal();
        ([x / 1.5, y], class as f32)
    },
};
