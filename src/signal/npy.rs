//! The values of a `.npy` file.
//!
//! A type is data: [`TYPES`] has one line for each, and the rest of the code does
//! not know them apart.

use half::f16;

use super::npy_header::{self, Header};
use super::number::{out_of_memory, quoted};
use super::{MAX_COUNT, Order, ReadError, Tensor};

/// A type of number that can be read.
struct Type {
    /// Kind and size as in a type string: `f4`.
    code: &'static str,
    /// NumPy's name for it.
    name: &'static str,
    size: usize,
    /// From the bits of a number, the first byte lowest and zero beyond `size`, to
    /// the nearest float and whether that differs from the number in the file.
    narrow: fn(u64) -> (f32, bool),
}

const TYPES: &[Type] = &[
    Type {
        code: "f2",
        name: "float16",
        size: 2,
        narrow: |bits| (f16::from_bits(bits as u16).to_f32(), false),
    },
    Type {
        code: "f4",
        name: "float32",
        size: 4,
        narrow: |bits| (f32::from_bits(bits as u32), false),
    },
    Type {
        code: "f8",
        name: "float64",
        size: 8,
        narrow: |bits| {
            let wide = f64::from_bits(bits);
            let narrow = wide as f32;
            (narrow, f64::from(narrow) != wide && !wide.is_nan())
        },
    },
    Type {
        code: "i1",
        name: "int8",
        size: 1,
        narrow: |bits| signed(i64::from(bits as i8)),
    },
    Type {
        code: "i2",
        name: "int16",
        size: 2,
        narrow: |bits| signed(i64::from(bits as i16)),
    },
    Type {
        code: "i4",
        name: "int32",
        size: 4,
        narrow: |bits| signed(i64::from(bits as i32)),
    },
    Type {
        code: "i8",
        name: "int64",
        size: 8,
        narrow: |bits| signed(bits.cast_signed()),
    },
    Type {
        code: "u1",
        name: "uint8",
        size: 1,
        narrow: unsigned,
    },
    Type {
        code: "u2",
        name: "uint16",
        size: 2,
        narrow: unsigned,
    },
    Type {
        code: "u4",
        name: "uint32",
        size: 4,
        narrow: unsigned,
    },
    Type {
        code: "u8",
        name: "uint64",
        size: 8,
        narrow: unsigned,
    },
    Type {
        code: "b1",
        name: "bool",
        size: 1,
        narrow: |bits| (if bits == 0 { 0.0 } else { 1.0 }, false),
    },
];

fn signed(x: i64) -> (f32, bool) {
    (x as f32, !fits(x.unsigned_abs()))
}

fn unsigned(x: u64) -> (f32, bool) {
    (x as f32, !fits(x))
}

/// Whether a float holds this whole number exactly: its significant bits are at most 24.
fn fits(x: u64) -> bool {
    x == 0 || 64 - x.leading_zeros() - x.trailing_zeros() <= f32::MANTISSA_DIGITS
}

/// Reads a whole `.npy` file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Tensor, ReadError> {
    let header = npy_header::read(bytes, MAX_COUNT)?;
    let (kind, big_endian) = type_of(&header)?;
    let data = &bytes[header.data_at..];
    check_length(&header, kind, data.len(), bytes.len())?;

    let mut values = Vec::new();
    if values.try_reserve_exact(header.count).is_err() {
        return Err(out_of_memory(header.count as u64));
    }
    let mut narrowed = 0;
    let mut take = |item: &[u8]| {
        let (value, changed) = (kind.narrow)(bits(item, big_endian));
        narrowed += u64::from(changed);
        values.push(value);
    };
    match header.order {
        Order::RowMajor => data.chunks_exact(kind.size).for_each(&mut take),
        Order::ColumnMajor => {
            for_each_in_row_major(&header.shape, header.count, |index| {
                take(&data[index * kind.size..][..kind.size]);
            });
        }
    }
    Ok(Tensor::new(
        name,
        header.shape,
        kind.name,
        header.order,
        values,
        narrowed,
    ))
}

/// How the numbers of a `.npy` file lie, for files that are read in pieces and may be larger than
/// memory. No value is believed to be there before it is read.
///
/// ```
/// use quantscope::signal::NpyLayout;
///
/// let mut file = b"\x93NUMPY\x01\0\x40\0".to_vec();
/// file.extend_from_slice(b"{'descr': '>i2', 'fortran_order': False, 'shape': (2,)}        \n");
/// file.extend_from_slice(&[0, 1, 0, 2]);
/// let layout = NpyLayout::read(&file).unwrap();
/// let mut values = Vec::new();
/// layout.numbers(&file[layout.data_at..], &mut values);
/// assert_eq!((layout.dtype, values), ("int16", vec![1.0, 2.0]));
/// ```
#[derive(Clone, Debug)]
pub struct NpyLayout {
    /// The length of every axis.
    pub shape: Vec<u64>,
    /// How the values follow each other.
    pub order: Order,
    /// NumPy's name for the type of the values.
    pub dtype: &'static str,
    /// How many values the header announces.
    pub count: usize,
    /// Bytes of a value.
    pub size: usize,
    /// The offset of the first value.
    pub data_at: usize,
    narrow: fn(u64) -> (f32, bool),
    big_endian: bool,
}

