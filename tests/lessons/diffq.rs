//! DiffQ's training against a plain loop over the paper's equations and the package's
//! rules, and what the lesson says of it.

use quantscope::lesson::diffq::DiffQReport;
use quantscope::quant::{Histogram, random_bits};

use crate::compare::near;
use crate::reference::bins;
use crate::report;
use crate::training::{NEAR, STEPS, batch, drawn};

const GROUPS: usize = 4;

/// How a training is asked for.
struct Asked {
    bits: f64,
    gaussian: bool,
    /// The price of a KiB.
    lambda: f64,
    ratio: f64,
    rate: f64,
    seed: u64,
    signal: &'static str,
}

const LIKE_THE_PAGE: Asked = Asked {
    bits: 8.0,
    gaussian: false,
    lambda: 0.001,
    ratio: 2.0,
    rate: 0.05,
    seed: 1,
    signal: "count=9000",
};

const TABLE: [Asked; 8] = [
    LIKE_THE_PAGE,
    Asked {
        bits: 2.0,
        lambda: 0.00002,
        seed: 2,
        ..LIKE_THE_PAGE
    },
    Asked {
        bits: 15.0,
        lambda: 0.03,
        ratio: 1.0,
        seed: 3,
        ..LIKE_THE_PAGE
    },
    Asked {
        bits: 4.5,
        ratio: 8.0,
        rate: 0.2,
        seed: 4_294_967_295,
        signal: "signal=laplace",
        ..LIKE_THE_PAGE
    },
    Asked {
        ratio: 1.5,
        seed: 5,
        signal: "signal=log_normal&spread=0.01&count=999",
        ..LIKE_THE_PAGE
    },
    Asked {
        gaussian: true,
        ratio: 3.0,
        seed: 6,
        signal: "signal=bimodal&count=2003",
        ..LIKE_THE_PAGE
    },
    Asked {
        lambda: 16.0,
        rate: 1.0,
        seed: 0,
        signal: "signal=uniform&count=7",
        ..LIKE_THE_PAGE
    },
    Asked {
        gaussian: true,
        lambda: 0.004,
        seed: 7,
        signal: "signal=half_normal&shift=1&count=500",
        ..LIKE_THE_PAGE
    },
];

impl Asked {
    fn hash(&self) -> String {
        format!(
            "diffq?bits={}&noise={}&lambda={}&ratio={}&rate={}&seed={}&{}",
            self.bits,
            if self.gaussian { "gaussian" } else { "uniform" },
            self.lambda,
            self.ratio,
            self.rate,
            self.seed,
            self.signal,
        )
    }

    /// The noise of a value, in steps.
    fn noise(&self, seed: u64, index: usize) -> f64 {
        let p = (f64::from(random_bits(seed, index as u64)) + 0.5) / 2_f64.powi(32);
        if self.gaussian {
            quantile(p) / 2.0
        } else {
            p - 0.5
        }
    }

    /// The batch cut into four, each narrower than the one before.
    fn groups(&self, x: &[f64]) -> Vec<Group> {
        let length = x.len() / GROUPS;
        (0..GROUPS)
            .map(|place| {
                let spread = (1.0 / self.ratio.powi(place as i32)) as f32;
                let part = &x[place * length..(place + 1) * length];
                Group::of(part.iter().map(|&x| x as f32 * spread).collect())
            })
            .collect()
    }
}

/// The x below which a share p of normal numbers lies: Newton's method on the normal
/// distribution function, from where the tail is nearly a power of e.
fn quantile(p: f64) -> f64 {
    let tail = p.min(1.0 - p);
    // 26.2.23 of Abramowitz and Stegun, good to 4.5e-4.
    let t = (-2.0 * tail.ln()).sqrt();
    let above = 2.515517 + t * (0.802853 + t * 0.010328);
    let below = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    let mut x = t - above / below;
    for _ in 0..3 {
        let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let beyond = libm::erfc(x * std::f64::consts::FRAC_1_SQRT_2) / 2.0;
        x += (beyond - tail) / density;
    }
    if p < 0.5 { -x } else { x }
}

struct Group {
    w: Vec<f32>,
    min: f64,
    range: f64,
}

impl Group {
    fn of(w: Vec<f32>) -> Self {
        let wide = || w.iter().map(|&w| f64::from(w));
        let (min, max) = (
            wide().fold(f64::INFINITY, f64::min),
            wide().fold(f64::NEG_INFINITY, f64::max),
        );
        let range = if w.is_empty() { 0.0 } else { max - min };
        Self { w, min, range }
    }

    fn mean(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.w.iter().map(|&w| of(f64::from(w))).sum::<f64>() / self.w.len().max(1) as f64
    }

