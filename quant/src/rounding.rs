//! The six ways to choose between two neighbours, and what happens beyond the last one.

/// How a real number between two representable neighbours chooses one of them.
///
/// The names follow IEEE 754-2019 section 4.3, in the spelling of the JavaScript interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest; a tie goes to the neighbour with the even code.
    #[default]
    NearestEven,
    /// To the nearest; a tie goes to the larger magnitude.
    NearestAway,
    /// To the neighbour with the smaller magnitude.
    TowardZero,
    /// To the neighbour above.
    Up,
    /// To the neighbour below.
    Down,
    /// To either neighbour, with a probability proportional to the nearness.
    Stochastic,
}

impl Rounding {
    /// Every rounding, in the order in which a menu shows them.
    pub const ALL: [Rounding; 6] = [
        Rounding::NearestEven,
        Rounding::NearestAway,
        Rounding::TowardZero,
        Rounding::Up,
        Rounding::Down,
        Rounding::Stochastic,
    ];

    /// The name used in links and by JavaScript, for example `nearest_even`.
    pub const fn id(self) -> &'static str {
        match self {
            Rounding::NearestEven => "nearest_even",
            Rounding::NearestAway => "nearest_away",
            Rounding::TowardZero => "toward_zero",
            Rounding::Up => "up",
            Rounding::Down => "down",
            Rounding::Stochastic => "stochastic",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Rounding::NearestEven => "nearest, ties to even",
            Rounding::NearestAway => "nearest, ties away from zero",
            Rounding::TowardZero => "toward zero",
            Rounding::Up => "up",
            Rounding::Down => "down",
            Rounding::Stochastic => "stochastic",
        }
    }

    /// The rounding with this id.
    ///
    /// ```
    /// use quantscope_quant::Rounding;
    /// assert_eq!(Rounding::by_id("toward_zero"), Some(Rounding::TowardZero));
    /// assert_eq!(Rounding::by_id("banker"), None);
    /// ```
    pub fn by_id(id: &str) -> Option<Rounding> {
        Rounding::ALL.into_iter().find(|r| r.id() == id)
    }

    /// Whether the next larger magnitude is chosen over `low`.
    ///
    /// `fraction` in `[0, 1)` is how far the magnitude lies above `low`, `odd` whether `low` has
    /// an odd code, `negative` the sign, `random` 32 uniform bits (used by [`Rounding::Stochastic`]).
    ///
    /// The stochastic rule rounds up if and only if `fraction + random / 2^32 >= 1`, so an exact
    /// value stays and n random bits are the top n bits of `random` (the rule of the golden file
    /// `stochastic.json`, from gfloat's `StochasticFastest`).
    #[inline]
    pub fn goes_up(self, fraction: f64, odd: bool, negative: bool, random: u32) -> bool {
        match self {
            Rounding::NearestEven => fraction > 0.5 || (fraction == 0.5 && odd),
            Rounding::NearestAway => fraction >= 0.5,
            Rounding::TowardZero => false,
            Rounding::Up => fraction > 0.0 && !negative,
            Rounding::Down => fraction > 0.0 && negative,
            // 1 - random/2^32 has at most 33 significant bits: the comparison is exact.
            Rounding::Stochastic => fraction >= 1.0 - f64::from(random) / 4_294_967_296.0,
        }
    }

    /// `x` rounded to an integer by this rule.
    ///
    /// Non-finite numbers are returned as they are.
    ///
    /// ```
    /// use quantscope_quant::Rounding;
    /// assert_eq!(Rounding::NearestEven.integer(-2.5, 0), -2.0);
    /// assert_eq!(Rounding::NearestAway.integer(-2.5, 0), -3.0);
    /// assert_eq!(Rounding::Stochastic.integer(2.25, 0xC000_0000), 3.0);
    /// ```
    pub fn integer(self, x: f64, random: u32) -> f64 {
        let magnitude = x.abs();
        // From 2^52 on every f64 is an integer; NaN and infinity end here too.
        if !matches!(
            magnitude.partial_cmp(&4_503_599_627_370_496.0),
            Some(core::cmp::Ordering::Less)
        ) {
            return x;
        }
        let low = magnitude as u64;
        let fraction = magnitude - low as f64;
        let up = self.goes_up(fraction, low & 1 == 1, x < 0.0, random);
        ((low + u64::from(up)) as f64).copysign(x)
    }
}

/// What becomes of a number that rounds to something beyond the largest finite value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overflow {
    /// The largest finite value of its sign, also for an infinite input
    /// (ONNX `Cast` with `saturate=1`).
    #[default]
    Saturate,
    /// What the format has for it: infinity, else NaN, else the largest finite value (ml_dtypes).
    Special,
}

impl Overflow {
    /// Both policies.
    pub const ALL: [Overflow; 2] = [Overflow::Saturate, Overflow::Special];

    /// The name used in links and by JavaScript.
    pub const fn id(self) -> &'static str {
        match self {
            Overflow::Saturate => "saturate",
            Overflow::Special => "special",
        }
    }

    /// The name that people read.
    pub const fn label(self) -> &'static str {
        match self {
            Overflow::Saturate => "saturate",
            Overflow::Special => "infinity or NaN",
        }
    }

    /// The policy with this id.
    pub fn by_id(id: &str) -> Option<Overflow> {
        Overflow::ALL.into_iter().find(|o| o.id() == id)
    }
}
