//! Noise and rounding, and what a bit buys.

use std::sync::Arc;

use super::lens::{DiffQReport, FIRST_BITS, LAST_BITS, REACH, whole};
use super::settings::Chosen;
use super::training::Trained;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, line, line_axis, sampled};
use crate::plot::{Curves, Dot, ErrorHistogram, Frame, Outline, Role, Scene, format_number};

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    use super::path::{BITS, ERROR, SIZE};
    use crate::lesson::training::STEP;
    let learned = || {
        Learned::new(
            Chosen::of(state),
            crate::lesson::ready::decoded(report)?,
            state.integer(&STEP) as usize,
        )
    };
    crate::lesson::Charts::default().with(&[&NOISE, &DECIBELS, &BITS, &SIZE, &ERROR], learned())
}

/// Bits that are learned, and how far.
pub struct Learned {
    chosen: Chosen,
    pub report: Arc<DiffQReport>,
    pub step: usize,
    pub now: Trained,
}

impl Learned {
    /// Training at a step; `None` if there is none.
    pub fn new(chosen: Chosen, report: Arc<DiffQReport>, step: usize) -> Option<Self> {
        Some(Self {
            now: at(&report, step)?,
            chosen,
            report,
            step,
        })
    }

    /// The SQNR of the first group under noise, in dB.
    fn noise(&self, bits: f64) -> f64 {
        let power = self.chosen.noise_power();
        self.report.groups.first().map_or(f64::NAN, |group| {
            let step = group.range / (2_f64.powf(bits) - 1.0);
            decibels(group.power, step * step * power)
        })
    }
}

/// Training at a step.
pub fn at(report: &DiffQReport, step: usize) -> Option<Trained> {
    report.path.get(step).or(report.path.last()).copied()
}

/// The error of the first group in steps: the noise's and real quantization's.
pub const NOISE: Chart<Learned> = Chart {
    id: "noise",
    height: 170,
    name: |_| "The noise.".to_owned(),
    summary: |learned| {
        format!(
            "The noise in steps, and the error of real quantization with {} bits.",
            whole(learned.now.bits[0]).0
        )
    },
    scene: |learned, frame| {
        let report = &learned.report;
        let real = report.errors.get(whole(learned.now.bits[0]).1);
        ErrorHistogram {
            counts: &report.noise.counts,
            range: (report.noise.min, report.noise.max),
            half_width: REACH,
            uniform_step: None,
            comparison: real.map(|real| Outline {
                counts: &real.counts,
                range: (real.min, real.max),
            }),
        }
        .scene(frame)
    },
    pointing: Pointing::Real(|_, frame| {
        ErrorHistogram {
            counts: &[],
            range: (-REACH, REACH),
            half_width: REACH,
            uniform_step: None,
            comparison: None,
        }
        .x_axis(frame)
    }),
    table: |learned| Table::of_histogram(&learned.report.noise),
};

/// Numbers of bits that are shown.
const SHOWN: (f64, f64) = (FIRST_BITS as f64 - 0.3, LAST_BITS as f64 + 0.3);

/// 10 log10 of a ratio; nothing where there is none.
fn decibels(power: f64, error: f64) -> f64 {
    if power > 0.0 && error > 0.0 {
        10.0 * (power / error).log10()
    } else {
        f64::NAN
    }
}

/// SQNR against bits for the first group: the noise's, and real quantization's at
/// whole bits.
pub const DECIBELS: Chart<Learned> = Chart {
    id: "decibels",
    height: 220,
    name: |_| "What a bit buys.".to_owned(),
    summary: |learned| {
        let bits = learned.now.bits[0];
        format!(
            "With {} bits the noise leaves {} dB.",
            format_number(bits, 3),
            format_number(learned.noise(bits), 3)
        )
    },
    scene: decibel_scene,
    pointing: Pointing::Own(
        |_, frame| line_axis(SHOWN, frame),
        |learned, bits| {
            format!(
                "{} bits: {} dB left by noise",
                format_number(bits, 3),
                format_number(learned.noise(bits), 3)
            )
        },
    ),
    table: |learned| {
        let row = |(bits, real): (u32, f64)| {
            vec![
                bits.to_string(),
                format_number(learned.noise(f64::from(bits)), 4),
                format_number(real, 4),
            ]
        };
        Table::new(
            ["bits", "noise, dB", "real, dB"],
            real(&learned.report).map(row).collect(),
        )
    },
};

/// Whole numbers of bits, and the SQNR of the first group there.
fn real(report: &DiffQReport) -> impl Iterator<Item = (u32, f64)> {
    report.groups.first().into_iter().flat_map(|group| {
        let errors = group.real.iter();
        let found = errors.map(|error| decibels(group.power, *error));
        (FIRST_BITS..).zip(found)
    })
}

fn decibel_scene(learned: &Learned, frame: &Frame) -> Scene {
    let curve = sampled(SHOWN, |bits| learned.noise(bits));
    let lines = [line(&curve, Role::Error)];
    let mut dots: Vec<Dot> = real(&learned.report)
        .map(|(bits, y)| Dot {
            x: f64::from(bits),
            y,
            role: Role::Quantized,
            radius: 3.5,
            hollow: false,
        })
        .collect();
    let now = learned.now.bits[0];
    dots.push(Dot {
        x: now,
        y: learned.noise(now),
        role: Role::Original,
        radius: 6.0,
        hollow: true,
    });
    Curves {
        dots: &dots,
        x_label: "bits",
        y_label: "dB",
        zero_line: false,
        ..chart(&lines, SHOWN, (0.0, 96.0))
    }
    .scene(frame)
}