    /// The error of rounding to 2^bits values from the smallest to the largest.
    fn rounding(&self, w: f64, bits: i32) -> f64 {
        let steps = 2_f64.powi(bits) - 1.0;
        let level = if self.range > 0.0 {
            ((w - self.min) / self.range * steps).round_ties_even()
        } else {
            0.0
        };
        f64::from((self.min + self.range * level / steps) as f32) - w
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// What a step shows: B of each group, the mean squared error, KiB.
type Shown = ([f64; GROUPS], f64, f64);

/// The whole training. `rounded` says that noisy weights and the gradient that comes
/// back to them are float32, as they are in the lesson.
fn train(asked: &Asked, groups: &[Group], rounded: bool) -> Vec<Shown> {
    let single = |x: f64| if rounded { f64::from(x as f32) } else { x };
    let length = groups[0].w.len();
    let count = (GROUPS * length) as f64;
    // 2 and 15 bits have no finite logit.
    let start = asked.bits.clamp(2.001, 14.999);
    let mut logits = [((start - 2.0) / (15.0 - start)).ln(); GROUPS];
    let (mut means, mut squares) = ([0.0; GROUPS], [0.0; GROUPS]);
    let mut shown = Vec::new();
    for step in 0..=STEPS {
        let bits = logits.map(|logit| 2.0 + 13.0 * sigmoid(logit));
        let mut error = 0.0;
        for (place, group) in groups.iter().enumerate() {
            let draw = asked.seed * 1_048_576 + (step * GROUPS + place) as u64;
            let power = 2_f64.powf(bits[place]);
            let mut gradient = 0.0;
            for (index, &w) in group.w.iter().enumerate() {
                let (w, u) = (f64::from(w), asked.noise(draw, index));
                let noisy = single(w + group.range / (power - 1.0) * u);
                let upstream = single(2.0 * (noisy - w) / count);
                let slope = -group.range * u * std::f64::consts::LN_2 * power
                    / ((power - 1.0) * (power - 1.0));
                error += (noisy - w).powi(2);
                gradient += upstream * slope;
            }
            // A bit more for each weight of the group, at 8 * 1024 bits a KiB.
            gradient += asked.lambda * length as f64 / 8192.0;
            let t = sigmoid(logits[place]);
            gradient *= 13.0 * t * (1.0 - t);
            // Adam, algorithm 1.
            let turn = step as i32 + 1;
            means[place] = 0.9 * means[place] + 0.1 * gradient;
            squares[place] = 0.999 * squares[place] + 0.001 * gradient.powi(2);
            let mean = means[place] / (1.0 - 0.9_f64.powi(turn));
            let square = squares[place] / (1.0 - 0.999_f64.powi(turn));
            logits[place] -= asked.rate * mean / (square.sqrt() + 1e-8);
        }
        let most = bits.iter().fold(0.0_f64, |most, &bits| most.max(bits));
        let entry = (most.round_ties_even() - 1.0).log2().ceil();
        let weights: f64 = bits.iter().map(|bits| bits * length as f64).sum();
        let size = weights + 64.0 + 8.0 + entry * GROUPS as f64;
        shown.push((bits, error / count.max(1.0), size / 8.0 / 1024.0));
    }
    shown
}

fn same_path(found: &DiffQReport, right: &[Shown], relative: f64, what: &str) {
    assert_eq!(found.path.len(), STEPS + 1);
    for (step, (now, (bits, error, size))) in found.path.iter().zip(right).enumerate() {
        let what = format!("{what} at {step}");
        for (found, right) in now.bits.iter().zip(bits) {
            near(*found, *right, relative, &what);
        }
        near(now.error, *error, relative, &what);
        near(now.kibibytes, *size, relative, &what);
    }
}

fn same_counts(found: &Histogram, errors: &[f64], what: &str) {
    assert_eq!((found.min, found.max), (-1.5, 1.5), "{what}");
    let within = errors.iter().copied().filter(|error| error.abs() <= 1.5);
    let counts = bins(within, -1.5, 1.5, found.counts.len());
    let off: u64 = counts
        .iter()
        .zip(&found.counts)
        .map(|(&right, &found)| right.abs_diff(u64::from(found)))
        .sum();
    // An error in steps is a float32, which may lie on the other side of an edge.
    assert!(off <= 4, "{what}: {off} errors in another bin");
}

#[test]
fn diffq_as_by_hand() {
    for asked in &TABLE {
        let hash = asked.hash();
        let values = drawn(&hash);
        let groups = asked.groups(&batch(&values));
        let found: DiffQReport = report(&hash, &values);
        assert_eq!(found.count, groups[0].w.len() as u64, "{hash}");
        same_path(&found, &train(asked, &groups, true), NEAR, &hash);
        // What float32 takes from noise that is as small as its own steps.
        same_path(&found, &train(asked, &groups, false), 1e-4, &hash);

        assert_eq!(found.groups.len(), GROUPS);
        for (place, (found, group)) in found.groups.iter().zip(&groups).enumerate() {
            near(found.spread, asked.ratio.powi(-(place as i32)), NEAR, &hash);
            near(found.range, group.range, NEAR, &hash);
            near(found.power, group.mean(|w| w * w), NEAR, &hash);
            assert_eq!(found.real.len(), 14, "{hash}");
            for (real, bits) in found.real.iter().zip(2..) {
                let right = group.mean(|w| group.rounding(w, bits).powi(2));
                near(*real, right, NEAR, &format!("{hash}, {bits} bits"));
            }
        }

        let noise: Vec<f64> = (0..groups[0].w.len())
            .map(|index| asked.noise(asked.seed, index))
            .collect();
        same_counts(&found.noise, &noise, &hash);
        for (found, bits) in found.errors.iter().zip(2..) {
            let step = groups[0].range / (2_f64.powi(bits) - 1.0);
            let errors: Vec<f64> = groups[0]
                .w
                .iter()
                .map(|&w| groups[0].rounding(f64::from(w), bits))
                .map(|error| if step > 0.0 { error / step } else { 0.0 })
                .collect();
            same_counts(found, &errors, &format!("{hash}, {bits} bits"));
        }
    }
}

fn last_bits(settings: &str) -> [f64; GROUPS] {
    let hash = format!("diffq?{settings}");
    let found: DiffQReport = report(&hash, &drawn(&hash));
    found.path[STEPS].bits
}

/// A wider group gets more bits, from wherever training starts; twice as wide is one
/// bit more, for so the noise of both is alike. (From 2 bits the way is long, and the
/// widest are still on it.)
#[test]
fn bits_flow_to_the_wider_groups() {
    for start in ["bits=2", "bits=8", "bits=15"] {
        for signal in ["signal=normal", "signal=uniform", "signal=bimodal"] {
            for noise in ["uniform", "gaussian"] {
                let settings = format!("{start}&{signal}&noise={noise}");
                let bits = last_bits(&settings);
                for pair in bits.windows(2) {
                    let more = pair[0] - pair[1];
                    assert!((more - 1.0).abs() < 0.5, "{settings}: {bits:?}");
                }
            }
        }
    }
    for ratio in [1.25, 4.0, 8.0] {
        let bits = last_bits(&format!("ratio={ratio}"));
        assert!(bits.is_sorted_by(|a, b| a > b), "{ratio}: {bits:?}");
    }
}

/// Groups alike end with bits alike. What is left between them is that their largest
/// values differ: a step is as long as the range that it divides.
#[test]
fn groups_alike_get_bits_alike() {
    for (signal, room) in [
        ("seed=1", 0.25),
        ("seed=2", 0.25),
        ("signal=uniform", 0.02),
        ("signal=bimodal", 0.25),
        ("signal=laplace", 0.75),
        ("signal=student_t", 0.75),
    ] {
        let hash = format!("diffq?ratio=1&{signal}");
        let found: DiffQReport = report(&hash, &drawn(&hash));
        let bits = found.path[STEPS].bits;
        let spread = |numbers: &[f64]| {
            let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            most - numbers.iter().copied().fold(f64::INFINITY, f64::min)
        };
        assert!(spread(&bits) < room, "{hash}: {bits:?}");
        let steps: Vec<f64> = bits
            .iter()
            .zip(&found.groups)
            .map(|(bits, group)| bits - group.range.log2())
            .collect();
        assert!(spread(&steps) < 0.08, "{hash}: {steps:?}");
    }
}

/// The dearer a bit, the fewer; and stronger noise asks for more.
#[test]
fn bits_have_their_price() {
    let table = [0.00002, 0.001, 0.03].map(|lambda| last_bits(&format!("lambda={lambda}")));
    for place in 0..GROUPS {
        assert!(table.is_sorted_by(|a, b| a[place] > b[place]), "{table:?}");
    }
    let (uniform, gaussian) = (last_bits("noise=uniform"), last_bits("noise=gaussian"));
    for (weak, strong) in uniform.iter().zip(&gaussian) {
        // A power three times as large is log4 3 = 0.79 bits.
        assert!((strong - weak - 0.79).abs() < 0.1, "{weak} and {strong}");
    }
}
