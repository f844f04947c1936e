//! Which kind of file it is: by its first bytes, and only then by its name.

use super::{MAX_BYTES, Place, ReadError, Tensor, npy, npy_header, table};

/// What a refused file is, and what to do with it, by its first bytes. Signatures
/// that could begin the headings of a table are given at length.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (WebP or WAV)"),
    (
        b"PK\x03\x04",
        "a ZIP archive, as .npz, .pt and .xlsx are; take one array or sheet out of it",
    ),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"BZh91AY", "compressed with bzip2; unpack it first"),
    (
        b"\x28\xb5\x2f\xfd",
        "compressed with Zstandard; unpack it first",
    ),
    (b"\xfd7zXZ\0", "compressed with xz; unpack it first"),
    (b"%PDF", "a PDF document"),
    (
        b"\x89HDF",
        "an HDF5 file; save one data set of it with numpy.save",
    ),
    (b"PAR1\x15", "a Parquet file; export it as .csv"),
    (
        b"GGUF",
        "a GGUF model; save one tensor of it with numpy.save",
    ),
    (
        b"MATLAB 5.0",
        "a MATLAB file; save one matrix of it as .csv",
    ),
    (b"\x7fELF", "a program"),
    (b"\0asm", "a WebAssembly program"),
    (
        b"\x80\x02",
        "a Python pickle; save the array with numpy.save",
    ),
    (
        b"\x80\x03",
        "a Python pickle; save the array with numpy.save",
    ),
    (
        b"\x80\x04",
        "a Python pickle; save the array with numpy.save",
    ),
    (
        b"\x80\x05",
        "a Python pickle; save the array with numpy.save",
    ),
    (b"\xff\xfe", "text in UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16; save it as UTF-8"),
    (b"<", "a page or an XML file; save its numbers as .csv"),
    (b"{", "a JSON file; paste its numbers, or save them as .csv"),
    (b"[", "a JSON file; paste its numbers, or save them as .csv"),
];

/// Names of files that are read as text.
const TEXT: &[&str] = &["csv", "txt", "tsv", "dat", ""];

/// Reads a `.npy`, `.csv` or `.txt` file.
///
/// `name` is the file's name, which is shown and whose ending is consulted when
/// the first bytes do not say what the file is. `.tsv`, `.dat` and names without
/// an ending are read as text, too.
///
/// - `.npy`: floats of 2, 4 and 8 bytes, signed and unsigned integers of 1, 2, 4
///   and 8 bytes, and booleans, in either byte order, C or Fortran order, and any
///   shape. The values of the result are in row-major order.
/// - Text: a table with one row a line, separated by commas, semicolons, tabs or
///   white space, with or without a line of headings. Lines that begin with `#` are
///   comments.
///   The shape is rows x columns, or just rows for a single column.
///
/// # Errors
///
/// A foreign, truncated or inconsistent file, one with more than
/// [`MAX_COUNT`](super::MAX_COUNT) values or [`MAX_BYTES`] bytes, and a table with rows of different
/// lengths or fields that are no numbers. The error names the byte or line.
///
/// ```
/// use quantscope::signal::read_file;
///
/// let tensor = read_file("table.csv", b"a,b\n1,2\n3,4\n").unwrap();
/// assert_eq!(tensor.info.shape, [2, 2]);
/// assert_eq!(tensor.values, [1.0, 2.0, 3.0, 4.0]);
///
/// let error = read_file("photo.npy", b"\x89PNG\r\n\x1a\n").unwrap_err();
/// assert!(error.to_string().contains("PNG"));
/// ```
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Tensor, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::new(
            Place::Whole,
            "the file is empty; choose a .npy, .csv or .txt file with numbers",
        ));
    }
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::new(
            Place::Whole,
            format!(
                "the file has {} bytes, more than the {MAX_BYTES} that can be read; save a part of it",
                bytes.len()
            ),
        ));
    }
    match file_kind(name, bytes)? {
        FileKind::Npy => npy::read(name, bytes),
        FileKind::Text { from } => match std::str::from_utf8(&bytes[from..]) {
            Ok(text) => table::read(name, text),
            Err(error) => Err(not_utf8((from + error.valid_up_to()) as u64)),
        },
    }
}

/// What kinds of files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// An array of NumPy.
    Npy,
    /// A table of numbers as text.
    Text {
        /// The offset of the text: 3 if there is a byte order mark.
        from: usize,
    },
}

/// Which kind a file is, by its first bytes and its name.
///
/// # Errors
///
/// A file of another kind.
pub fn file_kind(name: &str, bytes: &[u8]) -> Result<FileKind, ReadError> {
    if bytes.starts_with(npy_header::MAGIC) {
        return Ok(FileKind::Npy);
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let from = bytes.len() - start.len();
    let begins = &start[start.iter().take_while(|b| b.is_ascii_whitespace()).count()..];
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| {
        start.starts_with(magic) || (magic.len() == 1 && begins.starts_with(magic))
    }) {
        return Err(ReadError::at_byte(
            0,
            format!("the file is {what} (.npy, .csv and .txt files are read)"),
        ));
    }
    let extension = extension(name);
    if extension == "npy" {
        return Ok(FileKind::Npy);
    }
    if TEXT.contains(&extension.as_str()) {
        return Ok(FileKind::Text { from });
    }
    Err(ReadError::new(
        Place::Whole,
        "files of this kind are not read; choose a .npy, .csv or .txt file",
    ))
}

/// The refusal of a text that is not UTF-8 from this offset on.
pub fn not_utf8(offset: u64) -> ReadError {
    ReadError::new(
        Place::Byte(offset),
        "the file is not text in UTF-8; save it as UTF-8, or save the array with numpy.save",
    )
}

/// What follows the last dot of a name, in lower case; empty if there is no dot.
fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map_or("", |(_, extension)| extension)
        .to_ascii_lowercase()
}
