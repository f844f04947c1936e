//! Seeded distributions: one constant each, in one table.
//!
//! The same id, seed and count give the same bits everywhere, natively and in
//! WebAssembly. Two things make that so. The random bits are those of PCG32
//! (O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
//! Algorithms for Random Number Generation", HMC-CS-2014-0905), integers only.
//! And the floating-point work uses nothing but IEEE 754 basic operations, the
//! square root, and the logarithm and exponential of the `libm` crate, which is
//! the same Rust code on every target; the standard library's `ln` and `exp`
//! call whatever the platform has, and differ in the last bit between them.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg32;

use super::MAX_COUNT;

/// A distribution that values can be drawn from.
#[derive(Debug)]
pub struct Distribution {
    /// Its name in links and calls, such as `"log_normal"`.
    pub id: &'static str,
    /// Its name for people, such as `"log-normal"`.
    pub label: &'static str,
    /// What it is and where it is met, in one sentence.
    pub description: &'static str,
    draw: fn(&mut Source, &mut [f32]),
}

/// Every distribution, in the order in which a list should show them.
///
/// ```
/// use quantscope::signal::DISTRIBUTIONS;
///
/// assert_eq!(DISTRIBUTIONS[0].id, "normal");
/// ```
pub const DISTRIBUTIONS: &[Distribution] = &[
    NORMAL,
    LAPLACE,
    UNIFORM,
    STUDENT_T,
    LOG_NORMAL,
    BIMODAL,
    HALF_NORMAL,
    OUTLIERS,
];

const NORMAL: Distribution = Distribution {
    id: "normal",
    label: "normal",
    description: "The bell curve with mean 0 and standard deviation 1, the usual first model of trained weights.",
    draw: |source, out| out.fill_with(|| source.normal() as f32),
};

const LAPLACE: Distribution = Distribution {
    id: "laplace",
    label: "Laplace",
    description: "Two exponential slopes back to back (mean 0, b = 1): more values near zero and longer tails than the normal distribution.",
    draw: |source, out| out.fill_with(|| source.laplace() as f32),
};

const UNIFORM: Distribution = Distribution {
    id: "uniform",
    label: "uniform",
    description: "Every value from -1 up to, but not including, 1 is equally likely, which suits evenly spaced steps best.",
    draw: |source, out| out.fill_with(|| source.uniform()),
};

const STUDENT_T: Distribution = Distribution {
    id: "student_t",
    label: "Student t",
    description: "Student's t with 3 degrees of freedom: tails so heavy that the largest value grows with every doubling of the count.",
    draw: |source, out| out.fill_with(|| source.student_t3() as f32),
};

const LOG_NORMAL: Distribution = Distribution {
    id: "log_normal",
    label: "log-normal",
    description: "The exponential of a normal value: positive only, and spread over many powers of two.",
    draw: |source, out| out.fill_with(|| libm::exp(source.normal()) as f32),
};

const BIMODAL: Distribution = Distribution {
    id: "bimodal",
    label: "bimodal",
    description: "Two bells of equal weight at -2 and 2, each with standard deviation 0.5, and little in between.",
    draw: |source, out| {
        out.fill_with(|| {
            let z = 0.5 * source.normal();
            (z + source.sign(2.0)) as f32
        })
    },
};

const HALF_NORMAL: Distribution = Distribution {
    id: "half_normal",
    label: "after ReLU",
    description: "max(0, x) of normal values x, as activations are after a ReLU: half of them are exactly zero, the rest are positive.",
    draw: |source, out| {
        out.fill_with(|| {
            // Which half a value falls in cannot be predicted, so no branch: the
            // sign bit, spread over the word, masks the negative ones to +0.
            let bits = (source.normal() as f32).to_bits();
            f32::from_bits(bits & !((bits.cast_signed() >> 31).cast_unsigned()))
        })
    },
};

const OUTLIERS: Distribution = Distribution {
    id: "outliers",
    label: "with outliers",
    description: "Normal values, but one in a thousand lies near -10 or 10, as in the activations of transformers.",
    draw: |source, out| {
        out.fill_with(|| {
            let z = source.normal();
            let shift = if source.one_in_a_thousand() {
                source.sign(10.0)
            } else {
                0.0
            };
            (z + shift) as f32
        })
    },
};

impl Distribution {
    /// The distribution with this id, if there is one.
    ///
    /// ```
    /// use quantscope::signal::Distribution;
    ///
    /// assert_eq!(Distribution::by_id("half_normal").map(|d| d.label), Some("after ReLU"));
    /// assert!(Distribution::by_id("cauchy").is_none());
    /// ```
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Distribution> {
        DISTRIBUTIONS.iter().find(|d| d.id == id)
    }
}

