//! What the page shows, from the lenses' reports.

use quantscope::lesson::formats::settings::{Chosen, X, selected_code};
use quantscope::lesson::{self, FormatsReport, Given, Sample, schemas};
use quantscope::quant::Stats;
use quantscope::state::State;
use serde::de::DeserializeOwned;

/// A figure, its numbers, and by how much they may differ, relatively.
pub struct Expected {
    pub name: String,
    pub values: Vec<f64>,
    pub tolerance: f64,
}

/// Sums in another order, of float32 differences: see `Stats`.
const SUMS: f64 = 1e-6;

#[derive(Default)]
pub struct Figures(pub Vec<Expected>);

impl Figures {
    fn put(&mut self, name: &str, values: impl IntoIterator<Item = f64>, tolerance: f64) {
        self.0.push(Expected {
            name: name.to_owned(),
            values: values.into_iter().collect(),
            tolerance,
        });
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
