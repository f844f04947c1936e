//! Binary weights as a method: [`BinaryWeights`] by name.
//!
//! It trains nothing of its own: alpha follows from the weights.

use super::arguments::Arguments;
use super::error::MethodError;
use super::parameter::{ChoiceParameter, Domain, Parameter, refuse};
use super::slices::same;
use super::{Gradients, Method};
use crate::binary::{BinaryError, BinaryGradient, BinaryWeights, MAX_NUMBERS};

/// Into how many groups, each with its own scale, the values split evenly and in order.
pub const GROUPS: Parameter = Parameter {
    id: "groups",
    label: "groups (filters)",
    min: 1.0,
    max: MAX_NUMBERS as f64,
    default: 1.0,
    step: 1.0,
    unit: "groups",
    domain: Domain::Whole,
    trainable: false,
    per_group: false,
};

/// Input channels of a filter, for the gradient of the paper's code only.
pub const CHANNELS: Parameter = Parameter {
    id: "channels",
    label: "input channels of a filter",
    min: 1.0,
    max: 65_536.0,
    default: 3.0,
    step: 1.0,
    unit: "channels",
    domain: Domain::Whole,
    trainable: false,
    per_group: false,
};

/// How the gradient is taken.
pub const GRADIENT: ChoiceParameter = ChoiceParameter {
    id: "gradient",
    label: "gradient of the weights",
    options: &[
        option(BinaryGradient::Paper),
        option(BinaryGradient::Exact),
        option(BinaryGradient::ReferenceCode),
    ],
    default: BinaryGradient::Paper.id(),
};

const fn option(gradient: BinaryGradient) -> (&'static str, &'static str) {
    (gradient.id(), gradient.label())
}

/// Binary weights as a method.
pub const METHOD: Method = Method {
    id: "bwn",
    label: "BWN",
    parameters: &[GROUPS, CHANNELS],
    choices: &[GRADIENT],
    flags: &[],
    lists: &[],
    forward,
    backward,
};

fn read(arguments: &Arguments, count: usize) -> Result<BinaryWeights, MethodError> {
    Ok(BinaryWeights {
        groups: read_groups(arguments, count)?,
        gradient: arguments.choice(&GRADIENT, BinaryGradient::by_id)?,
        channels: arguments.whole(&CHANNELS)?,
    })
}

/// The number of groups, if it divides that of the values.
pub(super) fn read_groups(arguments: &Arguments, count: usize) -> Result<usize, MethodError> {
    let groups = arguments.whole(&GROUPS)? as usize;
    if count.is_multiple_of(groups.max(1)) {
        Ok(groups)
    } else {
        let needed = format!("a divisor of the number of values, {count}");
        Err(refuse(GROUPS.id, &needed, &groups))
    }
}

fn forward(arguments: &Arguments, w: &[f32]) -> Result<Vec<f32>, MethodError> {
    read(arguments, w.len())?.forward(w).map_err(refused)
}

fn backward(arguments: &Arguments, w: &[f32], upstream: &[f32]) -> Result<Gradients, MethodError> {
    let binary = read(arguments, w.len())?;
    same("upstream", upstream.len(), w.len())?;
    Ok(Gradients {
        input: binary.backward(w, upstream).map_err(refused)?,
        params: Vec::new(),
    })
}

/// Groups and lengths were checked before, so what is left names the groups.
fn refused(error: BinaryError) -> MethodError {
    MethodError::Argument {
        name: GROUPS.id,
        reason: format!("are refused: {error}"),
    }
}
