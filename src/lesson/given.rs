//! What a lens looks at.

use std::cell::RefCell;

use super::Sample;
use super::qat::Run;
use crate::signal::Picture;

/// The values and, for lessons that ask for one, the picture.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub sample: &'a Sample,
    /// `None` until it has been read.
    pub picture: Option<&'a Picture>,
    /// What stays from look to look; without it all is computed anew.
    pub shelf: Option<&'a Shelf>,
}

/// What is kept between two looks.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The handwritten digits, as they ship, once they have been loaded.
    pub digits: Option<Vec<u8>>,
    /// What others' implementations give, as it ships, once it has been loaded.
    pub expected: Option<Vec<u8>>,
    /// The training that was looked at last.
    pub run: RefCell<Option<Run>>,
}

impl<'a> From<&'a Sample> for Given<'a> {
    fn from(sample: &'a Sample) -> Self {
        Given {
            sample,
            picture: None,
            shelf: None,
        }
    }
}
