//! One setting of a lesson: what it is called, what it may be, what it is by default.
//!
//! A key is data. The URL, the controls of the page and the tests all read this
//! one table, so a new setting is one constant and a place in a lesson's list.

/// A setting that a person can change and that the URL holds.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in the URL.
    pub id: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// What values it takes.
    pub kind: Kind,
}

/// What values a [`Key`] takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number in `min..=max`. `default: None` means that the lesson chooses
    /// ("auto") until a person does.
    Number {
        min: f64,
        max: f64,
        /// What an arrow key adds; for [`Scale::Log`] the factor is `2^step`.
        step: f64,
        default: Option<f64>,
        scale: Scale,
    },
    /// One of a table's entries.
    Choice {
        options: fn() -> Vec<Choice>,
        default: &'static str,
    },
    /// On or off.
    Flag { default: bool },
    /// A comma-separated list of words, such as the parts that `hide=` leaves out.
    Words,
}

/// How a number's slider moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Whole numbers.
    Integer,
    /// Reals, evenly.
    Linear,
    /// Positive reals, evenly in their logarithm.
    Log,
    /// Positive whole numbers, evenly in their logarithm.
    LogInteger,
}

/// One entry of a [`Kind::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: &'static str,
    pub label: &'static str,
}

impl Scale {
    /// Whether the values are whole numbers.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        matches!(self, Self::Integer | Self::LogInteger)
    }

    /// Whether a slider moves in the logarithm of the value.
    #[must_use]
    pub const fn is_log(self) -> bool {
        matches!(self, Self::Log | Self::LogInteger)
    }

    /// Where a slider stands for `value`.
    #[must_use]
    pub fn to_slider(self, value: f64) -> f64 {
        if self.is_log() { value.log2() } else { value }
    }

    /// The value for a slider's position.
    #[must_use]
    pub fn from_slider(self, position: f64) -> f64 {
        let value = if self.is_log() {
            2_f64.powf(position)
        } else {
            position
        };
        if self.is_integer() {
            value.round()
        } else {
            value
        }
    }
}

impl Key {
    /// The nearest allowed number, or `None` when the key takes no number or
    /// `value` is not one.
    #[must_use]
    pub fn clamp(&self, value: f64) -> Option<f64> {
        let Kind::Number {
            min, max, scale, ..
        } = self.kind
        else {
            return None;
        };
        if value.is_nan() {
            return None;
        }
        let value = if scale.is_integer() {
            value.round()
        } else {
            value
        };
        // `+ 0.0` turns -0 into 0, which the URL would write alike.
        Some(value.clamp(min, max) + 0.0)
    }

    /// The entry of a choice whose id is `id`.
    #[must_use]
    pub fn choice(&self, id: &str) -> Option<Choice> {
        let Kind::Choice { options, .. } = self.kind else {
            return None;
        };
        options().into_iter().find(|choice| choice.id == id)
    }

    /// The number `steps` arrow presses away from `value`, within the range.
    #[must_use]
    pub fn stepped(&self, value: f64, steps: f64) -> f64 {
        let Kind::Number { step, scale, .. } = self.kind else {
            return value;
        };
        let moved = match scale {
            // So far from zero a step would be lost in rounding: a thousandth instead.
            Scale::Integer | Scale::Linear if value.abs() >= step * 1e12 => {
                value + steps * value.abs() / 1000.0
            }
            Scale::Integer | Scale::Linear => {
                // Land on the step's grid: 0.1 + 0.2 is to read 0.3.
                let grid = ((value / step).round() + steps) * step;
                (grid * 1e12).round() / 1e12
            }
            Scale::Log => value * 2_f64.powf(step * steps),
            Scale::LogInteger => {
                let next = (value * 2_f64.powf(step * steps)).round();
                if (next - value).abs() < 1.0 {
                    value + steps.signum()
                } else {
                    next
                }
            }
        };
        self.clamp(moved).unwrap_or(value)
    }
}
