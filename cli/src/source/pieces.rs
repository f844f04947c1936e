//! The numbers of a stream, by what its first bytes say it is.

use std::io::{Chain, Cursor, Read};

use anyhow::{Context, ensure};
use quantscope::signal::{FileKind, NpyLayout, file_kind, separator};

use super::About;
use super::npy::Npy;
use crate::text::{Characters, Table};

/// The stream with the bytes that were looked at put back.
pub(super) type Whole<'a> = Chain<Cursor<Vec<u8>>, &'a mut dyn Read>;

/// The numbers of a stream.
pub(super) enum Pieces<'a> {
    Npy(Npy<Whole<'a>>),
    Text(Table<Whole<'a>>),
}

impl<'a> Pieces<'a> {
    /// The numbers of a stream whose file has this name.
    pub fn new(name: &str, input: &'a mut dyn Read) -> anyhow::Result<Pieces<'a>> {
        let mut head = Vec::new();
        input
            .take(NpyLayout::MAX_HEAD as u64)
            .read_to_end(&mut head)
            .context("cannot be read")?;
        ensure!(
            !head.is_empty(),
            "it is empty; give a .npy, .csv or .txt file with numbers"
        );
        match file_kind(name, &head)? {
            FileKind::Npy => {
                let layout = NpyLayout::read(&head)?;
                let rest = Cursor::new(head.split_off(layout.data_at));
                Ok(Pieces::Npy(Npy::new(layout, rest.chain(input))))
            }
            FileKind::Text { from } => {
                let text = head.split_off(from);
                let separator = separator(&String::from_utf8_lossy(&text)).map(char::from);
                let whole = Cursor::new(text).chain(input);
                let characters = Characters::new(whole, from as u64);
                Ok(Pieces::Text(Table::new(characters, separator)))
            }
        }
    }

    /// Calls `visit` with all numbers in order, `most` at a time.
    pub fn for_each(
        mut self,
        most: usize,
        visit: &mut dyn FnMut(&[f32]) -> anyhow::Result<()>,
    ) -> anyhow::Result<About> {
        let most = most.max(1);
        let mut piece = Vec::new();
        let mut count = 0;
        loop {
            match &mut self {
                Pieces::Npy(npy) => npy.read(&mut piece, most)?,
                Pieces::Text(table) => table.read(&mut piece, most)?,
            }
            if piece.is_empty() {
                break;
            }
            count += piece.len() as u64;
            visit(&piece)?;
        }
        Ok(match self {
            Pieces::Npy(npy) => About {
                dtype: npy.layout.dtype.to_owned(),
                shape: npy.layout.shape,
                narrowed: npy.narrowed,
                count,
            },
            Pieces::Text(table) => About {
                dtype: "text".to_owned(),
                shape: match table.columns() {
                    1 => vec![table.rows],
                    columns => vec![table.rows, columns],
                },
                narrowed: table.narrowed,
                count,
            },
        })
    }
}
