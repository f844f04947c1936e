//! The cursor: one x of the lesson, shown in every chart and formula; or what a chart over another
//! number points at alone.

use std::sync::Arc;

use crate::web::live::Held;
use leptos::prelude::*;

type Tell = Arc<dyn Fn(f64) -> String + Send + Sync>;

/// Where a person points, and what the lesson says of that place.
#[derive(Clone, Copy)]
pub struct Cursor {
    /// The number pointed at: a real in the signal's unit, or what a chart's own axis counts.
    pub x: Held<Option<f64>>,
    tell: StoredValue<Option<Tell>>,
}

impl Cursor {
    /// A cursor that points nowhere.
    pub fn new() -> Self {
        Self {
            x: Held::new(None),
            tell: StoredValue::new(None),
        }
    }

    /// Sets how x is put into words: its code, the value that comes back, the
    /// error. Each lesson does so when it opens.
    pub fn tells(&self, tell: impl Fn(f64) -> String + Send + Sync + 'static) {
        self.x.set(None);
        self.tell.set_value(Some(Arc::new(tell)));
    }

    /// What there is to say at `x`.
    pub fn describe(&self, x: f64) -> String {
        self.tell
            .get_value()
            .map(|tell| tell(x))
            .unwrap_or_default()
    }
}

impl Default for Cursor {
    fn default() -> Self {
        Self::new()
    }
}
