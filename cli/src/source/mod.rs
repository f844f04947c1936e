//! Where the numbers of `stats` come from, in pieces.
//!
//! A file is read anew for each pass, so that it may be larger than memory. What cannot be read twice
//! (standard input, pipes) is held in memory, four bytes a number.

mod npy;
mod pieces;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, ensure};

use pieces::Pieces;

/// What is known of the numbers beside themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// NumPy's name of the type in the file; `text` for text.
    pub dtype: String,
    /// The length of every axis; rows and columns of a table, rows only if there is one column.
    pub shape: Vec<u64>,
    /// How many numbers differ as 32-bit floats from what is in the file (in text: became infinite
    /// or zero).
    pub narrowed: u64,
    /// How many numbers there are.
    pub count: u64,
}

/// The numbers of a file, of standard input or of a pipe.
pub struct Source {
    name: String,
    kind: Kind,
}

enum Kind {
    File(PathBuf),
    Held(Vec<f32>, About),
}

impl Source {
    /// The numbers of the file at a path; `-` is `input`. `piece` as in [`Source::each_piece`].
    ///
    /// # Errors
    ///
    /// What cannot be read. Of a file that can be read again only that it exists is known here.
    pub fn open(path: &Path, input: &mut dyn Read, piece: usize) -> anyhow::Result<Source> {
        if path.as_os_str() == "-" {
            return Source::hold("standard input", "", input, piece);
        }
        let name = path.display().to_string();
        let about = path
            .metadata()
            .with_context(|| format!("{name}: cannot be read"))?;
        if about.is_file() {
            let kind = Kind::File(path.to_owned());
            return Ok(Source { name, kind });
        }
        ensure!(
            !about.is_dir(),
            "{name}: this is a folder; name a file in it"
        );
        let mut pipe = File::open(path).with_context(|| format!("{name}: cannot be read"))?;
        Source::hold(&name, "", &mut pipe, piece)
    }

    /// What cannot be read twice.
    fn hold(
        name: &str,
        file_name: &str,
        input: &mut dyn Read,
        piece: usize,
    ) -> anyhow::Result<Source> {
        let mut held: Vec<f32> = Vec::new();
        let about = Pieces::new(file_name, input)
            .and_then(|pieces| {
                pieces.for_each(piece, &mut |numbers| {
                    held.try_reserve(numbers.len()).map_err(|_| {
                        anyhow!("there is not enough memory for so many numbers; write them to a file, which is read in pieces")
                    })?;
                    held.extend_from_slice(numbers);
                    Ok(())
                })
            })
            .with_context(|| name.to_owned())?;
        Ok(Source {
            name: name.to_owned(),
            kind: Kind::Held(held, about),
        })
    }

    /// What to call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls `visit` with all numbers in order, `piece` of them at a time (the last time fewer).
    /// Those of a column-major array come in the order of the file.
    ///
    /// # Errors
    ///
    /// What cannot be read or is no file of numbers, with its place.
    pub fn each_piece(
        &self,
        piece: usize,
        visit: &mut dyn FnMut(&[f32]) -> anyhow::Result<()>,
    ) -> anyhow::Result<About> {
        match &self.kind {
            Kind::Held(numbers, about) => {
                for numbers in numbers.chunks(piece.max(1)) {
                    visit(numbers)?;
                }
                Ok(about.clone())
            }
            Kind::File(path) => File::open(path)
                .context("cannot be read")
                .and_then(|mut file| Pieces::new(&self.name, &mut file)?.for_each(piece, visit))
                .with_context(|| self.name.clone()),
        }
    }
}
