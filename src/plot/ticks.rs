//! Round values along an axis, as many as have room for their labels.
//!
//! A tick is an integer times a power of ten, and its label is made from that
//! integer: no digit ever comes out of a floating-point sum.

use super::axis::{Axis, Scale};
use super::number::{MINUS, power_of_two, trim};
use super::text::{Row, TICK_SIZE, width};

/// Labels of a horizontal axis may reach this far beyond its range, in CSS
/// pixels; every chart leaves that much room at its sides.
pub const OVERHANG: f64 = 16.0;

/// The least room between two labels in CSS pixels.
pub const GAP: f64 = 10.0;

/// A round value on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The value.
    pub value: f64,
    /// Where it is, in CSS pixels.
    pub position: f64,
    /// What is written there; empty where it would touch the frame.
    pub label: String,
}

/// Whether a length in CSS pixels is that of an axis on some screen; not for NaN.
fn drawable(length: f64) -> bool {
    (4.0..=1e5).contains(&length)
}

pub(super) fn horizontal(axis: &Axis) -> Vec<Tick> {
    let (left, right) = axis.range();
    let length = right - left;
    if !drawable(length) {
        return Vec::new();
    }
    match axis.scale() {
        Scale::Linear => {
            // Calm rather than complete: about eleven on a wide chart.
            let least = (length / 11.0).max(40.0);
            linear(axis, least, |ticks| fit(ticks, left, right))
        }
        Scale::Log2 => log2(axis, left, right),
    }
}

pub(super) fn vertical(axis: &Axis) -> Vec<Tick> {
    let length = (axis.range().1 - axis.range().0).abs();
    if !drawable(length) || axis.scale() != Scale::Linear {
        return Vec::new();
    }
    linear(axis, (length / 7.0).max(26.0), |_| true)
}

/// Takes 1, 2 and 5 times powers of ten until the ticks are at least `least`
/// pixels apart and `fits` agrees.
fn linear(axis: &Axis, least: f64, mut fits: impl FnMut(&mut [Tick]) -> bool) -> Vec<Tick> {
    let (low, high) = axis.domain();
    let length = (axis.range().1 - axis.range().0).abs();
    let raw = (high - low) * least / length;
    let mut exponent = raw.log10().floor();
    if !(-290.0..=290.0).contains(&exponent) {
        return Vec::new();
    }
    loop {
        for mantissa in [1.0, 2.0, 5.0] {
            let step = times_power_of_ten(mantissa, exponent as i32);
            if step < raw {
                continue;
            }
            let mut ticks = multiples(axis, mantissa, exponent as i32, step);
            if fits(&mut ticks) || ticks.len() < 2 {
                return ticks;
            }
        }
        exponent += 1.0;
    }
}

fn multiples(axis: &Axis, mantissa: f64, exponent: i32, step: f64) -> Vec<Tick> {
    let (low, high) = axis.domain();
    let (first, last) = ((low / step).ceil(), (high / step).floor());
    // Beyond this the labels would need more digits than a double has.
    if first.abs().max(last.abs()) > 1e12 {
        return Vec::new();
    }
    let scientific = low.abs().max(high.abs()) >= 1e6 || exponent < -4;
    let mut ticks = Vec::new();
    let mut n = first;
    while n <= last {
        let integer = n * mantissa;
        let value = times_power_of_ten(integer, exponent);
        if axis.contains(value) {
            ticks.push(Tick {
                value,
                position: axis.position(value),
                label: label(integer as i64, exponent, scientific),
            });
        }
        n += 1.0;
    }
    ticks
}

/// `integer * 10^exponent`, correctly rounded as far as the power is exact.
fn times_power_of_ten(integer: f64, exponent: i32) -> f64 {
    if exponent < 0 {
        integer / 10f64.powi(-exponent)
    } else {
        integer * 10f64.powi(exponent)
    }
}

/// `integer * 10^exponent` in decimal, from the integer's own digits.
fn label(integer: i64, exponent: i32, scientific: bool) -> String {
    if integer == 0 {
        return "0".into();
    }
    let digits = integer.unsigned_abs().to_string();
    let text = if scientific {
        let power = exponent + digits.len() as i32 - 1;
        let significant = digits.trim_end_matches('0');
        let (head, tail) = significant.split_at(1);
        let point = if tail.is_empty() { "" } else { "." };
        format!("{head}{point}{tail}e{power}").replace('-', "\u{2212}")
    } else if exponent < 0 {
        let places = exponent.unsigned_abs() as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        trim(&format!("{whole}.{fraction}")).to_string()
    } else {
        format!("{digits}{}", "0".repeat(exponent as usize))
    };
    if integer < 0 {
        format!("{MINUS}{text}")
    } else {
        text
    }
}

/// Whether all labels have room; those that would leave the frame are emptied.
fn fit(ticks: &mut [Tick], left: f64, right: f64) -> bool {
    let mut row = Row::new(left - OVERHANG, right + OVERHANG, GAP);
    for tick in ticks.iter_mut() {
        let half = width(&tick.label, TICK_SIZE) / 2.0;
        if tick.position - half < left - OVERHANG || tick.position + half > right + OVERHANG {
            tick.label.clear();
        } else if !row.take(tick.position - half, tick.position + half) {
            return false;
        }
    }
    true
}

fn log2(axis: &Axis, left: f64, right: f64) -> Vec<Tick> {
    let (low, high) = axis.domain();
    let (first, last) = (low.log2().ceil() as i32, high.log2().floor() as i32);
    for stride in [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512] {
        let mut ticks: Vec<Tick> = (first.div_euclid(stride)..=last.div_euclid(stride))
            .map(|n| n * stride)
            .filter(|n| (first..=last).contains(n))
            .map(|n| Tick {
                value: 2_f64.powi(n),
                position: axis.position(2_f64.powi(n)),
                label: power_of_two(n),
            })
            .filter(|tick| axis.contains(tick.value))
            .collect();
        if fit(&mut ticks, left, right) {
            return ticks;
        }
    }
    Vec::new()
}
