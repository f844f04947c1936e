//! The number lines: the one near the typed number, and all magnitudes in octaves.

use std::sync::Arc;

use super::lens::FormatsReport;
use super::settings::Chosen;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::words::{format_short, percent};
use crate::plot::{Band, Frame, LogDensity, NumberLine, NumberLineLog, Scene, format_number};
use crate::quant::{Format, Overflow, Rounding};

/// Codes on each side of what the linear line shows.
const CODES_AROUND: usize = 40;

/// One rounding interval, ready for a chart.
#[derive(Clone, Copy, PartialEq)]
pub struct Piece {
    code: u32,
    lower: f64,
    upper: f64,
    value: f64,
}

/// What the linear line shows: it stands still while the number moves within eight
/// steps of the grid.
pub fn window(chosen: &Chosen, x: f64) -> (f64, f64) {
    let (format, scale) = (&chosen.format, f64::from(chosen.scale));
    let top = f64::from(format.max()) * scale;
    let inside = x.clamp(-top, top);
    let ulp = format
        .explain(inside / scale, Rounding::TowardZero, Overflow::Saturate, 0)
        .ulp
        * scale;
    let block = 8.0 * ulp;
    let first = (inside / block).floor() * block;
    let edge = top * 1.12;
    (
        (first - block / 2.0).max(-edge),
        (first + 1.5 * block).min(edge),
    )
}

/// The rounding intervals of a format there, and some beyond.
pub fn pieces(chosen: &Chosen, format: &Format, domain: (f64, f64)) -> Vec<Piece> {
    let scale = f64::from(chosen.scale);
    let codes = format.ordered_codes();
    let first = codes.partition_point(|&code| f64::from(format.decode(code)) * scale < domain.0);
    let last = codes.partition_point(|&code| f64::from(format.decode(code)) * scale <= domain.1);
    // An even start, so that the shades do not alternate while the line moves.
    let first = first.saturating_sub(CODES_AROUND) & !1;
    let last = (last + CODES_AROUND).min(codes.len());
    codes[first..last]
        .iter()
        .filter_map(|&code| {
            let interval = format.rounding_interval(code, chosen.rounding, chosen.overflow)?;
            Some(Piece {
                code,
                lower: interval.lower * scale,
                upper: interval.upper * scale,
                value: f64::from(format.decode(code)) * scale,
            })
        })
        .collect()
}

/// A number among the numbers of a format.
pub struct Line {
    pub format: Format,
    pub domain: (f64, f64),
    pub pieces: Arc<Vec<Piece>>,
    /// The typed number; `None` where a code was painted that no number leads to.
    pub typed: Option<f64>,
    /// Its code, and the value of that.
    landed: (u32, f64),
}

impl Line {
    pub fn new(
        chosen: &Chosen,
        format: Format,
        typed: Option<f64>,
        domain: (f64, f64),
        pieces: Arc<Vec<Piece>>,
    ) -> Self {
        let code = chosen.encode(&format, typed.unwrap_or(0.0));
        Self {
            domain,
            pieces,
            typed,
            landed: (code, chosen.decode(&format, code)),
            format,
        }
    }
}

pub const LINE: Chart<Line> = Chart {
    id: "line",
    height: 124,
    name: |line| {
        let name = line.map(|line| format!("The number line of {}.", format_short(&line.format)));
        name.unwrap_or_default()
    },
    summary: |line| {
        format!(
            "The number line of {} from {} to {}; {} goes to {}.",
            format_short(&line.format),
            format_number(line.domain.0, 4),
            format_number(line.domain.1, 4),
            format_number(line.typed.unwrap_or(0.0), 6),
            format_number(line.landed.1, 6),
        )
    },
    scene: |line, frame| {
        let band = |piece: &Piece| Band {
            lower: piece.lower,
            upper: piece.upper,
            value: piece.value,
            label: None,
        };
        let bands: Vec<Band> = line.pieces.iter().map(band).collect();
        let landed = |piece: &Piece| piece.code == line.landed.0;
        NumberLine {
            bands: &bands,
            domain: line.domain,
            highlighted: line.pieces.iter().position(landed),
            typed: line.typed,
        }
        .scene(frame)
    },
    pointing: Pointing::Real(|line, frame| {
        NumberLine {
            bands: &[],
            domain: line.domain,
            highlighted: None,
            typed: None,
        }
        .x_axis(frame)
    }),
    table: |line| {
        let shown = |piece: &&Piece| (line.domain.0..=line.domain.1).contains(&piece.value);
        let row = |piece: &Piece| {
            [piece.value, piece.lower, piece.upper]
                .map(|x| format_number(x, 8))
                .to_vec()
        };
        Table::new(
            ["value", "from", "to"],
            line.pieces.iter().filter(shown).map(row).collect(),
        )
    },
};

