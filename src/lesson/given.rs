//! What a lens looks at.

use super::Sample;
use crate::signal::Picture;

/// The values and, for lessons that ask for one, the picture.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub sample: &'a Sample,
    /// `None` until it has been read.
    pub picture: Option<&'a Picture>,
}

impl<'a> From<&'a Sample> for Given<'a> {
    fn from(sample: &'a Sample) -> Self {
        Given {
            sample,
            picture: None,
        }
    }
}
