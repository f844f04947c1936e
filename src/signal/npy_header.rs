//! The header of a `.npy` file, read strictly.
//!
//! Source: the format's description in `numpy.lib.format` (versions 1.0, 2.0 and
//! 3.0): the magic bytes `\x93NUMPY`, two version bytes, the length of the text
//! as 2 bytes (1.0) or 4 bytes (later), little endian, and then a Python
//! dictionary with exactly the keys `descr`, `fortran_order` and `shape`, padded
//! with spaces and ended by a line feed.
//!
//! Only that dictionary is understood, not Python. A general parser of Python
//! literals can be kept busy for ever by brackets in brackets, and weighs more
//! than all the rest of the page's reading; this one looks at every byte once.

use super::number::quoted;
use super::{Order, ReadError};

/// The first bytes of every `.npy` file.
pub(super) const MAGIC: &[u8] = b"\x93NUMPY";

/// NumPy itself refuses headers above 10,000 bytes unless told otherwise.
pub(super) const MAX_HEADER: usize = 1 << 16;

/// The most axes that NumPy allows.
const MAX_AXES: usize = 64;

/// What a header says, checked for everything but the length of the data.
#[derive(Debug)]
pub(super) struct Header {
    /// The type string, such as `<f4`, and the offset at which it stands.
    pub descr: String,
    pub descr_at: usize,
    pub order: Order,
    pub shape: Vec<u64>,
    /// The product of the shape.
    pub count: usize,
    /// The offset of the first value.
    pub data_at: usize,
}

/// Reads the header at the start of a file that may hold `most` values.
pub(super) fn read(bytes: &[u8], most: usize) -> Result<Header, ReadError> {
    let (text_at, length) = frame(bytes)?;
    let data_at = text_at + length;
    let Some(head) = bytes.get(..data_at) else {
        return Err(ReadError::at_byte(
            bytes.len(),
            format!(
                "the file ends within its header, which should be {length} bytes long; fetch or save the file again"
            ),
        ));
    };
    let mut parser = Parser {
        bytes: head,
        at: text_at,
    };
    let entries = parser.dictionary()?;
    let missing = |key: &str| {
        ReadError::at_byte(
            text_at,
            format!("the header has no {key}; save the array again with numpy.save"),
        )
    };
    let (descr, descr_at) = entries.descr.ok_or_else(|| missing("'descr'"))?;
    let order = entries.order.ok_or_else(|| missing("'fortran_order'"))?;
    let (shape, shape_at) = entries.shape.ok_or_else(|| missing("'shape'"))?;
    let count = count(&shape, shape_at, most)?;
    Ok(Header {
        descr,
        descr_at,
        order,
        shape,
        count,
        data_at,
    })
}

/// Magic, version and length: where the text begins and how long it is.
fn frame(bytes: &[u8]) -> Result<(usize, usize), ReadError> {
    if !bytes.starts_with(MAGIC) {
        let same = bytes.iter().zip(MAGIC).take_while(|(a, b)| a == b).count();
        let message = if same == bytes.len() {
            "the file ends within the first 6 bytes of a .npy file; fetch or save it again"
        } else {
            "this is not a .npy file, which begins with \\x93NUMPY; save the array with numpy.save"
        };
        return Err(ReadError::at_byte(same, message));
    }
    let short = || {
        ReadError::at_byte(
            bytes.len(),
            "the file ends before the length of its header; fetch or save it again",
        )
    };
    let (&major, &minor) = (
        bytes.get(6).ok_or_else(short)?,
        bytes.get(7).ok_or_else(short)?,
    );
    let width = match (major, minor) {
        (1, 0) => 2,
        (2 | 3, 0) => 4,
        _ => {
            return Err(ReadError::at_byte(
                6,
                format!(
                    "version {major}.{minor} of the .npy format is not known; save the array again with numpy.save"
                ),
            ));
        }
    };
    let field = bytes.get(8..8 + width).ok_or_else(short)?;
    let length = field
        .iter()
        .rev()
        .fold(0_u32, |sum, &byte| (sum << 8) | u32::from(byte)) as usize;
    if length > MAX_HEADER {
        return Err(ReadError::at_byte(
            8,
            format!(
                "a header of {length} bytes is claimed, more than the {MAX_HEADER} that are allowed; save the array again with numpy.save"
            ),
        ));
    }
    Ok((8 + width, length))
}

/// The product of the axes, refused above `most`.
fn count(shape: &[u64], shape_at: usize, most: usize) -> Result<usize, ReadError> {
    // An empty axis makes the array empty, however large the others claim to be.
    if shape.contains(&0) {
        return Ok(0);
    }
    shape
        .iter()
        .try_fold(1_u64, |product, &axis| product.checked_mul(axis))
        .and_then(|product| usize::try_from(product).ok())
        .filter(|&product| product <= most)
        .ok_or_else(|| {
            ReadError::at_byte(
                shape_at,
                format!(
                    "the shape holds more than {most} values, the most that can be shown; save a part of the array"
                ),
            )
        })
}

/// The entries of the dictionary, each with the offset of its value where it matters.
#[derive(Default)]
struct Entries {
    descr: Option<(String, usize)>,
    order: Option<Order>,
    shape: Option<(Vec<u64>, usize)>,
}

