//! The values that a lens looks at, with what every lens needs to know of them.

use std::cell::RefCell;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::quant::{DataRange, Histogram, data_range, histogram};
use crate::signal::{Drawn, Summary};
use crate::state::{COUNT, SEED, SHIFT, SIGNAL, SPREAD, State};

/// Bins of the signal's histogram: fine enough for the widest chart.
const BINS: usize = 512;

/// A signal and its measures, taken once however many settings look at it.
#[derive(Debug)]
pub struct Sample {
    pub values: Vec<f32>,
    pub range: DataRange,
    /// Counts between the smallest and the largest finite value.
    pub histogram: Histogram,
    pub octaves: Octaves,
    /// Milliseconds since some moment. It stands still unless the worker sets it: what a
    /// lens times is the only thing that differs from run to run.
    pub clock: fn() -> f64,
    remembered: RefCell<Option<(String, Vec<u8>)>>,
}

/// How the magnitudes of a signal lie, in bins of a quarter octave. Zeros are in
/// none of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Octaves {
    pub counts: Vec<u32>,
    /// log2 of the first bin's lower and the last bin's upper edge.
    pub log2_range: (f64, f64),
}

impl Octaves {
    fn new(values: &[f32]) -> Self {
        // The exponent field of a float is its octave; three comparisons of the
        // mantissa with 2^(1/4), 2^(1/2), 2^(3/4) give the quarter.
        const QUARTERS: [u32; 3] = [0x0018_37f0, 0x0035_04f3, 0x0057_44fd];
        let mut counts = vec![0_u32; 255 * 4];
        for value in values {
            let bits = value.to_bits() & 0x7fff_ffff;
            let mantissa = bits & 0x007f_ffff;
            let quarter = QUARTERS.iter().filter(|&&edge| mantissa >= edge).count();
            // Infinities and NaN have no octave; float32's subnormals share one.
            if bits != 0
                && let Some(count) = counts.get_mut((bits >> 23) as usize * 4 + quarter)
            {
                *count += 1;
            }
        }
        let Some(first) = counts.iter().position(|&count| count > 0) else {
            return Self::default();
        };
        let last = counts.iter().rposition(|&count| count > 0).unwrap_or(first);
        let edge = |bin: usize| bin as f64 / 4.0 - 127.0;
        Self {
            counts: counts[first..=last].to_vec(),
            log2_range: (edge(first), edge(last + 1)),
        }
    }
}

impl Sample {
    /// Measures the values.
    #[must_use]
    pub fn new(values: Vec<f32>) -> Self {
        let range = data_range(&values);
        let (min, max) = range.range.map_or((0.0, 0.0), |range| {
            (f64::from(range.min), f64::from(range.max))
        });
        // All-equal values still get an axis that has a width.
        let (min, max) = if max > min {
            (min, max)
        } else {
            let pad = if min == 0.0 { 1.0 } else { min.abs() / 2.0 };
            (min - pad, max + pad)
        };
        let histogram = histogram(&values, min, max, BINS);
        Self {
            octaves: Octaves::new(&values),
            clock: || 0.0,
            remembered: RefCell::new(None),
            values,
            range,
            histogram,
        }
    }

    /// What `compute` gives for this sample and a key; the last one is remembered, so
    /// that dragging what it does not depend on computes nothing anew.
    pub fn remember<T: Serialize + DeserializeOwned>(
        &self,
        key: &str,
        compute: impl FnOnce() -> T,
    ) -> T {
        if let Some((known, bytes)) = &*self.remembered.borrow()
            && known == key
            && let Ok(value) = postcard::from_bytes(bytes)
        {
            return value;
        }
        let value = compute();
        *self.remembered.borrow_mut() = Some((key.to_owned(), super::encode(&value)));
        value
    }

    /// What the page says of the values.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            count: self.values.len() as u64,
            min: self.range.range.map(|range| range.min),
            max: self.range.range.map(|range| range.max),
            nan: self.range.nan,
            infinite: self.range.infinite,
        }
    }
}

/// The signal that the address names.
#[must_use]
pub fn source(state: &State) -> Drawn {
    Drawn {
        distribution: state.choice(&SIGNAL),
        count: state.integer(&COUNT) as usize,
        seed: state.real(&SEED) as u64,
        spread: state.real(&SPREAD) as f32,
        shift: state.real(&SHIFT) as f32,
    }
}
