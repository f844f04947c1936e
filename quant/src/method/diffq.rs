//! DiffQ: noise in place of rounding, so that the number of bits has a derivative.
//!
//! Defossez, Adi, Synnaeve: "Differentiable model compression via pseudo quantization noise", 2021;
//! the rules of the package diffq 0.2.4. While training, a weight gets noise as large as the error
//! of rounding at B bits would be, `w_hat = w + R/(2^B - 1) u` with R the range of the whole tensor.
//! Weights are in groups that share a B, which need not be whole. See
//! [`diffq_size`](super::diffq_size) for the size that the bits cost.

use super::arguments::{Argument, Arguments};
use super::error::MethodError;
use super::noise::Noise;
use super::parameter::{ChoiceParameter, Domain, ListParameter, Parameter, refuse};
use super::slices::{fresh, same};
use super::{Gradients, Method};
use crate::range::data_range;

/// Weights with noise of as many bits as each group has.
///
/// ```
/// use quantscope_quant::method::{DiffQ, Noise};
/// let diffq = DiffQ {
///     bits: vec![2.0, 3.0],
///     group_size: 2,
///     noise: Noise::Uniform,
///     u: Some(vec![0.5, -0.5, 0.5, 0.0]),
///     seed: 0,
/// };
/// let w = [0.0, 21.0, 3.0, 4.0]; // R = 21, so a step is 7 in the first group and 3 in the second
/// let mut noisy = [0.0; 4];
/// diffq.forward(&w, &mut noisy).unwrap();
/// assert_eq!(noisy, [3.5, 17.5, 4.5, 4.0]);
/// diffq.evaluate(&w, &mut noisy).unwrap();
/// assert_eq!(noisy, [0.0, 21.0, 3.0, 3.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DiffQ {
    /// B of each group, 1 to 15; while training 2 to 15.
    pub bits: Vec<f64>,
    /// Weights in a group; the last group may be shorter. 0 is one group over everything.
    pub group_size: usize,
    /// The kind of the noise, where `u` is not given.
    pub noise: Noise,
    /// The noise in units of one step, one for each weight; None draws it from the seed.
    pub u: Option<Vec<f32>>,
    /// What the noise is drawn from. Another seed for every step, or every step has the same noise.
    pub seed: u64,
}

impl DiffQ {
    /// Weights in a group, and a check that the struct fits so many weights.
    fn fit(&self, count: usize) -> Result<usize, MethodError> {
        let size = group_length(self.group_size, count);
        let groups = group_count(self.group_size, count);
        if self.bits.len() != groups {
            let needed = format!("one number a group, {groups} in all");
            return Err(refuse(BITS.id, &needed, &self.bits.len()));
        }
        for bits in &self.bits {
            BITS.check(*bits)?;
        }
        match &self.u {
            Some(u) if u.len() != count => {
                let needed = format!("one number a value, {count} in all");
                Err(refuse(NOISE_LIST.id, &needed, &u.len()))
            }
            _ => Ok(size),
        }
    }

    /// The noise of the weight at `index`, in units of one step.
    fn noise_at(&self, index: usize) -> f64 {
        match self.u.as_ref().and_then(|u| u.get(index)) {
            Some(u) => f64::from(*u),
            None => self.noise.sample(self.seed, index as u64),
        }
    }

    /// Writes `w + R/(2^B - 1) u` for each w; R is the range of the finite ones.
    ///
    /// Fails when the slices differ in length, when there is not one B for each group or not one u
    /// for each w, or a B is not between 1 and 15.
    pub fn forward(&self, w: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        let size = self.fit(w.len())?;
        same("values", values.len(), w.len())?;
        let range = spread(w).2;
        let groups = w.chunks(size).zip(values.chunks_mut(size));
        for ((group, (w, values)), bits) in groups.enumerate().zip(&self.bits) {
            let step = range / steps(*bits);
            for (place, (w, value)) in w.iter().zip(values).enumerate() {
                let u = self.noise_at(group * size + place);
                *value = (f64::from(*w) + step * u) as f32;
            }
        }
        Ok(())
    }

