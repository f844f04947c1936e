//! What becomes of weights and of a picture's filters when each number keeps its sign only.

use serde::{Deserialize, Serialize};

use super::settings::{Chosen, MOST_WEIGHTS};
use crate::lesson::filters::{FILTERS, Filter};
use crate::lesson::picture::{centred, filtered, sqnr_db};
use crate::lesson::{Given, encode};
use crate::quant::binary::{Parabola, alpha, binarize};
use crate::quant::{Histogram, data_range};
use crate::signal::Picture;
use crate::state::State;

/// Bins of the weights' histograms.
const BINS: usize = 1024;

/// What the lesson shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BinaryReport {
    /// The filters that the weights were split into.
    pub groups: Vec<Group>,
    /// The first weights of the first filter.
    pub first: Vec<f32>,
    /// `None` until there is a picture.
    pub picture: Option<Filtered>,
}

/// A filter's weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How many are finite.
    pub count: u64,
    /// Their mean magnitude.
    pub alpha: f64,
    /// The sum of squared errors at that alpha.
    pub least: f64,
    /// The sum of their squares.
    pub energy: f64,
    /// Over the same bins for all filters.
    pub weights: Histogram,
}

impl Group {
    fn new(weights: &[f32], reach: f64) -> Self {
        let parabola = Parabola::of(weights);
        Self {
            count: parabola.count as u64,
            alpha: parabola.bottom,
            least: parabola.least,
            energy: parabola.at(0.0),
            weights: bins(weights, reach),
        }
    }

    /// The sum of squared errors at an alpha.
    pub fn error(&self, alpha: f64) -> f64 {
        self.least + self.count as f64 * (alpha - self.alpha).powi(2)
    }
}

impl BinaryReport {
    /// The mean magnitude of all weights.
    pub fn alpha(&self) -> f64 {
        let count: u64 = self.groups.iter().map(|group| group.count).sum();
        let sum: f64 = self.groups.iter().map(|g| g.alpha * g.count as f64).sum();
        sum / count.max(1) as f64
    }

    /// How many weights are finite.
    pub fn count(&self) -> u64 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// The mean squared error of all weights at one alpha.
    pub fn error(&self, alpha: f64) -> f64 {
        let sum: f64 = self.groups.iter().map(|group| group.error(alpha)).sum();
        sum / self.count().max(1) as f64
    }

    /// The mean squared error with each filter at its own alpha.
    pub fn least(&self) -> f64 {
        let sum: f64 = self.groups.iter().map(|group| group.least).sum();
        sum / self.count().max(1) as f64
    }

    /// The mean square of all weights.
    pub fn power(&self) -> f64 {
        let sum: f64 = self.groups.iter().map(|group| group.energy).sum();
        sum / self.count().max(1) as f64
    }
}

/// A picture through a filter and through its binary form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filtered {
    /// Width and height of the picture and of the two results.
    pub picture: (usize, usize),
    pub result: (usize, usize),
    /// The picture with its mean at zero, as networks are fed.
    pub shades: Vec<f32>,
    /// The filter, and alpha times its signs.
    pub weights: Vec<f32>,
    pub binary: Vec<f32>,
    pub exact_result: Vec<f32>,
    pub binary_result: Vec<f32>,
    /// Of each filter of the bank: its own mean magnitude, and the SQNR of the picture through it in
    /// dB, with an alpha of its own and with that of the whole bank.
    pub bank: Vec<(f64, f64, f64)>,
}

pub fn look(state: &State, given: &Given) -> Vec<u8> {
    let chosen = Chosen::of(state);
    let filters = split(&given.sample.values, &chosen);
    let reach = filters.iter().fold(0.0_f64, |reach, weights| {
        let range = data_range(weights).or_zero();
        reach.max(f64::from(range.max)).max(-f64::from(range.min))
    });
    // Without a weight that differs from zero there is still an axis.
    let reach = if reach > 0.0 { reach } else { 1.0 };
    encode(&BinaryReport {
        groups: filters.iter().map(|w| Group::new(w, reach)).collect(),
        first: filters.first().map_or_else(Vec::new, |weights| {
            let finite = weights.iter().copied().filter(|w| w.is_finite());
            finite.take(MOST_WEIGHTS).collect()
        }),
        picture: given.picture.and_then(|picture| through(picture, &chosen)),
    })
}

/// Counts over equal bins from `-reach` to `reach`. No bin has weights of both signs, whatever
/// rounding does to its edges: what goes to -alpha and to +alpha is told apart by its bin.
fn bins(weights: &[f32], reach: f64) -> Histogram {
    const HALF: f64 = (BINS / 2) as f64;
    let mut counts = vec![0; BINS];
    let per_unit = HALF / reach;
    for &w in weights.iter().filter(|w| w.is_finite()) {
        let place = (f64::from(w) * per_unit).floor() + HALF;
        counts[(place.max(0.0) as usize).min(BINS - 1)] += 1;
    }
    Histogram {
        min: -reach,
        max: reach,
        counts,
    }
}

/// The weights of each filter: the signal in order, the filters of falling size. What does not fill
/// all filters alike is left out.
fn split(values: &[f32], chosen: &Chosen) -> Vec<Vec<f32>> {
    let length = values.len() / chosen.filters;
    (0..chosen.filters)
        .map(|filter| {
            let size = chosen.size(filter) as f32;
            let weights = &values[filter * length..(filter + 1) * length];
            weights.iter().map(|w| w * size).collect()
        })
        .collect()
}

/// `None` for a picture smaller than the filter.
fn through(picture: &Picture, chosen: &Chosen) -> Option<Filtered> {
    let picture = &centred(picture);
    let weights: Vec<Vec<f32>> = FILTERS
        .iter()
        .map(|filter| filter.weights(chosen.radius))
        .collect();
    let shared = alpha(&weights.concat()) as f32;
    let mut bank = Vec::new();
    let mut shown = None;
    for (filter, weights) in FILTERS.iter().zip(&weights) {
        let found = binarize(weights, 1).ok()?;
        let own = found.alpha.first().copied()?;
        let (result, exact_result) = filtered(picture, weights, chosen.radius)?;
        let (_, signs) = filtered(picture, &signs(&found.signs, 1.0), chosen.radius)?;
        let scaled = |alpha: f32| -> Vec<f32> { signs.iter().map(|sum| sum * alpha).collect() };
        let sqnr = |alpha| sqnr_db(&exact_result, &scaled(alpha));
        bank.push((f64::from(own), sqnr(own), sqnr(shared)));
        if filter.id == Filter::by_id(chosen.filter).id {
            let alpha = if chosen.per_filter { own } else { shared };
            shown = Some(Filtered {
                picture: (picture.info.width, picture.info.height),
                result,
                shades: picture.values.clone(),
                weights: weights.clone(),
                binary: self::signs(&found.signs, alpha),
                binary_result: scaled(alpha),
                exact_result,
                bank: Vec::new(),
            });
        }
    }
    let mut shown = shown?;
    shown.bank = bank;
    Some(shown)
}

fn signs(signs: &[i8], alpha: f32) -> Vec<f32> {
    signs.iter().map(|sign| alpha * f32::from(*sign)).collect()
}
