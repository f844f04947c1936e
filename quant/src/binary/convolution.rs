//! A convolution of a picture with a bank of filters, exactly and from signs alone.
//!
//! XNOR-Net, section 3.2: `I * W` is about `(sign(I) * sign(W)) K alpha`, where alpha is each
//! filter's mean magnitude, A the mean magnitude of the channels at each place of the picture, and K
//! the mean of A under each position of the filter. The convolution of the signs is XNOR and
//! popcount on packed bits.
//!
//! As in all neural networks the filter is not turned around. It moves by one place at a time and
//! stays inside the picture, which therefore loses a filter's size less one in height and width.

use super::bits::{WORD, dot, pack_into};
use super::error::{BinaryError, fits, zeros};
use super::sign::alpha;

/// The sizes of a picture and a bank of filters.
///
/// A picture is channels x height x width numbers, filters are filters x channels x filter height x
/// filter width, results are filters x output height x output width; the last runs fastest.
///
/// ```
/// use quantscope_quant::binary::Convolution;
/// let sizes = Convolution {
///     channels: 1, height: 2, width: 3, filters: 1, filter_height: 1, filter_width: 2,
/// };
/// let (picture, filter) = ([1.0, -2.0, 3.0, 0.5, 0.5, 0.5], [1.0, -3.0]);
/// assert_eq!(sizes.output(), Ok((2, 2)));
/// assert_eq!(sizes.exact(&picture, &filter).unwrap(), [7.0, -11.0, -1.0, -1.0]);
/// assert_eq!(sizes.scale_map(&picture).unwrap(), [1.5, 2.5, 0.5, 0.5]); // K
/// let found = sizes.xnor(&picture, &filter).unwrap();
/// assert_eq!(found.signs, [2, -2, 0, 0]);
/// assert_eq!(found.approximation, [6.0, -10.0, 0.0, 0.0]); // alpha is 2
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// Channels of the picture and of every filter.
    pub channels: usize,
    /// Rows of the picture.
    pub height: usize,
    /// Columns of the picture.
    pub width: usize,
    /// How many filters there are.
    pub filters: usize,
    /// Rows of a filter, 1 to `height`.
    pub filter_height: usize,
    /// Columns of a filter, 1 to `width`.
    pub filter_width: usize,
}

/// XNOR-Net's convolution, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct XnorConvolution {
    /// The mean magnitude of each filter.
    pub alpha: Vec<f32>,
    /// K: output height x output width.
    pub scale_map: Vec<f32>,
    /// The convolution of the signs: filters x output height x output width whole numbers.
    pub signs: Vec<i32>,
    /// `signs * K * alpha`, of the same shape.
    pub approximation: Vec<f32>,
}

impl Convolution {
    /// Height and width of a result. Fails when the filter is empty or larger than the picture.
    pub fn output(&self) -> Result<(usize, usize), BinaryError> {
        let filter = (self.filter_height, self.filter_width);
        let picture = (self.height, self.width);
        if (1..=picture.0).contains(&filter.0) && (1..=picture.1).contains(&filter.1) {
            Ok((picture.0 - filter.0 + 1, picture.1 - filter.1 + 1))
        } else {
            Err(BinaryError::Filter { filter, picture })
        }
    }

    /// A: the mean magnitude of the channels at each place of the picture, height x width numbers.
    ///
    /// Fails, as all that follow, when the picture (or the filters) has not as many numbers as the
    /// sizes say. What is not finite remains so.
    pub fn mean_magnitudes(&self, picture: &[f32]) -> Result<Vec<f32>, BinaryError> {
        Ok(self
            .magnitudes(picture)?
            .iter()
            .map(|a| *a as f32)
            .collect())
    }

    /// K: the mean of A under each position of the filter, output height x output width numbers.
    pub fn scale_map(&self, picture: &[f32]) -> Result<Vec<f32>, BinaryError> {
        Ok(self.scales(picture)?.iter().map(|k| *k as f32).collect())
    }

    /// The convolution in f32, summed in f64 over the channels, then the filter's rows, then its
    /// columns.
    pub fn exact(&self, picture: &[f32], filters: &[f32]) -> Result<Vec<f32>, BinaryError> {
        let (height, width) = self.check(picture, filters)?;
        let mut result: Vec<f32> = zeros(RESULT, &[self.filters, height, width])?;
        let mut sums = zeros("height * width", &[height, width])?;
        // Without a channel the filters have no numbers, and the result is zeros.
        let taps = self.taps().max(1);
        for (filter, result) in filters.chunks(taps).zip(result.chunks_mut(height * width)) {
            sums.fill(0.0);
            for (tap, weight) in filter.iter().enumerate() {
                for (row, sums) in sums.chunks_exact_mut(width).enumerate() {
                    for (sum, x) in sums.iter_mut().zip(self.under(picture, tap, row, width)) {
                        *sum += f64::from(*weight) * f64::from(*x);
                    }
                }
            }
            for (result, sum) in result.iter_mut().zip(&sums) {
                *result = *sum as f32;
            }
        }
        Ok(result)
    }

