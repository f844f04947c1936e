//! A weight that a person has set by hand, as the address holds it.

/// From this step on the weight has this value, until training moves it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edit {
    pub step: u64,
    pub layer: usize,
    pub index: usize,
    pub value: f32,
}

impl Edit {
    /// As a word of the address: `step-layer-index-value`, the value by its bits in hexadecimal so
    /// that it comes back exactly.
    ///
    /// ```
    /// use quantscope::lesson::qat::Edit;
    /// let edit = Edit { step: 1200, layer: 0, index: 5, value: -0.5 };
    /// assert_eq!(edit.to_word(), "1200-0-5-bf000000");
    /// assert_eq!(Edit::from_word("1200-0-5-bf000000"), Some(edit));
    /// assert_eq!(Edit::from_word("1200-0-5-7fc00000"), None); // NaN
    /// ```
    pub fn to_word(self) -> String {
        let bits = self.value.to_bits();
        format!("{}-{}-{}-{bits:08x}", self.step, self.layer, self.index)
    }

    /// The edit of a word; `None` for one that is none, or whose value is not finite.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut parts = word.split('-');
        let mut next = || parts.next();
        let edit = Edit {
            step: next()?.parse().ok()?,
            layer: next()?.parse().ok()?,
            index: next()?.parse().ok()?,
            value: f32::from_bits(u32::from_str_radix(next()?, 16).ok()?),
        };
        (parts.next().is_none() && edit.value.is_finite()).then_some(edit)
    }
}
