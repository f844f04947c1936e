//! LSQ+: a step size and an offset that are trained, for activations with few or small negatives.
//!
//! Bhalgat et al.: "LSQ+: Improving low-bit quantization through learnable offsets and better
//! initialization", 2020. LSQ on `x - offset`: `x_hat = round(clamp((x - b)/s, Qn, Qp)) s + b`.

use super::arguments::Arguments;
use super::error::MethodError;
use super::lsq::{BITS, GRADIENT_SCALE, Lsq, SIGNED, STEP};
use super::parameter::{Domain, FlagParameter, Parameter};
use super::slices::{fresh, map, pull};
use super::{Gradients, Method};
use crate::range::data_range;

/// A row of integers times a step, moved by an offset. The ends follow [`Lsq`]'s strict rule.
///
/// ```
/// use quantscope_quant::method::LsqPlus;
/// let lsq = LsqPlus { bits: 2, signed: false, step: 0.5, gradient_scale: true, offset: -0.25 };
/// assert_eq!((lsq.value(0.3), lsq.slope(0.3), lsq.offset_slope(0.3)), (0.25, 1.0, 0.0));
/// assert_eq!((lsq.value(-1.0), lsq.slope(-1.0), lsq.offset_slope(-1.0)), (-0.25, 0.0, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LsqPlus {
    /// Bits of a code, 1 to 8.
    pub bits: u32,
    /// Codes from `-2^(bits-1)` instead of from 0.
    pub signed: bool,
    /// s, the distance of two values, above 0, in the unit of x.
    pub step: f64,
    /// Whether the gradients of step and offset are multiplied with [`LsqPlus::scale_for`].
    pub gradient_scale: bool,
    /// b, the value of code 0, in the unit of x.
    pub offset: f64,
}

/// The gradients of LSQ+'s parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LsqPlusGradient {
    /// dL/ds.
    pub step: f64,
    /// dL/db.
    pub offset: f64,
}

impl LsqPlus {
    /// LSQ on `x - offset`.
    fn centred(&self) -> Lsq {
        Lsq {
            bits: self.bits,
            signed: self.signed,
            step: self.step,
            gradient_scale: self.gradient_scale,
        }
    }

    /// Qn and Qp.
    pub fn code_range(&self) -> (f64, f64) {
        self.centred().code_range()
    }

    /// `round(clamp((x - b)/s, Qn, Qp)) s + b`, a tie to the even code.
    pub fn value(&self, x: f64) -> f64 {
        self.centred().value(x - self.offset) + self.offset
    }

    /// dx_hat/dx: 1 inside the range, 0 outside and on its ends.
    pub fn slope(&self, x: f64) -> f64 {
        self.centred().slope(x - self.offset)
    }

    /// dx_hat/ds without the gradient scale: as in LSQ.
    pub fn step_slope(&self, x: f64) -> f64 {
        self.centred().step_slope(x - self.offset)
    }

    /// dx_hat/db without the gradient scale: 0 inside the range, 1 outside and on its ends.
    pub fn offset_slope(&self, x: f64) -> f64 {
        // A NaN lies neither inside nor outside.
        f64::from(!x.is_nan() && self.slope(x) == 0.0)
    }

    /// The gradient scale for so many values: [`Lsq::scale_for`].
    pub fn scale_for(&self, count: usize) -> f64 {
        self.centred().scale_for(count)
    }

    /// Step and offset that put the data's range onto the codes: `s = (max - min)/(Qp - Qn)` and
    /// `b = min - Qn s`, over the values that are finite. This min-max start for skewed activations
    /// is the plain form; the paper's section on initialization goes on from there to the pair with
    /// the least squared error. A range that is a single number has the step 1.
    ///
    /// ```
    /// use quantscope_quant::method::LsqPlus;
    /// assert_eq!(LsqPlus::init(&[-0.25, 0.0, 1.25], 2, false), (0.5, -0.25));
    /// ```
    pub fn init(values: &[f32], bits: u32, signed: bool) -> (f64, f64) {
        let shape = Lsq {
            bits,
            signed,
            step: 1.0,
            gradient_scale: false,
        };
        let (low, high) = shape.code_range();
        let range = data_range(values).or_zero();
        let (min, max) = (f64::from(range.min), f64::from(range.max));
        let spread = (max - min) / (high - low).max(1.0);
        let step = if spread > 0.0 { spread } else { 1.0 };
        (step, min - low * step)
    }

    fn check(&self) -> Result<(), MethodError> {
        self.centred().check()?;
        OFFSET.check(self.offset)?;
        Ok(())
    }

    /// Writes the value of each x. Fails when the slices differ in length, or bits, step or offset
    /// is not one of its values.
    pub fn forward(&self, x: &[f32], values: &mut [f32]) -> Result<(), MethodError> {
        self.check()?;
        map(x, values, |x| self.value(x))
    }

    /// Writes `upstream * slope(x)` for each x and returns the gradients of step and offset: the
    /// sums of `upstream * step_slope(x)` and `upstream * offset_slope(x)`, both times the gradient
    /// scale for the slice's length. Fails as [`LsqPlus::forward`] does.
    pub fn backward(
        &self,
        x: &[f32],
        upstream: &[f32],
        input: &mut [f32],
    ) -> Result<LsqPlusGradient, MethodError> {
        self.check()?;
        let mut sums = LsqPlusGradient::default();
        pull(x, upstream, input, |x, g| {
            sums.step += g * self.step_slope(x);
            sums.offset += g * self.offset_slope(x);
            g * self.slope(x)
        })?;
        let scale = self.scale_for(x.len());
        Ok(LsqPlusGradient {
            step: sums.step * scale,
            offset: sums.offset * scale,
        })
    }
}

/// The value of code 0.
pub const OFFSET: Parameter = Parameter {
    id: "offset",
    label: "offset b",
    min: -4.0,
    max: 4.0,
    default: 0.0,
    step: 0.001,
    unit: "units of x",
    domain: Domain::Finite,
    trainable: true,
    per_group: false,
};

/// Whether codes have a sign; skewed activations are the case for an offset, and theirs have none.
pub const UNSIGNED: FlagParameter = FlagParameter {
    default: false,
    ..SIGNED
};

/// LSQ+ as a method.
pub const METHOD: Method = Method {
    id: "lsq_plus",
    label: "LSQ+",
    parameters: &[BITS, STEP, OFFSET],
    choices: &[],
    flags: &[UNSIGNED, GRADIENT_SCALE],
    lists: &[],
    forward,
    backward,
};

fn read(arguments: &Arguments) -> Result<LsqPlus, MethodError> {
    Ok(LsqPlus {
        bits: arguments.whole(&BITS)?,
        signed: arguments.flag(&UNSIGNED)?,
        step: arguments.number(&STEP)?,
        gradient_scale: arguments.flag(&GRADIENT_SCALE)?,
        offset: arguments.number(&OFFSET)?,
    })
}

fn forward(arguments: &Arguments, x: &[f32]) -> Result<Vec<f32>, MethodError> {
    let lsq = read(arguments)?;
    Ok(fresh(x.len(), |values| lsq.forward(x, values))?.0)
}

fn backward(arguments: &Arguments, x: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let lsq = read(arguments)?;
    let (input, found) = fresh(x.len(), |input| lsq.backward(x, upstream, input))?;
    Ok(Gradients {
        input,
        params: vec![(STEP.id, vec![found.step]), (OFFSET.id, vec![found.offset])],
    })
}
