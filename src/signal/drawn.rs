//! A drawn signal by its description: what an address holds of it.

use super::{DISTRIBUTIONS, Distribution, Generator};

/// Everything that determines a drawn signal, bit by bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// The distribution's id; an unknown one counts as the first of the table.
    pub distribution: &'static str,
    /// How many values.
    pub count: usize,
    /// The seed of the draw.
    pub seed: u64,
    /// What every drawn value is multiplied by.
    pub spread: f32,
    /// What is added then.
    pub shift: f32,
}

impl Drawn {
    /// Draws the values piece by piece; the pieces do not change them.
    ///
    /// ```
    /// use quantscope::signal::{Drawn, generate};
    ///
    /// let drawn = Drawn { distribution: "uniform", count: 4, seed: 1, spread: 2.0, shift: 0.5 };
    /// let mut values = [0.0; 4];
    /// drawn.draw()(&mut values);
    /// let plain = generate("uniform", 1, 4).unwrap();
    /// assert_eq!(values[3], plain[3] * 2.0 + 0.5);
    /// ```
    pub fn draw(&self) -> impl FnMut(&mut [f32]) + use<> {
        let distribution = Distribution::by_id(self.distribution).unwrap_or(&DISTRIBUTIONS[0]);
        let mut generator = Generator::new(distribution, self.seed);
        let (spread, shift) = (self.spread, self.shift);
        move |values| {
            generator.fill(values);
            if spread != 1.0 || shift != 0.0 {
                for value in values {
                    *value = *value * spread + shift;
                }
            }
        }
    }
}
