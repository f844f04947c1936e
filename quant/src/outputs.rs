//! Where a pass writes codes and values.

use core::fmt;

use crate::kernel::lanes::{B16, I4};

/// Where codes are written: as wide as they need.
#[derive(Debug)]
pub enum CodesMut<'a> {
    /// Codes of at most 8 bits, 0 and above.
    U8(&'a mut [u8]),
    /// Codes of at most 8 bits, two's complement.
    I8(&'a mut [i8]),
    /// Codes of at most 16 bits, 0 and above.
    U16(&'a mut [u16]),
    /// Codes of at most 16 bits, two's complement.
    I16(&'a mut [i16]),
}

/// What a pass writes besides its figures; nothing by default.
#[derive(Debug, Default)]
pub struct Outputs<'a> {
    /// The codes, as many as there are values.
    pub codes: Option<CodesMut<'a>>,
    /// The values that come back, as many as there are values.
    pub values: Option<&'a mut [f32]>,
}

/// An output that does not fit the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassError {
    /// The codes' length is not the number of values.
    CodesLength {
        /// Number of values.
        expected: usize,
        /// Length given.
        found: usize,
    },
    /// The values' length is not the number of values.
    ValuesLength {
        /// Number of values.
        expected: usize,
        /// Length given.
        found: usize,
    },
    /// The code type cannot hold the codes.
    CodeType,
}

impl fmt::Display for PassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PassError::CodesLength { expected, found } => {
                write!(f, "room for {found} codes, {expected} values")
            }
            PassError::ValuesLength { expected, found } => {
                write!(f, "room for {found} values, {expected} values")
            }
            PassError::CodeType => f.write_str("the code type cannot hold the codes"),
        }
    }
}

impl core::error::Error for PassError {}

impl CodesMut<'_> {
    /// Whether it has room for so many codes between two.
    pub(crate) fn check(&self, count: usize, (low, high): (i32, i32)) -> Result<(), PassError> {
        let (found, least, most) = match self {
            CodesMut::U8(codes) => (codes.len(), 0, 0xFF),
            CodesMut::I8(codes) => (codes.len(), -0x80, 0x7F),
            CodesMut::U16(codes) => (codes.len(), 0, 0xFFFF),
            CodesMut::I16(codes) => (codes.len(), -0x8000, 0x7FFF),
        };
        if found != count {
            return Err(PassError::CodesLength {
                expected: count,
                found,
            });
        }
        if low < least || high > most {
            Err(PassError::CodeType)
        } else {
            Ok(())
        }
    }

    /// Writes codes from `start` on. They fit: that was checked.
    pub(crate) fn write(&mut self, start: usize, codes: &[u32]) {
        let end = start + codes.len();
        match self {
            CodesMut::U8(out) => bytes(codes, &mut out[start..end], |b| b),
            CodesMut::I8(out) => bytes(codes, &mut out[start..end], |b| b as i8),
            CodesMut::U16(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c as u16),
            CodesMut::I16(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c as i16),
        }
    }
}

impl CodesMut<'_> {
    /// Writes codes of at most 8 bits; signed ones come as two's complement.
    pub(crate) fn write_narrow(&mut self, start: usize, codes: &[u8]) {
        let end = start + codes.len();
        match self {
            CodesMut::U8(out) => out[start..end].copy_from_slice(codes),
            CodesMut::I8(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c as i8),
            CodesMut::U16(out) => out[start..end]
                .iter_mut()
                .zip(codes)
                .for_each(|(o, &c)| *o = c.into()),
            CodesMut::I16(out) => {
                out[start..end]
                    .iter_mut()
                    .zip(codes)
                    .for_each(|(o, &c)| *o = (c as i8).into());
            }
        }
    }
}

/// Writes the low byte of each code.
#[inline(always)]
fn bytes<T: Copy>(codes: &[u32], out: &mut [T], from: impl Fn(u8) -> T) {
    let (groups, rest) = codes.as_chunks::<16>();
    let (wide, last) = out.as_chunks_mut::<16>();
    for (group, out) in groups.iter().zip(wide) {
        let (fours, _) = group.as_chunks::<4>();
        let mut packed = [0; 16];
        B16::pack(core::array::from_fn(|i| I4::load(&fours[i]))).store(&mut packed);
        *out = packed.map(&from);
    }
    for (&code, out) in rest.iter().zip(last) {
        *out = from(code as u8);
    }
}
