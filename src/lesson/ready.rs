//! Charts with what they show, for programs that draw them without a page.

use std::rc::Rc;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::chart::{Chart, Table};
use super::grid::{Grid, Raster};
use crate::plot::{self, Frame, Palette};

/// A chart with what it shows.
pub trait Ready {
    /// Its name for files and the command line.
    fn id(&self) -> &'static str;
    /// Its height in CSS pixels where it is so wide.
    fn height(&self, width: u32) -> u32;
    /// Its name as a heading.
    fn name(&self) -> String;
    /// One sentence that says what is to be seen.
    fn summary(&self) -> String;
    /// The picture as an SVG document.
    fn to_svg(&self, width: u32, palette: &'static Palette) -> String;
    /// The figures behind it.
    fn table(&self) -> Table;
}

struct Shown<S: 'static> {
    chart: &'static Chart<S>,
    shown: Rc<S>,
}

impl<S> Ready for Shown<S> {
    fn id(&self) -> &'static str {
        self.chart.id
    }

    fn height(&self, _: u32) -> u32 {
        self.chart.height
    }

    fn name(&self) -> String {
        (self.chart.name)(Some(&self.shown))
    }

    fn summary(&self) -> String {
        (self.chart.summary)(&self.shown)
    }

    fn to_svg(&self, width: u32, palette: &'static Palette) -> String {
        let frame = Frame::new(width, self.height(width), 1.0, palette);
        let scene = (self.chart.scene)(&self.shown, &frame);
        scene.to_svg(&frame, &self.name(), &self.summary())
    }

    fn table(&self) -> Table {
        (self.chart.table)(&self.shown)
    }
}

/// A picture of numbers on a grid.
struct Shades {
    id: &'static str,
    name: &'static str,
    summary: String,
    grid: Grid,
}

impl Ready for Shades {
    fn id(&self) -> &'static str {
        self.id
    }

    fn height(&self, width: u32) -> u32 {
        let share = self.grid.height as f64 / self.grid.width.max(1) as f64;
        ((f64::from(width) * share).round() as u32).max(1)
    }

    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn summary(&self) -> String {
        self.summary.clone()
    }

    fn to_svg(&self, width: u32, palette: &'static Palette) -> String {
        let frame = Frame::new(width, self.height(width), 1.0, palette);
        let raster = plot::Raster {
            values: &self.grid.values,
            ends: self.grid.ends,
            tone: self.grid.tone,
        };
        raster.to_svg(self.grid.width, &frame, self.name, &self.summary)
    }

    fn table(&self) -> Table {
        self.grid.table()
    }
}

/// The charts of one address, in the order of the page.
#[derive(Default)]
pub struct Charts {
    charts: Vec<Box<dyn Ready>>,
    problem: Option<String>,
}

impl Charts {
    /// Adds charts that show the same; none where there is nothing to show.
    pub(super) fn with<S: 'static>(
        mut self,
        charts: &[&'static Chart<S>],
        shown: Option<S>,
    ) -> Self {
        if let Some(shown) = shown.map(Rc::new) {
            for &chart in charts {
                let shown = Rc::clone(&shown);
                self.charts.push(Box::new(Shown { chart, shown }));
            }
        }
        self
    }

    /// Adds pictures that show the same; none where there is nothing to show.
    pub(super) fn with_rasters<S>(mut self, rasters: &[&Raster<S>], shown: Option<&S>) -> Self {
        for raster in rasters {
            self.charts.extend(shown.map(|shown| -> Box<dyn Ready> {
                Box::new(Shades {
                    id: raster.id,
                    name: raster.name,
                    summary: (raster.summary)(shown),
                    grid: (raster.grid)(shown),
                })
            }));
        }
        self
    }

    /// None, for a reason that a person is told.
    pub(super) fn refused(problem: &str) -> Self {
        Self {
            charts: Vec::new(),
            problem: Some(problem.to_owned()),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Ready> {
        self.charts.iter().map(|chart| &**chart)
    }

    /// Why there is none, where the settings choose what cannot be computed.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }
}

/// What a lens has reported.
pub(super) fn decoded<R: DeserializeOwned>(report: &[u8]) -> Option<Arc<R>> {
    postcard::from_bytes(report).ok().map(Arc::new)
}
