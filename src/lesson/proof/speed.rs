//! How fast the machine that shows the page is, measured when asked.

use serde::{Deserialize, Serialize};

use super::Told;
use crate::lesson::encode;
use crate::lesson::job::Job;
use crate::quant::binary::xnor_matmul;
use crate::quant::{
    Affine, AffineOptions, CodesMut, Format, Outputs, Overflow, PassSettings, Rounding,
    affine_pass, data_range, format_pass, random_bits,
};

/// How many numbers go through a pass.
pub const COUNT: usize = 1_048_576;

/// Rows and columns of the product of signs.
pub const SIDE: usize = 1024;

/// How often each is timed; the median counts. The first do not: a browser's compiler is still at
/// work then.
const ROUNDS: usize = 15;
const WARM: usize = 3;

/// What is timed lasts at least so many milliseconds, for a browser's clock is coarse.
const LEAST: f64 = 4.0;

/// The codes and the values of a pass.
#[derive(Debug)]
struct Room {
    x: Vec<f32>,
    codes: Vec<u8>,
    values: Vec<f32>,
}

impl Room {
    fn outputs(&mut self) -> Outputs<'_> {
        Outputs {
            codes: Some(CodesMut::U8(&mut self.codes)),
            values: Some(&mut self.values),
        }
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    pub id: &'static str,
    pub label: &'static str,
    run: fn(&mut Room),
}

/// All of them: the passes that the lessons run, with codes, values, figures and a histogram of 256
/// bins, and the product of signs.
pub const KERNELS: [Kernel; 3] = [
    Kernel {
        id: "affine",
        label: "affine, 8 bits: 1,048,576 numbers",
        run: |room| {
            let range = data_range(&room.x);
            let q = Affine::from_range(range.or_zero(), &AffineOptions::default());
            let settings = PassSettings {
                range: Some(range),
                ..PassSettings::default()
            };
            let x = std::mem::take(&mut room.x);
            let _ = std::hint::black_box(affine_pass(&x, &q, &settings, room.outputs()));
            room.x = x;
        },
    },
    Kernel {
        id: "e4m3",
        label: "E4M3: 1,048,576 numbers",
        run: |room| {
            let Some(format) = Format::by_id("float8_e4m3fn") else {
                return;
            };
            let (rounding, overflow) = (Rounding::NearestEven, Overflow::Saturate);
            let settings = PassSettings::default();
            let x = std::mem::take(&mut room.x);
            let out = room.outputs();
            let pass = format_pass(&x, format, 1.0, rounding, overflow, &settings, out);
            let _ = std::hint::black_box(pass);
            room.x = x;
        },
    },
    Kernel {
        id: "xnor",
        label: "XNOR, packing included: 1024 \u{d7} 1024 times 1024 \u{d7} 1024",
        run: |room| {
            let _ = std::hint::black_box(xnor_matmul(&room.x, &room.x, SIDE, SIDE, SIDE));
        },
    },
];

/// Medians so far, in milliseconds, of [`KERNELS`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpeedReport {
    pub medians: [Option<f64>; KERNELS.len()],
    /// How far it has come, 0 to 1.
    pub done: f64,
}

/// The measurement.
#[derive(Debug)]
pub struct Speed {
    room: Option<Room>,
    times: [Vec<f64>; KERNELS.len()],
    round: usize,
}

impl Speed {
    #[must_use]
    pub fn new() -> Self {
        Self {
            room: None,
            times: Default::default(),
            round: 0,
        }
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::new()
    }
}

/// Numbers that look normal: the sum of four uniform ones.
fn numbers() -> Vec<f32> {
    let uniform = |seed, index| f64::from(random_bits(seed, index)) / 4_294_967_296.0 - 0.5;
    (0..COUNT as u64)
        .map(|index| (0..4).map(|seed| uniform(seed, index)).sum::<f64>() as f32 * 2.0)
        .collect()
}

/// The middle one of an odd number of times.
fn median(times: &[f64]) -> Option<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

impl Job for Speed {
    fn advance(&mut self, clock: fn() -> f64) -> Option<Vec<u8>> {
        let all = (WARM + ROUNDS) * KERNELS.len();
        if self.round == all {
            return None;
        }
        let room = self.room.get_or_insert_with(|| Room {
            x: numbers(),
            codes: vec![0; COUNT],
            values: vec![0.0; COUNT],
        });
        // In turn, so that what slows the machine down slows all.
        let which = self.round % KERNELS.len();
        let (since, mut times) = (clock(), 0.0);
        let elapsed = loop {
            (KERNELS[which].run)(room);
            times += 1.0;
            let elapsed = clock() - since;
            // A clock that stands still is no reason to run for ever.
            if elapsed >= LEAST || times >= 100.0 {
                break elapsed;
            }
        };
        if self.round / KERNELS.len() >= WARM && elapsed > 0.0 {
            self.times[which].push(elapsed / times);
        }
        self.round += 1;
        Some(encode(&Told::Measured(SpeedReport {
            medians: core::array::from_fn(|kernel| median(&self.times[kernel])),
            done: self.round as f64 / all as f64,
        })))
    }
}
