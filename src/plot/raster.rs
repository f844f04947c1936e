//! Numbers on a grid as shades: pictures, filters, and what one makes of the other.

use plotters::style::RGBColor;

use super::palette::Palette;

/// How a number becomes a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Black at the lower end, white at the upper, in both themes: a picture stays what it is.
    Grey,
    /// Paper at the lower end, the colour of quiet words at the upper.
    Soft,
    /// Paper at zero, the colour of errors at both ends.
    Error,
}

/// Numbers row by row from the top, as shades.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raster<'a> {
    /// As many as the places of the grid.
    pub values: &'a [f32],
    /// What the lightest and the strongest shade stand for; beyond them the shade stays.
    pub ends: (f64, f64),
    /// How a number becomes a colour.
    pub tone: Tone,
}

impl Raster<'_> {
    /// Red, green, blue and opacity of each place, as a canvas takes them. What is not a number is
    /// left out: its opacity is 0.
    ///
    /// ```
    /// use quantscope::plot::{LIGHT, Raster, Tone};
    /// let raster = Raster { values: &[0.0, 1.0, f32::NAN], ends: (0.0, 1.0), tone: Tone::Grey };
    /// assert_eq!(raster.pixels(&LIGHT)[..8], [0, 0, 0, 255, 255, 255, 255, 255]);
    /// assert_eq!(raster.pixels(&LIGHT)[11], 0);
    /// ```
    pub fn pixels(&self, palette: &Palette) -> Vec<u8> {
        let mut pixels = Vec::with_capacity(self.values.len() * 4);
        for &value in self.values {
            let value = f64::from(value);
            let RGBColor(red, green, blue) = self.color(value, palette);
            let opacity = if value.is_nan() { 0 } else { 255 };
            pixels.extend([red, green, blue, opacity]);
        }
        pixels
    }

    fn color(&self, value: f64, palette: &Palette) -> RGBColor {
        let (low, high) = self.ends;
        match self.tone {
            Tone::Grey => {
                let shade = byte(255.0 * part(value - low, high - low));
                RGBColor(shade, shade, shade)
            }
            Tone::Soft => between(palette.paper, palette.soft, part(value - low, high - low)),
            Tone::Error => {
                // No error is paper, even where the ends leave nothing to compare it with.
                let share = match value.abs() {
                    0.0 => 0.0,
                    error => part(error, low.abs().max(high.abs())),
                };
                between(palette.paper, palette.error_text, share)
            }
        }
    }
}

/// A colour on the way from one to another.
fn between(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let mix = |from: u8, to: u8| byte(f64::from(from) + (f64::from(to) - f64::from(from)) * share);
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// How much of a whole, from 0 to 1; half where there is no whole.
fn part(some: f64, whole: f64) -> f64 {
    let part = some / whole;
    if part.is_nan() {
        0.5
    } else {
        part.clamp(0.0, 1.0)
    }
}

fn byte(shade: f64) -> u8 {
    shade.round() as u8
}