    /// The convolution of the signs: whole numbers from `-n` to `n`, with n the numbers of a filter.
    ///
    /// Each position of the filter is a row of bits.
    pub fn signs(&self, picture: &[f32], filters: &[f32]) -> Result<Vec<i32>, BinaryError> {
        let (height, width) = self.check(picture, filters)?;
        let places = height * width;
        let mut result = zeros(RESULT, &[self.filters, height, width])?;
        let taps = self.taps();
        if taps == 0 {
            return Ok(result);
        }
        let per_row = taps.div_ceil(WORD);
        let mut bank = Vec::with_capacity(self.filters * per_row);
        for filter in filters.chunks_exact(taps) {
            pack_into(filter, &mut bank);
        }
        // The windows of one row, place by place.
        let mut windows = zeros("filter * width", &[width, taps])?;
        let mut words = Vec::with_capacity(width * per_row);
        for row in 0..height {
            for tap in 0..taps {
                let line = self.under(picture, tap, row, width);
                for (window, x) in windows.chunks_exact_mut(taps).zip(line) {
                    window[tap] = *x;
                }
            }
            words.clear();
            for window in windows.chunks_exact(taps) {
                pack_into(window, &mut words);
            }
            let planes = result.chunks_exact_mut(places);
            for (filter, plane) in bank.chunks_exact(per_row).zip(planes) {
                let line = &mut plane[row * width..(row + 1) * width];
                for (result, window) in line.iter_mut().zip(words.chunks_exact(per_row)) {
                    // A filter has at most 2^26 numbers.
                    *result = dot(filter, window, taps) as i32;
                }
            }
        }
        Ok(result)
    }

    /// XNOR-Net's approximation, with all that it is made of.
    pub fn xnor(&self, picture: &[f32], filters: &[f32]) -> Result<XnorConvolution, BinaryError> {
        let signs = self.signs(picture, filters)?;
        let scales = self.scales(picture)?;
        let taps = self.taps().max(1);
        let mut alphas: Vec<f64> = filters.chunks(taps).map(alpha).collect();
        // Filters without a channel have no numbers, but there are as many.
        alphas.resize(self.filters, 0.0);
        let mut approximation = zeros(RESULT, &[signs.len()])?;
        let planes = approximation.chunks_exact_mut(scales.len());
        let planes = planes.zip(signs.chunks_exact(scales.len()));
        for ((values, signs), alpha) in planes.zip(&alphas) {
            for ((value, sign), scale) in values.iter_mut().zip(signs).zip(&scales) {
                *value = (f64::from(*sign) * scale * alpha) as f32;
            }
        }
        Ok(XnorConvolution {
            alpha: alphas.into_iter().map(|alpha| alpha as f32).collect(),
            scale_map: scales.into_iter().map(|scale| scale as f32).collect(),
            signs,
            approximation,
        })
    }

    /// Numbers of a filter; only after its length was checked.
    fn taps(&self) -> usize {
        self.channels * self.filter_height * self.filter_width
    }

    /// Height and width of a result, if picture and filters fit.
    fn check(&self, picture: &[f32], filters: &[f32]) -> Result<(usize, usize), BinaryError> {
        let output = self.output()?;
        self.check_picture(picture)?;
        let sides = [
            self.filters,
            self.channels,
            self.filter_height,
            self.filter_width,
        ];
        fits(
            ("filters", filters.len()),
            "filters * channels * filter height * filter width",
            &sides,
        )?;
        Ok(output)
    }

    fn check_picture(&self, picture: &[f32]) -> Result<(), BinaryError> {
        fits(
            ("picture", picture.len()),
            "channels * height * width",
            &[self.channels, self.height, self.width],
        )
    }

    /// What a number of the filter meets along a row of the result.
    fn under<'a>(&self, picture: &'a [f32], tap: usize, row: usize, width: usize) -> &'a [f32] {
        let (rest, column) = (tap / self.filter_width, tap % self.filter_width);
        let (channel, line) = (rest / self.filter_height, rest % self.filter_height);
        let start = (channel * self.height + row + line) * self.width + column;
        &picture[start..start + width]
    }

    fn magnitudes(&self, picture: &[f32]) -> Result<Vec<f64>, BinaryError> {
        self.check_picture(picture)?;
        let mut means: Vec<f64> = zeros("height * width", &[self.height, self.width])?;
        for channel in picture.chunks(means.len().max(1)) {
            for (mean, x) in means.iter_mut().zip(channel) {
                *mean += f64::from(x.abs()) / self.channels as f64;
            }
        }
        Ok(means)
    }

    fn scales(&self, picture: &[f32]) -> Result<Vec<f64>, BinaryError> {
        let (height, width) = self.output()?;
        let magnitudes = self.magnitudes(picture)?;
        let mut scales: Vec<f64> = zeros("height * width", &[height, width])?;
        let share = 1.0 / (self.filter_height * self.filter_width) as f64;
        for (row, scales) in scales.chunks_exact_mut(width).enumerate() {
            let rows = magnitudes.chunks_exact(self.width).skip(row);
            for line in rows.take(self.filter_height) {
                for (scale, window) in scales.iter_mut().zip(line.windows(self.filter_width)) {
                    *scale += share * window.iter().sum::<f64>();
                }
            }
        }
        Ok(scales)
    }
}

const RESULT: &str = "filters * output height * output width";
