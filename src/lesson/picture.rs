//! What the lessons on one bit do with a picture.

use crate::quant::binary::Convolution;
use crate::signal::Picture;

/// The sizes of one picture through one filter of `2 radius + 1` rows and columns.
pub fn sizes(width: usize, height: usize, radius: usize) -> Convolution {
    Convolution {
        channels: 1,
        height,
        width,
        filters: 1,
        filter_height: 2 * radius + 1,
        filter_width: 2 * radius + 1,
    }
}

/// A picture with its mean at zero, as inputs of networks are.
pub fn centred(picture: &Picture) -> Picture {
    let sum: f64 = picture.values.iter().map(|&x| f64::from(x)).sum();
    let mean = (sum / picture.values.len().max(1) as f64) as f32;
    Picture {
        info: picture.info.clone(),
        values: picture.values.iter().map(|x| x - mean).collect(),
    }
}

/// A picture through a filter: width and height of the result, and the result. `None` for a picture
/// smaller than the filter.
pub fn filtered(
    picture: &Picture,
    weights: &[f32],
    radius: usize,
) -> Option<((usize, usize), Vec<f32>)> {
    let sizes = sizes(picture.info.width, picture.info.height, radius);
    let (height, width) = sizes.output().ok()?;
    let result = sizes.exact(&picture.values, weights).ok()?;
    Some(((width, height), result))
}

/// The signal's power over that of the error, in dB; infinite where there is no error, and 0 where
/// there is no signal either.
pub fn sqnr_db(exact: &[f32], approximation: &[f32]) -> f64 {
    let (mut signal, mut noise) = (0.0, 0.0);
    for (&exact, &found) in exact.iter().zip(approximation) {
        let (exact, found) = (f64::from(exact), f64::from(found));
        signal += exact * exact;
        noise += (found - exact) * (found - exact);
    }
    if signal == 0.0 && noise == 0.0 {
        return 0.0;
    }
    10.0 * libm::log10(signal / noise)
}

/// Pearson's correlation of two results; 0 where one of them does not vary.
///
/// ```
/// use quantscope::lesson::picture::correlation;
/// assert_eq!(correlation(&[1.0, 2.0, 3.0], &[-2.0, -4.0, -6.0]), -1.0);
/// assert_eq!(correlation(&[1.0, 2.0], &[3.0, 3.0]), 0.0);
/// ```
pub fn correlation(one: &[f32], other: &[f32]) -> f64 {
    let count = one.len().max(1) as f64;
    let mean = |values: &[f32]| values.iter().map(|&x| f64::from(x)).sum::<f64>() / count;
    let (middle, center) = (mean(one), mean(other));
    let (mut both, mut squares, mut others) = (0.0, 0.0, 0.0);
    for (&x, &y) in one.iter().zip(other) {
        let (x, y) = (f64::from(x) - middle, f64::from(y) - center);
        both += x * y;
        squares += x * x;
        others += y * y;
    }
    if squares == 0.0 || others == 0.0 {
        return 0.0;
    }
    both / (squares * others).sqrt()
}
