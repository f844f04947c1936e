//! Pictures in shades of grey: what a convolution looks at.

use serde::{Deserialize, Serialize};

use super::{Place, ReadError};

/// The longest side of a picture that lessons look at. A larger one is made smaller by the
/// browser before it comes here.
pub const MAX_SIDE: usize = 160;

/// Shades of grey, row by row from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What the page says of it.
    pub info: PictureInfo,
    /// 0 is black and 1 is white; width x height of them.
    pub values: Vec<f32>,
}

/// What the page says of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureInfo {
    /// A file's name, or what ships.
    pub name: String,
    /// How many shades stand in a row.
    pub width: usize,
    /// How many rows there are.
    pub height: usize,
}

impl Picture {
    /// A picture from one byte a place, 0 black and 255 white.
    ///
    /// # Errors
    ///
    /// When a side is 0 or longer than [`MAX_SIDE`], or the bytes are not width x height.
    ///
    /// ```
    /// use quantscope::signal::Picture;
    /// let picture = Picture::from_grey("two", 2, 1, &[0, 255]).unwrap();
    /// assert_eq!(picture.values, [0.0, 1.0]);
    /// assert!(Picture::from_grey("two", 2, 2, &[0, 255]).is_err());
    /// ```
    pub fn from_grey(
        name: &str,
        width: usize,
        height: usize,
        grey: &[u8],
    ) -> Result<Picture, ReadError> {
        let sides = 1..=MAX_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(ReadError::new(
                Place::Whole,
                format!(
                    "a picture of {width} x {height} cannot be shown; each side must have 1 to {MAX_SIDE} places"
                ),
            ));
        }
        if grey.len() != width * height {
            return Err(ReadError::new(
                Place::Whole,
                format!(
                    "a picture of {width} x {height} needs {} bytes, but {} follow; save it again",
                    width * height,
                    grey.len()
                ),
            ));
        }
        Ok(Picture {
            info: PictureInfo {
                name: name.to_owned(),
                width,
                height,
            },
            values: grey.iter().map(|&shade| f32::from(shade) / 255.0).collect(),
        })
    }

    /// Reads a binary Portable Graymap (Netpbm, "pgm(5)": `P5`) of 8 bits and no longer side than
    /// [`MAX_SIDE`].
    ///
    /// # Errors
    ///
    /// When the bytes are none.
    ///
    /// ```
    /// use quantscope::signal::Picture;
    /// let picture = Picture::read_pgm("tiny", b"P5\n# one row\n2 1\n255\n\x00\xff").unwrap();
    /// assert_eq!((picture.info.width, picture.info.height), (2, 1));
    /// let refusal = Picture::read_pgm("tiny", b"P6 2 1 255 ").unwrap_err();
    /// assert_eq!(refusal.to_string(), "byte 0: this is no binary Portable Graymap (P5)");
    /// ```
    pub fn read_pgm(name: &str, bytes: &[u8]) -> Result<Picture, ReadError> {
        let Some(rest) = bytes.strip_prefix(b"P5") else {
            return Err(ReadError::at_byte(
                0,
                "this is no binary Portable Graymap (P5)",
            ));
        };
        let mut header = Header { bytes: rest };
        let mut next = |what: &str| {
            let at = bytes.len() - header.bytes.len();
            header
                .number()
                .ok_or_else(|| ReadError::at_byte(at, format!("the {what} is no whole number")))
        };
        let (width, height) = (next("width")?, next("height")?);
        let white = next("largest shade")?;
        if white != 255 {
            return Err(ReadError::new(
                Place::Whole,
                format!("the largest shade must be 255, not {white}; save it with 8 bits"),
            ));
        }
        // One character of white space stands between the header and the shades.
        Picture::from_grey(name, width, height, header.bytes.get(1..).unwrap_or(&[]))
    }
}

/// What is left of a header.
struct Header<'a> {
    bytes: &'a [u8],
}

impl Header<'_> {
    /// The next whole number, after white space and comments.
    fn number(&mut self) -> Option<usize> {
        loop {
            self.bytes = self.bytes.trim_ascii_start();
            match self.bytes.strip_prefix(b"#") {
                Some(comment) => {
                    let end = comment.iter().position(|&byte| byte == b'\n')?;
                    self.bytes = &comment[end..];
                }
                None => break,
            }
        }
        let digits = self.bytes.iter().take_while(|byte| byte.is_ascii_digit());
        let (number, rest) = self.bytes.split_at(digits.count());
        self.bytes = rest;
        str::from_utf8(number).ok()?.parse().ok()
    }
}
