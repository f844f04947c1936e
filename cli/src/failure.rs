//! Why a command ends early, and with which exit code.

use std::io;

/// Why a command ends early.
#[derive(Debug)]
pub enum Failure {
    /// The arguments do not fit each other: exit code 2, as for arguments that cannot be read.
    Usage(String),
    /// Something could not be read, computed or written: exit code 1.
    Refused(anyhow::Error),
    /// Whoever read the output has enough, as `head` does: exit code 0, and no word.
    ClosedPipe,
}

impl Failure {
    /// What to say, without a full stop; `None` if there is nothing to say.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Failure::Usage(sentence) => Some(sentence.clone()),
            Failure::Refused(error) => Some(format!("{error:#}")),
            Failure::ClosedPipe => None,
        }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Refused(_) => 1,
            Failure::ClosedPipe => 0,
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Refused(error)
    }
}

/// What `?` meets in writing; errors in reading get the name of the file first.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::ClosedPipe
        } else {
            Failure::Refused(anyhow::anyhow!("the output could not be written: {error}"))
        }
    }
}
