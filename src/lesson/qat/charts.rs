//! The loss step by step, and the weights of a layer in each of the three networks.

use std::collections::BTreeMap;
use std::sync::Arc;

use quantscope_train::LayerReport;

use super::lens::QatReport;
use super::run::Moment;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::{chart, line_axis, nearest};
use crate::plot::{Curves, Frame, Line, Mark, Role, Scale, Scene, SignalHistogram, format_number};
use crate::quant::histogram;

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    use super::pictures::{LATENT, USED};
    use super::settings::{Chosen, LAYER};
    let Some(report) = crate::lesson::ready::decoded::<QatReport>(report) else {
        return crate::lesson::Charts::default();
    };
    if let Some(problem) = &report.problem {
        return crate::lesson::Charts::refused(problem);
    }
    let number = shown_layer(&report, state.integer(&LAYER) as usize);
    let domain = domain(&report, number);
    let history = History {
        begun: Chosen::of(state).settings.warmup,
        report: Arc::clone(&report),
    };
    let charts = crate::lesson::Charts::default().with(&[&HISTORY], Some(history));
    let charts = WEIGHTS
        .iter()
        .enumerate()
        .fold(charts, |charts, (arm, chart)| {
            let layer = layer(&report, arm, number);
            charts.with(&[chart], layer.map(|layer| Weights { layer, domain }))
        });
    let aware = layer(&report, WEIGHTS.len() - 1, number);
    charts.with_rasters(&[&LATENT, &USED], aware.as_ref())
}

/// The three, as they are named and drawn.
pub const ARMS: [(&str, Role, bool); 3] = [
    ("Full precision", Role::Original, false),
    ("Post-training quantization", Role::Error, true),
    ("Quantization-aware training", Role::Quantized, false),
];

/// The number of the layer that is shown: the wanted one, or the last.
pub fn shown_layer(report: &QatReport, wanted: usize) -> usize {
    let layers = report.arms.first().map_or(1, |arm| arm.layers.len());
    wanted.min(layers.saturating_sub(1))
}

/// The layer of an arm.
pub fn layer(report: &QatReport, arm: usize, number: usize) -> Option<LayerReport> {
    report.arms.get(arm)?.layers.get(number).cloned()
}

/// A training, and when the quantizer comes in.
pub struct History {
    pub report: Arc<QatReport>,
    pub begun: u32,
}

impl History {
    /// Steps on the axis: to the next half of a power of two, so that the picture stands still while it
    /// plays.
    fn width(&self) -> f64 {
        let last = self.report.history.last();
        let last = last.map_or(1, |moment| moment.step).max(100);
        2_f64.powf((f64::from(last).log2() * 2.0).ceil() / 2.0)
    }
}

/// Losses that are drawn: not zero, not infinite.
fn drawn(loss: f32) -> f64 {
    f64::from(loss).clamp(1e-6, 1e6)
}

fn ends(history: &[Moment]) -> (f64, f64) {
    let all = history.iter().flat_map(|moment| moment.loss);
    let (low, high) = all.fold((1.0_f64, 1.0_f64), |(low, high), loss| {
        (low.min(drawn(loss)), high.max(drawn(loss)))
    });
    // Whole decades, so that the picture stands still while it plays.
    let decade = |x: f64, up: bool| {
        let place = x.log10();
        let whole = if up { place.ceil() } else { place.floor() };
        10_f64.powf(whole)
    };
    (
        decade(low, false).max(1e-4),
        decade(high, true).clamp(10.0, 1e3),
    )
}

pub const HISTORY: Chart<History> = Chart {
    id: "history",
    height: 220,
    name: |_| "Loss on what is held out.".to_owned(),
    summary: |history| {
        let last = history.report.history.last();
        last.map_or_else(String::new, |moment| {
            let [full, after, aware] = moment.loss.map(|loss| format_number(f64::from(loss), 3));
            format!(
                "At step {} the loss is {full} in full precision, {after} after post-training quantization, {aware} with quantization-aware training.",
                moment.step,
            )
        })
    },
    scene: losses,
    pointing: Pointing::Own(
        |history, frame| line_axis((0.0, history.width()), frame),
        |history, at| {
            let found = nearest(&history.report.history, at, |moment| f64::from(moment.step));
            found.map_or_else(String::new, |moment| {
                let [full, after, aware] =
                    moment.loss.map(|loss| format_number(f64::from(loss), 3));
                format!(
                    "step {}: full {full}, PTQ {after}, QAT {aware}",
                    moment.step
                )
            })
        },
    ),
    table: |history| {
        let row = |moment: &Moment| {
            let loss = moment.loss.map(|loss| format_number(f64::from(loss), 4));
            let right = moment
                .accuracy
                .map(|share| format!("{:.1} %", share * 100.0));
            std::iter::once(moment.step.to_string())
                .chain(loss)
                .chain(right)
                .collect()
        };
        Table::new(
            [
                "step",
                "full",
                "PTQ",
                "QAT",
                "full, right",
                "PTQ, right",
                "QAT, right",
            ],
            history.report.history.iter().map(row).collect(),
        )
    },
};