/// The same piece of the axis for the format beside it.
pub const LINE_VERSUS: Chart<Line> = Chart {
    id: "line-versus",
    ..LINE
};

/// The positive numbers of a format.
#[derive(PartialEq)]
pub struct Magnitudes {
    /// Ascending.
    values: Vec<f64>,
    min_normal: f64,
    /// What is below goes to zero.
    underflow: f64,
    /// What is above overflows.
    overflow: f64,
}

impl Magnitudes {
    pub fn of(chosen: &Chosen) -> Self {
        let format = &chosen.format;
        let scale = f64::from(chosen.scale);
        let values = format
            .ordered_codes()
            .into_iter()
            .map(|code| f64::from(format.decode(code)) * scale)
            .filter(|value| *value > 0.0)
            .collect();
        let zero = format.encode(0.0, chosen.rounding, Overflow::Saturate, 0);
        let underflow = match format.rounding_interval(zero, chosen.rounding, chosen.overflow) {
            Some(interval) if format.decode(zero) == 0.0 => interval.upper.max(0.0) * scale,
            _ => 0.0,
        };
        let top = f64::from(format.max());
        let half_step = format
            .explain(top, chosen.rounding, Overflow::Saturate, 0)
            .ulp
            / 2.0;
        Self {
            values,
            min_normal: f64::from(format.min_normal()) * scale,
            underflow,
            overflow: (top + half_step) * scale,
        }
    }

    /// The line without a number or a signal on it.
    fn line(&self) -> NumberLineLog<'_> {
        NumberLineLog {
            values: &self.values,
            min_normal: self.min_normal,
            underflow: self.underflow,
            overflow: self.overflow,
            typed: None,
            value: None,
            density: None,
        }
    }
}

/// All magnitudes of a format, with a number and a signal over them.
pub struct Octaves {
    pub magnitudes: Arc<Magnitudes>,
    pub typed: Option<f64>,
    /// What the typed number becomes.
    pub value: Option<f64>,
    /// `None` until it has come.
    pub report: Option<Arc<FormatsReport>>,
}

pub const LOG_LINE: Chart<Octaves> = Chart {
    id: "log-line",
    height: 150,
    name: |_| "All magnitudes.".to_owned(),
    summary: |shown| shown.report.as_deref().map(lost).unwrap_or_default(),
    scene: log_line,
    pointing: Pointing::Real(|shown, frame| shown.magnitudes.line().x_axis(frame)),
    table: |shown| {
        let magnitudes = &shown.magnitudes;
        let values = &magnitudes.values;
        let rows = [
            ("goes to zero below", magnitudes.underflow),
            ("smallest positive", values.first().copied().unwrap_or(0.0)),
            ("smallest normal", magnitudes.min_normal),
            ("largest", values.last().copied().unwrap_or(0.0)),
            ("overflows above", magnitudes.overflow),
        ];
        Table::new(
            ["", "value"],
            rows.map(|(name, value)| vec![name.to_owned(), format_number(value, 8)])
                .to_vec(),
        )
    },
};

fn log_line(shown: &Octaves, frame: &Frame) -> Scene {
    NumberLineLog {
        typed: shown.typed,
        value: shown.value,
        density: shown.report.as_ref().map(|report| LogDensity {
            counts: &report.octaves.counts,
            log2_range: report.octaves.log2_range,
        }),
        ..shown.magnitudes.line()
    }
    .scene(frame)
}

/// What of the signal is lost at both ends.
pub fn lost(report: &FormatsReport) -> String {
    let stats = &report.side.stats;
    format!(
        "{} of the signal is beyond the largest number, {} becomes zero.",
        percent(stats.clipped, stats.count),
        percent(stats.underflow, stats.count)
    )
}
