//! What the page shows, from the lenses' reports.

use quantscope::lesson::clipping::ClippingReport;
use quantscope::lesson::diffq::DiffQReport;
use quantscope::lesson::formats::settings::{Chosen, X, selected_code};
use quantscope::lesson::lsq::LsqReport;
use quantscope::lesson::pact::PactReport;
use quantscope::lesson::training::STEP;
use quantscope::lesson::{self, AffineReport, FormatsReport, Given, Sample, schemas};
use quantscope::quant::Stats;
use quantscope::quant::calibrate::CALIBRATORS;
use quantscope::state::State;
use serde::de::DeserializeOwned;

/// A figure, its numbers, and by how much they may differ: relatively, and absolutely beside it.
pub struct Expected {
    pub name: String,
    pub values: Vec<f64>,
    pub tolerance: f64,
    pub absolute: f64,
}

/// Sums in another order, of float32 differences: see `Stats`.
const SUMS: f64 = 1e-6;
/// The same operations in float64: sums in another order, functions of another library.
const SAME: f64 = 1e-9;

#[derive(Default)]
pub struct Figures(pub Vec<Expected>);

impl Figures {
    fn put(&mut self, name: &str, values: impl IntoIterator<Item = f64>, tolerance: f64) {
        self.0.push(Expected {
            name: name.to_owned(),
            values: values.into_iter().collect(),
            tolerance,
            absolute: 0.0,
        });
    }

    /// A gradient at the end of a training: what is left of sums that cancel.
    fn gradient(&mut self, name: &str, value: f64) {
        self.put(name, [value], SUMS);
        if let Some(last) = self.0.last_mut() {
            last.absolute = 1e-9;
        }
    }

    fn exact(&mut self, name: &str, value: f64) {
        self.put(name, [value], 0.0);
    }

    fn stats(&mut self, prefix: &str, stats: &Stats) {
        let mut put = |name: &str, value, tolerance| {
            self.put(&format!("{prefix}{name}"), [value], tolerance);
        };
        put("count", stats.count as f64, 0.0);
        put("sqnr_db", stats.sqnr_db, SUMS);
        put("mse", stats.mse, SUMS);
        put("max_abs_error", stats.max_abs_error, SUMS);
        // A sum of both signs: near zero against what it sums.
        let share = SUMS * stats.mse.sqrt() / stats.mean_error.abs().max(f64::MIN_POSITIVE);
        put("mean_error", stats.mean_error, share.max(SUMS));
        put("clipped", stats.clipped as f64, 0.0);
        put("to_zero", stats.underflow as f64, 0.0);
        put("non_finite", stats.non_finite as f64, 0.0);
    }
}

pub fn state(hash: &str) -> State {
    State::parse(hash, &schemas())
}

fn report<R: DeserializeOwned>(state: &State, given: &Given) -> R {
    postcard::from_bytes(&lesson::look(state, given)).expect("a report")
}

/// The figures of a state for these values.
pub fn figures(state: &State, values: Vec<f32>) -> Figures {
    let sample = Sample::new(values);
    let given = Given::from(&sample);
    let mut figures = Figures::default();
    match state.lesson() {
        "formats" => formats(state, &given, &mut figures),
        "affine" => affine(state, &given, &mut figures),
        "clipping" => clipping(state, &given, &mut figures),
        "ste" => ste(state, &mut figures),
        "pact" => pact(state, &given, &mut figures),
        "lsq" => lsq(state, &given, &mut figures),
        "diffq" => diffq(state, &given, &mut figures),
        other => panic!("no figures of {other}"),
    }
    figures
}

fn formats(state: &State, given: &Given, figures: &mut Figures) {
    let chosen = Chosen::of(state);
    let report: FormatsReport = report(state, given);
    let code = selected_code(state, &chosen);
    let value = |code| chosen.decode(&chosen.format, code);
    figures.exact("code", f64::from(code));
    figures.exact("value", value(code));
    if state.is_default(&quantscope::lesson::formats::settings::CODE) {
        let x = state.real(&X) / f64::from(chosen.scale);
        let explained = chosen
            .format
            .explain(x, chosen.rounding, chosen.overflow, chosen.random());
        figures.exact("below", explained.below.map_or(f64::NEG_INFINITY, value));
        figures.exact("above", explained.above.map_or(f64::INFINITY, value));
    }
    figures.stats("", &report.side.stats);
    if let Some(versus) = &report.versus {
        figures.stats("versus_", &versus.stats);
    }
}