    /// Writes dL/dw for each w and returns dL/dB of each group, the sum over the group of
    /// `upstream * dw_hat/dB` with `dw_hat/dB = -R u ln 2 2^B/(2^B - 1)^2`.
    ///
    /// dL/dw is the upstream gradient, and through R the sum of `upstream * u/(2^B - 1)` more at the
    /// largest w and less at the smallest. Several that are equally large share it evenly, as with
    /// PyTorch's `max()` over a whole tensor, by which the package takes R. Fails as
    /// [`DiffQ::forward`] does.
    pub fn backward(
        &self,
        w: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<Vec<f64>, MethodError> {
        let size = self.fit(w.len())?;
        same("upstream", upstream.len(), w.len())?;
        same("input", input.len(), w.len())?;
        let (min, max, range) = spread(w);
        let mut through_range = 0.0;
        let mut gradient = Vec::with_capacity(self.bits.len());
        let mut groups = upstream.chunks(size).enumerate();
        for bits in &self.bits {
            // Without a weight there is a group still, and nothing in it.
            let (group, upstream) = groups.next().unwrap_or_default();
            let places = upstream.iter().enumerate();
            let noise: f64 = places
                .map(|(place, g)| f64::from(*g) * self.noise_at(group * size + place))
                .sum();
            let steps = steps(*bits);
            through_range += noise / steps;
            let slope = core::f64::consts::LN_2 * (steps + 1.0) / (steps * steps);
            // Taken from zero, so that no noise gives 0 and not -0.
            gradient.push(0.0 - range * slope * noise);
        }
        let ends = |end: f32| w.iter().filter(|w| **w == end).count().max(1) as f64;
        let (at_min, at_max) = (through_range / ends(min), through_range / ends(max));
        for ((input, w), g) in input.iter_mut().zip(w).zip(upstream) {
            let mut sum = f64::from(*g);
            if *w == max {
                sum += at_max;
            }
            if *w == min {
                sum -= at_min;
            }
            *input = sum as f32;
        }
        Ok(gradient)
    }

    /// B of each group as it is after training: rounded, a tie to even, and between 1 and 15.
    pub fn whole_bits(&self) -> impl Iterator<Item = f64> {
        let whole = |bits: &f64| bits.round_ties_even().clamp(BITS.min, BITS.max);
        self.bits.iter().map(whole)
    }

    /// Writes the code of each w under real quantization: `round((w - min)/R (2^B - 1))` with the
    /// group's whole B. NaN and a range of 0 have the code 0. Fails as [`DiffQ::forward`] does.
    pub fn levels(&self, w: &[f32], levels: &mut [u16]) -> Result<(), MethodError> {
        same("levels", levels.len(), w.len())?;
        let size = self.fit(w.len())?;
        let (min, _, range) = spread(w);
        let groups = w.chunks(size).zip(levels.chunks_mut(size));
        for ((w, levels), bits) in groups.zip(self.whole_bits()) {
            for (w, level) in w.iter().zip(levels) {
                // `as` saturates, and a code has 15 bits.
                *level = level_of(f64::from(*w), f64::from(min), range, steps(bits)) as u16;
            }
        }
        Ok(())
    }

    /// Writes the value of each w under real quantization, `min + R code/(2^B - 1)`: the honest
    /// check after training. Fails as [`DiffQ::forward`] does.
    pub fn evaluate(&self, w: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        same("values", values.len(), w.len())?;
        let size = self.fit(w.len())?;
        let (min, _, range) = spread(w);
        let min = f64::from(min);
        let groups = w.chunks(size).zip(values.chunks_mut(size));
        for ((w, values), bits) in groups.zip(self.whole_bits()) {
            let steps = steps(bits);
            for (w, value) in w.iter().zip(values) {
                let level = level_of(f64::from(*w), min, range, steps);
                *value = (min + range * level / steps) as f32;
            }
        }
        Ok(())
    }
}

/// `2^B - 1`.
fn steps(bits: f64) -> f64 {
    2_f64.powf(bits) - 1.0
}

fn level_of(w: f64, min: f64, range: f64, steps: f64) -> f64 {
    let level = ((w - min) / range * steps).round_ties_even();
    // Infinities lie beyond the range of the finite ones; NaN and 0/0 are no level.
    if level.is_nan() {
        0.0
    } else {
        level.clamp(0.0, steps)
    }
}

/// Smallest, largest and their distance R, over the finite numbers; zeros where there is none.
fn spread(w: &[f32]) -> (f32, f32, f64) {
    let range = data_range(w).or_zero();
    let distance = f64::from(range.max) - f64::from(range.min);
    (range.min, range.max, distance)
}

/// Weights in a group, at least 1, where a size of 0 means all of them.
pub(crate) fn group_length(group_size: usize, count: usize) -> usize {
    if group_size == 0 {
        count.max(1)
    } else {
        group_size
    }
}

/// How many groups there are, at least 1.
pub fn group_count(group_size: usize, count: usize) -> usize {
    count.div_ceil(group_length(group_size, count)).max(1)
}

/// B of each group; one number is every group's.
pub const BITS: Parameter = Parameter {
    id: "bits",
    label: "bits B",
    min: 1.0,
    max: 15.0,
    default: 8.0,
    step: 0.1,
    unit: "bits",
    domain: Domain::Within,
    trainable: true,
    per_group: true,
};

/// Weights in a group; 0 is all of them.
pub const GROUP_SIZE: Parameter = Parameter {
    id: "groupSize",
    label: "weights in a group",
    min: 0.0,
    max: 16_777_216.0,
    default: 0.0,
    step: 1.0,
    unit: "weights",
    domain: Domain::Whole,
    trainable: false,
    per_group: false,
};

/// What the noise is drawn from.
pub const SEED: Parameter = Parameter {
    id: "seed",
    label: "seed of the noise",
    min: 0.0,
    max: 4_294_967_295.0,
    default: 0.0,
    step: 1.0,
    unit: "",
    domain: Domain::Whole,
    trainable: false,
    per_group: false,
};

/// The kind of the noise.
pub const NOISE: ChoiceParameter = ChoiceParameter {
    id: "noise",
    label: "noise",
    options: &[Noise::Uniform.option(), Noise::Gaussian.option()],
    default: Noise::Uniform.id(),
};

/// The noise itself.
pub const NOISE_LIST: ListParameter = ListParameter {
    id: "u",
    label: "noise in units of one step",
};

/// DiffQ as a method. Lists as bits: one B a group, whose size is then, unless it is given, the
/// length over the number of groups.
pub const METHOD: Method = Method {
    id: "diffq",
    label: "DiffQ",
    parameters: &[BITS, GROUP_SIZE, SEED],
    choices: &[NOISE],
    flags: &[],
    lists: &[NOISE_LIST],
    forward,
    backward,
};

fn read(arguments: &Arguments, count: usize) -> Result<DiffQ, MethodError> {
    let mut group_size = arguments.whole(&GROUP_SIZE)? as usize;
    let bits = match arguments.get(BITS.id) {
        Some(Argument::Numbers(bits)) => {
            if group_size == 0 && !bits.is_empty() && count.is_multiple_of(bits.len()) {
                group_size = count / bits.len();
            }
            bits.iter().map(|bits| f64::from(*bits)).collect()
        }
        _ => vec![arguments.number(&BITS)?; group_count(group_size, count)],
    };
    Ok(DiffQ {
        bits,
        group_size,
        noise: arguments.choice(&NOISE, Noise::by_id)?,
        u: arguments.numbers(&NOISE_LIST)?.map(<[f32]>::to_vec),
        seed: u64::from(arguments.whole(&SEED)?),
    })
}

fn forward(arguments: &Arguments, w: &[f32]) -> Result<Vec<f32>, MethodError> {
    let diffq = read(arguments, w.len())?;
    Ok(fresh(w.len(), |values| diffq.forward(w, values))?.0)
}

fn backward(arguments: &Arguments, w: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let diffq = read(arguments, w.len())?;
    let (input, bits) = fresh(w.len(), |input| diffq.backward(w, upstream, input))?;
    Ok(Gradients {
        input,
        params: vec![(BITS.id, bits)],
    })
}