impl NpyLayout {
    /// No header is longer than this, magic bytes included.
    pub const MAX_HEAD: usize = npy_header::MAX_HEADER + 12;

    /// Reads the header, which stands at the beginning of `bytes`; what follows it does not matter.
    ///
    /// # Errors
    ///
    /// As of [`read_file`](super::read_file), but for the number of the values.
    pub fn read(bytes: &[u8]) -> Result<NpyLayout, ReadError> {
        // So many that their bytes can be counted.
        let header = npy_header::read(bytes, usize::MAX / 8)?;
        let (kind, big_endian) = type_of(&header)?;
        Ok(NpyLayout {
            shape: header.shape,
            order: header.order,
            dtype: kind.name,
            count: header.count,
            size: kind.size,
            data_at: header.data_at,
            narrow: kind.narrow,
            big_endian,
        })
    }

    /// Appends the numbers of `bytes`, which begin with the first byte of one; a part of a number
    /// at their end is left out. Gives how many differ as 32-bit floats from what is in the file.
    pub fn numbers(&self, bytes: &[u8], values: &mut Vec<f32>) -> u64 {
        let mut narrowed = 0;
        values.extend(bytes.chunks_exact(self.size).map(|item| {
            let (value, changed) = (self.narrow)(bits(item, self.big_endian));
            narrowed += u64::from(changed);
            value
        }));
        narrowed
    }
}

/// The bits of one number of 1, 2, 4 or 8 bytes.
fn bits(item: &[u8], big_endian: bool) -> u64 {
    let little = match *item {
        [a] => u64::from(a),
        [a, b] => u64::from(u16::from_le_bytes([a, b])),
        [a, b, c, d] => u64::from(u32::from_le_bytes([a, b, c, d])),
        [a, b, c, d, e, f, g, h] => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => 0,
    };
    if big_endian {
        little.swap_bytes() >> (64 - 8 * item.len())
    } else {
        little
    }
}

/// Calls `visit` with the position in a column-major file of each value, in
/// row-major order. No second copy of the values is needed for that.
fn for_each_in_row_major(shape: &[u64], count: usize, mut visit: impl FnMut(usize)) {
    // Axes and their steps, fastest first. `count` is the product of the shape
    // and within `MAX_COUNT`, so that no step overflows; it may be zero.
    if count == 0 {
        return;
    }
    let mut step = 1;
    let mut axes: Vec<(usize, usize, usize)> = shape
        .iter()
        .map(|&length| {
            let axis = (0, length as usize, step);
            step *= length as usize;
            axis
        })
        .collect();
    axes.reverse();
    let mut position = 0;
    for _ in 0..count {
        visit(position);
        for (index, length, step) in &mut axes {
            *index += 1;
            position += *step;
            if *index < *length {
                break;
            }
            position -= *length * *step;
            *index = 0;
        }
    }
}

/// The type of the values and whether their first byte is the most significant.
fn type_of(header: &Header) -> Result<(&'static Type, bool), ReadError> {
    let refuse = |what: &str| {
        ReadError::at_byte(
            header.descr_at,
            format!(
                "the values are of type {}, {what}; save the array with .astype(numpy.float32)",
                quoted(&header.descr)
            ),
        )
    };
    let descr = header.descr.as_str();
    let (order, code) = match descr.as_bytes().first() {
        Some(&order @ (b'<' | b'>' | b'|' | b'=')) => (order, &descr[1..]),
        _ => return Err(refuse("which lacks the byte order <, > or |")),
    };
    let Some(kind) = TYPES.iter().find(|kind| kind.code == code) else {
        return Err(refuse(match code.as_bytes().first() {
            Some(b'c') => "complex numbers",
            Some(b'O') => "Python objects",
            Some(b'S' | b'a') => "byte strings",
            Some(b'U') => "strings",
            Some(b'm') => "time spans",
            Some(b'M') => "dates",
            Some(b'V') => "raw bytes, as numpy.save writes bfloat16 and 8-bit floats",
            Some(b'f') => "a float of a size that is not read",
            _ => "which is not known",
        }));
    };
    match order {
        b'<' => Ok((kind, false)),
        b'>' => Ok((kind, true)),
        b'|' if kind.size == 1 => Ok((kind, false)),
        _ => Err(refuse("which does not say in which order its bytes are")),
    }
}

fn check_length(
    header: &Header,
    kind: &Type,
    found: usize,
    file_length: usize,
) -> Result<(), ReadError> {
    // At most MAX_COUNT values of 8 bytes: no overflow.
    let needed = header.count * kind.size;
    if found < needed {
        Err(ReadError::at_byte(
            file_length,
            format!(
                "the file ends after {} of {} values; fetch or save it again",
                found / kind.size,
                header.count
            ),
        ))
    } else if found > needed {
        Err(ReadError::at_byte(
            header.data_at + needed,
            format!(
                "{} bytes follow the {} values that the header announces; save the array again with numpy.save",
                found - needed,
                header.count
            ),
        ))
    } else {
        Ok(())
    }
}
