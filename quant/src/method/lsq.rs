//! LSQ: a step size that is trained.
//!
//! Esser et al.: "Learned step size quantization", 2020. With the codes from Qn to Qp and z = v/s:
//! `v_hat = round(clamp(z, Qn, Qp)) s` (equations 1 and 2), `dv_hat/ds` is `round(z) - z` inside, Qn
//! below and Qp above (equation 3), `dv_hat/dv` is 1 inside and 0 outside (equation 5).

use super::arguments::Arguments;
use super::error::MethodError;
use super::pact;
use super::parameter::{Domain, FlagParameter, Parameter};
use super::slices::{fresh, map, pull};
use super::{Gradients, Method};

/// When a value counts as inside the range of the codes, where implementations differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ClipRule {
    /// Qn < z < Qp: the paper's equations, and `clamp` of PyTorch from version 2.14 on.
    #[default]
    Strict,
    /// Qn <= z <= Qp: `clamp` of PyTorch before, and hustzxd/LSQuantization.
    Inclusive,
    /// Qn <= round(z) <= Qp: PyTorch's learnable fake-quantize. A value up to half a step beyond
    /// the end is inside.
    Rounded,
}

/// A row of integers from Qn to Qp times a step.
///
/// Exactly on a clip point the paper's strict rule holds ([`ClipRule::Strict`]): slope 0, step
/// slope Qn or Qp. So zeros from a ReLU, which are on the clip point of unsigned codes, pass no
/// gradient, as they do not in the ReLU itself. [`Lsq::slope_by`] has the other rules.
///
/// ```
/// use quantscope_quant::method::Lsq;
/// let lsq = Lsq { bits: 3, signed: true, step: 0.5, gradient_scale: true };
/// assert_eq!((lsq.value(0.625), lsq.slope(0.625), lsq.step_slope(0.625)), (0.5, 1.0, -0.25));
/// assert_eq!((lsq.value(9.0), lsq.slope(9.0), lsq.step_slope(9.0)), (1.5, 0.0, 3.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lsq {
    /// Bits of a code, 1 to 8.
    pub bits: u32,
    /// Codes from `-2^(bits-1)` to `2^(bits-1) - 1` (weights) instead of 0 to `2^bits - 1`
    /// (activations).
    pub signed: bool,
    /// s, the distance of two values, above 0, in the unit of v.
    pub step: f64,
    /// Whether the step's gradient is multiplied with [`Lsq::scale_for`].
    pub gradient_scale: bool,
}

impl Lsq {
    /// Qn and Qp.
    pub fn code_range(&self) -> (f64, f64) {
        let codes = |bits| f64::from(2_u32.saturating_pow(bits));
        if self.signed {
            let half = codes(self.bits.saturating_sub(1));
            (-half, half - 1.0)
        } else {
            (0.0, codes(self.bits) - 1.0)
        }
    }

    /// `round(clamp(v/s, Qn, Qp)) s`, a tie to the even code.
    pub fn value(&self, v: f64) -> f64 {
        let (low, high) = self.code_range();
        // Low is never above high and neither is NaN, so the clamp cannot panic.
        (v / self.step).clamp(low, high).round_ties_even() * self.step
    }

    /// dv_hat/dv: 1 inside the range, 0 outside and on its ends.
    pub fn slope(&self, v: f64) -> f64 {
        self.slope_by(v, ClipRule::Strict)
    }

    /// dv_hat/ds without the gradient scale: a sawtooth inside the range, Qn or Qp outside and on
    /// its ends.
    pub fn step_slope(&self, v: f64) -> f64 {
        self.step_slope_by(v, ClipRule::Strict)
    }

    /// [`Lsq::slope`] by another rule for the ends.
    pub fn slope_by(&self, v: f64, rule: ClipRule) -> f64 {
        f64::from(self.inside(v / self.step, rule))
    }

    /// [`Lsq::step_slope`] by another rule for the ends.
    pub fn step_slope_by(&self, v: f64, rule: ClipRule) -> f64 {
        let z = v / self.step;
        let (low, high) = self.code_range();
        if self.inside(z, rule) {
            z.round_ties_even() - z
        } else if z <= low {
            low
        } else if z >= high {
            high
        } else {
            0.0
        }
    }

    fn inside(&self, z: f64, rule: ClipRule) -> bool {
        let (low, high) = self.code_range();
        match rule {
            ClipRule::Strict => low < z && z < high,
            ClipRule::Inclusive => (low..=high).contains(&z),
            ClipRule::Rounded => (low..=high).contains(&z.round_ties_even()),
        }
    }