struct Parser<'a> {
    /// The file up to the end of its header, so that positions are offsets in the file.
    bytes: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn dictionary(&mut self) -> Result<Entries, ReadError> {
        let mut entries = Entries::default();
        self.expect(b'{', "'{'")?;
        while !self.take(b'}') {
            let key_at = self.skip_space();
            let key = self.string()?;
            self.expect(b':', "':'")?;
            let value_at = self.skip_space();
            let twice = match key.as_str() {
                "descr" => entries.descr.replace((self.descr()?, value_at)).is_some(),
                "fortran_order" => entries.order.replace(self.order()?).is_some(),
                "shape" => entries.shape.replace((self.shape()?, value_at)).is_some(),
                _ => {
                    return Err(ReadError::at_byte(
                        key_at,
                        format!(
                            "the header has an unknown key {}; save the array again with numpy.save",
                            quoted(&key)
                        ),
                    ));
                }
            };
            if twice {
                return Err(ReadError::at_byte(
                    key_at,
                    format!(
                        "the header gives {} twice; save the array again with numpy.save",
                        quoted(&key)
                    ),
                ));
            }
            if !self.take(b',') {
                self.expect(b'}', "',' or '}'")?;
                break;
            }
        }
        if self.skip_space() < self.bytes.len() {
            return Err(self.wrong("the end of the header"));
        }
        Ok(entries)
    }

    /// A type string. Everything else that may stand here describes values with parts.
    fn descr(&mut self) -> Result<String, ReadError> {
        match self.bytes.get(self.at) {
            Some(b'[') => Err(ReadError::at_byte(
                self.at,
                "this is a structured array, whose values have several fields; save one field of it",
            )),
            Some(b'(') => Err(ReadError::at_byte(
                self.at,
                "this is an array of sub-arrays; save it as a plain array of numbers",
            )),
            _ => self.string(),
        }
    }

    fn order(&mut self) -> Result<Order, ReadError> {
        for (word, order) in [
            (&b"False"[..], Order::RowMajor),
            (&b"True"[..], Order::ColumnMajor),
        ] {
            if self.bytes[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(order);
            }
        }
        Err(self.wrong("True or False"))
    }

    fn shape(&mut self) -> Result<Vec<u64>, ReadError> {
        let mut shape = Vec::new();
        self.expect(b'(', "'('")?;
        while !self.take(b')') {
            if shape.len() == MAX_AXES {
                return Err(ReadError::at_byte(
                    self.at,
                    format!("the shape has more than {MAX_AXES} axes; reshape the array"),
                ));
            }
            shape.push(self.axis()?);
            if !self.take(b',') {
                // A tuple of one has a comma; `(5)` is a number in brackets.
                if shape.len() == 1 {
                    return Err(self.wrong("','"));
                }
                self.expect(b')', "',' or ')'")?;
                break;
            }
        }
        Ok(shape)
    }

    fn axis(&mut self) -> Result<u64, ReadError> {
        let start = self.skip_space();
        if self.bytes.get(start) == Some(&b'-') {
            return Err(ReadError::at_byte(
                start,
                "an axis of the shape is negative; save the array again with numpy.save",
            ));
        }
        let mut axis = 0_u64;
        while let Some(digit) = self.bytes.get(self.at).filter(|b| b.is_ascii_digit()) {
            // Saturated is still far above the limit, and refused as such.
            axis = axis
                .saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        if self.at == start {
            return Err(self.wrong("a whole number"));
        }
        // Python 2 wrote long integers as `3L`.
        if self.bytes.get(self.at) == Some(&b'L') {
            self.at += 1;
        }
        Ok(axis)
    }

    /// A string in either kind of quotes. No key or type needs an escape, so none is read.
    fn string(&mut self) -> Result<String, ReadError> {
        let start = self.at;
        let quote = match self.bytes.get(start) {
            Some(&quote @ (b'\'' | b'"')) => quote,
            _ => return Err(self.wrong("a quoted string")),
        };
        let body = &self.bytes[start + 1..];
        let Some(length) = body.iter().position(|&b| b == quote) else {
            return Err(ReadError::at_byte(
                start,
                "a string of the header has no end; save the array again with numpy.save",
            ));
        };
        self.at = start + length + 2;
        // Keys and types are ASCII; anything else is refused by whoever compares it.
        Ok(body[..length].iter().map(|&b| char::from(b)).collect())
    }

    fn skip_space(&mut self) -> usize {
        while self
            .bytes
            .get(self.at)
            .is_some_and(|b| b.is_ascii_whitespace())
        {
            self.at += 1;
        }
        self.at
    }

    /// Skips white space, then takes `byte` if it is next.
    fn take(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8, name: &str) -> Result<(), ReadError> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.wrong(name))
        }
    }

    fn wrong(&self, expected: &str) -> ReadError {
        let found = match self.bytes.get(self.at) {
            Some(&byte) => quoted(char::from(byte).encode_utf8(&mut [0; 4])),
            None => "its end".to_owned(),
        };
        ReadError::at_byte(
            self.at,
            format!(
                "the header has {found} where {expected} should be; save the array again with numpy.save"
            ),
        )
    }
}
