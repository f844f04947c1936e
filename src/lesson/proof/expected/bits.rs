//! Numbers of 32 bits that are compared bit for bit.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A float32. A file that people read has its bits as a whole number, for decimal text would have to
/// be read exactly; a file of bytes has the bytes.
#[derive(Clone, Copy, Debug)]
pub struct Bits(pub f32);

impl Bits {
    /// Equal bit for bit, or both NaN: no standard says which bits of a NaN are kept.
    #[must_use]
    pub fn same(self, other: f32) -> bool {
        self.0.to_bits() == other.to_bits() || (self.0.is_nan() && other.is_nan())
    }
}

impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        self.same(other.0)
    }
}

impl Serialize for Bits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_u32(self.0.to_bits())
        } else {
            serializer.serialize_f32(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Bits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            u32::deserialize(deserializer).map(|bits| Self(f32::from_bits(bits)))
        } else {
            f32::deserialize(deserializer).map(Self)
        }
    }
}

/// The plain numbers of a list.
#[must_use]
pub fn plain(list: &[Bits]) -> Vec<f32> {
    list.iter().map(|bits| bits.0).collect()
}
