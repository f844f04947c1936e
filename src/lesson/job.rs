//! Work that is done when asked for, piece by piece: a race, say. Between two pieces the worker
//! answers what else is asked, and a person may stop it.

use super::Shelf;
use crate::state::State;

/// How the work of a lesson begins.
pub type Begin = fn(&State, &Shelf) -> Box<dyn Job>;

/// A piece of work that reports as it goes.
pub trait Job {
    /// Does the next piece, some 20 ms of it where it can be divided, and gives the report so far;
    /// `None` when nothing is left to do. `clock` tells milliseconds since some moment.
    fn advance(&mut self, clock: fn() -> f64) -> Option<Vec<u8>>;
}
