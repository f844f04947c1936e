//! What the page shows, from the lenses' reports.

use quantscope::code::Language;
use quantscope::lesson::binary::BinaryReport;
use quantscope::lesson::clipping::ClippingReport;
use quantscope::lesson::diffq::DiffQReport;
use quantscope::lesson::formats::settings::{Chosen, X, selected_code};
use quantscope::lesson::lsq::LsqReport;
use quantscope::lesson::pact::PactReport;
use quantscope::lesson::qat::QatReport;
use quantscope::lesson::qat::settings::LAYER;
use quantscope::lesson::training::STEP;
use quantscope::lesson::xnor::XnorReport;
use quantscope::lesson::{
    self, AffineReport, FormatsReport, Given, Sample, Shelf, schemas, source,
};
use quantscope::quant::Stats;
use quantscope::quant::calibrate::CALIBRATORS;
use quantscope::signal::Picture;
use quantscope::state::State;
use quantscope_train::LayerReport;
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

impl Figures {
    fn layer(&mut self, layer: &LayerReport) {
        let wide = |values: &[f32]| values.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>();
        let quantized = if layer.codes.is_empty() {
            &layer.weights
        } else {
            &layer.quantized
        };
        self.put("quantized", wide(quantized), 0.0);
        if !layer.codes.is_empty() {
            self.put("scales", wide(&layer.grid.scales), 0.0);
            self.put(
                "codes",
                layer.codes.iter().map(|&code| f64::from(code)),
                0.0,
            );
            let both = layer.quantized.iter().zip(&layer.weights);
            let squares: f64 = both
                .map(|(one, other)| f64::from(one - other).powi(2))
                .sum();
            self.put("mse", [squares / layer.weights.len() as f64], SUMS);
        }
    }
}

pub fn state(hash: &str) -> State {
    State::parse(hash, &schemas())
}

fn report<R: DeserializeOwned>(state: &State, given: &Given) -> R {
    postcard::from_bytes(&lesson::look(state, given)).expect("a report")
}

/// The values that a state draws.
pub fn drawn(state: &State) -> Vec<f32> {
    let mut values = vec![0.0; source(state).count];
    source(state).draw()(&mut values);
    values
}

/// The picture and the digits that ship, and where a training is kept.
pub struct Room {
    picture: Picture,
    shelf: Shelf,
    sample: Sample,
}

impl Room {
    /// For the values that a state draws.
    pub fn new(state: &State) -> Self {
        Self::with(drawn(state))
    }

    /// For these values.
    pub fn with(values: Vec<f32>) -> Self {
        let root = env!("CARGO_MANIFEST_DIR");
        let read = |name: &str| std::fs::read(format!("{root}/page/{name}")).expect("it ships");
        Self {
            picture: Picture::read_pgm("camera", &read("pictures/camera.pgm")).expect("a picture"),
            shelf: Shelf {
                digits: Some(read("data/digits.bin")),
                ..Shelf::default()
            },
            sample: Sample::new(values),
        }
    }

    fn given(&self) -> Given<'_> {
        Given {
            sample: &self.sample,
            picture: Some(&self.picture),
            shelf: Some(&self.shelf),
        }
    }

    /// The layer that the lesson on training shows.
    pub fn layer(&self, state: &State) -> Option<LayerReport> {
        if state.lesson() != "qat" {
            return None;
        }
        let report: QatReport = report(state, &self.given());
        let layers = &report.arms[2].layers;
        let place = (state.integer(&LAYER) as usize).min(layers.len() - 1);
        Some(layers[place].clone())
    }
}

