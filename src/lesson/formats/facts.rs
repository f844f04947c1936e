//! The figures that the lesson's sentences name.

use super::lens::{FormatsReport, Side};
use super::settings::{Chosen, X};
use crate::course::Fact;
use crate::lesson::words::{decibels, format_short, grouped, percent};
use crate::plot::{format_number, format_percent};
use crate::quant::{Format, NanEncoding, Overflow, Rounding};
use crate::state::State;

pub fn facts(state: &State, report: &[u8]) -> Vec<Fact> {
    let chosen = Chosen::of(state);
    let mut facts = of_format(&chosen.format, "max", "per_doubling");
    facts.extend(of_codes(&chosen.format));
    facts.extend(of_number(&chosen, state.real(&X)));
    let Ok(report) = postcard::from_bytes::<FormatsReport>(report) else {
        return facts;
    };
    facts.push(decibel_fact("sqnr", &report.side));
    facts.extend(of_small_values(&chosen, &report.side));
    if let (Some(format), Some(side)) = (chosen.versus, &report.versus) {
        facts.extend(of_format(&format, "versus_max", "versus_per_doubling"));
        facts.push(decibel_fact("versus_sqnr", side));
    }
    facts
}

/// How far a format reaches, and how many values it has from a power of two to the next.
fn of_format(format: &Format, max: &'static str, per_doubling: &'static str) -> Vec<Fact> {
    let top = f64::from(format.max());
    let values = 1_u32 << format.mantissa_bits;
    vec![
        Fact::new(max, top, format_number(top, 5)),
        Fact::new(per_doubling, f64::from(values), values.to_string()),
    ]
}

/// How many codes there are, and where.
fn of_codes(format: &Format) -> Vec<Fact> {
    let codes = f64::from(format.code_count());
    // Codes rise with the magnitude: those up to 1 are those up to 1's own.
    let magnitudes = format.encode(1.0, Rounding::TowardZero, Overflow::Saturate, 0) + 1;
    let within = match (format.signed, format.nan) {
        (true, NanEncoding::NegativeZero) => 2 * magnitudes - 1,
        (true, _) => 2 * magnitudes,
        (false, _) => magnitudes,
    };
    let share = f64::from(within) / codes;
    let even = (1.0 / f64::from(format.max())).min(1.0);
    vec![
        Fact::new("format", codes, format_short(format)),
        Fact::new("bits", f64::from(format.bits()), format.bits().to_string()),
        Fact::new("codes", codes, grouped(u64::from(format.code_count()))),
        Fact::new("within", 100.0 * share, format_percent(share)),
        Fact::new(
            "within_count",
            f64::from(within),
            grouped(u64::from(within)),
        ),
        Fact::new("within_even", 100.0 * even, format_percent(even)),
    ]
}

/// What becomes of the typed number.
fn of_number(chosen: &Chosen, x: f64) -> Vec<Fact> {
    let format = &chosen.format;
    let scale = f64::from(chosen.scale);
    let explained = format.explain(x / scale, chosen.rounding, chosen.overflow, chosen.random());
    let number = |name, value: f64| Fact::new(name, value, format_number(value, 6));
    let neighbour = |name, code: Option<u32>| {
        let code = code.unwrap_or(explained.code);
        number(name, chosen.decode(format, code))
    };
    let top = f64::from(format.max());
    let step = format.ulp(top);
    vec![
        number("x", x),
        number("value", f64::from(explained.value) * scale),
        neighbour("below", explained.below),
        neighbour("above", explained.above),
        number("ulp", explained.ulp * scale),
        number("after_max", (top + step) * scale),
        number("limit", (top + step / 2.0) * scale),
    ]
}

/// What becomes of the signal's smallest values.
fn of_small_values(chosen: &Chosen, side: &Side) -> Vec<Fact> {
    let stats = &side.stats;
    let smallest_normal = chosen.format.min_normal();
    let least = f64::from(smallest_normal) * f64::from(chosen.scale);
    let below = side.spikes.iter().filter(|spike| spike.0.abs() < least);
    let subnormal: u64 = below.map(|spike| spike.1).sum();
    let share = |name, count: u64| {
        let part = count as f64 / stats.count.max(1) as f64;
        Fact::new(name, 100.0 * part, percent(count, stats.count))
    };
    vec![
        Fact::new("min_normal", least, format_number(least, 4)),
        share("subnormal", subnormal),
        share("to_zero", stats.underflow),
    ]
}

fn decibel_fact(name: &'static str, side: &Side) -> Fact {
    Fact::new(name, side.stats.sqnr_db, decibels(side.stats.sqnr_db))
}
