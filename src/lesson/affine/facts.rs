//! The figures that the lesson's sentences name.

use super::lens::AffineReport;
use super::settings::Chosen;
use crate::course::Fact;
use crate::lesson::words::{decibels, format_short, integer, percent};
use crate::plot::format_number;
use crate::quant::{Range, ZeroPoint};
use crate::state::State;

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let Ok(report) = postcard::from_bytes::<AffineReport>(report) else {
        return Vec::new();
    };
    let data = report.summary.min.zip(report.summary.max);
    let chosen = Chosen::of(state, data.map(|(min, max)| Range { min, max }));
    let (min, max) = chosen.effective_range();
    let affine = &chosen.affine;
    let step = f64::from(affine.scale);
    let zero_point = f64::from(affine.zero_point);
    let codes = affine.quantized_max.abs_diff(affine.quantized_min) + 1;
    let used = report.spikes.len() as f64;
    let stats = &report.stats;
    let number = |name, value: f64| Fact::new(name, value, format_number(value, 3));
    let whole = |name, value: i32| Fact::new(name, f64::from(value), integer(value));
    let ratio = |name, value: f64| Fact::new(name, value, decibels(value));
    vec![
        whole("codes", codes as i32),
        whole("first", affine.quantized_min),
        whole("last", affine.quantized_max),
        Fact::new("used", used, format_number(used, 9)),
        number("min", min),
        number("max", max),
        number("scale", step),
        match chosen.options.zero_point {
            ZeroPoint::Float => number("zero_point", zero_point),
            _ => whole("zero_point", affine.zero_point as i32),
        },
        // Where the ends of the range would land without the clamp.
        number("lands_first", affine.unclamped(min as f32)),
        number("lands_last", affine.unclamped(max as f32)),
        number("predicted", step * step / 12.0),
        number("mse", stats.mse),
        ratio("sqnr", stats.sqnr_db),
        Fact::new(
            "clipped",
            100.0 * stats.clipped as f64 / stats.count.max(1) as f64,
            percent(stats.clipped, stats.count),
        ),
        Fact::new(
            "against",
            f64::from(chosen.format_scale),
            format_short(&chosen.format),
        ),
        ratio("against_sqnr", report.against.sqnr_db),
    ]
}