/// The figures of a state.
pub fn figures(state: &State, room: &Room, language: Language) -> Figures {
    let given = room.given();
    let mut figures = Figures::default();
    match state.lesson() {
        "formats" => formats(state, &given, &mut figures),
        "affine" => affine(state, &given, &mut figures),
        "clipping" => clipping(state, &given, &mut figures),
        "ste" => ste(state, &mut figures),
        "pact" => pact(state, &given, &mut figures),
        "lsq" => lsq(state, &given, &mut figures),
        "diffq" => diffq(state, &given, &mut figures),
        "binary" => binary(state, &given, &mut figures),
        "xnor" => xnor(state, &given, &mut figures),
        "qat" if language == Language::Rust => qat(state, &given, &mut figures),
        "qat" => figures.layer(&room.layer(state).expect("a layer")),
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

fn binary(state: &State, given: &Given, figures: &mut Figures) {
    use quantscope::lesson::binary::settings::Chosen;
    let chosen = Chosen::of(state);
    let report: BinaryReport = report(state, given);
    let alpha = chosen.alpha.unwrap_or_else(|| report.alpha());
    let mse = if chosen.per_filter {
        report.least()
    } else {
        report.error(alpha)
    };
    let decibels = |error: f64| 10.0 * (report.power() / error).log10();
    figures.exact("weights", report.count() as f64);
    figures.put("alpha", [report.alpha()], SAME);
    figures.put(
        "alphas",
        report.groups.iter().map(|group| group.alpha),
        SAME,
    );
    figures.put("mse", [mse], SAME);
    figures.put("sqnr_db", [decibels(mse)], SAME);
    figures.put(
        "one_alpha_sqnr_db",
        [decibels(report.error(report.alpha()))],
        SAME,
    );
    figures.put("each_alpha_sqnr_db", [decibels(report.least())], SAME);
    let picture = report.picture.expect("a picture");
    let shown = quantscope::lesson::picture::sqnr_db(&picture.exact_result, &picture.binary_result);
    figures.put("bank_alphas", picture.bank.iter().map(|one| one.0), SUMS);
    figures.put(
        "bank_own_sqnr_db",
        picture.bank.iter().map(|one| one.1),
        SUMS,
    );
    figures.put(
        "bank_shared_sqnr_db",
        picture.bank.iter().map(|one| one.2),
        SUMS,
    );
    figures.put("picture_sqnr_db", [shown], SUMS);
}

fn xnor(state: &State, given: &Given, figures: &mut Figures) {
    use quantscope::lesson::xnor::settings::{A, B};
    let report: XnorReport = report(state, given);
    let steps = report.steps.expect("a picture");
    let differ = (state.integer(&A) ^ state.integer(&B)).count_ones();
    figures.exact("differ", f64::from(differ));
    figures.exact("dot", 16.0 - 2.0 * f64::from(differ));
    let (taps, places) = (steps.weights.len(), steps.exact.len());
    figures.exact("products", (taps * places) as f64);
    figures.exact("words_of_64_signs", (taps.div_ceil(64) * places) as f64);
    figures.put("alpha", [f64::from(steps.alpha)], SUMS);
    figures.put("mean_magnitude", [f64::from(steps.mean_magnitude)], SUMS);
    figures.put("correlation", [steps.correlation], SUMS);
    figures.put("sqnr_db", [steps.sqnr_db], SUMS);
}

/// The same code with the same seeds: to the last bit.
fn qat(state: &State, given: &Given, figures: &mut Figures) {
    let report: QatReport = report(state, given);
    for (arm, found) in ["full", "ptq", "qat"].iter().zip(&report.arms) {
        figures.exact(&format!("{arm}_loss"), found.loss);
        if let Some(accuracy) = found.accuracy {
            figures.exact(&format!("{arm}_accuracy"), accuracy);
        }
        figures.exact(&format!("{arm}_bytes"), found.size as f64);
    }
    let layers = &report.arms[0].layers;
    figures.exact(
        "weights",
        layers
            .iter()
            .map(|layer| layer.weights.len())
            .sum::<usize>() as f64,
    );
    figures.exact(
        "biases",
        layers.iter().map(|layer| layer.biases.len()).sum::<usize>() as f64,
    );
}
