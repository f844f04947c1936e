//! XNOR-Net's convolution of a picture, step by step.

use serde::{Deserialize, Serialize};

use super::settings::Chosen;
use crate::lesson::filters::Filter;
use crate::lesson::picture::{centred, correlation, sizes, sqnr_db};
use crate::lesson::{Given, encode};
use crate::quant::binary::{alpha as mean_magnitude_of, sign};
use crate::signal::Picture;
use crate::state::State;

/// What the lesson shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct XnorReport {
    /// `None` until there is a picture.
    pub steps: Option<Steps>,
}

/// All that is computed on the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Steps {
    /// Width and height of the picture, and of what a filter makes of it.
    pub picture: (usize, usize),
    pub result: (usize, usize),
    /// I, and its signs.
    pub input: Vec<f32>,
    pub input_signs: Vec<f32>,
    pub weights: Vec<f32>,
    pub weight_signs: Vec<f32>,
    /// The filter's mean magnitude, and the picture's.
    pub alpha: f32,
    pub mean_magnitude: f32,
    /// K, or the picture's mean magnitude at every place.
    pub scales: Vec<f32>,
    /// The convolution of the signs.
    pub counts: Vec<i32>,
    pub approximation: Vec<f32>,
    pub exact: Vec<f32>,
    pub correlation: f64,
    pub sqnr_db: f64,
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let chosen = Chosen::of(state);
    encode(&XnorReport {
        steps: given.picture.and_then(|picture| steps(picture, &chosen)),
    })
}

/// `None` for a picture smaller than the filter.
fn steps(picture: &Picture, chosen: &Chosen) -> Option<Steps> {
    let (width, height) = (picture.info.width, picture.info.height);
    let input = if chosen.centre {
        centred(picture).values
    } else {
        picture.values.clone()
    };
    let weights = Filter::by_id(chosen.filter).weights(chosen.radius);
    let sizes = sizes(width, height, chosen.radius);
    let (rows, columns) = sizes.output().ok()?;
    let exact = sizes.exact(&input, &weights).ok()?;
    let found = sizes.xnor(&input, &weights).ok()?;
    let alpha = found.alpha.first().copied()?;
    let mean_magnitude = mean_magnitude_of(&input) as f32;
    let (scales, approximation) = if chosen.map {
        (found.scale_map, found.approximation)
    } else {
        let scale = mean_magnitude * alpha;
        let scaled = found.signs.iter().map(|&sum| sum as f32 * scale).collect();
        (vec![mean_magnitude; rows * columns], scaled)
    };
    let signs = |values: &[f32]| values.iter().map(|&x| f32::from(sign(x))).collect();
    Some(Steps {
        picture: (width, height),
        result: (columns, rows),
        input_signs: signs(&input),
        weight_signs: signs(&weights),
        correlation: correlation(&exact, &approximation),
        sqnr_db: sqnr_db(&exact, &approximation),
        input,
        weights,
        alpha,
        mean_magnitude,
        scales,
        counts: found.signs,
        approximation,
        exact,
    })
}