    /// The gradient scale for so many values, `1/sqrt(N Qp)` (section 2.2), or 1 if it is off. It
    /// keeps the step's updates as large, relative to the step, as those of the weights.
    ///
    /// One signed bit has Qp = 0; it is taken as 1, and so is N where there is no value.
    pub fn scale_for(&self, count: usize) -> f64 {
        if self.gradient_scale {
            1.0 / (count.max(1) as f64 * self.code_range().1.max(1.0)).sqrt()
        } else {
            1.0
        }
    }

    /// The step to start from, `2 <|v|> / sqrt(Qp)` (section 2.1), over the values that are finite.
    /// Where that is zero, for there is nothing but zeros, it is 1.
    ///
    /// ```
    /// use quantscope_quant::method::Lsq;
    /// assert_eq!(Lsq::init(&[1.0, -3.0], 2, true), 4.0);
    /// assert_eq!(Lsq::init(&[], 2, true), 1.0);
    /// ```
    pub fn init(values: &[f32], bits: u32, signed: bool) -> f64 {
        let shape = Lsq {
            bits,
            signed,
            step: 1.0,
            gradient_scale: false,
        };
        let finite = values.iter().filter(|v| v.is_finite());
        let (sum, count) = finite.fold((0.0, 0.0), |(sum, count), v| {
            (sum + f64::from(v.abs()), count + 1.0)
        });
        let step = 2.0 * (sum / count) / shape.code_range().1.max(1.0).sqrt();
        if step > 0.0 { step } else { 1.0 }
    }

    pub(crate) fn check(&self) -> Result<(), MethodError> {
        BITS.check(f64::from(self.bits))?;
        STEP.check(self.step)?;
        Ok(())
    }

    /// Writes the value of each v. Fails when the slices differ in length, or bits or step is not
    /// one of its values.
    pub fn forward(&self, v: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        self.check()?;
        map(v, values, |v| self.value(v))
    }

    /// Writes `upstream * slope(v)` for each v and returns the step's gradient: the sum of
    /// `upstream * step_slope(v)`, times the gradient scale for the slice's length. Fails as
    /// [`Lsq::forward`] does.
    pub fn backward(
        &self,
        v: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<f64, MethodError> {
        self.check()?;
        let mut step = 0.0;
        pull(v, upstream, input, |v, g| {
            step += g * self.step_slope(v);
            g * self.slope(v)
        })?;
        Ok(step * self.scale_for(v.len()))
    }
}

/// Bits of a code.
pub const BITS: Parameter = pact::BITS;

/// The step size.
pub const STEP: Parameter = Parameter {
    id: "step",
    label: "step size s",
    min: 0.001,
    max: 4.0,
    default: 0.25,
    step: 0.001,
    unit: "units of v",
    domain: Domain::Positive,
    trainable: true,
    per_group: false,
};

/// Whether codes have a sign; weights have.
pub const SIGNED: FlagParameter = FlagParameter {
    id: "signed",
    label: "signed codes",
    default: true,
};

/// Whether the gradients of the parameters are scaled.
pub const GRADIENT_SCALE: FlagParameter = FlagParameter {
    id: "gradientScale",
    label: "gradient scale 1/sqrt(N Qp)",
    default: true,
};

/// LSQ as a method.
pub const METHOD: Method = Method {
    id: "lsq",
    label: "LSQ",
    parameters: &[BITS, STEP],
    choices: &[],
    flags: &[SIGNED, GRADIENT_SCALE],
    lists: &[],
    forward,
    backward,
};

fn read(arguments: &Arguments) -> Result<Lsq, MethodError> {
    Ok(Lsq {
        bits: arguments.whole(&BITS)?,
        signed: arguments.flag(&SIGNED)?,
        step: arguments.number(&STEP)?,
        gradient_scale: arguments.flag(&GRADIENT_SCALE)?,
    })
}

fn forward(arguments: &Arguments, v: &[f32]) -> Result<Vec<f32>, MethodError> {
    let lsq = read(arguments)?;
    Ok(fresh(v.len(), |values| lsq.forward(v, values))?.0)
}

fn backward(arguments: &Arguments, v: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let lsq = read(arguments)?;
    let (input, step) = fresh(v.len(), |input| lsq.backward(v, upstream, input))?;
    Ok(Gradients {
        input,
        params: vec![(STEP.id, vec![step])],
    })
}