/// Draws the values of one distribution in order, as few or as many at a time as asked.
///
/// How the values are cut into pieces does not change them, so a worker can
/// report its progress, or stop, between any two pieces.
///
/// ```
/// use quantscope::signal::{Distribution, Generator, generate};
///
/// let mut generator = Generator::new(Distribution::by_id("normal").unwrap(), 7);
/// let mut values = [0.0; 5];
/// generator.fill(&mut values[..3]);
/// generator.fill(&mut values[3..]);
/// assert_eq!(generate("normal", 7, 5).unwrap(), values);
/// ```
#[derive(Debug)]
pub struct Generator {
    distribution: &'static Distribution,
    source: Source,
}

impl Generator {
    /// A generator that stands before the first value of this distribution and seed.
    #[must_use]
    pub fn new(distribution: &'static Distribution, seed: u64) -> Generator {
        Generator {
            distribution,
            source: Source {
                random: Pcg32::seed_from_u64(seed),
                spare: None,
            },
        }
    }

    /// Writes the next `out.len()` values.
    pub fn fill(&mut self, out: &mut [f32]) {
        (self.distribution.draw)(&mut self.source, out);
    }
}

/// The first `count` values of the distribution `id` for `seed`.
///
/// `None` when there is no such distribution, when `count` is more than
/// [`MAX_COUNT`], or when there is no memory for so many values. `count` 0 gives
/// an empty list.
///
/// ```
/// use quantscope::signal::generate;
///
/// let values = generate("uniform", 1, 1000).unwrap();
/// assert!(values.iter().all(|&x| (-1.0..1.0).contains(&x)));
/// assert_eq!(generate("unheard_of", 1, 1000), None);
/// ```
#[must_use]
pub fn generate(id: &str, seed: u64, count: usize) -> Option<Vec<f32>> {
    let distribution = Distribution::by_id(id)?;
    if count > MAX_COUNT {
        return None;
    }
    let mut values = Vec::new();
    values.try_reserve_exact(count).ok()?;
    values.resize(count, 0.0);
    Generator::new(distribution, seed).fill(&mut values);
    Some(values)
}

/// Random bits, and the few basic draws that all distributions are made of.
#[derive(Debug)]
struct Source {
    random: Pcg32,
    /// The second normal value of a pair. Normal values come in pairs, and this
    /// one outlives a call, or cutting into pieces would change the values.
    spare: Option<f64>,
}

impl Source {
    /// Symmetric about zero, never zero: (k + 1/2) / 2^31 for k in -2^31 .. 2^31.
    fn symmetric(&mut self) -> f64 {
        const STEP: f64 = 1.0 / 2_147_483_648.0;
        (f64::from(self.random.next_u32().cast_signed()) + 0.5) * STEP
    }

    /// Normal with mean 0 and variance 1, by the polar method: Marsaglia and Bray,
    /// "A Convenient Method for Generating Normal Variables", SIAM Review 6 (1964).
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (u, v) = (self.symmetric(), self.symmetric());
            // A point within the unit circle, never its middle.
            let s = u * u + v * v;
            if s < 1.0 {
                let factor = (-2.0 * libm::log(s) / s).sqrt();
                self.spare = Some(v * factor);
                return u * factor;
            }
        }
    }

    /// The inverse of the distribution function: a sign, and -ln(u) for u in (0, 1).
    fn laplace(&mut self) -> f64 {
        const STEP: f64 = 1.0 / 4_503_599_627_370_496.0; // 2^-52
        let bits = self.random.next_u64();
        // At most 2^52 - 1 plus one half: 53 bits, so the sum is exact and u < 1.
        let u = ((bits >> 12) as f64 + 0.5) * STEP;
        let magnitude = -libm::log(u);
        if bits & 1 == 0 { magnitude } else { -magnitude }
    }

    /// k / 2^23 - 1 for 24-bit k: exact in a float, and never 1.
    fn uniform(&mut self) -> f32 {
        (self.random.next_u32() >> 8) as f32 / 8_388_608.0 - 1.0
    }

    /// A normal value over the root mean square of three others: the definition
    /// of Student's t for 3 degrees of freedom.
    fn student_t3(&mut self) -> f64 {
        let z = self.normal();
        let mut sum = 0.0;
        for _ in 0..3 {
            let x = self.normal();
            sum += x * x;
        }
        z / (sum / 3.0).sqrt()
    }

    /// `magnitude` or its negative, each half of the time.
    fn sign(&mut self, magnitude: f64) -> f64 {
        if self.random.next_u32() < 1 << 31 {
            magnitude
        } else {
            -magnitude
        }
    }

    fn one_in_a_thousand(&mut self) -> bool {
        self.random.next_u32() < u32::MAX / 1000
    }
}