fn losses(history: &History, frame: &Frame) -> Scene {
    let begun = f64::from(history.begun);
    let series = |arm: usize| -> Vec<(f64, f64)> {
        let own = history.report.history.iter();
        own.map(|moment| (f64::from(moment.step), drawn(moment.loss[arm])))
            .collect()
    };
    let found = [series(0), series(1), series(2)];
    let lines: Vec<Line> = found
        .iter()
        .zip(ARMS)
        .map(|(points, (_, role, dashed))| Line {
            points,
            role,
            dashed,
            width: 1.7,
        })
        .collect();
    let marks = [Mark {
        x: begun,
        label: "quantizer in",
        role: Role::Soft,
    }];
    Curves {
        // Beyond the axis it is not drawn, but it keeps its room, so that nothing moves when it comes.
        marks: &marks,
        x_label: "step",
        y_scale: Scale::Log10,
        zero_line: false,
        ..chart(
            &lines,
            (0.0, history.width()),
            ends(&history.report.history),
        )
    }
    .scene(frame)
}

/// Bins of a layer's histogram: fewer where few weights would stand in them.
fn bins(weights: usize) -> usize {
    (2.0 * (weights as f64).sqrt()) as usize / 2 * 2 + 12
}

/// How often each value is used, ascending.
fn counted(values: &[f32]) -> Vec<(f64, u64)> {
    let mut counts: BTreeMap<i64, (f64, u64)> = BTreeMap::new();
    for &value in values.iter().filter(|value| value.is_finite()) {
        // Floats in order of their value, as integers in order of theirs; both zeros are one.
        let value = value + 0.0;
        let bits = i64::from(value.to_bits() as i32);
        let order = if bits < 0 {
            i64::from(i32::MIN) - bits
        } else {
            bits
        };
        counts.entry(order).or_insert((f64::from(value), 0)).1 += 1;
    }
    counts.into_values().collect()
}

/// From the smallest to the largest weight of the three, in steps that stand still.
pub fn domain(report: &QatReport, number: usize) -> (f64, f64) {
    let layers = report.arms.iter().filter_map(|arm| arm.layers.get(number));
    let reach = layers
        .flat_map(|layer| layer.weights.iter().chain(&layer.quantized))
        .filter(|w| w.is_finite())
        .fold(0.25_f32, |reach, w| reach.max(w.abs()));
    let reach = 2_f64.powf((f64::from(reach).log2() * 2.0).ceil() / 2.0);
    (-reach, reach)
}

/// A layer, on the axis that all three share.
#[derive(Clone, PartialEq)]
pub struct Weights {
    pub layer: LayerReport,
    pub domain: (f64, f64),
}

const FULL: Chart<Weights> = Chart {
    id: "weights-full",
    height: 150,
    name: |_| ARMS[0].0.to_owned(),
    summary: |shown| {
        let layer = &shown.layer;
        let (rows, columns) = (layer.rows, layer.row_length);
        let values = counted(&layer.quantized).len();
        format!("{rows} neurons of {columns} weights, which have {values} different values.")
    },
    scene: |shown, frame| {
        let Weights { layer, domain } = shown;
        let bins = bins(layer.weights.len()).min(60);
        let counts = histogram(&layer.weights, domain.0, domain.1, bins);
        let quantized = if layer.codes.is_empty() {
            Vec::new()
        } else {
            counted(&layer.quantized)
        };
        SignalHistogram {
            counts: &counts.counts,
            range: *domain,
            quantized: &quantized,
            domain: *domain,
            clip: None,
            marks: &[],
        }
        .scene(frame)
    },
    pointing: Pointing::Nowhere,
    table: |shown| {
        let mut counts = counted(&shown.layer.quantized);
        counts.truncate(256);
        Table::of_counts(&counts, 5)
    },
};

/// The weights of a layer, in each of the three.
pub static WEIGHTS: [Chart<Weights>; ARMS.len()] = [
    FULL,
    Chart {
        id: "weights-ptq",
        name: |_| ARMS[1].0.to_owned(),
        ..FULL
    },
    Chart {
        id: "weights-qat",
        name: |_| ARMS[2].0.to_owned(),
        ..FULL
    },
];
