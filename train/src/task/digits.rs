//! Handwritten digits, 8 x 8 pixels, from bytes.
//!
//! The layout, with numbers little-endian: eight bytes `QSDIGITS`; the number of pictures n as two
//! bytes; the side of a picture, the largest pixel and the number of classes as a byte each; a zero
//! byte; n labels, a byte each; then the pixels, a byte each, as planes: the first pixel of all
//! pictures, the second of all, row by row. Neighbours in a plane are alike, which compresses well.

use super::{Data, Examples, Goal};
use crate::error::TrainError;
use crate::random::{Purpose, Source};

const MAGIC: &[u8; 8] = b"QSDIGITS";
const HEADER: usize = 14;

/// Of so many pictures one is held out.
const HOLD_OUT: usize = 5;

/// The seed of the split.
const SPLIT: u32 = 0;

/// Reads the digits. Pixels are scaled to [0, 1].
///
/// The split is the same always: the pictures are shuffled by a stream of their own with a fixed
/// seed (the file has the digits nearly in turn, so that every fifth would be the same few), and the
/// first fifth is held out. Of 1,797 that leaves 1,438 to train on and holds out 359.
///
/// Fails with a sentence for bytes that are something else, cut short, or too long.
///
/// ```
/// use quantscope_train::task::digits;
/// let refusal = digits::parse(b"PNG").unwrap_err();
/// assert_eq!(refusal.to_string(), "these bytes are no digits: they do not begin with QSDIGITS");
/// ```
pub fn parse(bytes: &[u8]) -> Result<Data, TrainError> {
    let refuse = |reason: String| Err(TrainError::Data(reason));
    if !bytes.starts_with(MAGIC) {
        return refuse("these bytes are no digits: they do not begin with QSDIGITS".into());
    }
    let Some(&[_, _, _, _, _, _, _, _, low, high, side, most, classes, _]) =
        bytes.first_chunk::<HEADER>()
    else {
        return refuse("the digits end within their header".into());
    };
    let count = usize::from(u16::from_le_bytes([low, high]));
    let (side, pixels) = (usize::from(side), usize::from(side).pow(2));
    if count < HOLD_OUT || side == 0 || pixels > super::MAX_FEATURES || most == 0 || classes < 2 {
        return refuse("the digits' header names too few pictures, pixels or classes".into());
    }
    let needed = HEADER + count * (1 + pixels);
    if bytes.len() != needed {
        let found = bytes.len();
        return refuse(format!("the digits should be {needed} bytes, not {found}"));
    }
    let (labels, planes) = bytes[HEADER..].split_at(count);
    if let Some(label) = labels.iter().find(|label| **label >= classes) {
        return refuse(format!(
            "a label is {label}, but there are {classes} classes"
        ));
    }
    if let Some(pixel) = planes.iter().find(|pixel| **pixel > most) {
        return refuse(format!("a pixel is {pixel}, but the largest is {most}"));
    }
    let (mut train, mut test) = (Examples::default(), Examples::default());
    let mut order: Vec<u32> = (0..count as u32).collect();
    Source::new(SPLIT, Purpose::Data).shuffle(&mut order);
    for (place, picture) in order
        .into_iter()
        .map(|picture| picture as usize)
        .enumerate()
    {
        let set = if place < count / HOLD_OUT {
            &mut test
        } else {
            &mut train
        };
        let own = planes.iter().skip(picture).step_by(count);
        set.inputs
            .extend(own.map(|pixel| f32::from(*pixel) / f32::from(most)));
        set.targets.push(f32::from(labels[picture]));
    }
    Ok(Data {
        features: pixels,
        side: Some(side),
        goal: Goal::Classes(usize::from(classes)),
        train,
        test,
    })
}
