//! What a line, a dot or a mark stands for, which is what its colour says.

use plotters::style::RGBColor;

use super::palette::Palette;

/// A meaning, with the colour that it has in every chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The numbers before quantization.
    Original,
    /// The numbers after quantization.
    Quantized,
    /// What lies between the two.
    Error,
    /// What training uses.
    Gradient,
    /// What falls outside the range, or does not pass.
    Clipped,
    /// What has no meaning of its own and is looked at.
    #[default]
    Ink,
    /// What has no meaning of its own and stays behind.
    Soft,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 7] = [
        Role::Original,
        Role::Quantized,
        Role::Error,
        Role::Gradient,
        Role::Clipped,
        Role::Ink,
        Role::Soft,
    ];

    /// The colour of lines and dots.
    pub fn color(self, palette: &Palette) -> RGBColor {
        match self {
            Role::Original => palette.original,
            Role::Quantized => palette.quantized,
            Role::Error => palette.error,
            Role::Gradient => palette.gradient,
            Role::Clipped => palette.clipped,
            Role::Ink => palette.ink,
            Role::Soft => palette.soft,
        }
    }

    /// The colour of words.
    pub fn text_color(self, palette: &Palette) -> RGBColor {
        match self {
            Role::Original => palette.original_text,
            Role::Quantized => palette.quantized_text,
            Role::Error => palette.error_text,
            Role::Gradient => palette.gradient_text,
            Role::Clipped => palette.clipped_text,
            Role::Ink => palette.ink,
            Role::Soft => palette.soft,
        }
    }
}
