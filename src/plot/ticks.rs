//! Round values along an axis, as many as have room for their labels.
//!
//! A tick is an integer times a power of ten, and its label is made from that
//! integer: no digit ever comes out of a floating-point sum.

use super::axis::{Axis, Scale};
use super::number::{MINUS, power_of_ten, power_of_two, trim};
use super::text::{Row, TICK_SIZE, width};

/// Labels of a horizontal axis may reach this far beyond its range, in CSS
/// pixels; every chart leaves that much room at its sides.
pub const OVERHANG: f64 = 16.0;

/// The least room between two labels in CSS pixels.
pub const GAP: f64 = 10.0;

/// The least room between two labels of a vertical axis, middle to middle.
const ROW: f64 = 18.0;

/// On more decades than this only powers of ten are tried as ticks.
const DECADES: i32 = 6;

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
    let fits = |ticks: &mut [Tick]| fit(ticks, left, right);
    // Calm rather than complete: about eleven on a wide chart.
    let least = (length / 11.0).max(40.0);
    match axis.scale() {
        Scale::Linear => linear(axis, least, false, fits),
        // The pixels between two whole numbers, and a little less: they are not to be missed by rounding.
        Scale::Whole => {
            let (low, high) = axis.domain();
            linear(axis, least.max(0.999 * length / (high - low)), false, fits)
        }
        Scale::Log2 => log2(axis, fits),
        Scale::Log10 => log10(axis, least, fits),
    }
}

pub(super) fn vertical(axis: &Axis, room: f64) -> Vec<Tick> {
    let length = (axis.range().1 - axis.range().0).abs();
    if !drawable(length) {
        return Vec::new();
    }
    let wide = |tick: &Tick| width(&tick.label, TICK_SIZE) > room;
    let fits = |ticks: &mut [Tick]| {
        let apart = |pair: &[Tick]| (pair[1].position - pair[0].position).abs() >= ROW;
        !ticks.iter().any(wide) && ticks.windows(2).all(apart)
    };
    let least = (length / 7.0).max(26.0);
    let mut ticks = match axis.scale() {
        Scale::Linear | Scale::Whole => linear(axis, least, true, fits),
        Scale::Log2 => log2(axis, fits),
        Scale::Log10 => log10(axis, least, fits),
    };
    for tick in ticks.iter_mut().filter(|tick| wide(tick)) {
        tick.label.clear();
    }
    ticks
}

/// Takes 1, 2 and 5 times powers of ten until the ticks are at least `least`
/// pixels apart and `fits` agrees; with `compress` each also with the labels as
/// powers of ten.
fn linear(
    axis: &Axis,
    least: f64,
    compress: bool,
    mut fits: impl FnMut(&mut [Tick]) -> bool,
) -> Vec<Tick> {
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
            let scientific = low.abs().max(high.abs()) >= 1e6 || exponent < -4.0;
            let mut ticks = multiples(axis, mantissa, exponent as i32, scientific);
            if fits(&mut ticks) || ticks.len() < 2 {
                return ticks;
            }
            if compress && !scientific {
                let mut ticks = multiples(axis, mantissa, exponent as i32, true);
                if fits(&mut ticks) {
                    return ticks;
                }
            }
        }
        exponent += 1.0;
    }
}

/// All multiples of `mantissa * 10^exponent` on the axis.
fn multiples(axis: &Axis, mantissa: f64, exponent: i32, scientific: bool) -> Vec<Tick> {
    let (low, high) = axis.domain();
    let step = times_power_of_ten(mantissa, exponent);
    let (first, last) = ((low / step).ceil(), (high / step).floor());
    // Beyond this the labels would need more digits than a double has.
    if first.abs().max(last.abs()) > 1e12 {
        return Vec::new();
    }
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

/// Powers of two, as many as `fits` admits.
fn log2(axis: &Axis, fits: impl FnMut(&mut [Tick]) -> bool) -> Vec<Tick> {
    let strides = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 512];
    powers(axis, 2.0, power_of_two, &strides, fits)
}

/// Powers of ten, with twice and five times them if there is room; on an axis
/// shorter than that, as on a linear one.
fn log10(axis: &Axis, least: f64, mut fits: impl FnMut(&mut [Tick]) -> bool) -> Vec<Tick> {
    let (low, high) = axis.domain();
    let (first, last) = (low.log10().floor() as i32, high.log10().floor() as i32);
    let scientific = high >= 1e6 || low < 1e-4;
    if last - first <= DECADES {
        let mut ticks: Vec<Tick> = (first..=last)
            .flat_map(|exponent| [1, 2, 5].map(|mantissa| (mantissa, exponent)))
            .map(|(mantissa, exponent)| {
                let value = times_power_of_ten(mantissa as f64, exponent);
                Tick {
                    value,
                    position: axis.position(value),
                    label: label(mantissa, exponent, scientific),
                }
            })
            .filter(|tick| axis.contains(tick.value))
            .collect();
        if ticks.len() < 3 {
            return linear(axis, least, true, fits);
        }
        if fits(&mut ticks) {
            return ticks;
        }
    }
    let strides = [1, 2, 3, 5, 10, 20, 50, 100, 200];
    powers(axis, 10.0, power_of_ten, &strides, fits)
}

/// Powers of `base`, every one or as few as it takes until `fits` agrees.
fn powers(
    axis: &Axis,
    base: f64,
    name: fn(i32) -> String,
    strides: &[i32],
    mut fits: impl FnMut(&mut [Tick]) -> bool,
) -> Vec<Tick> {
    let (low, high) = axis.domain();
    let exponent = |x: f64| if base == 2.0 { x.log2() } else { x.log10() };
    let (first, last) = (exponent(low).ceil() as i32, exponent(high).floor() as i32);
    for &stride in strides {
        let mut ticks: Vec<Tick> = (first.div_euclid(stride)..=last.div_euclid(stride))
            .map(|n| n * stride)
            .filter(|n| (first..=last).contains(n))
            .map(|n| Tick {
                value: base.powi(n),
                position: axis.position(base.powi(n)),
                label: name(n),
            })
            .filter(|tick| axis.contains(tick.value))
            .collect();
        if fits(&mut ticks) {
            return ticks;
        }
    }
    Vec::new()
}