fn affine(state: &State, given: &Given, figures: &mut Figures) {
    use quantscope::lesson::affine::settings::{Chosen, X};
    let chosen = Chosen::of(state, given.sample.range.range);
    let report: AffineReport = report(state, given);
    let code = chosen.affine.quantize(state.real(&X) as f32);
    figures.exact("scale", f64::from(chosen.affine.scale));
    figures.exact("zero_point", f64::from(chosen.affine.zero_point));
    figures.exact("code", f64::from(code));
    figures.exact("value", f64::from(chosen.affine.dequantize(code)));
    figures.stats("", &report.stats);
    figures.exact("against_scale", f64::from(chosen.format_scale));
    figures.stats("against_", &report.against);
}

fn clipping(state: &State, given: &Given, figures: &mut Figures) {
    let report: ClippingReport = report(state, given);
    let all = CALIBRATORS
        .iter()
        .map(|calibrator| format!("{}_", calibrator.id));
    for (prefix, found) in all
        .chain([String::new()])
        .zip(report.found.iter().chain([&report.chosen]))
    {
        let mut put = |name: &str, value, tolerance| {
            figures.put(&format!("{prefix}{name}"), [value], tolerance)
        };
        put("threshold", found.threshold, SAME);
        put("mse", found.mse(), SUMS);
        put("rounding", found.rounding, SUMS);
        put("clipping", found.clipping, SUMS);
        put("sqnr_db", found.sqnr_db, SUMS);
        put("clipped", found.clipped, SAME);
    }
}

fn ste(state: &State, figures: &mut Figures) {
    let path =
        quantscope::lesson::ste::train(&quantscope::lesson::ste::settings::Chosen::of(state));
    let path = &path[..=state.integer(&STEP) as usize];
    let now = path[path.len() - 1];
    figures.put("weight", [now.weight], SAME);
    figures.put("value", [now.value], SAME);
    figures.put("upstream", [now.upstream], SAME);
    figures.put("gradient", [now.gradient], SAME);
    figures.put("loss", [now.upstream * now.upstream / 2.0], SAME);
    let changes = path
        .windows(2)
        .filter(|pair| pair[0].value != pair[1].value)
        .count();
    figures.exact("changes", changes as f64);
}

fn pact(state: &State, given: &Given, figures: &mut Figures) {
    let report: PactReport = report(state, given);
    for (prefix, path) in [("paper", &report.paper), ("scale", &report.scale)] {
        let now = path[state.integer(&STEP) as usize];
        figures.put(&format!("{prefix}_alpha"), [now.alpha], SAME);
        figures.put(&format!("{prefix}_loss"), [now.loss], SAME);
        figures.gradient(&format!("{prefix}_gradient"), now.gradient);
    }
}

fn lsq(state: &State, given: &Given, figures: &mut Figures) {
    let chosen = quantscope::lesson::lsq::settings::Chosen::of(state);
    let report: LsqReport = report(state, given);
    let now = report.path[state.integer(&STEP) as usize];
    let scale = chosen
        .quantizer(now.size, now.offset)
        .scale_for(report.count as usize);
    figures.put("init", [report.init], SAME);
    figures.put("gradient_scale", [scale], SAME);
    figures.put("size", [now.size], SAME);
    figures.put("offset", [now.offset], 1e-6);
    figures.put("loss", [now.loss], SAME);
    figures.gradient("gradient", now.gradient);
}

fn diffq(state: &State, given: &Given, figures: &mut Figures) {
    let report: DiffQReport = report(state, given);
    let now = report.path[state.integer(&STEP) as usize];
    let whole = now.bits.map(f64::round_ties_even);
    let real = report
        .groups
        .iter()
        .zip(whole)
        .map(|(group, bits)| group.real[bits as usize - 2]);
    figures.put("bits", now.bits, SUMS);
    figures.put("mse_noise", [now.error], SUMS);
    figures.put("kibibytes", [now.kibibytes], SUMS);
    figures.put("whole_bits", whole, 0.0);
    figures.put("mse_real", real, SUMS);
}
