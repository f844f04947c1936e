//! Why a call is refused, and the checks that several calls share.

use core::fmt;

/// The most numbers that a matrix may have: 256 MiB of f32. So two matrices, a working copy and the
/// result fit the memory of a 32-bit machine.
pub const MAX_NUMBERS: usize = 1 << 26;

/// What is wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BinaryError {
    /// The values do not split evenly into so many groups.
    Groups {
        /// How many groups were asked for.
        groups: usize,
        /// How many values there are.
        count: usize,
    },
    /// A slice has not as many numbers as its shape says.
    Length {
        /// The slice that does not fit: `a`, `b`, `input`, ...
        name: &'static str,
        /// The product that its length should be, in words: `m * k`.
        shape: &'static str,
        /// How many numbers it should have; None if the product is beyond [`MAX_NUMBERS`].
        expected: Option<usize>,
        /// How many it has.
        found: usize,
    },
    /// A matrix would have more than [`MAX_NUMBERS`] numbers, or the memory does not suffice.
    TooLarge {
        /// The product that is too large, in words: `m * n`.
        shape: &'static str,
    },
    /// A filter reaches beyond the picture, or has no numbers.
    Filter {
        /// Height and width of the filter.
        filter: (usize, usize),
        /// Height and width of the picture.
        picture: (usize, usize),
    },
}

impl fmt::Display for BinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BinaryError::Groups { groups: 0, .. } => f.write_str("groups must be 1 or more, not 0"),
            BinaryError::Groups { groups, count } => write!(
                f,
                "groups must divide the number of values, and {groups} does not divide {count}"
            ),
            BinaryError::Length {
                name,
                shape,
                expected: Some(expected),
                found,
            } => write!(
                f,
                "{name} must have {shape} = {expected} numbers, not {found}"
            ),
            BinaryError::Length {
                name, shape, found, ..
            } => write!(
                f,
                "{name} must have {shape} numbers, which are more than {MAX_NUMBERS}, the most that \
                 are taken; it has {found}"
            ),
            BinaryError::TooLarge { shape } => write!(
                f,
                "{shape} is too large: a matrix may have {MAX_NUMBERS} numbers and must fit the memory"
            ),
            BinaryError::Filter {
                filter: (rows, columns),
                picture: (height, width),
            } => write!(
                f,
                "filter must be at least 1 x 1 and at most as large as the picture of {height} x \
                 {width}, not {rows} x {columns}"
            ),
        }
    }
}

impl core::error::Error for BinaryError {}

/// The product of a shape's sides, if a matrix may have so many numbers.
pub(super) fn numbers(sides: &[usize]) -> Option<usize> {
    let product = sides
        .iter()
        .try_fold(1, |product: usize, side| product.checked_mul(*side));
    product.filter(|count| *count <= MAX_NUMBERS)
}

/// That a slice has as many numbers as its shape says.
pub(super) fn fits(
    (name, found): (&'static str, usize),
    shape: &'static str,
    sides: &[usize],
) -> Result<(), BinaryError> {
    let expected = numbers(sides);
    if expected == Some(found) {
        Ok(())
    } else {
        Err(BinaryError::Length {
            name,
            shape,
            expected,
            found,
        })
    }
}

/// Zeros for a result of this shape.
pub(super) fn zeros<T: Copy + Default>(
    shape: &'static str,
    sides: &[usize],
) -> Result<Vec<T>, BinaryError> {
    match numbers(sides) {
        Some(count) => filled(shape, count, T::default()),
        None => Err(BinaryError::TooLarge { shape }),
    }
}

/// So many times the same, if the memory suffices; what it is for names the refusal.
pub(super) fn filled<T: Copy>(
    shape: &'static str,
    count: usize,
    value: T,
) -> Result<Vec<T>, BinaryError> {
    let mut result = Vec::new();
    if result.try_reserve_exact(count).is_err() {
        return Err(BinaryError::TooLarge { shape });
    }
    result.resize(count, value);
    Ok(result)
}

/// How many of so many values are in a group, at least 1, if they split evenly.
pub(super) fn group_length(count: usize, groups: usize) -> Result<usize, BinaryError> {
    if groups > 0 && count.is_multiple_of(groups) {
        Ok((count / groups).max(1))
    } else {
        Err(BinaryError::Groups { groups, count })
    }
}
