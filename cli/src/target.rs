//! What numbers are quantized to, by name: small floats and integers.

use std::ops::RangeInclusive;

use quantscope_quant::{FORMATS, Format};

/// The widths of integers.
const WIDTHS: [RangeInclusive<u32>; 2] = [1..=8, 16..=16];

/// A small float, or integers with a scale and a zero point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// A format by its id.
    Float(&'static Format),
    /// Affine quantization to integers of so many bits.
    Integer {
        /// 1 to 8, or 16.
        bits: u32,
        /// Whether codes below zero exist.
        signed: bool,
    },
}

impl Target {
    /// Every target: the formats in the order of their table, then the integers.
    pub fn all() -> impl Iterator<Item = Target> {
        FORMATS.iter().map(Target::Float).chain(Target::integers())
    }

    /// Every kind of integer.
    pub fn integers() -> impl Iterator<Item = Target> {
        [true, false].into_iter().flat_map(|signed| {
            WIDTHS
                .into_iter()
                .flatten()
                .map(move |bits| Target::Integer { bits, signed })
        })
    }

    /// The target with this name.
    ///
    /// ```
    /// use quantscope_cli::target::Target;
    /// assert_eq!(Target::by_id("uint4"), Some(Target::Integer { bits: 4, signed: false }));
    /// assert!(Target::by_id("float8_e5m2").is_some());
    /// assert_eq!(Target::by_id("int9"), None);
    /// ```
    pub fn by_id(id: &str) -> Option<Target> {
        Target::all().find(|target| target.id() == id)
    }

    /// Its name: `float8_e4m3fn`, `int8`, `uint4`.
    pub fn id(&self) -> String {
        match self {
            Target::Float(format) => format.id.to_owned(),
            Target::Integer { bits, signed } => {
                format!("{}int{bits}", if *signed { "" } else { "u" })
            }
        }
    }
}
