//! The state that an address names.

use quantscope::lesson::LESSONS;
use quantscope::state::State;

use crate::failure::Failure;

/// The state of a lesson at an address. The pages around the course have no figures of their own.
///
/// # Errors
///
/// An address that the page would leave out or change a part of.
pub fn state_at(address: &str) -> Result<State, Failure> {
    let lessons = LESSONS.iter().filter(|lesson| lesson.in_course);
    let schemas: Vec<_> = lessons.map(|lesson| lesson.schema).collect();
    State::parse_strictly(address, &schemas).map_err(Failure::Usage)
}
