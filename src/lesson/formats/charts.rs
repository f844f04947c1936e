//! The signal on the grid, and its error.

use std::sync::Arc;

use super::lens::{FormatsReport, Side};
use super::settings::Chosen;
use crate::lesson::chart::{Chart, Pointing, Table};
use crate::lesson::curve::signal_axis;
use crate::lesson::words::{decibels, format_short};
use crate::plot::{ErrorHistogram, Outline, SignalHistogram, format_number, format_signed};
use crate::quant::Format;

/// All charts of the lesson.
#[cfg(not(target_family = "wasm"))]
pub fn all(state: &crate::state::State, report: &[u8]) -> crate::lesson::Charts {
    use super::lines::{LINE, LINE_VERSUS, LOG_LINE, Line, Magnitudes, Octaves, pieces, window};
    let chosen = Chosen::of(state);
    let typed = super::settings::typed(state);
    let report: Option<Arc<FormatsReport>> = crate::lesson::ready::decoded(report);
    let domain = window(&chosen, typed.unwrap_or(0.0));
    let line = |format: Format| {
        let pieces = pieces(&chosen, &format, domain);
        Line::new(&chosen, format, typed, domain, Arc::new(pieces))
    };
    let on_grid = |second| OnGrid::new(&chosen, report.clone()?, second);
    let octaves = Octaves {
        magnitudes: Arc::new(Magnitudes::of(&chosen)),
        typed,
        value: typed.map(|x| chosen.value(&chosen.explain(x))),
        report: report.clone(),
    };
    crate::lesson::Charts::default()
        .with(&[&LINE], Some(line(chosen.format)))
        .with(&[&LINE_VERSUS], chosen.versus.map(line))
        .with(&[&LOG_LINE], Some(octaves))
        .with(&[&SIGNAL], on_grid(false))
        .with(&[&SIGNAL_VERSUS], on_grid(true))
        .with(&[&ERROR], report)
}

/// A signal on the grid of a format.
pub struct OnGrid {
    format: Format,
    scale: f64,
    report: Arc<FormatsReport>,
    /// Whether it is the format beside it, which the report then has.
    second: bool,
}

impl OnGrid {
    /// `None` where the settings or the report have no second format.
    pub fn new(chosen: &Chosen, report: Arc<FormatsReport>, second: bool) -> Option<Self> {
        let format = if second {
            report.versus.as_ref()?;
            chosen.versus?
        } else {
            chosen.format
        };
        Some(Self {
            format,
            scale: f64::from(chosen.scale),
            report,
            second,
        })
    }

    fn side(&self) -> &Side {
        let versus = self.report.versus.as_ref().filter(|_| self.second);
        versus.unwrap_or(&self.report.side)
    }

    fn domain(&self) -> (f64, f64) {
        (self.report.signal.min, self.report.signal.max)
    }
}

pub const SIGNAL: Chart<OnGrid> = Chart {
    id: "signal",
    height: 200,
    name: |shown| {
        let format = shown.map_or_else(String::new, |shown| format_short(&shown.format));
        format!("The signal on the grid of {format}.")
    },
    summary: |shown| {
        format!(
            "The signal on the grid of {}: SQNR {}.",
            format_short(&shown.format),
            decibels(shown.side().stats.sqnr_db)
        )
    },
    scene: |shown, frame| {
        let (side, range) = (shown.side(), shown.domain());
        let top = f64::from(shown.format.max()) * shown.scale;
        SignalHistogram {
            counts: &shown.report.signal.counts,
            range,
            quantized: &side.spikes,
            domain: range,
            clip: (side.stats.clipped > 0).then_some((-top, top)),
            marks: &[],
        }
        .scene(frame)
    },
    pointing: Pointing::Real(|shown, frame| signal_axis(shown.domain(), frame)),
    table: |shown| Table::of_counts(&shown.side().spikes, 8),
};

/// The signal on the grid of the format beside it.
pub const SIGNAL_VERSUS: Chart<OnGrid> = Chart {
    id: "signal-versus",
    ..SIGNAL
};

pub const ERROR: Chart<Arc<FormatsReport>> = Chart {
    id: "error",
    height: 150,
    name: |_| "The error.".to_owned(),
    summary: |report| {
        let stats = &report.side.stats;
        format!(
            "The error reaches {} and is {} on average.",
            format_number(stats.max_abs_error, 4),
            format_signed(stats.mean_error, 2)
        )
    },
    scene: |report, frame| {
        let reach = |side: &Side| side.error.max.max(-side.error.min);
        let beside = report.versus.as_ref();
        ErrorHistogram {
            counts: &report.side.error.counts,
            range: (report.side.error.min, report.side.error.max),
            half_width: reach(&report.side).max(beside.map_or(0.0, reach)),
            uniform_step: None,
            comparison: beside.map(|side| Outline {
                counts: &side.error.counts,
                range: (side.error.min, side.error.max),
            }),
        }
        .scene(frame)
    },
    pointing: Pointing::Nowhere,
    table: |report| Table::of_histogram(&report.side.error),
};
