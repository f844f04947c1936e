//! Charts with what they show, for programs that draw them without a page.

use std::rc::Rc;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::chart::{Chart, Table};
use crate::plot::{Frame, Scene};

/// A chart with what it shows.
pub trait Ready {
    /// Its name for files and the command line.
    fn id(&self) -> &'static str;
    /// Its height in CSS pixels, however wide it is.
    fn height(&self) -> u32;
    /// Its name as a heading.
    fn name(&self) -> String;
    /// One sentence that says what is to be seen.
    fn summary(&self) -> String;
    /// The picture.
    fn scene(&self, frame: &Frame) -> Scene;
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

    fn height(&self) -> u32 {
        self.chart.height
    }

    fn name(&self) -> String {
        (self.chart.name)(Some(&self.shown))
    }

    fn summary(&self) -> String {
        (self.chart.summary)(&self.shown)
    }

    fn scene(&self, frame: &Frame) -> Scene {
        (self.chart.scene)(&self.shown, frame)
    }

    fn table(&self) -> Table {
        (self.chart.table)(&self.shown)
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
